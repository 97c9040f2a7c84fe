"""The pages and documents that a search covers: public ones in the language of the URL."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page, ReferenceIndex, Site

from home.home_pages import cache_home_page
from home.models import HomePage
from mysite.compiled_queries import compiled_query
from mysite.generation_cache import get_or_compute
from mysite.models import PortalDocument
from mysite.pages.expressions import IsCollectionRestricted
from mysite.pages.querysets import exclude_aliases, union_of_ids, visible, visible_below
from newsroom.models import EventPage, EventSection, NewsPage, NewsSection

from .forms import ResultKind


def get_home_and_sections(request: HttpRequest) -> tuple[HomePage, list[Page]]:
    """Return the home page in the active language and its sections in tree order. One query, also for the layout.

    Raises ``Http404`` while that home page is not public, as all lists of its language do.
    """
    home, sections = get_or_compute("searched_home_and_sections", _load_home_and_sections)
    home = copy(home)
    cache_home_page(request, home)
    return home, sections


def _load_home_and_sections() -> tuple[HomePage, list[Page]]:
    language = get_language() or settings.LANGUAGE_CODE
    homes = [root.root_path for root in Site.get_site_root_paths() if root.language_code == language]
    now = timezone.now()
    today = timezone.localdate(now, timezone=timezone.get_default_timezone())
    pages = _find_homes_and_sections(homes, language, now, today)
    found_home = next((page for page in pages if page.url_path in homes), None)
    if found_home is None:
        raise Http404("There is no home page in this language")
    home: HomePage = found_home.homepage
    home.locale, home.logo_is_restricted = found_home.locale, found_home.logo_is_restricted
    home.is_mourning = found_home.is_mourning
    return home, [page for page in pages if page.is_descendant_of(home)]


@compiled_query
def _find_homes_and_sections(homes: list[str], language: str, now: datetime, today: date) -> QuerySet[Page]:
    section_types = (NewsSection.objects.all(), EventSection.objects.all())
    sections = (exclude_aliases(pages).filter(locale__language_code=language) for pages in section_types)
    ids = union_of_ids(HomePage.objects.filter(url_path__in=homes), *sections)
    pages = visible(Page.objects.filter(pk__in=ids), now).annotate(
        logo_is_restricted=IsCollectionRestricted("homepage__logo__collection__path"),
        is_mourning=Exists(HomePage.objects.mourning_on(today)),
    )
    related = ("locale", "homepage__logo", "homepage__icon", "homepage__share_picture")
    return pages.select_related(*related).order_by("path")


@dataclass(frozen=True)
class Scope:
    """The public pages below ``home``, which is public itself, and the documents in use on them."""

    home: Page
    pages: QuerySet
    documents: QuerySet

    @classmethod
    def for_home(cls, home: Page) -> Self:
        pages = visible_below(home)
        return cls(home, pages, _published_documents(pages))

    def filtered(self, *, kind: ResultKind | None, section: Page | None) -> list[QuerySet]:
        """Return the QuerySets to search, filtered by ``kind`` and to what is in or below ``section``."""
        pages = self.pages.descendant_of(section) if section else self.pages
        match kind:
            case ResultKind.NEWS:
                return [pages.type(NewsPage)]
            case ResultKind.EVENT:
                return [pages.type(EventPage)]
            case ResultKind.PAGE:
                return [pages.not_type(NewsPage, EventPage)]
            case ResultKind.DOCUMENT:
                return [] if section else [self.documents]
        return [pages] if section else [pages, self.documents]


def get_kind(content_type: int) -> ResultKind:
    """Return the kind of results with this content type."""
    types = ContentType.objects.get_for_models(NewsPage, EventPage, PortalDocument)
    for model, kind in (
        (NewsPage, ResultKind.NEWS),
        (EventPage, ResultKind.EVENT),
        (PortalDocument, ResultKind.DOCUMENT),
    ):
        if types[model].pk == content_type:
            return ResultKind(kind)
    return ResultKind(ResultKind.PAGE)


def _published_documents(pages: QuerySet) -> QuerySet:
    """Return the unrestricted documents that some of ``pages`` attaches, shows or links to.

    A document that is in the library but not in use on any page counts as unpublished.
    """
    page = pages.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
    named = ReferenceIndex.objects.filter(
        # Within a function PostgreSQL does not turn EXISTS into a join. Where a table has grown since the last ANALYZE
        # it would visit all pages for each reference in nested loops, for seconds.
        Coalesce(Exists(page), False),
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
        to_object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return PortalDocument.objects.filter(~IsCollectionRestricted("collection__path"), Exists(named))
