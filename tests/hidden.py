"""The ways a page can be hidden from visitors."""

import datetime

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.models import HomePage

KINDS = [
    *("draft", "unpublished", "expired", "with a password", "for a group", "below a locked section", "scheduled"),
    "below an unpublished home page",
]
#: Of these the address asks who is there, the others' are not found.
LOCKED = ["with a password", "for a group", "below a locked section"]


def hide(page: Page, kind: str) -> None:
    """Hide ``page``, which is live, as ``kind`` says."""
    page = Page.objects.get(pk=page.pk).specific
    if kind == "unpublished":
        page.unpublish()
    elif kind in {"draft", "scheduled"}:
        due = timezone.now() - datetime.timedelta(seconds=1) if kind == "scheduled" else None
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True, go_live_at=due)
    elif kind == "expired":
        Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))
    elif kind == "below an unpublished home page":
        # One of its own, because the portal's are open. Of a language's own home page a test of its own tells.
        home = HomePage(title="Trang chủ cũ", slug=f"cu-{page.pk}", site_name="Sở cũ", live=False, locale=page.locale)
        page.move(Page.get_first_root_node().add_child(instance=home), pos="last-child")
    else:
        locked = page.get_parent() if kind == "below a locked section" else page
        restriction = PageViewRestriction.GROUPS if kind == "for a group" else PageViewRestriction.PASSWORD
        PageViewRestriction.objects.create(page=locked, restriction_type=restriction, password="x")
