"""What is known: YAML with places, records, and what may be shown on a day."""
