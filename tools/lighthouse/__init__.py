"""Lighthouse over a portal, beside a page of one paragraph: ``python -m tools.lighthouse http://127.0.0.1:8000``."""
