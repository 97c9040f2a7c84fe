"""Checks the links of published pages and redirects. See docs/decisions/076-broken-links.md."""
