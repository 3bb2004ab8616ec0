"""Every file that is made from data or pages."""
