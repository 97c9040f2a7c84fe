"""QuerySets of public pages, and the conditions they are made of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page, PageManager, get_page_models
from wagtail.query import PageQuerySet as WagtailPageQuerySet

from mysite.compiled_queries import Parameter, compiled_query

from .expressions import IsForeignAlias, IsPublic, IsPublicBelowHomePage, IsPublished

#: The current time, if it is not read from the clock: an argument of a compiled query.
Moment = datetime | Parameter | None


def get_ancestor_paths(page: Page) -> list[str]:
    """Return the tree paths of the ancestors of ``page``, from the root down."""
    return [page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen)]


def visible(pages: WagtailPageQuerySet, now: Moment = None) -> WagtailPageQuerySet:
    """Return the pages that are public ``now``: published, with no view restriction on them or an ancestor.

    The one definition of *public* for lists, archives, feeds, menus and search. Unlike Wagtail's ``public()`` it needs
    no separate query for restrictions, and it is right even if the scheduler is stopped.
    """
    return pages.filter(IsPublic(now or timezone.now()))


def visible_below(home: Page) -> WagtailPageQuerySet:
    """Return the public pages below ``home``, a home page that is known to be public, without aliases.

    For search, which asks it of thousands of pages: the home page of each need not be looked up.
    """
    return exclude_aliases(Page.objects.descendant_of(home)).filter(IsPublicBelowHomePage(timezone.now()))


def published(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Return the pages that are live and not expired, below a home page that is also live and not expired.

    Without its home page a language has no URLs.
    """
    return pages.filter(IsPublished(timezone.now()))


def exclude_aliases(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Exclude aliases, which repeat the text of another page.

    For output that lists each page once: feeds, calendars, search, tags, the XML sitemap, the API, translations.
    """
    return pages.filter(alias_of__isnull=True)


def exclude_foreign_aliases(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Exclude aliases of pages in another language, whose text is not translated.

    For lists of child pages: there an alias of a page in the same language is shown too.
    """
    return pages.filter(~IsForeignAlias())


def union_of_ids(*querysets: QuerySet) -> QuerySet:
    """Return a subquery of the ids in any of ``querysets``. With an ``OR`` of their conditions no index is used."""
    first, *others = (pages.order_by().values_list("pk") for pages in querysets)
    return first.union(*others)


def ids_of_types_except(*types: type[Page]) -> QuerySet:
    """Return a subquery of the ids of pages of all types but ``types``, from the tables of the types."""
    return union_of_ids(*(model.objects.all() for model in get_page_models() if model not in (Page, *types)))


def get_localized_pages(chosen: Iterable[Page]) -> dict[UUID, Page]:
    """Map translation keys to public pages: in the active language if there is one, else the chosen page. One query."""
    return localize_pages({page.pk: page.translation_key for page in chosen})


def localize_pages(chosen: Mapping[int, UUID]) -> dict[UUID, Page]:
    """``get_localized_pages`` for pages given by primary key, with their translation keys."""
    candidates = _find_localizations(set(chosen.values()), chosen.keys(), timezone.now())
    active_language = get_language()
    translations = {page.translation_key: page for page in candidates if page.locale.language_code == active_language}
    return {page.translation_key: page for page in candidates if page.pk in chosen} | translations


@compiled_query
def _find_localizations(keys: Iterable[UUID], chosen: Iterable[int], now: datetime) -> QuerySet[Page]:
    # An alias is not a translation, but may be among the chosen pages.
    candidates = Page.objects.filter(Q(alias_of__isnull=True) | Q(pk__in=chosen), translation_key__in=keys)
    return visible(candidates, now).select_related("locale")


class PageQuerySet(WagtailPageQuerySet):
    def visible(self, now: Moment = None) -> "PageQuerySet":
        return visible(self, now)

    def exclude_aliases(self) -> "PageQuerySet":
        return exclude_aliases(self)

    def exclude_foreign_aliases(self) -> "PageQuerySet":
        return exclude_foreign_aliases(self)


BasePageManager = PageManager.from_queryset(PageQuerySet)
