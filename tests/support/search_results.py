"""Runs searches with the search backend and returns the names of the results."""

from typing import Any

from django.db.models import QuerySet
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from newsroom.models import NewsPage
from tests.support import factories


def get_names(results: Any) -> list[str]:
    return [str(item) for item in results]


def search_names(query: Any, among: QuerySet | None = None, **options: Any) -> list[str]:
    """Return the titles of the pages, or of the objects ``among``, that match ``query``, in order."""
    return get_names(get_search_backend().search(query, Page.objects.all() if among is None else among, **options))


def autocomplete_names(query: Any, among: QuerySet | None = None, **options: Any) -> list[str]:
    return get_names(
        get_search_backend().autocomplete(query, Page.objects.all() if among is None else among, **options)
    )


def create_article(title: str, **fields: Any) -> NewsPage:
    """Create an article with no text but its title and ``fields``, in a section without relevant text."""
    return factories.ArticleFactory(**{"title": title, "lead": "…", "search_description": "", **fields})
