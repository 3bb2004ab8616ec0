"""The data: YAML with places, records, and the records that may be shown on a day."""
