"""Structured data: the vocabulary and the pages."""
