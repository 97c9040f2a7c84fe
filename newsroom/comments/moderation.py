"""Who may moderate which comments, and what moderators decide."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import Site

from mysite.rights import has_model_permission
from mysite.rights.admin_views import limit_objects
from mysite.rights.page_permissions import get_publishable_pages
from newsroom.models import Comment
from newsroom.models.comments import CommentQuerySet

#: The log action of each decision.
ACTIONS = {
    Comment.Status.APPROVED: ("comments.approve", _("Approve a comment"), _("Approved a comment")),
    Comment.Status.REJECTED: ("comments.reject", _("Reject a comment"), _("Rejected a comment")),
    Comment.Status.SPAM: ("comments.spam", _("Mark a comment as spam"), _("Marked a comment as spam")),
    Comment.Status.CORRECTED: ("comments.correct", _("Correct an error"), _("Published the correction of an error")),
    Comment.Status.PENDING: ("comments.reopen", _("Reopen a comment"), _("Put a comment back in the queue")),
}
REPLY_ACTION = "comments.reply"


@limit_objects(Comment)
def find_moderated(user: Any) -> QuerySet[Comment]:
    """Return the comments that ``user`` may moderate: those on pages that the user may publish."""
    comments: CommentQuerySet = Comment.objects.all()
    if not (user.is_active and has_model_permission(user, "change", Comment)):
        return comments.none()
    if user.is_superuser:
        return comments
    # Not the column itself: SQLite would look up the comments of each page and sort them all, instead of reading the
    # newest by their index.
    pages = get_publishable_pages(user).order_by().values("pk")
    return comments.alias(place=F("page") + 0).filter(place__in=pages)


@transaction.atomic
def decide(*, comments: Iterable[Comment], status: str, user: Any) -> int:
    """Set the status of comments and log it for each that changes; return how many there were.

    Reports of errors are never approved, and nothing else is corrected.
    """
    chosen = Comment.objects.filter(pk__in=[comment.pk for comment in comments]).exclude(status=status)
    if status in {Comment.Status.APPROVED, Comment.Status.CORRECTED}:
        chosen = chosen.filter(is_error_report=status == Comment.Status.CORRECTED)
    changed = list(chosen.select_for_update().order_by("pk"))
    Comment.objects.filter(pk__in=[comment.pk for comment in changed]).update(status=status)
    for comment in changed:
        comment.status = status
        log(instance=comment, action=ACTIONS[Comment.Status(status)][0], user=user)
    return len(changed)


@transaction.atomic
def reply_officially(*, comment: Comment, text: str, user: Any) -> Comment:
    """Store and show an answer of the office, and the comment that it answers."""
    decide(comments=[comment], status=Comment.Status.APPROVED, user=user)
    site = comment.page.get_site() or Site.objects.get(is_default_site=True)
    reply = Comment.objects.create(
        page_id=comment.page_id,
        parent=comment.parent or comment,
        author_name=str(_get_office_name(comment, site))[:100],
        body=text,
        status=Comment.Status.APPROVED,
        is_official=True,
        announced_at=timezone.now(),
    )
    log(instance=comment, action=REPLY_ACTION, user=user)
    return reply


def _get_office_name(comment: Comment, site: Site) -> str:
    """Return the office's name: that of the home page in the language of the article."""
    home = site.root_page.get_translation_or_none(comment.page.locale) or site.root_page
    return getattr(home.specific, "site_name", "") or home.title


@hooks.register("register_log_actions")
def register_moderation_actions(actions: LogActionRegistry) -> None:
    for name, label, message in ACTIONS.values():
        actions.register_action(name, label, message)
    actions.register_action(REPLY_ACTION, _("Answer a comment"), _("Answered a comment"))
