"""Sends comments as a reader's browser would."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from newsroom.models import NewsPage
from tests.support.contact_form import BackdatedSigner

COMMENT = {
    "comment-author_name": "Lê Thị Bình",
    "comment-author_email": "binh@example.org",
    "comment-body": "Cảm ơn nhà trường đã thông tin kịp thời.",
    "comment-consent": "on",
}


ERROR_REPORT = {
    "comment-quote": "Hội nghị khai mạc ngày 5/9",
    "comment-body": "Hội nghị khai mạc ngày 6/9.",
    "comment-author_email": "binh@example.org",
    "comment-consent": "on",
}


def get_comment_url(article: NewsPage) -> str:
    with translation.override(article.locale.language_code):
        return reverse("write_comment", args=[article.pk])


def get_error_report_url(article: NewsPage) -> str:
    with translation.override(article.locale.language_code):
        return reverse("report_error", args=[article.pk])


def sign_open_time(article: NewsPage, seconds_ago: float = 60, form: str = "comment") -> str:
    return BackdatedSigner(seconds_ago, salt=f"{form}-{article.pk}").sign("")


def send_error_report(
    client: Client, article: NewsPage, typed: dict[str, Any] | None = None, **headers: Any
) -> HttpResponse:
    """Send the form a minute after it was opened, with ``typed`` over the default values."""
    opened = sign_open_time(article, form="error_report")
    data = {"opened": opened, "leave_empty": "", **ERROR_REPORT, **(typed or {})}
    return client.post(get_error_report_url(article), data, **headers)


def send_comment(
    client: Client, article: NewsPage, typed: dict[str, Any] | None = None, **headers: Any
) -> HttpResponse:
    """Send the form a minute after it was opened, with ``typed`` over the default values."""
    data = {"opened": sign_open_time(article), "leave_empty": "", **COMMENT, **(typed or {})}
    return client.post(get_comment_url(article), data, **headers)
