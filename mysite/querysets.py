"""Which pages anyone may see: the one definition of *public*."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import CollectionViewRestriction, Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet as WagtailPageQuerySet


def visible(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Keep the pages that anyone may see at this moment: live, not past their expiry, unrestricted up to the root.

    The one definition of *public* for lists, archives, feeds, menus and search. The database decides, in the same
    query: no query of its own for restrictions (as Wagtail's ``public()`` needs), and right with the scheduler stopped.
    """
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    # An alias is restricted as its source is.
    return pages.filter(not_expired, ~_restricted("path"), ~_restricted("alias_of__path"), live=True)


def _restricted(path: str) -> Exists:
    """Whether a restriction is on the page at ``path``, a field of the outer query, or on a page above it."""
    below = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return Exists(PageViewRestriction.objects.alias(below=below).filter(below__startswith=F("page__path")))


def pages_in_this_language(chosen: Iterable[Page]) -> dict[UUID, Page]:
    """Map translation keys to visible pages, those of the active language before those chosen. One query."""
    chosen = list(chosen)
    found = visible(Page.objects.filter(translation_key__in=[page.translation_key for page in chosen]))
    found = found.select_related("locale")
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


BasePageManager = PageManager.from_queryset(PageQuerySet)
