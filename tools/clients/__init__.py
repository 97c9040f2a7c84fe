"""Clients that nobody here wrote, run over a portal: ``python -m tools.clients http://127.0.0.1:8000``.

A crawler (Scrapy), extractors of articles (trafilatura, newspaper4k and, with npm, the library of Firefox's reader
view) and, with npm and Java, the Nu HTML Checker over source and DOM. Decision 050 says what is expected of each.
"""
