"""Sending e-mail when the server is slow, down or rejects messages: no visitor waits, and each message is sent once."""

import datetime
import email
import os
import signal
import threading
import time
from email.policy import default as policy

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.contact import mail_queue
from home.models import ContactMessage
from tests.support import factories
from tests.support.contact_form import run_scheduler_round, send_form
from tests.support.editors import create_editor, login_client
from tests.support.smtp_server import run_mail_server

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def page():
    return factories.ContactPageFactory()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Return a function that lets time pass: ``clock(minutes=5)``."""
    now, passed = timezone.now, [datetime.timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: now() + passed[0])

    def forward(**period: float) -> None:
        passed[0] += datetime.timedelta(**period)

    return forward


def send_many(client: Client, page, count: int) -> None:
    for number in range(count):
        assert send_form(client, page, {"message-noi_dung": f"Thư {number}"}).status_code == 302


def mailed() -> list[bool]:
    """Return for each message, oldest first, whether it was sent."""
    return [message.mailed_at is not None for message in ContactMessage.objects.order_by("pk")]


def down(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False


@pytest.mark.long_form
def test_unresponsive_mail_server_does_not_delay_visitors(client: Client, page, settings, tmp_path) -> None:
    settings.EMAIL_TIMEOUT = 3
    with run_mail_server(settings, silent=True) as server:
        send_many(client, page, 3)
        assert server.connections == 0
        run_scheduler_round()
        assert server.connections == 1  # one connection attempt, not one per message
        assert mailed() == [False] * 3
        ContactMessage.objects.update(mail_due_at=timezone.now())
        # The heartbeat is updated before the round waits for the server.
        before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
        threading.Timer(1, os.kill, (os.getpid(), signal.SIGTERM)).start()
        beat = tmp_path / "beat"
        call_command("run_scheduler", "--interval=0.01", f"--heartbeat={beat}")
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
        assert time.time() - beat.stat().st_mtime > 1


def test_pages_are_published_before_email_is_sent(client: Client, page, settings, monkeypatch) -> None:
    scheduled_page = factories.StandardPageFactory(live=False)
    scheduled_page.save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    send_form(client, page)
    seen = []
    monkeypatch.setattr(
        mail_queue, "get_connection", lambda: seen.append(type(scheduled_page).objects.get(pk=scheduled_page.pk).live)
    )
    run_scheduler_round()
    assert seen == [True]


def test_messages_are_sent_once_in_order_over_one_connection(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "100/h"
    send_many(client, page, mail_queue.MAX_MESSAGES + 2)
    with run_mail_server(settings) as server:
        run_scheduler_round()
        assert server.connections == 1
        assert mailed() == [True] * mail_queue.MAX_MESSAGES + [False] * 2
        run_scheduler_round()
        run_scheduler_round()
    assert len(server.deliveries) == mail_queue.MAX_MESSAGES + 2
    texts = [email.message_from_bytes(delivery.content, policy=policy).get_content() for delivery in server.deliveries]
    assert all(f"    Thư {number}" in text.splitlines() for number, text in enumerate(texts))
    assert len({_message_id(delivery.content) for delivery in server.deliveries}) == mail_queue.MAX_MESSAGES + 2


def _message_id(content: bytes) -> bytes:
    return next(line for line in content.splitlines() if line.startswith(b"Message-ID"))


def test_retried_email_keeps_its_message_id(client: Client, page, settings, clock, caplog) -> None:
    send_many(client, page, 2)
    down(settings)
    run_scheduler_round()
    assert "was not mailed" in caplog.text
    assert mailed() == [False, False]
    with run_mail_server(settings) as server:
        run_scheduler_round()
        assert server.connections == 0  # before the delay has passed
        clock(minutes=2)
        run_scheduler_round()
    assert mailed() == [True, True]
    assert len(server.deliveries) == 2


def test_retry_delay_grows_to_one_hour(client: Client, page, settings, clock) -> None:
    send_form(client, page)
    down(settings)
    pauses = []
    for _ in range(9):
        run_scheduler_round()
        message = ContactMessage.objects.get()
        pauses.append(round((message.mail_due_at - timezone.now()).total_seconds() / 60))
        clock(minutes=pauses[-1] + 1)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_rejected_message_does_not_delay_others(client: Client, page, settings) -> None:
    other = factories.ContactPageFactory(to_address="khac@portal.example")
    with run_mail_server(settings, refuse="van-phong") as server:
        send_form(client, page)
        send_form(client, other)
        run_scheduler_round()
    assert mailed() == [False, True]
    assert server.connections == 1


def test_undelivered_message_fails_after_three_days_and_admin_shows_it(
    client: Client, page, settings, clock, caplog
) -> None:
    send_form(client, page)
    down(settings)
    for _ in range(100):
        run_scheduler_round()
        if ContactMessage.objects.get().mail_failed:
            break
        clock(hours=1)
    message = ContactMessage.objects.get()
    assert message.mail_failed
    assert message.mail_due_at is None
    assert timezone.now() - message.submit_time >= 3 * DAY
    assert [record.levelname for record in caplog.records if "is not tried again" in record.message] == ["ERROR"]
    listed = (
        login_client(create_editor()).get(reverse("wagtailforms:list_submissions", args=[page.pk])).content.decode()
    )
    assert "không gửi được" in listed


def test_message_is_not_sent_by_two_schedulers(client: Client, page, settings, monkeypatch) -> None:
    send_form(client, page)
    get_connection = mail_queue.get_connection

    def other_scheduler():
        """Comes in between reading what is due and mailing it."""
        monkeypatch.setattr(mail_queue, "get_connection", get_connection)
        run_scheduler_round()
        return get_connection()

    monkeypatch.setattr(mail_queue, "get_connection", other_scheduler)
    with run_mail_server(settings) as server:
        run_scheduler_round()
    assert len(server.deliveries) == 1


def test_removed_recipient_is_no_failure(client: Client, page) -> None:
    send_form(client, page)
    page.to_address = ""
    page.save()
    run_scheduler_round()
    message = ContactMessage.objects.get()
    assert (message.mailed_at, message.mail_due_at, message.mail_failed) == (None, None, False)
