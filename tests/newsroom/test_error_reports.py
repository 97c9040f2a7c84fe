"""Readers report errors in articles; an editor ends a report with a dated correction, or dismisses it."""

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from home.personal_data.actions import erase_data, export_data
from mysite.http.rate_limits import buffer
from mysite.pages.refusals import PublicationRefused
from newsroom.comments.corrections import publish_correction
from newsroom.comments.notices import send_notices, send_outcomes
from newsroom.models import Comment, CommentSettings, NewsPage
from tests.support import factories
from tests.support.comments import get_error_report_url, send_error_report
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page

pytestmark = pytest.mark.django_db

PASSAGE = "Hội nghị khai mạc ngày 5/9"
TEXT = "Bản trước ghi hội nghị khai mạc ngày 5/9. Ngày đúng là 6/9."


@pytest.fixture(autouse=True)
def no_earlier_requests() -> None:
    buffer.clear()


@pytest.fixture
def article() -> NewsPage:
    return factories.ArticleFactory(body=[("paragraph", f"<p>Sáng nay, <b>{PASSAGE}</b> tại Hà Nội.</p>")])


@pytest.fixture
def editor() -> Client:
    return login_client(create_editor(EDITORS, email="duyet@example.org"))


@pytest.fixture
def report(article: NewsPage) -> Comment:
    return factories.CommentFactory(
        page=article,
        is_error_report=True,
        quote=PASSAGE,
        status="pending",
        author_name="",
        author_email="b@example.org",
    )


def edit_url(report: Comment) -> str:
    return reverse("wagtailsnippets_newsroom_comment:edit", args=[report.pk])


def correct(client: Client, report: Comment, text: str = TEXT) -> Any:
    return client.post(edit_url(report), {"status": "pending", "correction": text, "action-correct": ""})


def test_article_links_to_the_form_without_cookie(client: Client, article: NewsPage) -> None:
    link = get_page(client, article.url).select_one(".report-error a")
    assert link["href"] == get_error_report_url(article) == f"/bao-loi/{article.pk}/"
    assert "nofollow" in link["rel"]
    response = client.get(link["href"], {"quote": f"<b>{PASSAGE}\u202e" + "x" * 900})
    assert response["Cache-Control"].startswith("max-age=0, no-cache")
    assert not response.cookies
    form = get_page(client, f"{link['href']}?quote={PASSAGE}").select_one(".comment-form")
    assert form.select_one("textarea").text.strip() == PASSAGE
    assert 'content="noindex' in response.content.decode()
    assert "\u202e" not in response.content.decode()


def test_report_waits_in_the_queue_and_is_never_shown(client: Client, editor: Client, article: NewsPage) -> None:
    response = send_error_report(client, article)
    assert response.status_code == 302
    assert "Cảm ơn bạn đã báo lỗi" in client.get(response["Location"].partition("#")[0]).content.decode()
    report = Comment.objects.get()
    assert (report.status, report.is_error_report, report.quote) == ("pending", True, PASSAGE)
    editor.post(edit_url(report), {"status": "approved", "correction": ""})
    url = reverse("wagtail_bulk_action", args=["newsroom", "comment", "approve"])
    editor.post(f"{url}?id={report.pk}")
    report.refresh_from_db()
    assert report.status == "pending"
    assert report.body not in client.get(article.url).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.update(status="approved")


@pytest.mark.parametrize(
    "typed",
    [
        {"comment-body": " \u200b "},
        {"comment-body": "x" * 3001},
        {"comment-quote": "x" * 501},
        {"comment-body": "http://a.vn http://b.vn http://c.vn"},
        {"comment-consent": ""},
        {"comment-author_email": "không phải"},
        {"opened": "giả"},
        {"leave_empty": "x"},
    ],
)
def test_bad_reports_are_refused_with_their_text(client: Client, article: NewsPage, typed: dict[str, str]) -> None:
    response = send_error_report(client, article, typed)
    assert response.status_code == 400
    assert "Báo lỗi chưa được gửi" in response.content.decode()
    assert not Comment.objects.exists()


def test_duplicates_limits_and_large_bodies(client: Client, article: NewsPage, settings: Any) -> None:
    settings.COMMENT_LIMIT_PER_ADDRESS = "3/h"
    assert [send_error_report(client, article).status_code for _ in range(4)] == [302, 302, 302, 429]
    assert Comment.objects.count() == 1
    response = client.post(get_error_report_url(article), {"comment-body": "x" * 1_000_000})
    assert response.status_code == 413


