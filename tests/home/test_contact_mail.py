"""E-mail of contact messages: the message is stored whether or not it is sent, and input cannot forge headers."""

import email
import email.policy

import pytest
from django.core import mail
from django.test import Client

from home.models import ContactMessage
from tests.support import factories
from tests.support.contact_form import run_scheduler_round, send_form
from tests.support.smtp_server import run_mail_server

pytestmark = pytest.mark.django_db

#: All headers of our e-mail.
HEADERS = {
    *("Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Reply-To", "Date"),
    *("Message-ID", "Auto-Submitted"),
}


@pytest.fixture
def page():
    return factories.ContactPageFactory()


def test_email_contains_message_and_reply_address(client: Client, page) -> None:
    send_form(client, page, {"message-noi_dung": "Dòng một\nDòng hai"})
    run_scheduler_round()
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


def test_field_value_cannot_imitate_another_field(client: Client, page) -> None:
    send_form(client, page, {"message-noi_dung": "Xin chào\n\nHọ và tên:\n    Giám đốc"})
    run_scheduler_round()
    assert mail.outbox[0].body.count("\nHọ và tên:\n") == 1


def test_email_has_all_recipients_and_configured_sender(client: Client, page, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Cổng thông tin <cong@portal.example>"
    page.to_address, page.from_address, page.subject = "a@so.example , b@so.example", "", ""
    page.save()
    send_form(client, page)
    run_scheduler_round()
    message = mail.outbox[0]
    assert message.to == ["a@so.example", "b@so.example"]
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert message.subject == page.title


def test_message_is_only_stored_without_recipient(client: Client, page) -> None:
    page.to_address = ""
    page.save()
    assert send_form(client, page).status_code == 302
    run_scheduler_round()
    assert mail.outbox == []
    assert ContactMessage.objects.count() == 1


def test_message_is_stored_when_email_is_disabled(client: Client, page, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert send_form(client, page).status_code == 302
    run_scheduler_round()
    message = ContactMessage.objects.get()
    assert (message.mailed_at, message.mail_due_at, message.mail_failed) == (None, None, False)


def test_message_waits_while_email_is_disabled(client: Client, page, settings) -> None:
    assert send_form(client, page).status_code == 302
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    run_scheduler_round()
    assert ContactMessage.objects.get().mailed_at is None
    settings.EMAIL_BACKEND = backend
    run_scheduler_round()
    assert len(mail.outbox) == 1


def test_removed_form_fields_are_still_emailed(client: Client, page) -> None:
    send_form(client, page)
    page.form_fields = [field for field in page.form_fields.all() if field.clean_name != "noi_dung"]
    page.save()
    run_scheduler_round()
    assert "noi_dung:\n    Xin hỏi" in mail.outbox[0].body


def test_form_without_email_field_has_no_reply_to(client: Client, page) -> None:
    page.form_fields = [field for field in page.form_fields.all() if field.field_type != "email"]
    page.save()
    send_form(client, page)
    run_scheduler_round()
    assert "Reply-To" not in mail.outbox[0].message()


# --- SMTP


def test_email_bytes_received_by_smtp_server(client: Client, page, settings) -> None:
    with run_mail_server(settings) as server:
        assert send_form(client, page).status_code == 302
        run_scheduler_round()
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
def test_input_cannot_inject_header_recipient_or_smtp_command(client: Client, page, settings, value: str) -> None:
    with run_mail_server(settings) as server:
        for field in ("ho_va_ten", "thu_dien_tu", "noi_dung", "khac", "from_address", "to_address", "subject"):
            assert send_form(client, page, {f"message-{field}": value}).status_code in {302, 400}
            run_scheduler_round()
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


def test_page_settings_cannot_inject_header_recipient_or_smtp_command(client: Client, page, settings) -> None:
    """The values are saved without form validation, as by a script or in the database."""
    type(page).objects.filter(pk=page.pk).update(
        subject="Góp ý\r\nBcc: all@victim.example",
        from_address="a@so.example\nBcc: all@victim.example",
        to_address="van-phong@portal.example\nCc: all@victim.example, b@so.example",
    )
    with run_mail_server(settings) as server:
        assert send_form(client, page).status_code == 302
        run_scheduler_round()
    delivery = server.deliveries[0]
    assert [receiver.split(">")[0] for receiver in delivery.receivers] == ["TO:<b@so.example"]
    message = email.message_from_bytes(delivery.content, policy=email.policy.default)
    assert set(message.keys()) == HEADERS
    assert message["Subject"] == "Góp ý Bcc: all@victim.example"
    assert message["From"] == settings.DEFAULT_FROM_EMAIL
