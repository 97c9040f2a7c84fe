"""The panel of comments that wait for approval."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import ngettext

from newsroom.comments.moderation import find_moderated
from newsroom.models import Comment

from .base import DashboardPanel


class CommentsPanel(DashboardPanel):
    """The oldest comments that wait for the user, and how many there are."""

    name = "comments"
    order = 65

    @cached_property
    def count(self) -> int:
        return find_moderated(self.request.user).filter(status=Comment.Status.PENDING).count()

    @property
    def heading(self) -> str:
        text = ngettext("%(count)s comment waits for approval", "%(count)s comments wait for approval", self.count)
        return text % {"count": self.count}

    def load(self) -> dict[str, Any]:
        if not self.count:
            return {"rows": []}
        waiting = find_moderated(self.request.user).filter(status=Comment.Status.PENDING).order_by("created_at", "pk")
        return {"rows": [_build_row(comment) for comment in waiting.select_related("page")[: self.limit]]}


def _build_row(comment: Comment) -> dict[str, Any]:
    return {
        "title": Truncator(f"{comment.sender}: {comment.body}").chars(120),
        "article": comment.page.title,
        "sent_at": comment.created_at,
        "url": reverse(Comment.snippet_viewset.get_url_name("edit"), args=[comment.pk]),
    }
