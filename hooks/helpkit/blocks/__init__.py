"""Views and their drawing: a record becomes what a template needs, and HTML."""
