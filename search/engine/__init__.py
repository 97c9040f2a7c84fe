"""The search backend: ``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.engine.backend"}}``.

Text is taken apart in Python (``mysite.vietnamese``) into tokens of ASCII; the databases look tokens up and rank. So
SQLite and PostgreSQL find the same: see docs/decisions/030-search.md.
"""
