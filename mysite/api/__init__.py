"""Building blocks of the read-only pages API. ``home/api.py`` registers the page types with them."""
