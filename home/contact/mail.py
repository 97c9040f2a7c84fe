"""A message as mail to the office. Nothing that a visitor typed decides where it goes or from whom it comes."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

    from home.models import ContactMessage, ContactPage

MAX_SUBJECT = 150


def send(page: "ContactPage", message: "ContactMessage", connection: "BaseEmailBackend") -> None:
    """Mail the message to the office, if there is an address still, and note that it was.

    Raises ``OSError`` if the server is down or refuses, ``ValueError`` for a header that cannot be.
    """
    with translation.override(settings.LANGUAGE_CODE):  # the office reads it, whatever language its page is in
        mail = build(page, message)
    if mail.to:
        mail.connection = connection
        connection.open()
        mail.send()
        message.mailed_at = timezone.now()
    message.mail_due_at = None
    message.save(update_fields=["mailed_at", "mail_due_at"])


def build(page: "ContactPage", message: "ContactMessage") -> EmailMessage:
    """The mail. Its sender and receivers are the editor's; the visitor's address is only where an answer goes."""
    answer_to = _first_address(page, message.form_data)
    return EmailMessage(
        subject=Truncator(_one_line(page.subject or page.title)).chars(MAX_SUBJECT),
        body=_body(page, message.form_data),
        from_email=_valid(page.from_address) or settings.DEFAULT_FROM_EMAIL,
        to=[address for address in map(_valid, page.to_address.split(",")) if address],
        reply_to=[answer_to] if answer_to else None,
        # No machine is to answer: the address above may be somebody's who never wrote.
        headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(message)},
    )


def _message_id(message: "ContactMessage") -> str:
    """The same at every attempt, so that the office's mail program knows one that came twice."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    return f"<{message.submit_time:%Y%m%d%H%M%S}.{message.pk}@{host if host.isascii() and host else 'portal'}>"


def _body(page: "ContactPage", typed: dict[str, Any]) -> str:
    """Every field's label, and below it, set in, what was typed: no text can pass for another field's label."""
    lines = [_("A message from the form “%(title)s” of the portal:") % {"title": page.title}, page.full_url or "", ""]
    fields = {field.clean_name: (field.label, field.field_type) for field in page.form_fields.all()}
    for name in {**fields, **typed}:  # those taken off the form meanwhile come last
        label, kind = fields.get(name, (name, ""))
        lines.append(f"{label}:")
        lines += [f"    {line}" for line in _shown(typed.get(name), kind).split("\n")]
        lines.append("")
    address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailforms:list_submissions", args=[page.pk])
    return "\n".join([*lines, "-- ", _("It is stored in the portal, with all the others:"), address])


def _shown(value: Any, kind: str) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return ", ".join(value)
    text = str(value)
    try:
        if kind == "date" and (day := parse_date(text)):
            return date_format(day, "SHORT_DATE_FORMAT")
        if kind == "datetime" and (moment := parse_datetime(text)):
            return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    except (ValueError, OverflowError):  # text of a field that was of another kind
        pass
    return text


def _first_address(page: "ContactPage", typed: dict[str, Any]) -> str:
    """What was typed into the form's first field for an e-mail address."""
    values = (typed.get(field.clean_name) for field in page.form_fields.all() if field.field_type == "email")
    return next((address for address in map(_valid, values) if address), "")


def _valid(address: object) -> str:
    """``address`` if it is one plain address. A quoted part could hold anything, a comma to begin with."""
    address = str(address or "").strip()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return "" if '"' in address else address


def _one_line(text: str) -> str:
    return " ".join(text.split())
