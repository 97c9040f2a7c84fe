"""The search backend: ``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.engine.backend"}}``.

Text is tokenized in Python (``mysite.text.vietnamese``) into ASCII tokens, which the databases match and rank, so that
SQLite and PostgreSQL return the same results: see docs/decisions/030-search.md.
"""
