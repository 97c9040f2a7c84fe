"""Rich text link handlers that link only to public pages and documents."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from mysite.compiled_queries import compiled_query
from mysite.generation_cache import get_or_compute_many
from mysite.models import PortalDocument

from .expressions import IsCollectionRestricted
from .querysets import localize_pages


class VisiblePageLinkHandler(PageLinkHandler):
    """Renders links to hidden pages without ``href``, and links to translated pages in the active language.

    Wagtail's handler would still reveal the URL of an unpublished or restricted page. Two queries for all links of a
    text.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return _render_link_starts(attrs_list, "page_links", _find_page_urls)


class UnrestrictedDocumentLinkHandler(DocumentLinkHandler):
    """Renders links to documents in restricted collections without ``href``. One query for all links of a text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return _render_link_starts(attrs_list, "document_links", _find_document_urls)


def _render_link_starts(
    attrs_list: list[dict[str, Any]], name: str, find_urls: Callable[[list[int]], dict[int, str]]
) -> list[str]:
    """Return the start tags of links to the objects with the primary keys in ``attrs_list``."""
    keys = [_parse_id(attrs.get("id")) for attrs in attrs_list]
    known = dict.fromkeys(key for key in keys if key is not None)
    urls = get_or_compute_many(name, known, lambda missing: dict.fromkeys(missing, "") | find_urls(missing))
    return [f'<a href="{escape(urls[key])}">' if key and urls[key] else "<a>" for key in keys]


def _find_page_urls(keys: list[int]) -> dict[int, str]:
    chosen = dict(_find_translation_keys(keys))
    localized = localize_pages(chosen) if chosen else {}
    return {pk: localized[key].url or "" for pk, key in chosen.items() if key in localized}


@compiled_query
def _find_translation_keys(pks: list[int]) -> QuerySet:
    return Page.objects.filter(pk__in=pks).order_by().values_list("pk", "translation_key")


def _find_document_urls(keys: list[int]) -> dict[int, str]:
    documents = PortalDocument.objects.filter(~IsCollectionRestricted("collection__path"), pk__in=keys)
    return {document.pk: document.url for document in documents}


def _parse_id(value: Any) -> int | None:
    """Return the primary key in a link, or None if it is invalid, as in imported or pasted text."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
