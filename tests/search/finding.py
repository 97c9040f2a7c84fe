"""What the search backend finds, by what it is called."""

from typing import Any

from django.db.models import QuerySet
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from newsroom.models import NewsPage
from tests import factories


def names(results: Any) -> list[str]:
    return [str(item) for item in results]


def found(query: Any, among: QuerySet | None = None, **options: Any) -> list[str]:
    """The titles of the pages, or of what is ``among`` others, that answer ``query``, in their order."""
    return names(get_search_backend().search(query, Page.objects.all() if among is None else among, **options))


def typed(query: Any, among: QuerySet | None = None, **options: Any) -> list[str]:
    return names(get_search_backend().autocomplete(query, Page.objects.all() if among is None else among, **options))


def article(title: str, **fields: Any) -> NewsPage:
    """An article that says nothing but its title and ``fields``, in a section that says nothing of interest."""
    return factories.ArticleFactory(**{"title": title, "lead": "…", "search_description": "", **fields})
