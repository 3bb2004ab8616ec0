"""Opening the sources again, to see whether they still say what we publish."""
