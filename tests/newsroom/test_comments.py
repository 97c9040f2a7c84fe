"""Readers write comments: where they may, what is stored, and what the article shows."""

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Site

from mysite.http.rate_limits import buffer
from newsroom.comments import addresses
from newsroom.models import Comment, CommentMode, CommentSettings, ImportedArticle, NewsPage
from tests.support import factories
from tests.support.comments import get_comment_url, send_comment, sign_open_time
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts() -> None:
    buffer.clear()


@pytest.fixture
def article():
    return factories.ArticleFactory()


def approve(comment: Comment) -> Comment:
    comment.status = Comment.Status.APPROVED
    comment.save()
    return comment


# --- Where comments are open ----------------------------------------------------------------------

MODES = [
    # site, section above, section, article, imported, open
    (None, "", "", "", False, True),
    ("off", "", "", "", False, False),
    ("off", "moderated", "", "", False, True),
    ("off", "off", "moderated", "", False, True),
    ("moderated", "off", "", "", False, False),
    ("moderated", "off", "", "moderated", False, True),
    ("moderated", "", "", "off", False, False),
    ("moderated", "moderated", "moderated", "", True, False),
    ("off", "", "", "moderated", True, True),
]


@pytest.mark.parametrize(("site", "above", "section", "own", "imported", "is_open"), MODES)
def test_nearest_choice_decides(
    client: Client, site: str | None, above: str, section: str, own: str, imported: bool, is_open: bool
) -> None:
    if site:
        CommentSettings.objects.create(site=Site.objects.get(is_default_site=True), mode=site)
    parent = factories.SectionFactory(comment_mode=above)
    child = factories.SectionFactory(parent=parent, comment_mode=section)
    article = factories.ArticleFactory(parent=child, comment_mode=own)
    if imported:
        ImportedArticle.objects.create(page=article, source_url="https://cu.example/1", imported_at=timezone.now())
    factories.CommentFactory(page=article, body="Đã duyệt")
    page = client.get(article.url).content.decode()
    assert ("Đã duyệt" in page) == ('id="comments"' in page) == is_open
    assert client.get(get_comment_url(article)).status_code == (200 if is_open else 404)
    assert send_comment(client, article).status_code == (302 if is_open else 404)
    assert Comment.objects.filter(status="pending").exists() == is_open


