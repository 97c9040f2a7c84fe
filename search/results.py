"""Search results for display: highlighted title and snippet, section, date, image."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from wagtail.models import Page

from mysite.compiled_queries import compiled_query
from mysite.images.filters import CARD
from mysite.images.renditions import load_renditions
from mysite.models import PortalDocument, PortalImage
from search.engine.query import ParsedQuery

from .filters import get_kind
from .forms import ResultKind
from .highlighting import Fragment, highlight, snippet

#: Relations from ``Page`` to the main image; of the specific page nothing else is loaded.
_IMAGE_RELATIONS = ("newspage__main_image", "eventpage__main_image")


@dataclass(frozen=True, slots=True)
class Hit:
    """The fields of an index entry that matches a query."""

    content_type: int
    object_id: int
    date: datetime.datetime | None
    text: str


@dataclass
class Result:
    """A result for display: a page or document."""

    kind: ResultKind
    title: str
    text: str
    date: datetime.datetime | None
    #: The query whose words are highlighted.
    query: ParsedQuery
    page: Page | None = None
    section: Page | None = None
    image: PortalImage | None = None
    document: PortalDocument | None = None

    @cached_property
    def highlighted_title(self) -> list[Fragment]:
        return highlight(self.title, self.query)

    @cached_property
    def snippet(self) -> list[Fragment]:
        return snippet(self.text, self.query)


def build_results(hits: Sequence[Hit], query: ParsedQuery, sections: Iterable[Page]) -> list[Result]:
    """Build the results of ``found`` in its order. Three queries: pages, their renditions, documents."""
    kinds = {entry.content_type: get_kind(entry.content_type) for entry in hits}
    page_ids = [entry.object_id for entry in hits if kinds[entry.content_type] != ResultKind.DOCUMENT]
    pages = {page.pk: page for page in _find_pages_with_images(page_ids)}
    images = {page_id: _get_image(page) for page_id, page in pages.items()}
    load_renditions([image for image in images.values() if image], CARD)
    images = {page_id: image for page_id, image in images.items() if image and not image.is_restricted}
    document_ids = [entry.object_id for entry in hits if kinds[entry.content_type] == ResultKind.DOCUMENT]
    documents = PortalDocument.objects.in_bulk(document_ids) if document_ids else {}
    by_path = {section.path: section for section in sections}
    results = []
    for entry in hits:
        kind = kinds[entry.content_type]
        document = documents.get(entry.object_id) if kind == ResultKind.DOCUMENT else None
        page = pages.get(entry.object_id) if kind != ResultKind.DOCUMENT else None
        instance = page or document
        if instance is not None:
            results.append(
                Result(
                    kind=kind,
                    title=instance.title,
                    text=entry.text,
                    date=entry.date,
                    query=query,
                    page=page,
                    section=by_path.get(page.path[: -Page.steplen]) if page else None,
                    image=images.get(page.pk) if page else None,
                    document=document,
                )
            )
    return results


@compiled_query
def _find_pages_with_images(pks: list[int]) -> QuerySet[Page]:
    images = [f"{name}__{field}" for name in _IMAGE_RELATIONS for field in _IMAGE_FIELDS]
    alt_texts = [f"{name.partition('__')[0]}__main_image_alt" for name in _IMAGE_RELATIONS]
    pages = Page.objects.filter(pk__in=pks).order_by()
    return pages.select_related("locale", *_IMAGE_RELATIONS).only(*_PAGE_FIELDS, *images, *alt_texts)


_PAGE_FIELDS = ("title", "path", "depth", "url_path", "content_type", "slug", "locale")
_IMAGE_FIELDS = [field.attname for field in PortalImage._meta.concrete_fields]


def _get_image(page: Page) -> PortalImage | None:
    for name in _IMAGE_RELATIONS:
        specific = getattr(page, name.partition("__")[0], None)
        if specific is not None and specific.main_image is not None:
            return specific.main_image
    return None
