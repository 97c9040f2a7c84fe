"""Which pages anyone may see: the one definition of *public*."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Substr
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import CollectionViewRestriction, Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet as WagtailPageQuerySet

#: How much of a page's path is that of its home page, two levels below the top.
HOME_PATH = 2 * Page.steplen


def visible(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Keep the pages that anyone may see at this moment: published, unrestricted up to the root.

    The one definition of *public* for lists, archives, feeds, menus and search. The database decides, in the same
    query: no query of its own for restrictions (as Wagtail's ``public()`` needs), and right with the scheduler stopped.
    """
    # An alias is restricted as its source is.
    return published(pages).filter(~_restricted("path", "alias_of__path"))


def published(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Keep the pages that are live and not past their expiry, below a home page that is so too.

    Without its home page a language has no addresses.
    """
    now = timezone.now()
    home = Page.objects.filter(path=Substr(OuterRef("path"), 1, HOME_PATH))
    withdrawn = home.filter(Q(live=False) | Q(expire_at__lte=now))
    return pages.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now), ~Exists(withdrawn), live=True)


def originals(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Leave out aliases, which show another page's text once more.

    For what tells of each page once: feeds, calendars, search, tags, the site map of machines, the API, translations.
    """
    return pages.filter(alias_of__isnull=True)


def in_own_language(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Leave out aliases of another language's pages, whose text nobody has translated.

    For lists of the place where an editor put a page: an alias is shown there too, in its language.
    """
    return pages.filter(Q(alias_of__isnull=True) | Q(alias_of__locale=F("locale")))


def _restricted(*paths: str) -> Exists:
    """Whether a restriction is on a page at one of ``paths``, fields of the outer query, or on a page above it."""
    # The path above is looked up for each restriction. With a join PostgreSQL, which does not know how few there are,
    # reads all pages for every row of the outer query.
    above = Subquery(Page.objects.filter(pk=OuterRef("page_id")).order_by().values("path"))
    restrictions, is_below = PageViewRestriction.objects.alias(above=above), Q()
    for place, path in enumerate(paths):
        below = ExpressionWrapper(OuterRef(path), output_field=CharField())
        restrictions = restrictions.alias(**{f"below{place}": below})
        is_below |= Q(**{f"below{place}__startswith": F("above")})
    return Exists(restrictions.filter(is_below))


def pages_in_this_language(chosen: Iterable[Page]) -> dict[UUID, Page]:
    """Map translation keys to visible pages, those of the active language before those chosen. One query."""
    chosen = list(chosen)
    keys = [page.translation_key for page in chosen]
    # An alias is no translation, but may itself be chosen.
    found = visible(Page.objects.filter(Q(alias_of__isnull=True) | Q(pk__in=[page.pk for page in chosen])))
    found = found.filter(translation_key__in=keys).select_related("locale")
    active = get_language()
    here = {page.translation_key: page for page in found if page.locale.language_code == active}
    return {page.translation_key: page for page in found if page in chosen} | here


def in_restricted_collection(path: str) -> Exists:
    """Whether a restriction is on the collection at ``path``, a field of the outer query, or on one above it."""
    below = ExpressionWrapper(OuterRef(path), output_field=CharField())
    restrictions = CollectionViewRestriction.objects.alias(below=below)
    return Exists(restrictions.filter(below__startswith=F("collection__path")))


class PageQuerySet(WagtailPageQuerySet):
    def visible(self) -> "PageQuerySet":
        return visible(self)

    def originals(self) -> "PageQuerySet":
        return originals(self)

    def in_own_language(self) -> "PageQuerySet":
        return in_own_language(self)


BasePageManager = PageManager.from_queryset(PageQuerySet)
