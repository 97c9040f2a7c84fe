"""Sends approval links and codes, and carries out the decisions of approvers without an account."""

import secrets
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.signing import BadSignature, loads
from django.db import transaction
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from home.models.approval import SALT, ApprovalLink

APPROVE_ACTION, REJECT_ACTION, SEND_ACTION = "home.approve_by_link", "home.reject_by_link", "home.send_approval_link"


class LinkClosedError(Exception):
    """The link cannot be used any more; the message says why."""


def get_link(token: str) -> ApprovalLink:
    """Return the link of a signed ``token``. Raises ``Http404`` if the signature is wrong or the link is deleted."""
    try:
        number = loads(token, salt=SALT)
    except BadSignature:
        raise Http404("Not a signed link") from None
    link = ApprovalLink.objects.select_related("approver", "page", "task_state__task", "revision").filter(pk=number)
    if not link:
        raise Http404("A deleted link")
    return link[0]


def send_link(link: ApprovalLink) -> None:
    """Send the link and log that it was sent. Raises ``OSError`` if the mail server does not accept the message."""
    with translation.override(settings.LANGUAGE_CODE):  # for the approver, whatever the language of the sender
        _send(link, "link", _("For your approval: %(title)s") % {"title": link.page.get_admin_display_title()})
    _log(link, SEND_ACTION, user=link.sender)


def send_code(link: ApprovalLink) -> None:
    """Send a new code, which replaces the previous one. Raises ``OSError``, and ``LinkClosedError`` after too many."""
    code = f"{secrets.randbelow(10**6):06}"
    with transaction.atomic():
        link = ApprovalLink.objects.select_for_update(of=["self"]).select_related("approver", "page").get(pk=link.pk)
        if link.codes_sent >= link.MAX_CODES:
            raise LinkClosedError(_("Too many codes have been sent. Ask the office for a new link."))
        link.set_code(code)
        link.save()
    _send(link, "code", _("Your code: %(code)s") % {"code": code}, code=code)


def _send(link: ApprovalLink, name: str, subject: str, **context: Any) -> None:
    text = render_to_string(f"home/approval/{name}_email.txt", {"link": link, "page": link.page, **context})
    send_mail(" ".join(subject.split()), text, None, [link.email])


def decide(link: ApprovalLink, *, is_approved: bool, note: str) -> None:
    """Approve or reject the step in the name of the approver. Raises ``LinkClosedError``.

    The page is not published, even after the last step: see ``home.approval.finish``.
    """
    with transaction.atomic():
        # The row of the step too, because editors may decide in the same moment.
        TaskState.objects.select_for_update().get(pk=link.task_state_id)
        link = ApprovalLink.objects.select_for_update(of=["self"]).get(pk=link.pk)
        if refusal := link.get_refusal() or ("" if link.may_decide else _("This link is for reading only.")):
            raise LinkClosedError(refusal)
        link.decided_at = timezone.now()
        link.save(update_fields=["decided_at"])
        step = link.task_state.specific
        comment = f"{link.approver}: {note}" if note else str(link.approver)
        (step.approve if is_approved else step.reject)(user=None, comment=comment)
        _log(link, APPROVE_ACTION if is_approved else REJECT_ACTION, note=note)


def _log(link: ApprovalLink, action: str, user: Any = None, **data: str) -> None:
    data |= {"name": str(link.approver), "email": link.email, "step": link.task_state.task.name}
    log(instance=link.page.specific, action=action, user=user, data=data, revision=link.revision)
