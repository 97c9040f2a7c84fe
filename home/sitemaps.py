"""``sitemap.xml``: an index of files, each with a few hundred public pages, their pictures and translations.

A file costs the same few queries whatever the size of the portal. It holds exactly the pages that visitors may see and
that are no aliases, with addresses that exist: a picture that has not been made is not named.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from mysite.caching import ask_each_time
from mysite.models import PortalRendition
from mysite.public_address import absolute
from mysite.querysets import originals, visible
from mysite.renditions import LARGE
from mysite.routing import on_site
from mysite.vietnamese import printable
from newsroom.models import EventPage, NewsPage

ADDRESSES_A_FILE = 500
PICTURES_A_PAGE = 50
#: How long search engines call an article news.
NEWS = datetime.timedelta(days=2)


@dataclass
class Entry:
    """A page as the file names it."""

    location: str
    language: str
    title: str
    lastmod: datetime.datetime | None
    alternates: list[tuple[str, str]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    #: For news of the last two days: when it was published, and the name of the publication.
    published_at: datetime.datetime | None = None
    publication: str = ""


class VisiblePages(Sitemap):
    """The public pages of ``model``; of ``Page``, those of all types that have no file of their own."""

    limit = ADDRESSES_A_FILE
    model: type[Page] = Page

    @cached_property
    def on_site(self) -> Q:
        return on_site(Site.objects.get(is_default_site=True))

    def items(self) -> QuerySet[Page]:
        own_files = [sitemap.model for sitemap in SITEMAPS.values() if sitemap.model is not Page]
        pages = self.model.objects.all() if self.model is not Page else Page.objects.not_exact_type(*own_files)
        return self._public(pages).select_related("locale").order_by("pk")

    def _public(self, pages: Any) -> Any:
        return originals(visible(pages)).filter(self.on_site)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[Entry]:
        pages = list(self.paginator.page(page).object_list)
        pictures = _pictures(pages)
        translations = self._translations(pages)
        return [self._entry(page, translations[page.translation_key], pictures[page.pk]) for page in pages]

    def _translations(self, pages: list[Page]) -> dict[Any, list[Page]]:
        keys = [page.translation_key for page in pages]
        found = defaultdict(list)
        for page in self._public(Page.objects.filter(translation_key__in=keys)).select_related("locale"):
            found[page.translation_key].append(page)
        return found

    def _entry(self, page: Page, translations: list[Page], images: list[str]) -> Entry:
        addresses = {found.locale.language_code: absolute(found.get_url()) for found in translations}
        alternates = list(addresses.items()) if len(addresses) > 1 else []
        if alternates and settings.LANGUAGE_CODE in addresses:
            alternates.append(("x-default", addresses[settings.LANGUAGE_CODE]))
        return Entry(
            location=absolute(page.get_url()),
            language=page.locale.language_code,
            title=printable(page.title),
            lastmod=self.lastmod(page),
            alternates=alternates,
            images=images,
        )

    def lastmod(self, page: Any) -> datetime.datetime | None:
        return getattr(page, "content_updated_at", None) or page.last_published_at


class StandardPages(VisiblePages):
    model = StandardPage


class Events(VisiblePages):
    model = EventPage


class Articles(VisiblePages):
    model = NewsPage

    @cached_property
    def publications(self) -> dict[int, str]:
        return {home.locale_id: printable(home.site_name or home.title) for home in HomePage.objects.visible()}

    def _entry(self, page: Any, translations: list[Page], images: list[str]) -> Entry:
        entry = super()._entry(page, translations, images)
        if page.first_published_at and page.first_published_at > timezone.now() - NEWS:
            entry.published_at = page.first_published_at
            entry.publication = self.publications.get(page.locale_id, "")
        return entry


SITEMAPS: dict[str, type[VisiblePages]] = {
    "sections": VisiblePages,
    "pages": StandardPages,
    "events": Events,
    "news": Articles,
}


def _pictures(pages: Iterable[Any]) -> dict[int, list[str]]:
    """The addresses of the pictures of each page, as large as the page shows them. One query."""
    wanted = {page.pk: list(dict.fromkeys(_image_ids(page)))[:PICTURES_A_PAGE] for page in pages}
    ids = {pk for images in wanted.values() for pk in images}
    renditions = PortalRendition.objects.filter(image_id__in=ids, filter_spec=LARGE) if ids else ()
    addresses = {rendition.image_id: absolute(rendition.url) for rendition in renditions}
    return {page: [addresses[pk] for pk in images if pk in addresses] for page, images in wanted.items()}


def _image_ids(page: Any) -> Iterator[int]:
    """The images of a page: read from what is stored, so that no image is loaded for it."""
    if getattr(page, "main_image_id", None):
        yield page.main_image_id
    body = getattr(page, "body", None)
    for block in body.raw_data if body else ():
        value = block["value"]
        if block["type"] == "picture" and value.get("image"):
            yield value["image"]
        elif block["type"] == "gallery":
            photos = (photo.get("value", photo) for photo in value.get("photos", ()))
            yield from (photo["image"] for photo in photos if photo.get("image"))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files there are."""
    paginators = ((name, sitemap().paginator) for name, sitemap in SITEMAPS.items())
    files = [
        absolute(reverse("sitemap", args=[name])) + (f"?p={number}" if number > 1 else "")
        for name, paginator in paginators
        for number in (paginator.page_range if paginator.count else ())
    ]
    response = render(request, "sitemap_index.xml", {"files": files}, content_type="application/xml")
    return ask_each_time(request, response)


@require_safe
def file(request: HttpRequest, section: str) -> HttpResponse:
    """One of them; ``?p=`` says which of its kind."""
    response = sitemap_view(request, sitemaps=SITEMAPS, section=section, template_name="sitemap.xml")
    return ask_each_time(request, response.render())
