"""XML sitemaps: an index of files, each with up to 500 public pages, profiles included, their images and translations.

The number of queries does not depend on the size of the site. A file lists the pages that visitors may see, without
aliases, and only images whose rendition exists.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from wagtail.models import Page, Site

from home.models import HomePage, StandardPage
from mysite.http.conditional import revalidate
from mysite.http.page_cache import vary_on_query
from mysite.http.site_url import absolute_url
from mysite.images.filters import WIDE
from mysite.models import PortalRendition, ProfileSnippet
from mysite.pages.expressions import IsCollectionRestricted
from mysite.pages.querysets import exclude_aliases, ids_of_types_except, visible
from mysite.pages.routing import below_site_homes
from mysite.text.vietnamese import strip_control_characters
from newsroom.models import ArticleListing, Author, EventPage, NewsPage, Unit

URLS_PER_FILE = 500
MAX_IMAGES_PER_PAGE = 50
#: How long an article is listed as news, as Google News requires.
NEWS_PERIOD = datetime.timedelta(days=2)


@dataclass
class SitemapEntry:
    """A page in a sitemap file."""

    location: str
    language: str
    title: str
    lastmod: datetime.datetime | None
    alternates: list[tuple[str, str]] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    #: For recent news: publication time and name of the publication.
    published_at: datetime.datetime | None = None
    publication_name: str = ""


class VisiblePagesSitemap(Sitemap):
    """The public pages of ``model``; if that is ``Page``, of all types without a sitemap of their own."""

    limit = URLS_PER_FILE
    model: type[Page] = Page

    @cached_property
    def site(self) -> Site:
        return Site.objects.select_related("root_page").get(is_default_site=True)

    @cached_property
    def site_filter(self) -> Q:
        return below_site_homes(self.site)

    def items(self) -> Any:
        sitemaps = (sitemap for sitemap in SITEMAPS.values() if issubclass(sitemap, VisiblePagesSitemap))
        models_with_sitemap = [sitemap.model for sitemap in sitemaps if sitemap.model is not Page]
        pages = self.model.objects.all()
        if self.model is Page:
            pages = pages.filter(pk__in=ids_of_types_except(*models_with_sitemap))
        return self._filter_public(pages).select_related("locale").order_by("pk")

    def _filter_public(self, pages: Any) -> Any:
        return exclude_aliases(visible(pages)).filter(self.site_filter)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[SitemapEntry]:
        pages = list(self.paginator.page(page).object_list)
        images = _load_image_urls(pages)
        translations = self._load_translations(pages)
        return [self._build_entry(page, translations[page.translation_key], images[page.pk]) for page in pages]

    def _load_translations(self, pages: list[Page]) -> dict[Any, list[Page]]:
        keys = [page.translation_key for page in pages]
        by_key = defaultdict(list)
        for page in self._filter_public(Page.objects.filter(translation_key__in=keys)).select_related("locale"):
            by_key[page.translation_key].append(page)
        return by_key

    def _build_entry(self, page: Page, translations: list[Page], images: list[str]) -> SitemapEntry:
        urls = {version.locale.language_code: absolute_url(version.get_url()) for version in translations}
        return SitemapEntry(
            location=absolute_url(page.get_url()),
            language=page.locale.language_code,
            title=strip_control_characters(page.title),
            lastmod=self.lastmod(page),
            alternates=_build_alternates(urls),
            images=images,
        )

    def lastmod(self, page: Any) -> datetime.datetime | None:
        return getattr(page, "content_updated_at", None) or page.last_published_at


class StandardPagesSitemap(VisiblePagesSitemap):
    model = StandardPage


class EventsSitemap(VisiblePagesSitemap):
    model = EventPage

    def items(self) -> Any:
        return super().items().annotate(changed_at=F("live_revision__created_at"))

    def lastmod(self, page: Any) -> datetime.datetime | None:
        """Return when the published version was saved, not when it was published, perhaps again."""
        return page.changed_at or page.last_published_at


class SitemapArticles:
    """The articles of the sitemap, for ``Paginator``. As in ``ArticleList``, only those of one file are loaded."""

    def __init__(self, site: Site) -> None:
        homes = HomePage.objects.filter(translation_key=site.root_page.translation_key)
        self.listings = ArticleListing.objects.visible_below_homes(homes).exclude_aliases()

    def count(self) -> int:
        return self.listings.count()

    def __getitem__(self, part: slice) -> QuerySet[NewsPage]:
        rows = self.listings.order_by("article_id").values("article")[part]
        return NewsPage.objects.filter(pk__in=rows).visible().select_related("locale").order_by("pk")


class ArticlesSitemap(VisiblePagesSitemap):
    model = NewsPage

    def items(self) -> SitemapArticles:
        return SitemapArticles(self.site)

    @cached_property
    def publication_names(self) -> dict[int, str]:
        return {
            home.locale_id: strip_control_characters(home.site_name or home.title)
            for home in HomePage.objects.visible()
        }

    def _build_entry(self, page: Any, translations: list[Page], images: list[str]) -> SitemapEntry:
        entry = super()._build_entry(page, translations, images)
        if page.first_published_at and page.first_published_at > timezone.now() - NEWS_PERIOD:
            entry.published_at = page.first_published_at
            entry.publication_name = self.publication_names.get(page.locale_id, "")
        return entry


class ProfilesSitemap(Sitemap):
    """The pages of authors or units, which are snippets; in each language whose home page is public."""

    limit = URLS_PER_FILE
    model: type[ProfileSnippet]

    def items(self) -> QuerySet[ProfileSnippet]:
        languages = HomePage.objects.visible().values("locale")
        return self.model.objects.live().filter(locale__in=languages).select_related("locale").order_by("pk")

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[SitemapEntry]:
        profiles = list(self.paginator.page(page).object_list)
        urls: defaultdict[Any, dict[str, str]] = defaultdict(dict)
        for profile in self.items().filter(translation_key__in=[profile.translation_key for profile in profiles]):
            with translation.override(profile.locale.language_code):
                url = absolute_url(profile.get_absolute_url())
            urls[profile.translation_key][profile.locale.language_code] = url
        return [self._build_entry(profile, urls[profile.translation_key]) for profile in profiles]

    def _build_entry(self, profile: ProfileSnippet, urls: dict[str, str]) -> SitemapEntry:
        return SitemapEntry(
            location=urls[profile.locale.language_code],
            language=profile.locale.language_code,
            title=str(profile),
            lastmod=profile.last_published_at,
            alternates=_build_alternates(urls),
        )


class AuthorsSitemap(ProfilesSitemap):
    model = Author


class UnitsSitemap(ProfilesSitemap):
    model = Unit


SITEMAPS: dict[str, type[VisiblePagesSitemap | ProfilesSitemap]] = {
    "sections": VisiblePagesSitemap,
    "pages": StandardPagesSitemap,
    "events": EventsSitemap,
    "news": ArticlesSitemap,
    "authors": AuthorsSitemap,
    "units": UnitsSitemap,
}


def _build_alternates(urls: dict[str, str]) -> list[tuple[str, str]]:
    """Return the languages with their URLs, if there are several, and the default one."""
    alternates = list(urls.items()) if len(urls) > 1 else []
    if alternates and settings.LANGUAGE_CODE in urls:
        alternates.append(("x-default", urls[settings.LANGUAGE_CODE]))
    return alternates


def _load_image_urls(pages: Iterable[Any]) -> dict[int, list[str]]:
    """Return the URLs of each page's images in their largest rendition. One query."""
    image_ids = {page.pk: list(dict.fromkeys(_iter_image_ids(page)))[:MAX_IMAGES_PER_PAGE] for page in pages}
    ids = {pk for images in image_ids.values() for pk in images}
    renditions = PortalRendition.objects.filter(image_id__in=ids, filter_spec__in=WIDE).order_by("width")
    renditions = renditions.filter(~IsCollectionRestricted("image__collection__path")) if ids else ()
    urls = {rendition.image_id: absolute_url(rendition.url) for rendition in renditions}
    return {page_id: [urls[pk] for pk in images if pk in urls] for page_id, images in image_ids.items()}


def _iter_image_ids(page: Any) -> Iterator[int]:
    """Yield the ids of a page's images from the raw stream data, without loading the images."""
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


@vary_on_query()
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Serve the sitemap index."""
    paginators = ((name, sitemap().paginator) for name, sitemap in SITEMAPS.items())
    files = [
        absolute_url(reverse("sitemap", args=[name])) + (f"?p={number}" if number > 1 else "")
        for name, paginator in paginators
        for number in (paginator.page_range if paginator.count else ())
    ]
    response = render(request, "sitemap_index.xml", {"files": files}, content_type="application/xml")
    return revalidate(request, response)


@vary_on_query("p")
def sitemap_file(request: HttpRequest, section: str) -> HttpResponse:
    """Serve a sitemap file; ``?p=`` is the page number."""
    response = sitemap_view(request, sitemaps=SITEMAPS, section=section, template_name="sitemap.xml")
    return revalidate(request, response.render())
