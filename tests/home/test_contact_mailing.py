"""Mail when the server is slow, down or refuses: no visitor waits, no message is lost or mailed twice."""

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

from home.contact import mailing
from home.models import ContactMessage
from tests import factories
from tests.contact import scheduler_round, send
from tests.editors import client_of, editor
from tests.smtp_server import mail_server

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


@pytest.fixture
def page():
    return factories.ContactPageFactory()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Let time pass: ``clock(minutes=5)``."""
    now, passed = timezone.now, [datetime.timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: now() + passed[0])

    def forward(**period: float) -> None:
        passed[0] += datetime.timedelta(**period)

    return forward


def send_many(client: Client, page, count: int) -> None:
    for number in range(count):
        assert send(client, page, {"message-noi_dung": f"Thư {number}"}).status_code == 302


def mailed() -> list[bool]:
    """Of every message, the oldest first, whether it was mailed."""
    return [message.mailed_at is not None for message in ContactMessage.objects.order_by("pk")]


def down(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False


def test_a_server_that_says_nothing_holds_up_nobody(client: Client, page, settings, tmp_path) -> None:
    settings.EMAIL_TIMEOUT = 3
    with mail_server(settings, silent=True) as server:
        started = time.monotonic()
        send_many(client, page, 3)
        assert time.monotonic() - started < 2
        assert server.connections == 0
        started = time.monotonic()
        scheduler_round()
        assert time.monotonic() - started < 5  # once, not for every message
        assert server.connections == 1
        assert mailed() == [False] * 3
        ContactMessage.objects.update(mail_due_at=timezone.now())
        # The heart beats before the round waits for the server.
        before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
        threading.Timer(1, os.kill, (os.getpid(), signal.SIGTERM)).start()
        beat = tmp_path / "beat"
        call_command("run_scheduler", "--interval=0.01", f"--heartbeat={beat}")
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
        assert time.time() - beat.stat().st_mtime > 1


def test_what_is_due_is_published_before_mail_is_tried(client: Client, page, settings, monkeypatch) -> None:
    late = factories.StandardPageFactory(live=False)
    late.save_revision(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    send(client, page)
    seen = []
    monkeypatch.setattr(mailing, "get_connection", lambda: seen.append(type(late).objects.get(pk=late.pk).live))
    scheduler_round()
    assert seen == [True]


def test_one_connection_for_all_the_oldest_first_and_each_once(client: Client, page, settings) -> None:
    settings.CONTACT_LIMIT_PER_ADDRESS = "100/h"
    send_many(client, page, mailing.MOST + 2)
    with mail_server(settings) as server:
        scheduler_round()
        assert server.connections == 1
        assert mailed() == [True] * mailing.MOST + [False] * 2
        scheduler_round()
        scheduler_round()
    assert len(server.deliveries) == mailing.MOST + 2
    texts = [email.message_from_bytes(delivery.content, policy=policy).get_content() for delivery in server.deliveries]
    assert all(f"    Thư {number}" in text.splitlines() for number, text in enumerate(texts))
    assert len({_message_id(delivery.content) for delivery in server.deliveries}) == mailing.MOST + 2


def _message_id(content: bytes) -> bytes:
    return next(line for line in content.splitlines() if line.startswith(b"Message-ID"))


def test_a_server_that_was_down_gets_them_later_with_the_same_message_id(
    client: Client, page, settings, clock, caplog
) -> None:
    send_many(client, page, 2)
    down(settings)
    scheduler_round()
    assert "was not mailed" in caplog.text
    assert mailed() == [False, False]
    with mail_server(settings) as server:
        scheduler_round()
        assert server.connections == 0  # not so soon again
        clock(minutes=2)
        scheduler_round()
    assert mailed() == [True, True]
    assert len(server.deliveries) == 2


def test_pauses_grow_to_an_hour(client: Client, page, settings, clock) -> None:
    send(client, page)
    down(settings)
    pauses = []
    for _ in range(9):
        scheduler_round()
        message = ContactMessage.objects.get()
        pauses.append(round((message.mail_due_at - timezone.now()).total_seconds() / 60))
        clock(minutes=pauses[-1] + 1)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_refused_message_holds_up_no_other(client: Client, page, settings) -> None:
    other = factories.ContactPageFactory(to_address="khac@portal.example")
    with mail_server(settings, refuse="van-phong") as server:
        send(client, page)
        send(client, other)
        scheduler_round()
    assert mailed() == [False, True]
    assert server.connections == 1


def test_after_three_days_it_is_given_up_and_editors_see_it(client: Client, page, settings, clock, caplog) -> None:
    send(client, page)
    down(settings)
    for _ in range(100):
        scheduler_round()
        if ContactMessage.objects.get().mail_failed:
            break
        clock(hours=1)
    message = ContactMessage.objects.get()
    assert message.mail_failed
    assert message.mail_due_at is None
    assert timezone.now() - message.submit_time >= 3 * DAY
    assert [record.levelname for record in caplog.records if "is not tried again" in record.message] == ["ERROR"]
    listed = client_of(editor()).get(reverse("wagtailforms:list_submissions", args=[page.pk])).content.decode()
    assert "không gửi được" in listed


def test_a_message_that_another_scheduler_is_mailing_is_left_to_it(client: Client, page, settings, monkeypatch) -> None:
    send(client, page)
    get_connection = mailing.get_connection

    def other_scheduler():
        """Comes in between reading what is due and mailing it."""
        monkeypatch.setattr(mailing, "get_connection", get_connection)
        scheduler_round()
        return get_connection()

    monkeypatch.setattr(mailing, "get_connection", other_scheduler)
    with mail_server(settings) as server:
        scheduler_round()
    assert len(server.deliveries) == 1


def test_an_address_that_was_taken_away_is_no_failure(client: Client, page) -> None:
    send(client, page)
    page.to_address = ""
    page.save()
    scheduler_round()
    message = ContactMessage.objects.get()
    assert (message.mailed_at, message.mail_due_at, message.mail_failed) == (None, None, False)
