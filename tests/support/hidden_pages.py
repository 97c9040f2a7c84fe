"""The ways a page can be hidden from visitors."""

import datetime

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage
from mysite.bin.actions import put

HIDING_METHODS = [
    *("draft", "unpublished", "expired", "with a password", "for a group", "below a locked section", "scheduled"),
    *("below an unpublished home page", "in the bin"),
]
#: With these the page requires a password or login; with the others it is not found.
RESTRICTED_METHODS = ["with a password", "for a group", "below a locked section"]


def hide_page(page: Page, kind: str) -> None:
    """Hide the live ``page`` in the way ``kind``."""
    page = Page.objects.get(pk=page.pk).specific
    if kind == "unpublished":
        page.unpublish()
    elif kind in {"draft", "scheduled"}:
        due = timezone.now() - datetime.timedelta(seconds=1) if kind == "scheduled" else None
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True, go_live_at=due)
    elif kind == "expired":
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    elif kind == "in the bin":
        put(page, user=None)
    elif kind == "below an unpublished home page":
        # Below a separate home page, because the site's are live. A language's own home page has a test of its own.
        home = HomePage(title="Trang chủ cũ", slug=f"cu-{page.pk}", site_name="Sở cũ", live=False, locale=page.locale)
        page.move(Page.get_first_root_node().add_child(instance=home), pos="last-child")
    else:
        locked = page.get_parent() if kind == "below a locked section" else page
        restriction = PageViewRestriction.GROUPS if kind == "for a group" else PageViewRestriction.PASSWORD
        PageViewRestriction.objects.create(page=locked, restriction_type=restriction, password="x")
