"""Queries of the site layout."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from wagtail.models import Page

from home.models import Motto, Notice
from mysite.compiled_queries import compiled_query
from mysite.pages.querysets import PageQuerySet, exclude_foreign_aliases, union_of_ids, visible


@compiled_query
def find_mottos(language: str) -> QuerySet[Motto]:
    return Motto.objects.live().filter(locale__language_code=language).order_by("pk")


@compiled_query
def find_notices(language: str, now: datetime.datetime) -> QuerySet[Notice]:
    return Notice.objects.current_at(language, now)


@compiled_query
def find_menu(home_path: str, depths: Sequence[int], now: datetime.datetime) -> PageQuerySet:
    pages = Page.objects.filter(path__startswith=home_path, depth__in=depths, show_in_menus=True)
    # Aliases of pages in another language are in the breadcrumbs but not in the menu.
    return _select_links(exclude_foreign_aliases(pages), now)


@compiled_query
def find_ancestors(paths: Sequence[str], keys: Sequence[UUID], now: datetime.datetime) -> PageQuerySet:
    # An alias shows the text of its source's language, so it is not a translation.
    translations = Page.objects.filter(translation_key__in=keys, alias_of__isnull=True)
    ancestors = Page.objects.filter(path__in=paths)
    return _select_links(Page.objects.filter(pk__in=union_of_ids(translations, ancestors)), now)


@compiled_query
def find_translations(key: UUID, now: datetime.datetime) -> PageQuerySet:
    return _select_links(Page.objects.filter(translation_key=key, alias_of__isnull=True), now)


def _select_links(pages: PageQuerySet, now: datetime.datetime) -> PageQuerySet:
    """Return the visible ones of ``pages`` in tree order."""
    written_in = Coalesce("alias_of__locale__language_code", "locale__language_code")
    pages = pages.only("path", "translation_key", "alias_of", "title", "url_path", "locale__language_code")
    return visible(pages, now).annotate(written_in=written_in).select_related("locale").order_by("path")
