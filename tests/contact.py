"""What a visitor's browser sends from a contact page."""

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

TYPED = {
    "message-ho_va_ten": "Lê Thị Bình",
    "message-thu_dien_tu": "binh@example.org",
    "message-noi_dung": "Xin hỏi lịch tuyển sinh lớp 10.",
}


class EarlierSigner(signing.TimestampSigner):
    """Signs as it would have done some time ago."""

    def __init__(self, seconds: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.seconds = seconds

    def timestamp(self) -> str:
        return signing.b62_encode(int(time.time() - self.seconds))


def opened(page: ContactPage, seconds_ago: float = 60) -> str:
    """The signed time of a form that was opened so long ago."""
    return EarlierSigner(seconds_ago, salt=f"contact-form-{page.pk}").sign("")


def address_of(page: ContactPage) -> str:
    with translation.override(page.locale.language_code):
        return reverse("send_message", args=[page.pk])


def send(
    client: Client, page: ContactPage, typed: dict[str, Any] | None = None, **headers_or_extra: Any
) -> HttpResponse:
    """Fill in the form a minute after it was opened, with ``typed`` over the usual message, and send it."""
    data = {"opened": opened(page), "leave_empty": "", **TYPED, **(typed or {})}
    return client.post(address_of(page), data, **headers_or_extra)


def scheduler_round() -> None:
    """What the scheduler does every 20 seconds, mailing included."""
    call_command("run_scheduler", "--once")


def shown(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def fields(form: BeautifulSoup) -> dict[str, str]:
    """What the fields of a form hold, as a browser would send them."""
    return {
        field["name"]: field.get("value") or field.text.removeprefix("\n") for field in form.select("input, textarea")
    }


def stored() -> list[dict[str, Any]]:
    """The messages, the oldest first."""
    return [submission.form_data for submission in ContactMessage.objects.order_by("pk")]


def with_fields(page: ContactPage, *kinds: str, required: bool = False, **more: Any) -> None:
    """Add a field of each kind to the form."""
    for number, kind in enumerate(kinds, start=10):
        page.form_fields.add(
            ContactFormField(sort_order=number, label=f"Thêm {kind}", field_type=kind, required=required, **more)
        )
    page.save()
