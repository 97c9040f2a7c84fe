"""Mails what visitors wrote: in the scheduler's process, so that no visitor ever waits for a mail server.

A message is claimed before it is sent, by moving the time of its next attempt, so that two schedulers never send the
same one; only one that is stopped between the server's answer and our note of it is mailed twice, with the same
``Message-ID``.
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

from home.contact import mail
from home.models import ContactMessage, ContactPage

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

logger = logging.getLogger(__name__)

#: What one round sends at most, and after how many seconds it begins no other message.
MOST, LONGEST = 20, 30.0
#: Between two attempts: longer each time, never longer than an hour.
SHORTEST_PAUSE, LONGEST_PAUSE = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
#: So long, and so often, it is tried before it is given up.
GIVE_UP_AFTER, FEWEST_ATTEMPTS = datetime.timedelta(days=3), 5
#: What a server says of one message; anything else that goes wrong would go wrong with the next one too.
ABOUT_ONE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def is_switched_on() -> bool:
    """Whether this portal sends mail at all (``EMAIL_URL``)."""
    return not settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend")


def first_attempt_at(page: ContactPage) -> datetime.datetime | None:
    """When a message that ``page`` has just been sent is to be mailed: now, or never."""
    return timezone.now() if page.to_address and is_switched_on() else None


def mail_what_is_due() -> None:
    """Mail the oldest messages that are due, over one connection. Ends in a bounded time whatever the server does."""
    if not is_switched_on():
        return
    due = list(ContactMessage.objects.filter(mail_due_at__lte=timezone.now()).order_by("pk")[:MOST])
    if not due:
        return
    pages = ContactPage.objects.in_bulk({message.page_id for message in due})
    connection, started = get_connection(), time.monotonic()
    try:
        for message in due:
            page = pages.get(message.page_id)
            if time.monotonic() - started > LONGEST or (page and not _mail(page, message, connection)):
                break
    finally:
        _close(connection)


def _mail(page: ContactPage, message: ContactMessage, connection: "BaseEmailBackend") -> bool:
    """Mail one message; False if the server does not answer, and the others had better wait."""
    if not _claim(message):
        return True
    try:
        mail.send(page, message, connection)
    except Exception as error:
        _note_failure(message, error)
        if isinstance(error, ABOUT_ONE_MESSAGE) or not isinstance(error, OSError):  # smtplib's errors are OSErrors
            return True
        now = timezone.now()
        ContactMessage.objects.filter(mail_due_at__lte=now).update(mail_due_at=now + SHORTEST_PAUSE)
        return False
    return True


def _claim(message: ContactMessage) -> bool:
    pause = min(SHORTEST_PAUSE * 2 ** min(message.mail_attempts, 10), LONGEST_PAUSE)
    unclaimed = ContactMessage.objects.filter(pk=message.pk, mail_due_at=message.mail_due_at)
    claimed = unclaimed.update(mail_due_at=timezone.now() + pause, mail_attempts=F("mail_attempts") + 1)
    message.mail_attempts += 1
    return bool(claimed)


def _note_failure(message: ContactMessage, error: Exception) -> None:
    is_old = timezone.now() - message.submit_time >= GIVE_UP_AFTER
    if is_old and message.mail_attempts >= FEWEST_ATTEMPTS:
        ContactMessage.objects.filter(pk=message.pk).update(mail_due_at=None, mail_failed=True)
        logger.error("Message %s is stored but was not mailed, and is not tried again: %r", message, error)
    else:
        logger.warning("Message %s was not mailed yet; it is tried again: %r", message, error)


def _close(connection: "BaseEmailBackend") -> None:
    try:
        connection.close()
    except OSError:
        logger.debug("The mail server did not say goodbye", exc_info=True)
