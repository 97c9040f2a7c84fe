"""Mail queue of the contact form, processed by the scheduler so that visitors never wait for a mail server.

A message is claimed before it is sent by postponing its next attempt, so that two schedulers never send the same one.
If the process is stopped between the server's response and the update of the row, the message is sent twice with the
same ``Message-ID``.
"""

import datetime
import logging
import smtplib
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from home.models import ContactMessage, ContactPage

from . import email

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)

#: Limits of one run: the number of messages, and the seconds after which no other message is started.
MAX_MESSAGES, MAX_SECONDS = 20, 30.0
#: Exponential backoff: the shortest and the longest delay between two attempts.
MIN_RETRY_DELAY, MAX_RETRY_DELAY = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
#: A message fails for good when it is older than this and has been tried this many times.
GIVE_UP_AFTER, MIN_ATTEMPTS = datetime.timedelta(days=3), 5
#: Errors that concern a single message; any other error would affect the following messages too.
MESSAGE_ERRORS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def is_email_enabled() -> bool:
    """Return whether sending mail is configured (``EMAIL_URL``)."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def get_first_attempt_time(page: ContactPage) -> datetime.datetime | None:
    """Return when a new message of ``page`` is due: now, or None if it is not to be mailed."""
    return timezone.now() if page.to_address and is_email_enabled() else None


def send_due_messages() -> None:
    """Send the oldest messages that are due over one connection, in bounded time even if the server hangs."""
    if not is_email_enabled():
        return
    due = list(ContactMessage.objects.filter(mail_due_at__lte=timezone.now()).order_by("pk")[:MAX_MESSAGES])
    if not due:
        return
    pages = ContactPage.objects.in_bulk({message.page_id for message in due})
    connection, started = get_connection(), time.monotonic()
    try:
        for message in due:
            page = pages.get(message.page_id)
            if time.monotonic() - started > MAX_SECONDS or (page and not _send_message(page, message, connection)):
                break
    finally:
        _close_connection(connection)


def _send_message(page: ContactPage, message: ContactMessage, connection: "BaseEmailBackend") -> bool:
    """Send one message; return False if the server fails, so that the others are not tried now."""
    if not _claim(message):
        return True
    try:
        email.send_email(page, message, connection)
    except Exception as error:
        _record_failure(message, error)
        if isinstance(error, MESSAGE_ERRORS) or not isinstance(error, OSError):  # smtplib's errors are OSErrors
            return True
        now = timezone.now()
        ContactMessage.objects.filter(mail_due_at__lte=now).update(mail_due_at=now + MIN_RETRY_DELAY)
        return False
    return True


def _claim(message: ContactMessage) -> bool:
    pause = min(MIN_RETRY_DELAY * 2 ** min(message.mail_attempts, 10), MAX_RETRY_DELAY)
    unclaimed = ContactMessage.objects.filter(pk=message.pk, mail_due_at=message.mail_due_at)
    claimed = unclaimed.update(mail_due_at=timezone.now() + pause, mail_attempts=F("mail_attempts") + 1)
    message.mail_attempts += 1
    return bool(claimed)


def _record_failure(message: ContactMessage, error: Exception) -> None:
    is_old = timezone.now() - message.submit_time >= GIVE_UP_AFTER
    if is_old and message.mail_attempts >= MIN_ATTEMPTS:
        ContactMessage.objects.filter(pk=message.pk).update(mail_due_at=None, mail_failed=True)
        logger.error("Message %s is stored but was not mailed, and is not tried again: %r", message, error)
    else:
        logger.warning("Message %s was not mailed yet; it is tried again: %r", message, error)


def _close_connection(connection: "BaseEmailBackend") -> None:
    try:
        connection.close()
    except OSError:
        logger.debug("The mail server did not say goodbye", exc_info=True)
