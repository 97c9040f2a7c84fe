"""A comment in a browser: written with and without scripts, announced by a real mail server, approved, answered."""

import email
import email.policy
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from mysite.http.rate_limits import buffer
from newsroom.comments.notices import send_notices, send_outcomes
from newsroom.models import Comment
from tests.newsroom.test_comments_hostile import TEXTS
from tests.support import factories
from tests.support.editors import EDITORS, create_editor
from tests.support.smtp_server import run_mail_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write_comment(tab: Any, body: str) -> None:
    tab.get_by_label("Tên của bạn").fill("Lê Thị Bình")
    tab.get_by_label("Bình luận của bạn").fill(body)
    tab.get_by_label("Tôi đồng ý").check()
    tab.wait_for_timeout(4000)  # the form rejects faster input
    tab.get_by_role("button", name="Gửi bình luận").click()
    expect(tab.locator("#comment_state")).to_contain_text("Cảm ơn bạn đã bình luận")


@pytest.mark.parametrize("scripts", [True, False])
def test_comment_is_written_announced_approved_and_replied_to(
    new_context: Any, live_server: Any, settings: Any, browser_errors: list[str], scripts: bool
) -> None:
    buffer.clear()
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    article, moderator = factories.ArticleFactory(), create_editor(EDITORS, email="duyet@example.org")
    context = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=scripts)
    reader = context.new_page()
    reader.goto(article.url)
    reader.get_by_role("link", name="Viết bình luận").click()
    expect(reader.locator(".comment-form")).to_be_visible()
    assert reader.url.endswith(article.url) == scripts  # fetched into the article, or a page of its own
    assert reader.evaluate("document.documentElement.scrollWidth <= 360") if scripts else True
    write_comment(reader, "Cảm ơn nhà trường.")
    assert context.cookies() == []
    with run_mail_server(settings) as server:
        send_notices()
    notice = email.message_from_bytes(server.deliveries[0].content, policy=email.policy.default)
    assert notice["To"] == "duyet@example.org"
    tab = new_context(viewport={"width": 1280, "height": 1000}).new_page()
    tab.goto(re.search(r"http\S+/edit/\d+/", notice.get_content()).group())
    tab.fill("#id_username", moderator.username)
    tab.fill("#id_password", "mat-khau")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("textbox", name="Trả lời của cơ quan")).to_be_visible()
    assert Comment.objects.get().status == "pending"  # opening changes nothing
    tab.get_by_role("textbox", name="Trả lời của cơ quan").fill("Cảm ơn bạn.")
    tab.locator("footer [type=submit]").first.click()
    expect(tab.locator(".messages")).to_be_visible()
    reader.goto(article.url)
    expect(reader.locator(".comment").first).to_contain_text("Cảm ơn nhà trường.")
    expect(reader.locator(".comment-replies .official")).to_contain_text("Trả lời của cơ quan")


def test_error_in_selected_passage_ends_as_correction(
    new_context: Any, live_server: Any, settings: Any, browser_errors: list[str]
) -> None:
    buffer.clear()
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    article = factories.ArticleFactory(body=[("paragraph", "<p>Khai mạc <b>ngày 5/9</b> tại Hà Nội.</p>")])
    moderator = create_editor(EDITORS, email="duyet@example.org")
    context = new_context(viewport={"width": 360, "height": 740})
    reader = context.new_page()
    reader.goto(article.url)
    expect(reader.locator(".report-passage")).to_be_hidden()
    reader.locator(".body b").click(click_count=3)  # selects the paragraph
    reader.get_by_role("link", name="Báo lỗi ở đoạn này").click()
    expect(reader.get_by_label("Đoạn có lỗi")).to_have_value("Khai mạc ngày 5/9 tại Hà Nội.")
    reader.get_by_label("Lỗi là gì").fill("Ngày 6/9 mới đúng.")
    reader.get_by_label("Địa chỉ thư điện tử").fill("binh@example.org")
    reader.get_by_label("Tôi đồng ý").check()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    reader.wait_for_timeout(4000)  # the form rejects faster input
    reader.get_by_role("button", name="Gửi báo lỗi").click()
    expect(reader.locator("#comment_state")).to_contain_text("Cảm ơn bạn đã báo lỗi")
    assert context.cookies() == []
    with run_mail_server(settings) as server:
        send_notices()
    notice = email.message_from_bytes(server.deliveries[0].content, policy=email.policy.default)
    tab = new_context(viewport={"width": 1280, "height": 1000}).new_page()
    tab.goto(re.search(r"http\S+/edit/\d+/", notice.get_content()).group())
    tab.fill("#id_username", moderator.username)
    tab.fill("#id_password", "mat-khau")
    tab.keyboard.press("Enter")
    expect(tab.locator("blockquote mark")).to_have_text("Khai mạc ngày 5/9 tại Hà Nội.")
    tab.get_by_role("button", name="Đăng đính chính").click()
    expect(tab.locator(".messages")).to_be_visible()
    reader.goto(article.url)
    expect(reader.locator(".body")).to_contain_text("Bản trước ghi: “Khai mạc ngày 5/9 tại Hà Nội”.")
    with run_mail_server(settings) as server:
        send_outcomes()
    outcome = email.message_from_bytes(server.deliveries[0].content, policy=email.policy.default)
    assert outcome["To"] == "binh@example.org"
    assert "đã đăng đính chính" in outcome.get_content()


def test_hostile_comments_run_nothing(new_context: Any, live_server: Any, browser_errors: list[str]) -> None:
    article = factories.ArticleFactory()
    for text in TEXTS.values():
        value = text.decode(errors="ignore").replace("\0", "")
        factories.CommentFactory(page=article, body=value or "trống", author_name=value[:90] or "trống")
    administrator = factories.UserFactory(is_superuser=True)
    tab = new_context(viewport={"width": 360, "height": 740}).new_page()
    for url in (article.url, f"{article.url}?page=2"):
        tab.goto(url)
        assert tab.evaluate("window.hacked") is None
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.goto("/admin/login/?next=/admin/snippets/newsroom/comment/")
    tab.fill("#id_username", administrator.username)
    tab.fill("#id_password", "mat-khau")
    tab.keyboard.press("Enter")
    expect(tab.locator("main table")).to_be_visible()
    assert tab.evaluate("window.hacked") is None
