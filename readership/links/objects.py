"""What visitors get of pages, images and documents that are linked to."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.db.models import Model
from wagtail.models import Page

from mysite.models import PortalDocument, PortalImage
from mysite.pages.expressions import IsCollectionRestricted
from mysite.pages.querysets import visible
from readership.models import LinkKind, LinkStatus

KINDS: dict[type[Model], str] = {
    Page: str(LinkKind.PAGE),
    PortalDocument: str(LinkKind.DOCUMENT),
    PortalImage: str(LinkKind.IMAGE),
}
MAX_DIGITS = 9


def parse_pk(value: str) -> int:
    """Return the primary key, or 0, which no object has."""
    return int(value) if value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS else 0


class LinkedObjects:
    """The objects linked to in one run, each looked up once."""

    def __init__(self) -> None:
        self._statuses: dict[type[Model], dict[int, LinkStatus]] = {model: {} for model in KINDS}
        self._titles: dict[tuple[type[Model], int], str] = {}
        #: Page, and the locales in which visitors get a translation of it in its place.
        self._locales: dict[int, set[int]] = {}

    def load(self, model: type[Model], pks: Collection[int]) -> None:
        new = set(pks) - self._statuses[model].keys()
        if not new:
            return
        self._statuses[model].update(find_statuses(model, new))
        objects = model._default_manager.filter(pk__in=new)
        self._titles.update(((model, pk), title) for pk, title in objects.values_list("pk", "title"))
        if model is Page:
            hidden = [pk for pk in new if self._statuses[model][pk] is LinkStatus.HIDDEN]
            self._locales.update(_find_locales(hidden))

    def get_status(self, model: type[Model], pk: int, locale_id: int) -> LinkStatus:
        """Return what readers of a page in a language get; links to pages lead to their translations."""
        if model is Page and locale_id in self._locales.get(pk, ()):
            return LinkStatus.FOUND
        return self._statuses[model][pk]

    def get_title(self, model: type[Model], pk: int) -> str:
        return self._titles.get((model, pk), "")


def find_statuses(model: type[Model], pks: Collection[int]) -> dict[int, LinkStatus]:
    """Return the status of each object of ``model``; one that does not exist is deleted."""
    return dict.fromkeys(pks, LinkStatus.DELETED) | _FINDERS[model](pks)


def _find_page_statuses(pks: Collection[int]) -> dict[int, LinkStatus]:
    pages = Page.objects.filter(pk__in=pks, depth__gt=1)
    statuses = dict.fromkeys(pages.values_list("pk", flat=True), LinkStatus.HIDDEN)
    return statuses | dict.fromkeys(visible(pages).values_list("pk", flat=True), LinkStatus.FOUND)


def _find_locales(pks: Collection[int]) -> dict[int, set[int]]:
    keys = dict(Page.objects.filter(pk__in=pks).values_list("pk", "translation_key"))
    translations = Page.objects.filter(translation_key__in=keys.values(), alias_of=None)
    found = list(visible(translations).values_list("translation_key", "locale"))
    return {pk: {locale for one, locale in found if one == key} for pk, key in keys.items()}


def _find_document_statuses(pks: Collection[int]) -> dict[int, LinkStatus]:
    documents = PortalDocument.objects.filter(pk__in=pks).annotate(
        is_restricted=IsCollectionRestricted("collection__path")
    )
    return {one.pk: LinkStatus.HIDDEN if one.is_restricted else _find_file(one) for one in documents}


def _find_image_statuses(pks: Collection[int]) -> dict[int, LinkStatus]:
    return {image.pk: _find_file(image) for image in PortalImage.objects.filter(pk__in=pks)}


def _find_file(stored: Any) -> LinkStatus:
    try:
        exists = stored.file.storage.exists(stored.file.name)
    except (OSError, ValueError, SuspiciousFileOperation):
        exists = False
    return LinkStatus.FOUND if exists else LinkStatus.NO_FILE


_FINDERS: dict[type[Model], Callable[[Collection[int]], dict[int, LinkStatus]]] = {
    Page: _find_page_statuses,
    PortalDocument: _find_document_statuses,
    PortalImage: _find_image_statuses,
}
