"""Which pages anyone may see: the one definition of *public*."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageManager, PageViewRestriction
from wagtail.query import PageQuerySet as WagtailPageQuerySet


def visible(pages: WagtailPageQuerySet) -> WagtailPageQuerySet:
    """Keep the pages that anyone may see at this moment: live, not past their expiry, unrestricted up to the root.

    The one definition of *public* for lists, archives, feeds, menus and search. The database decides, in the same
    query: no query of its own for restrictions (as Wagtail's ``public()`` needs), and right with the scheduler stopped.
    """
    restrictions = PageViewRestriction.objects.alias(page_path=OuterRef("path")).filter(
        page_path__startswith=F("page__path")
    )
    not_expired = Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    return pages.filter(not_expired, ~Exists(restrictions), live=True)


class PageQuerySet(WagtailPageQuerySet):
    def visible(self) -> "PageQuerySet":
        return visible(self)


BasePageManager = PageManager.from_queryset(PageQuerySet)
