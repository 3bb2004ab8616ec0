"""From a built folder to what readers get."""
