"""What visitors may find at this moment, in the language of the address."""

from dataclasses import dataclass
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import Http404
from wagtail.models import Page, ReferenceIndex, Site

from home.models import HomePage
from mysite.models import PortalDocument
from mysite.querysets import in_restricted_collection, originals, visible
from newsroom.models import EventPage, EventSection, NewsPage, NewsSection
from search.question import Kind


def home_and_sections(language: str) -> tuple[HomePage, list[Page]]:
    """The home page in ``language``, with its logo, and the sections below it, in the order of the tree, in one query.

    Raises ``Http404`` while visitors may not see that home page: no list of its language answers then.
    """
    homes = [root.root_path for root in Site.get_site_root_paths() if root.language_code == language]
    sections = originals(Page.objects.type(NewsSection, EventSection))
    sections = sections.filter(locale__language_code=language)
    found = visible(sections | Page.objects.filter(url_path__in=homes))
    pages = list(found.select_related("locale", "homepage__logo").order_by("path"))
    found_home = next((page for page in pages if page.url_path in homes), None)
    if found_home is None:
        raise Http404("There is no home page in this language")
    home: HomePage = found_home.homepage
    home.locale = found_home.locale
    return home, [page for page in pages if page.is_descendant_of(home)]


@dataclass(frozen=True)
class Scope:
    """The pages below ``home`` and the documents that they offer."""

    home: Page
    pages: QuerySet
    documents: QuerySet

    @classmethod
    def below(cls, home: Page) -> Self:
        pages = originals(visible(Page.objects.descendant_of(home)))
        return cls(home, pages, _documents_of(pages))

    def narrowed(self, *, kind: Kind | None, section: Page | None) -> list[QuerySet]:
        """The querysets to search among: those of ``kind``, and what is in or below ``section``."""
        pages = self.pages.descendant_of(section) if section else self.pages
        match kind:
            case Kind.NEWS:
                return [pages.type(NewsPage)]
            case Kind.EVENT:
                return [pages.type(EventPage)]
            case Kind.PAGE:
                return [pages.not_type(NewsPage, EventPage)]
            case Kind.DOCUMENT:
                return [] if section else [self.documents]
        return [pages] if section else [pages, self.documents]


def kind_of(content_type: int) -> Kind:
    """What an entry of the index, or a page, of this content type is."""
    types = ContentType.objects.get_for_models(NewsPage, EventPage, PortalDocument)
    for model, kind in ((NewsPage, Kind.NEWS), (EventPage, Kind.EVENT), (PortalDocument, Kind.DOCUMENT)):
        if types[model].pk == content_type:
            return Kind(kind)
    return Kind(Kind.PAGE)


def _documents_of(pages: QuerySet) -> QuerySet:
    """The documents that anyone may have and that some of ``pages`` attaches, shows or links to.

    A file that is in the library and on no page has not been published.
    """
    page = pages.filter(pk=Cast(OuterRef("object_id"), BigIntegerField()))
    named = ReferenceIndex.objects.filter(
        Exists(page),
        to_content_type=ContentType.objects.get_for_model(PortalDocument),
        to_object_id=Cast(OuterRef("pk"), CharField()),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return PortalDocument.objects.filter(~in_restricted_collection("collection__path"), Exists(named))
