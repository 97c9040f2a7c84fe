"""The panel of drafts that others are writing."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mysite.models import User
from mysite.pages.status_filter import CONDITIONS, PageStatus

from .base import DashboardPanel, build_title

#: The names of the person who saved the draft, as fields of the user model.
NAME_FIELDS = ("username", "first_name", "last_name")


class DraftsPanel(DashboardPanel):
    """The newest drafts of other people among the pages that the user may edit."""

    name = "drafts"
    heading = _("Drafts of others")
    order = 60

    def load(self) -> dict[str, Any]:
        is_draft = CONDITIONS[PageStatus.DRAFT]()  # neither waiting for approval nor scheduled
        drafts = self.find_pages("change").filter(is_draft, has_unpublished_changes=True, alias_of=None)
        drafts = drafts.exclude(latest_revision__user=self.request.user).exclude(latest_revision=None)
        names = {f"author_{name}": F(f"latest_revision__user__{name}") for name in NAME_FIELDS}
        rows = drafts.order_by("-latest_revision_created_at").values(
            "pk", "title", "draft_title", "live", "latest_revision_created_at", **names
        )[: self.limit]
        return {"rows": [_build_row(row) for row in rows]}


def _build_row(row: dict[str, Any]) -> dict[str, Any]:
    author = User(**{name: row[f"author_{name}"] or "" for name in NAME_FIELDS})
    return {
        "title": build_title(row),
        "url": reverse("wagtailadmin_pages:edit", args=[row["pk"]]),
        "author": author.get_full_name() or author.username,
        "saved_at": row["latest_revision_created_at"],
        "is_live": row["live"],
    }
