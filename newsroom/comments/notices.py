"""E-mails to moderators about new comments, and to readers about the errors that they have reported.

The scheduler sends them, so that nobody waits for a mail server.
"""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from mysite.content_generation import unseen_changes
from mysite.signals import scheduler_round
from newsroom.models.comments import Comment

logger = logging.getLogger(__name__)

#: Comments in one round of the scheduler.
MAX_COMMENTS = 50
#: What a reader who has reported an error is told about; not that it was taken for spam.
NOTIFIED_STATUSES = (Comment.Status.CORRECTED, Comment.Status.REJECTED)
#: Errors that concern a single e-mail.
MESSAGE_ERRORS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)


@receiver(scheduler_round)
def send_notices(**kwargs: Any) -> None:
    """Send each moderator one e-mail about the new comments of their sections."""
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        return
    waiting = Comment.objects.pending().filter(announced_at=None)
    comments = list(waiting.select_related("page").order_by("pk")[:MAX_COMMENTS])
    with unseen_changes():
        claimed = Comment.objects.filter(pk__in=[comment.pk for comment in comments], announced_at=None)
        if not comments or not claimed.update(announced_at=timezone.now()):
            return  # another scheduler sends them
        if not _send(build_notices(comments)):
            Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(announced_at=None)


def _send(mails: list[EmailMessage]) -> bool:
    """Send the e-mails; return False if the server is away, so that none has been sent and all are tried again."""
    connection, is_sent = get_connection(), not mails
    for mail in mails:
        try:
            connection.send_messages([mail])
            is_sent = True
        except MESSAGE_ERRORS:
            logger.warning("The e-mail about new comments to one moderator was refused", exc_info=True)
            is_sent = True  # it would be refused again
        except OSError:
            logger.warning("The e-mails about new comments were not all sent", exc_info=True)
            break
    return is_sent


def build_notices(comments: list[Comment]) -> list[EmailMessage]:
    from .moderation import find_moderated  # views of the admin cannot be imported before the models

    mails = []
    backend = "django.contrib.auth.backends.ModelBackend"
    moderators = get_user_model()._default_manager.with_perm("newsroom.change_comment", backend=backend)
    for user in moderators.exclude(email=""):
        profile = getattr(user, "wagtail_userprofile", None)
        if profile and not profile.submitted_notifications:
            continue
        pks = set(find_moderated(user).filter(pk__in=[c.pk for c in comments]).values_list("pk", flat=True))
        own = [comment for comment in comments if comment.pk in pks]
        if own:
            with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
                mails.append(_build_notice(user, own))
    return mails


def _build_notice(user: Any, comments: list[Comment]) -> EmailMessage:
    return EmailMessage(
        subject=_build_subject(comments),
        body="\n\n".join(_describe(comment) for comment in comments),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _build_subject(comments: list[Comment]) -> str:
    count, reports = len(comments), sum(comment.is_error_report for comment in comments)
    if not reports:
        subject = ngettext("%(count)s comment waits for approval", "%(count)s comments wait for approval", count)
    elif reports == count:
        subject = ngettext("%(count)s error report waits", "%(count)s error reports wait", count)
    else:
        subject = gettext("%(count)s comments and error reports wait")
    return subject % {"count": count}


def _describe(comment: Comment) -> str:
    """Return who wrote about which article, the text, and the URL of the form that decides."""
    is_report = comment.is_error_report
    heading = gettext("Error report on “%(title)s”:") if is_report else gettext("%(name)s on “%(title)s”:")
    url = reverse(Comment.snippet_viewset.get_url_name("edit"), args=[comment.pk])
    return "\n".join([
        heading % {"name": comment.sender, "title": comment.page.title},
        *([f"    “{comment.quote}”"] if comment.quote else []),
        *(f"    {line}" for line in comment.body.split("\n")),
        settings.WAGTAILADMIN_BASE_URL + url,
    ])  # fmt: skip


@receiver(scheduler_round)
def send_outcomes(**kwargs: Any) -> None:
    """Write to the readers whose reports have been decided."""
    if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend"):
        return
    decided = Comment.objects.filter(is_error_report=True, outcome_sent_at=None, status__in=NOTIFIED_STATUSES)
    reports = list(decided.exclude(author_email="").select_related("page__locale").order_by("pk")[:MAX_COMMENTS])
    for report in reports:
        with unseen_changes():
            own = Comment.objects.filter(pk=report.pk)
            if not own.filter(outcome_sent_at=None).update(outcome_sent_at=timezone.now()):
                continue  # another scheduler sends it
            if not _send([_build_outcome(report)]):
                own.update(outcome_sent_at=None)
                return


def _build_outcome(report: Comment) -> EmailMessage:
    with override(report.page.locale.language_code):
        text = gettext("The office has read it and left the article as it is.")
        if report.status == Comment.Status.CORRECTED:
            text = gettext("The office has published a correction. Thank you for your help.")
        lines = [
            # Nothing that was typed, so that nobody can write to strangers with the form.
            gettext("You have reported an error in “%(title)s”.") % {"title": report.page.title},
            text,
            report.page.full_url or "",
        ]
        subject = gettext("The error that you have reported")
    return EmailMessage(
        subject=subject, body="\n\n".join(lines), to=[report.author_email], headers={"Auto-Submitted": "auto-generated"}
    )
