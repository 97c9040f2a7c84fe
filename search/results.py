"""What a list of results shows of each: title and passage with the words marked, section, date, picture."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from wagtail.models import Page

from mysite.models import PortalDocument, PortalImage
from mysite.renditions import CARD, load_renditions
from search.engine.asked import Asked
from search.passages import Piece, marked, passage
from search.question import Kind
from search.scope import kind_of

#: Of a page's own kind only what a result shows is loaded.
_PICTURES = ("newspage__main_image", "eventpage__main_image")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of the index that answers a question."""

    content_type: int
    object_id: int
    date: datetime.datetime | None
    text: str


@dataclass
class Result:
    """Something that was found, ready to be shown: a page or a document."""

    kind: Kind
    title: str
    text: str
    date: datetime.datetime | None
    #: What is marked in title and text.
    asked: Asked
    page: Page | None = None
    section: Page | None = None
    image: PortalImage | None = None
    document: PortalDocument | None = None

    @cached_property
    def marked_title(self) -> list[Piece]:
        return marked(self.title, self.asked)

    @cached_property
    def passage(self) -> list[Piece]:
        return passage(self.text, self.asked)


def results(found: Sequence[Found], asked: Asked, sections: Iterable[Page]) -> list[Result]:
    """The results for ``found``, in its order. Three queries: pages, their pictures, documents."""
    kinds = {entry.content_type: kind_of(entry.content_type) for entry in found}
    numbers = [entry.object_id for entry in found if kinds[entry.content_type] != Kind.DOCUMENT]
    pages = {page.pk: page for page in _with_pictures(Page.objects.filter(pk__in=numbers))} if numbers else {}
    images = {number: _picture_of(page) for number, page in pages.items()}
    load_renditions([image for image in images.values() if image], CARD)
    of_documents = [entry.object_id for entry in found if kinds[entry.content_type] == Kind.DOCUMENT]
    documents = PortalDocument.objects.in_bulk(of_documents) if of_documents else {}
    by_path = {section.path: section for section in sections}
    shown = []
    for entry in found:
        kind = kinds[entry.content_type]
        document = documents.get(entry.object_id) if kind == Kind.DOCUMENT else None
        page = pages.get(entry.object_id) if kind != Kind.DOCUMENT else None
        what = page or document
        if what is not None:
            shown.append(
                Result(
                    kind=kind,
                    title=what.title,
                    text=entry.text,
                    date=entry.date,
                    asked=asked,
                    page=page,
                    section=by_path.get(page.path[: -Page.steplen]) if page else None,
                    image=images.get(page.pk) if page else None,
                    document=document,
                )
            )
    return shown


def _with_pictures(pages: QuerySet) -> QuerySet:
    images = [f"{name}__{field}" for name in _PICTURES for field in _IMAGE_FIELDS]
    own = [f"{name.partition('__')[0]}__main_image_alt" for name in _PICTURES]
    return pages.select_related("locale", *_PICTURES).only(*_PAGE_FIELDS, *images, *own)


_PAGE_FIELDS = ("title", "path", "depth", "url_path", "content_type", "slug", "locale")
_IMAGE_FIELDS = [field.attname for field in PortalImage._meta.concrete_fields]


def _picture_of(page: Page) -> PortalImage | None:
    for name in _PICTURES:
        specific = getattr(page, name.partition("__")[0], None)
        if specific is not None and specific.main_image is not None:
            return specific.main_image
    return None
