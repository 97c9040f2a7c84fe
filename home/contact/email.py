"""Build and send the e-mail for a contact message. Its sender and recipients never depend on the visitor's input."""

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

MAX_SUBJECT_LENGTH = 150


def send_email(page: "ContactPage", message: "ContactMessage", connection: "BaseEmailBackend") -> None:
    """Send the message to the office, if the page still has an address, and store the time.

    Raises ``OSError`` if the server is down or rejects the mail, ``ValueError`` for an invalid header.
    """
    with translation.override(settings.LANGUAGE_CODE):  # for the office, whatever the language of the page
        mail = build_email(page, message)
    if mail.to:
        mail.connection = connection
        connection.open()
        mail.send()
        message.mailed_at = timezone.now()
    message.mail_due_at = None
    message.save(update_fields=["mailed_at", "mail_due_at"])


def build_email(page: "ContactPage", contact_message: "ContactMessage") -> EmailMessage:
    """Build the mail. Sender and recipients are the page's; the visitor's address is used for ``Reply-To`` only."""
    reply_to = _find_reply_address(page, contact_message.form_data)
    return EmailMessage(
        subject=Truncator(_join_lines(page.subject or page.title)).chars(MAX_SUBJECT_LENGTH),
        body=_build_body(page, contact_message.form_data),
        from_email=_clean_email_address(page.from_address) or settings.DEFAULT_FROM_EMAIL,
        to=[address for address in map(_clean_email_address, page.to_address.split(",")) if address],
        reply_to=[reply_to] if reply_to else None,
        # Prevents automatic replies: the visitor may have entered another person's address.
        headers={"Auto-Submitted": "auto-generated", "Message-ID": _build_message_id(contact_message)},
    )


def _build_message_id(message: "ContactMessage") -> str:
    """Return the same ``Message-ID`` for every attempt, so that mail programs recognise a duplicate."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    return f"<{message.submit_time:%Y%m%d%H%M%S}.{message.pk}@{host if host.isascii() and host else 'portal'}>"


def _build_body(page: "ContactPage", form_data: dict[str, Any]) -> str:
    """Return each field's label followed by the indented value, so that no value can look like another label."""
    lines = [_("A message from the form “%(title)s” of the portal:") % {"title": page.title}, page.full_url or "", ""]
    fields = {field.clean_name: (field.label, field.field_type) for field in page.form_fields.all()}
    for name in {**fields, **form_data}:  # fields removed from the form since then come last
        label, field_type = fields.get(name, (name, ""))
        lines.append(f"{label}:")
        lines += [f"    {line}" for line in _format_value(form_data.get(name), field_type).split("\n")]
        lines.append("")
    url = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailforms:list_submissions", args=[page.pk])
    return "\n".join([*lines, "-- ", _("It is stored in the portal with all other messages:"), url])


def _format_value(value: Any, field_type: str) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return ", ".join(value)
    text = str(value)
    try:
        if field_type == "date" and (day := parse_date(text)):
            return date_format(day, "SHORT_DATE_FORMAT")
        if field_type == "datetime" and (moment := parse_datetime(text)):
            return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    except (ValueError, OverflowError):  # the field had another type when the message was sent
        pass
    return text


def _find_reply_address(page: "ContactPage", form_data: dict[str, Any]) -> str:
    """Return the first valid address in the form's e-mail fields, or an empty string."""
    values = (form_data.get(field.clean_name) for field in page.form_fields.all() if field.field_type == "email")
    return next((address for address in map(_clean_email_address, values) if address), "")


def _clean_email_address(address: object) -> str:
    """Return ``address`` if it is a single plain address, else an empty string.

    A quoted local part is valid but could contain anything, commas included.
    """
    address = str(address or "").strip()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return "" if '"' in address else address


def _join_lines(text: str) -> str:
    return " ".join(text.split())
