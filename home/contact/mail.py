"""A message as mail to the office. Nothing that a visitor typed decides where it goes or from whom it comes."""

import datetime
import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.forms import EmailField
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from home.contact.forms import ContactForm
    from home.models import ContactPage

logger = logging.getLogger(__name__)

MAX_SUBJECT = 150


def send(page: "ContactPage", form: "ContactForm") -> bool:
    """Mail the message to the office, if an address is set. It is stored already, so a failure is only logged."""
    try:
        with translation.override(settings.LANGUAGE_CODE):  # the office reads it, whatever language its page is in
            message = build(page, form)
        return bool(message.to) and message.send() > 0
    # OSError: the server is down or refuses; ValueError: a header that cannot be, a bad address among them
    except (OSError, SMTPException, ValueError):
        logger.exception("A message from contact page %s is stored but was not mailed", page.pk)
        return False


def build(page: "ContactPage", form: "ContactForm") -> EmailMessage:
    """The mail. Its sender and receivers are the editor's; the visitor's address is only where an answer goes."""
    answer_to = _first_address(form)
    return EmailMessage(
        subject=Truncator(_one_line(page.subject or page.title)).chars(MAX_SUBJECT),
        body=_body(page, form),
        from_email=_valid(page.from_address) or settings.DEFAULT_FROM_EMAIL,
        to=[address for address in map(_valid, page.to_address.split(",")) if address],
        reply_to=[answer_to] if answer_to else None,
        # No machine is to answer: the address above may be somebody's who never wrote.
        headers={"Auto-Submitted": "auto-generated"},
    )


def _body(page: "ContactPage", form: "ContactForm") -> str:
    """Every field's label, and below it, set in, what was typed: no text can pass for another field's label."""
    lines = [_("A message from the form “%(title)s” of the portal:") % {"title": page.title}, page.full_url or "", ""]
    for field in form:
        lines.append(f"{field.label}:")
        lines += [f"    {line}" for line in _shown(form.cleaned_data.get(field.name)).split("\n")]
        lines.append("")
    address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailforms:list_submissions", args=[page.pk])
    return "\n".join([*lines, "-- ", _("It is stored in the portal, with all the others:"), address])


def _shown(value: Any) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return ", ".join(value)
        case datetime.datetime():
            return date_format(value, "SHORT_DATETIME_FORMAT")
        case datetime.date():
            return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


def _first_address(form: "ContactForm") -> str:
    """What was typed into the form's first field for an e-mail address."""
    typed = (form.cleaned_data.get(name) for name, field in form.fields.items() if isinstance(field, EmailField))
    return next((address for address in map(_valid, typed) if address), "")


def _valid(address: str | None) -> str:
    """``address`` if it is one plain address. A quoted part could hold anything, a comma to begin with."""
    address = (address or "").strip()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return "" if '"' in address else address


def _one_line(text: str) -> str:
    return " ".join(text.split())