def test_closed_by_the_site_and_for_pages_that_visitors_cannot_see(client: Client, article: NewsPage) -> None:
    draft = factories.ArticleFactory(live=False)
    assert client.get(get_error_report_url(draft)).status_code == 404
    CommentSettings.objects.create(site=Site.objects.get(), accepts_error_reports=False)
    assert client.get(get_error_report_url(article)).status_code == 404
    assert send_error_report(client, article).status_code == 404
    page = get_page(client, article.url)
    assert not page.select(".report-error")
    assert page.select("#comments")


def test_form_shows_the_passage_in_its_place(editor: Client, report: Comment) -> None:
    page = get_page(editor, edit_url(report))
    assert page.select_one("blockquote mark").text == PASSAGE
    assert "Sáng nay, " in page.select_one("blockquote").text
    assert page.select_one(f'a[href="{reverse("wagtailadmin_pages:edit", args=[report.page_id])}"]')
    assert PASSAGE in page.select_one("#id_correction").text
    assert not page.select("#id_official_reply")
    assert {field["value"] for field in page.select("[name=status]")} == {"pending", "rejected", "spam"}
    NewsPage.objects.update(body=[])
    assert "không có đoạn này" in editor.get(edit_url(report)).content.decode()


def test_correction_is_published_with_the_date_of_today(editor: Client, client: Client, report: Comment) -> None:
    assert correct(editor, report, f"{TEXT} <script>").status_code == 302
    report.refresh_from_db()
    assert report.status == "corrected"
    page = get_page(client, report.page.url)
    assert f"{TEXT} <script>" in page.select_one(".body").text
    (correction,) = NewsPage.objects.get().corrections
    assert correction.value["date"] == timezone.localdate()
    assert ModelLogEntry.objects.filter(action="comments.correct").count() == 1
    assert "đã xử lý báo lỗi này" in correct(editor, report).content.decode()
    with pytest.raises(PublicationRefused):  # two moderators at the same time
        publish_correction(report=report, text=TEXT, user=None)
    assert len(NewsPage.objects.get().corrections) == 1
    assert not get_page(editor, edit_url(report)).select("[name=action-correct]")


def test_correction_waits_for_changes_of_others(editor: Client, report: Comment) -> None:
    article = report.page.specific
    article.title = "Bản nháp của người khác"
    article.save_revision()
    response = correct(editor, report)
    assert "thay đổi chưa đăng" in response.content.decode()
    assert TEXT in response.content.decode()  # what was typed
    report.refresh_from_db()
    assert report.status == "pending"
    assert NewsPage.objects.get().title != "Bản nháp của người khác"
    NewsPage.objects.update(has_unpublished_changes=False, locked=True)
    assert "bị khoá" in correct(editor, report).content.decode()
    NewsPage.objects.update(locked=False, live=False)
    assert "chưa được đăng" in correct(editor, report).content.decode()
    assert "viết nội dung đính chính" in correct(editor, report, " . ").content.decode()
    assert not NewsPage.objects.get().corrections


@pytest.mark.parametrize(
    ("status", "text"), [("corrected", "đã đăng đính chính"), ("rejected", "giữ nguyên"), ("spam", ""), ("pending", "")]
)
def test_reader_hears_of_the_decision_once(report: Comment, settings: Any, status: str, text: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Comment.objects.update(status=status)
    send_outcomes()
    send_outcomes()
    assert [message.to for message in mail.outbox] == [["b@example.org"]] * bool(text)
    assert text in "".join(str(message.body) for message in mail.outbox)


def test_notice_contains_the_passage(report: Comment, editor: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_notices()
    (message,) = mail.outbox
    assert message.subject == "1 báo lỗi chờ xử lý"
    assert message.body.startswith(f"Báo lỗi ở bài “{report.page.title}”:")
    assert f"“{PASSAGE}”" in message.body


def test_notice_counts_comments_and_reports(report: Comment, editor: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    factories.CommentFactory(page=report.page, status="pending")
    send_notices()
    (message,) = mail.outbox
    assert message.subject == "2 bình luận và báo lỗi chờ xử lý"


def test_personal_data_include_reports(report: Comment, settings: Any, tmp_path: Any) -> None:
    settings.BACKUP_DIR = str(tmp_path)
    assert export_data("b@example.org")["comments"][0]["passage"] == PASSAGE
    erase_data("b@example.org")
    assert not Comment.objects.exists()
