"""Links inside running text to pages and documents: they lead where visitors may go at this moment, or nowhere."""

from typing import Any

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from mysite.models import PortalDocument
from mysite.querysets import in_restricted_collection, pages_in_this_language


class VisiblePageLinkHandler(PageLinkHandler):
    """Wagtail's own keeps writing the address of a page, often its title, after it was withdrawn or locked.

    Here the words of the link stay and its address goes. A page that has been translated since leads to the language
    being read. All links of a text cost two queries.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        keys = [_key(attrs.get("id")) for attrs in attrs_list]
        chosen = list(Page.objects.filter(pk__in={key for key in keys if key}))
        pages = pages_in_this_language(chosen) if chosen else {}
        addresses = {page.pk: pages[page.translation_key].url for page in chosen if page.translation_key in pages}
        return [f'<a href="{escape(addresses[key])}">' if addresses.get(key) else "<a>" for key in keys]


class OpenDocumentLinkHandler(DocumentLinkHandler):
    """The same for documents: one in a collection that only some may open has no address here. One query a text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        keys = [_key(attrs.get("id")) for attrs in attrs_list]
        documents = PortalDocument.objects.filter(~in_restricted_collection("collection__path"))
        found = documents.in_bulk({key for key in keys if key})
        return [f'<a href="{escape(found[key].url)}">' if key in found else "<a>" for key in keys]


def _key(value: Any) -> int | None:
    """The number of a page or document in a link, which an import or a pasted text may have spoilt."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
