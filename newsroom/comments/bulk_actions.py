"""Bulk actions of the list of comments: approve, reject, mark as spam."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from newsroom.models import Comment

from .moderation import decide, find_moderated


class ModerationAction(SnippetBulkAction):
    """Sets the status of the chosen comments. “All” are those that wait, whatever the filter of the list."""

    models = [Comment]
    template_name = "newsroom/admin/confirm_moderation.html"
    status: Any = ""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        return find_moderated(self.request.user).filter(status=Comment.Status.PENDING).values_list("pk", flat=True)

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Any) -> list[Comment]:
        """Return the comments that still exist: others may have deleted some meanwhile."""
        return list(Comment.objects.filter(pk__in=list(object_ids)).select_related("page"))

    def get_actionable_objects(self) -> tuple[list[Comment], dict[str, list[Comment]]]:
        comments, refused = super().get_actionable_objects()
        pks = [comment.pk for comment in comments]
        allowed = set(find_moderated(self.request.user).filter(pk__in=pks).values_list("pk", flat=True))
        return [comment for comment in comments if comment.pk in allowed], refused

    def object_context(self, snippet: Comment) -> dict[str, Any]:
        return {"item": snippet}

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Comment], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        return decide(comments=objects, status=cls.status, user=user), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        text = ngettext("%(count)s comment was changed.", "%(count)s comments were changed.", num_parent_objects)
        return text % {"count": num_parent_objects}


@hooks.register("register_bulk_action")
class ApproveAction(ModerationAction):
    display_name = _("Approve")
    aria_label = _("Approve the selected comments")
    action_type = "approve"
    action_priority = 10
    status = Comment.Status.APPROVED


@hooks.register("register_bulk_action")
class RejectAction(ModerationAction):
    display_name = _("Reject")
    aria_label = _("Reject the selected comments")
    action_type = "reject"
    action_priority = 11
    status = Comment.Status.REJECTED


@hooks.register("register_bulk_action")
class SpamAction(ModerationAction):
    display_name = _("Spam")
    aria_label = _("Mark the selected comments as spam")
    action_type = "spam"
    action_priority = 12
    status = Comment.Status.SPAM