def test_english_site_has_the_settings_of_the_site(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    section = factories.SectionFactory(parent=factories.get_home_page("en"), locale=english)
    article = factories.ArticleFactory(parent=section, locale=english)
    response = send_comment(client, article)
    assert response["Location"].startswith("/en/comment/")
    assert "Thank you for your comment" in get_text(get_page(client, response["Location"].partition("#")[0]).main)
    CommentSettings.objects.create(site=Site.objects.get(is_default_site=True), mode=CommentMode.OFF)
    assert send_comment(client, article).status_code == 404


def test_pages_that_are_not_public_take_no_comments(client: Client, article: NewsPage) -> None:
    NewsPage.objects.filter(pk=article.pk).update(live=False)
    assert send_comment(client, article).status_code == 404
    assert client.get(get_comment_url(article).replace(str(article.pk), "9" * 30)).status_code == 404


# --- Writing --------------------------------------------------------------------------------------


def test_comment_waits_for_a_moderator(client: Client, article: NewsPage) -> None:
    response = send_comment(client, article)
    assert response.status_code == 302
    assert not response.cookies
    comment = Comment.objects.get()
    assert (comment.author_name, comment.author_email, comment.status) == ("Lê Thị Bình", "binh@example.org", "pending")
    thanks = get_text(get_page(client, response["Location"].partition("#")[0]).main)
    assert "Cảm ơn bạn đã bình luận" in thanks
    assert comment.body not in client.get(article.url).content.decode()
    approve(comment)
    shown = client.get(article.url).content.decode()
    assert comment.body in shown
    assert "binh@example.org" not in shown


def test_form_is_not_on_the_article_and_sets_no_cookie(client: Client, article: NewsPage) -> None:
    page = client.get(article.url)
    assert "<textarea" not in page.content.decode()
    assert get_page(client, article.url).select_one("#comments a.button")["href"] == get_comment_url(article)
    form = client.get(get_comment_url(article))
    assert not page.cookies
    assert not form.cookies
    assert "no-store" in form["Cache-Control"]
    consent = get_page(client, get_comment_url(article)).select_one("#comment-consent")
    assert not consent.has_attr("checked")


def test_reply_is_shown_below_its_comment(client: Client, article: NewsPage) -> None:
    thread = factories.CommentFactory(page=article, author_name="Mẹ bé Cốm")
    assert "Trả lời Mẹ bé Cốm" in client.get(f"{get_comment_url(article)}?reply={thread.pk}").content.decode()
    send_comment(client, article, {"reply": thread.pk})
    reply = approve(Comment.objects.get(parent=thread))
    assert get_page(client, article.url).select_one(f".comment-replies #comment-{reply.pk}")
    send_comment(client, article, {"reply": reply.pk, "comment-body": "Trả lời của trả lời"})
    assert Comment.objects.get(body="Trả lời của trả lời").parent is None  # one level deep


@pytest.mark.parametrize(
    "typed",
    [
        {"comment-author_name": ""},
        {"comment-author_name": "http://spam.example"},
        {"comment-author_name": "\u3164\u200b"},
        {"comment-body": " \u200b\u2800"},
        {"comment-body": "http://a.vn http://b.vn https://c.vn"},
        {"comment-body": "a" * 3001},
        {"comment-author_email": "không phải"},
        {"comment-consent": ""},
        {"leave_empty": "x"},
        {"opened": ""},
        {"opened": "giả:giả"},
        {"comment-body": "Xin\x00 chào"},
    ],
)
def test_form_is_shown_again_with_what_was_typed(client: Client, article: NewsPage, typed: dict[str, Any]) -> None:
    response = send_comment(client, article, typed)
    assert response.status_code == 400
    assert not Comment.objects.exists()
    if "comment-author_name" not in typed:
        assert "Lê Thị Bình" in response.content.decode()


def test_form_sent_too_quickly_or_too_late(client: Client, article: NewsPage) -> None:
    for seconds in (0, 49 * 3600):
        assert send_comment(client, article, {"opened": sign_open_time(article, seconds)}).status_code == 400
    other = factories.ArticleFactory()
    assert send_comment(client, article, {"opened": sign_open_time(other)}).status_code == 400


def test_text_is_plain(client: Client, article: NewsPage) -> None:
    body = "e\u0302\u0301\u202emã\u200b\u2066 a" + "\u0316" * 50 + " <b>đậm</b>\r\n\n\n\n\nhết"
    send_comment(client, article, {"comment-body": body})
    comment = approve(Comment.objects.get())
    assert comment.body == "ếmã a" + "\u0316" * 3 + " <b>đậm</b>\n\nhết"
    assert unicodedata.is_normalized("NFC", comment.body)
    assert "&lt;b&gt;đậm&lt;/b&gt;" in client.get(article.url).content.decode()


def test_duplicates_are_stored_once(client: Client, article: NewsPage) -> None:
    for _ in range(3):
        assert send_comment(client, article).status_code == 302
    assert Comment.objects.count() == 1


def test_too_large_and_too_many(client: Client, article: NewsPage, settings: Any) -> None:
    assert send_comment(client, article, {"comment-body": "a" * 1_000_000}).status_code == 413
    settings.COMMENT_LIMIT_PER_ADDRESS = "2/h"
    statuses = [send_comment(client, article, {"comment-body": f"Số {n}"}).status_code for n in range(4)]
    assert statuses == [302, 302, 429, 429]
    other = send_comment(client, article, {"comment-body": "Nơi khác"}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302


def test_comments_with_blocked_words_are_spam(client: Client, article: NewsPage) -> None:
    site = Site.objects.get(is_default_site=True)
    CommentSettings.objects.create(site=site, blocked_words="vay  tiền\n\nCASINO")
    texts = ["Cho VAY tiền nhanh", "casino.example", "Casinova", "vay, tiền", "Lời thường"]
    for text in texts:
        send_comment(client, article, {"comment-body": text})
    statuses = dict(Comment.objects.values_list("body", "status"))
    assert [statuses[text] for text in texts] == ["spam", "spam", "pending", "spam", "pending"]


# --- IP addresses ---------------------------------------------------------------------------------


def test_address_is_kept_as_a_digest_with_the_key_of_the_month(
    client: Client, article: NewsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    for number, address in enumerate(["203.0.113.5", "203.0.113.5", "203.0.113.6"]):
        send_comment(client, article, {"comment-body": f"Số {number}"}, REMOTE_ADDR=address)
    digests = list(Comment.objects.order_by("pk").values_list("address_digest", flat=True))
    assert digests[0] == digests[1] != digests[2]
    assert all(len(digest) == 32 for digest in digests)
    folder = tmp_path / "address-keys"
    (folder / "2001-01").write_text("cũ")
    addresses.delete_old_keys()
    assert [path.name for path in folder.iterdir()] == [f"{timezone.localdate():%Y-%m}"]
    assert folder.stat().st_mode & 0o077 == 0


def test_comment_is_stored_without_a_key(
    client: Client, article: NewsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "file")
    assert send_comment(client, article).status_code == 302
    assert Comment.objects.get().address_digest == ""
    addresses.delete_old_keys()


# --- Pages of comments ----------------------------------------------------------------------------


def test_comments_are_shown_in_pages(client: Client, article: NewsPage) -> None:
    for number in range(45):
        factories.CommentFactory(page=article, body=f"Ý kiến số {number}.")
    first = get_page(client, article.url)
    assert len(first.select("#comments > ol > li")) == 20
    assert [link["href"] for link in first.select("#comments .pagination a[rel=next]")] == ["?page=2"]
    last = get_page(client, f"{article.url}?page=3")
    assert "Ý kiến số 44." in get_text(last.select_one("#comments"))
    assert last.select_one("link[rel=canonical]")["href"].endswith(article.url)
    for number in ("99", "0", "-1", "abc", "9" * 30):
        shown = get_text(get_page(client, f"{article.url}?page={number}").select_one("#comments"))
        assert ("Ý kiến số 0." if number == "abc" else "Ý kiến số 44.") in shown
