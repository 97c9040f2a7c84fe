"""Builds what a visitor's browser sends from a contact page."""

import time
from typing import Any

from bs4 import BeautifulSoup
from django.core import signing
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from home.models import ContactFormField, ContactMessage, ContactPage

FORM_DATA = {
    "message-ho_va_ten": "Lê Thị Bình",
    "message-thu_dien_tu": "binh@example.org",
    "message-noi_dung": "Xin hỏi lịch tuyển sinh lớp 10.",
}


class BackdatedSigner(signing.TimestampSigner):
    """A signer whose timestamps lie in the past."""

    def __init__(self, seconds: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seconds = seconds

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time() - self.seconds))


def sign_open_time(page: ContactPage, seconds_ago: float = 60) -> str:
    """Return the signed timestamp of a form opened ``seconds_ago``."""
    return BackdatedSigner(seconds_ago, salt=f"contact-form-{page.pk}").sign("")


def get_send_url(page: ContactPage) -> str:
    with translation.override(page.locale.language_code):
        return reverse("send_message", args=[page.pk])


def send_form(
    client: Client, page: ContactPage, typed: dict[str, Any] | None = None, **headers_or_extra: Any
) -> HttpResponse:
    """Send the form a minute after it was opened, with ``typed`` over the default values."""
    data = {"opened": sign_open_time(page), "leave_empty": "", **FORM_DATA, **(typed or {})}
    return client.post(get_send_url(page), data, **headers_or_extra)


def run_scheduler_round() -> None:
    """Run one round of the scheduler, including e-mail."""
    call_command("run_scheduler", "--once")


def parse_response(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def get_field_values(form: BeautifulSoup) -> dict[str, str]:
    """Return the values of the form's fields, as a browser would send them."""
    return {
        field["name"]: field.get("value") or field.text.removeprefix("\n") for field in form.select("input, textarea")
    }


def get_stored_messages() -> list[dict[str, Any]]:
    """Return the data of all messages, oldest first."""
    return [submission.form_data for submission in ContactMessage.objects.order_by("pk")]


def add_all_field_types(page: ContactPage, *kinds: str, required: bool = False, **more: Any) -> None:
    """Add a field of each type to the form."""
    for number, kind in enumerate(kinds, start=10):
        page.form_fields.add(
            ContactFormField(sort_order=number, label=f"Thêm {kind}", field_type=kind, required=required, **more)
        )
    page.save()
