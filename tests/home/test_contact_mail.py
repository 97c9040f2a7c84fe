"""Messages as mail: stored whatever becomes of it, and forged by nobody."""

import email
import email.policy

import pytest
from django.core import mail
from django.test import Client

from home.models import ContactMessage
from tests import factories
from tests.contact import scheduler_round, send
from tests.smtp_server import mail_server

pytestmark = pytest.mark.django_db

#: Every header that our mail has, and no other.
HEADERS = {
    *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Reply-To", "Date"),
    *("Message-ID", "Auto-Submitted"),
}


@pytest.fixture
def page():
    return factories.ContactPageFactory()


def test_the_office_gets_what_was_typed_and_can_answer(client: Client, page) -> None:
    send(client, page, {"message-noi_dung": "Dòng một\nDòng hai"})
    scheduler_round()
    message = mail.outbox[0]
    assert message.subject == "Thư góp ý từ cổng thông tin"
    assert message.from_email == "cong-thong-tin@portal.example"
    assert message.to == ["van-phong@portal.example"]
    assert message.reply_to == ["binh@example.org"]
    assert "Họ và tên:\n    Lê Thị Bình\n" in message.body
    assert "Nội dung:\n    Dòng một\n    Dòng hai\n" in message.body
    assert f"/admin/forms/submissions/{page.pk}/" in message.body
    assert not message.cc
    assert not message.bcc


def test_no_text_passes_for_another_field(client: Client, page) -> None:
    send(client, page, {"message-noi_dung": "Xin chào\n\nHọ và tên:\n    Giám đốc"})
    scheduler_round()
    assert mail.outbox[0].body.count("\nHọ và tên:\n") == 1


def test_several_receivers_and_the_portals_own_sender(client: Client, page, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Cổng thông tin <cong@portal.example>"
    page.to_address, page.from_address, page.subject = "a@so.example , b@so.example", "", ""
    page.save()
    send(client, page)
    scheduler_round()
    message = mail.outbox[0]
    assert message.to == ["a@so.example", "b@so.example"]
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert message.subject == page.title


def test_without_an_address_messages_are_only_stored(client: Client, page) -> None:
    page.to_address = ""
    page.save()
    assert send(client, page).status_code == 302
    scheduler_round()
    assert mail.outbox == []
    assert ContactMessage.objects.count() == 1


def test_with_mail_switched_off_messages_are_stored(client: Client, page, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert send(client, page).status_code == 302
    scheduler_round()
    message = ContactMessage.objects.get()
    assert (message.mailed_at, message.mail_due_at, message.mail_failed) == (None, None, False)


def test_mail_that_is_switched_off_for_a_while_waits(client: Client, page, settings) -> None:
    assert send(client, page).status_code == 302
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    scheduler_round()
    assert ContactMessage.objects.get().mailed_at is None
    settings.EMAIL_BACKEND = backend
    scheduler_round()
    assert len(mail.outbox) == 1


def test_what_was_taken_off_the_form_meanwhile_is_mailed_all_the_same(client: Client, page) -> None:
    send(client, page)
    page.form_fields = [field for field in page.form_fields.all() if field.clean_name != "noi_dung"]
    page.save()
    scheduler_round()
    assert "noi_dung:\n    Xin hỏi" in mail.outbox[0].body


def test_a_form_that_asks_for_no_address(client: Client, page) -> None:
    page.form_fields = [field for field in page.form_fields.all() if field.field_type != "email"]
    page.save()
    send(client, page)
    scheduler_round()
    assert "Reply-To" not in mail.outbox[0].message()


# --- On the wire


def test_the_bytes_that_reach_the_server(client: Client, page, settings) -> None:
    with mail_server(settings) as server:
        assert send(client, page).status_code == 302
        scheduler_round()
    delivery = server.deliveries[0]
    assert "<cong-thong-tin@portal.example>" in delivery.sender
    assert ["<van-phong@portal.example>" in receiver for receiver in delivery.receivers] == [True]
    message = email.message_from_bytes(delivery.content, policy=email.policy.default)
    assert set(message.keys()) == HEADERS
    assert message["Subject"] == "Thư góp ý từ cổng thông tin"
    assert "Xin hỏi lịch tuyển sinh lớp 10." in message.get_content()


FORGERIES = [
    "binh@example.org\nBcc: all@victim.example",
    "binh@example.org\r\nBcc: all@victim.example\r\n\r\nMua hàng",
    "binh@example.org%0aBcc:all@victim.example",
    "binh@example.org,all@victim.example",
    '"binh@example.org, all@victim.example"@x.example',
    "=?utf-8?q?binh=0ABcc:all=40victim.example?=@x.example",
    "binh@example.org\u2028Bcc: all@victim.example",
    "binh@example.org\x0bBcc: all@victim.example",
    "\n.\r\n.\r\nMAIL FROM:<x@y.example>\r\nRCPT TO:<all@victim.example>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\n",
    "\n.\nQUIT\n",
    "<all@victim.example>",
    "a" * 4000,
    "Subject: khác",
]


@pytest.mark.parametrize("value", FORGERIES)
def test_nothing_that_is_typed_becomes_a_header_a_receiver_or_a_command(
    client: Client, page, settings, value: str
) -> None:
    with mail_server(settings) as server:
        for field in ("ho_va_ten", "thu_dien_tu", "noi_dung", "khac", "from_address", "to_address", "subject"):
            assert send(client, page, {f"message-{field}": value}).status_code in {302, 400}
            scheduler_round()
    assert server.deliveries or "\x0b" in value
    assert {command.split(b" ")[0] for command in server.commands} <= {b"ehlo", b"mail", b"rcpt", b"data", b"quit"}
    for delivery in server.deliveries:
        assert [receiver.split(">")[0] for receiver in delivery.receivers] == ["TO:<van-phong@portal.example"]
        assert "cong-thong-tin@portal.example" in delivery.sender
        message = email.message_from_bytes(delivery.content, policy=email.policy.default)
        assert set(message.keys()) <= HEADERS
        assert message["Subject"] == "Thư góp ý từ cổng thông tin"
        assert [address.addr_spec for address in message["To"].addresses] == ["van-phong@portal.example"]
        assert len(message["Reply-To"].addresses if message["Reply-To"] else ()) <= 1
        assert not list(message.iter_attachments())


def test_nor_does_what_an_editors_settings_hold(client: Client, page, settings) -> None:
    """Written past the form's checks: by a script, in the database."""
    type(page).objects.filter(pk=page.pk).update(
        subject="Góp ý\r\nBcc: all@victim.example",
        from_address="a@so.example\nBcc: all@victim.example",
        to_address="van-phong@portal.example\nCc: all@victim.example, b@so.example",
    )
    with mail_server(settings) as server:
        assert send(client, page).status_code == 302
        scheduler_round()
    delivery = server.deliveries[0]
    assert [receiver.split(">")[0] for receiver in delivery.receivers] == ["TO:<b@so.example"]
    message = email.message_from_bytes(delivery.content, policy=email.policy.default)
    assert set(message.keys()) == HEADERS
    assert message["Subject"] == "Góp ý Bcc: all@victim.example"
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
