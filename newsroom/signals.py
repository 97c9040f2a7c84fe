"""Signals sent by the newsroom app, for apps that it must not import."""

from django.dispatch import Signal

#: Sent by the import inside the article's transaction. ``sender`` is ``NewsPage``; arguments: ``page``, the page just
#: created or updated, and ``article``, the ``SavedArticle`` it was made from.
article_imported = Signal()
