"""Page permissions in sections with two steps: whoever may not take the last one has no permission to publish."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page, PagePermissionTester
from wagtail.permissions import page_permission_policy
from wagtail.query import PageQuerySet

from mysite.bin import is_in_bin

from .two_steps import get_rules


def get_permission_tester(page: Page, user: Any) -> PagePermissionTester:
    """Return the permissions of ``user`` for ``page``: none at all for one in the bin."""
    return TwoStepPermissionTester(AnonymousUser() if is_in_bin(page) else user, page)


class TwoStepPermissionTester(PagePermissionTester):
    """Wagtail's permissions of a user for a page, less publishing where the workflow of the section forbids it."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if "publish" in self._get_codes() and get_rules(user).restrict(page.path):
            self.permissions.discard("publish")

    def _get_codes(self) -> set[str]:
        """Return the actions permitted, which Wagtail does not set for superusers and inactive users."""
        codes: set[str] = getattr(self, "permissions", set())
        return codes

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Also asked before a move. What is live below the page must be the user's to unpublish, too."""
        if not super().can_delete(ignore_bulk):
            return False
        return "publish" not in self._get_codes() or not get_rules(self.user).restrict_live_pages_below(self.page)


def get_publishable_pages(user: Any) -> PageQuerySet:
    """Return the pages that ``user`` may publish."""
    pages: PageQuerySet = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return get_rules(user).exclude_from(pages)
