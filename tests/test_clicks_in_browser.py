"""The clicks that the most frequent tasks take, from the dashboard on, with their limits."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.clicks import CountedTab
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: At most so many clicks, presses of Enter, shortcuts and dropped files.
SHORT_ARTICLE, WITH_MAIN_IMAGE, ATTACH, SCHEDULE, APPROVE, FIND = 5, 6, 5, 4, 2, 1


@pytest.fixture
def editor():
    return create_editor(EDITORS)


@pytest.fixture
def desk(editor, new_context, live_server, browser_errors):
    """A counted tab; ``browser_errors`` may have the autosaves that a button overtook."""
    yield CountedTab(open_logged_in_tab(editor, new_context, live_server))
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "san-truong.jpg"
    path.write_bytes(factories.image_file(size=(320, 200)).read())
    return path


@pytest.fixture
def document(tmp_path) -> Path:
    path = tmp_path / "Công văn 12.pdf"
    path.write_bytes(b"%PDF-1.4")
    return path


def go_to_dashboard(desk: CountedTab) -> None:
    desk.tab.goto(reverse("wagtailadmin_home"))
    expect(desk.tab.locator(".new-pages")).to_be_visible()
    desk.clicks = 0


def begin_article(desk: CountedTab, section, title: str) -> None:
    """Open the form from the dashboard, and write title and lead."""
    desk.click(desk.tab.get_by_role("link", name=section.title, exact=True))
    expect(desk.tab.locator("#id_title")).to_be_focused()
    desk.type(title)
    while not desk.tab.evaluate("document.activeElement.id === 'id_lead'"):
        desk.press("Tab")
    desk.type("Sáng nay, Sở tổ chức hội nghị.")


def write_paragraph(desk: CountedTab) -> None:
    body = desk.tab.locator("[data-contentpath=body]")
    desk.click(body.locator(".c-sf-add-button").first)
    desk.click(desk.tab.locator(".w-combobox [role=option]").first)
    expect(body.locator("[role=textbox]")).to_be_focused()
    desk.type("Hội nghị bàn kế hoạch tuyển sinh.")
    expect(body.locator("[name=body-0-value]")).to_have_value(re.compile("tuyển sinh"))


def publish(desk: CountedTab) -> None:
    desk.click(desk.tab.locator("footer [name=action-publish]"))
    desk.tab.wait_for_url(re.compile(r"/admin/pages/\d+/(\?.*)?$"))


def test_short_article_is_published(desk):
    section = factories.SectionFactory(title="Tin tức")
    go_to_dashboard(desk)
    begin_article(desk, section, "Hội nghị tuyển sinh")
    write_paragraph(desk)
    publish(desk)
    assert NewsPage.objects.get(title="Hội nghị tuyển sinh").live
    assert desk.clicks <= SHORT_ARTICLE


@pytest.mark.parametrize("is_dropped", [True, False])
def test_article_with_main_image_is_published(desk, photo, is_dropped):
    section = factories.SectionFactory(title="Tin tức")
    go_to_dashboard(desk)
    begin_article(desk, section, "Hội nghị có ảnh")
    if is_dropped:
        desk.drop_file(desk.tab.locator("#id_main_image-chooser"), photo, "image/jpeg")
    else:
        desk.choose_file(desk.tab.get_by_role("button", name="Tải ảnh lên"), photo)
    expect(desk.tab.locator("#id_main_image_alt")).to_be_focused()
    desk.type("Sân trường trong nắng")
    write_paragraph(desk)
    publish(desk)
    article = NewsPage.objects.get(title="Hội nghị có ảnh")
    assert (article.live, article.main_image.title) == (True, "san-truong")
    assert desk.clicks <= WITH_MAIN_IMAGE


@pytest.mark.parametrize("way", ["button", "keyboard", "dropped"])
@pytest.mark.parametrize("kind", ["article", "event"])
def test_pdf_is_attached_and_published(desk, editor, document, kind, way):
    page = {"article": factories.ArticleFactory, "event": factories.EventFactory}[kind](title="Hội nghị tuyển sinh")
    page.save_revision(user=editor, log_action=True).publish(user=editor)
    go_to_dashboard(desk)
    desk.click(desk.tab.locator("#recent-edits-section").get_by_role("link", name="Hội nghị tuyển sinh"))
    desk.click(desk.tab.get_by_role("tab", name="Chi tiết"))
    panel = desk.tab.locator("section:has(> div > #id_attachments-FORMS)")
    upload = panel.get_by_role("button", name="Tải lên tệp đính kèm")
    expect(upload).to_be_visible()
    if way == "dropped":
        desk.drop_file(panel, document, "application/pdf")
    elif way == "keyboard":
        upload.focus()
        expect(upload).to_be_focused()
        desk.choose_file_by_key(document)
    else:
        desk.choose_file(upload, document)
    expect(panel.locator("[data-chooser-title]")).to_have_text(["Công văn 12"])
    publish(desk)
    page.refresh_from_db()
    assert [str(row) for row in page.attachments.all()] == ["Công văn 12"]
    desk.tab.goto(page.url)
    expect(desk.tab.get_by_role("link", name="Công văn 12")).to_be_visible()
    assert desk.clicks <= ATTACH


def test_draft_is_scheduled(desk, editor):
    article = factories.ArticleFactory(title="Chờ đến giờ", live=False)
    article.save_revision(user=editor, log_action=True)
    go_to_dashboard(desk)
    desk.click(desk.tab.locator("#recent-edits-section").get_by_role("link", name="Chờ đến giờ"))
    toggle = desk.tab.locator("footer [data-w-dropdown-target=toggle]").last
    expect(toggle).to_have_attribute("aria-expanded", "false")  # it opens from now on
    desk.click(toggle)
    desk.click(desk.tab.locator("[data-a11y-dialog-show=schedule-publishing-dialog]:visible"))
    while not desk.tab.evaluate("document.activeElement.id === 'id_go_live_at'"):
        desk.press("Tab")
    desk.type("2/1/2037 8h30")
    desk.press("Enter")
    desk.tab.wait_for_url(re.compile(r"/admin/pages/\d+/(\?.*)?$"))
    revision = NewsPage.objects.get().scheduled_revision
    assert f"{timezone.localtime(revision.approved_go_live_at):%d/%m/%Y %H:%M}" == "02/01/2037 08:30"
    assert desk.clicks <= SCHEDULE


def test_submitted_article_is_approved(desk):
    article, writer = factories.ArticleFactory(title="Chờ duyệt", live=False), create_editor()
    article.save_revision(user=writer)
    article.get_workflow().start(article, writer)
    go_to_dashboard(desk)
    desk.click(desk.tab.locator("#waiting-section").get_by_role("button", name="Duyệt", exact=True))
    expect(desk.tab.locator(".messages")).to_contain_text("Đã duyệt")
    assert NewsPage.objects.get().live
    assert desk.clicks <= APPROVE


def test_old_article_is_found_from_dashboard_by_a_word_of_its_body(desk):
    factories.ArticleFactory(title="Hội khoẻ Phù Đổng", body=[{"type": "paragraph", "value": "<p>Đá cầu</p>"}])
    desk.tab.goto(reverse("wagtailadmin_home"))
    desk.tab.locator("main [type=search], main [name=q]").first.focus()
    desk.type("đá cầu")
    desk.press("Enter")
    expect(desk.tab.get_by_role("link", name="Hội khoẻ Phù Đổng").first).to_be_visible()
    assert desk.clicks <= FIND


# --- What must not happen by mistake


def test_enter_in_title_saves_draft(desk):
    section = factories.SectionFactory(title="Tin tức")
    go_to_dashboard(desk)
    begin_article(desk, section, "Chưa xong")
    desk.tab.locator("#id_title").focus()
    desk.press("Enter")
    desk.tab.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    assert not NewsPage.objects.get().live


def test_schedule_without_time_is_refused(desk, editor):
    article = factories.ArticleFactory(live=False)
    article.save_revision(user=editor)
    desk.tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    desk.tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    desk.tab.locator("[data-a11y-dialog-show=schedule-publishing-dialog]:visible").click()
    desk.tab.locator("[data-schedule-button]").click()
    field = desk.tab.locator("#id_go_live_at")
    assert field.evaluate("field => field.validationMessage") == "Nhập ngày giờ đăng."
    assert not NewsPage.objects.get().live


def test_escape_closes_calendar_and_only_then_the_dialog(desk, editor):
    article = factories.ArticleFactory(live=False)
    article.save_revision(user=editor)
    desk.tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    desk.tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    desk.tab.locator("[data-a11y-dialog-show=schedule-publishing-dialog]:visible").click()
    field = desk.tab.locator("#id_go_live_at")
    field.click()
    calendar = desk.tab.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)
    desk.press("Escape")
    expect(calendar).to_have_count(0)
    expect(field).to_be_visible()
    desk.press("Escape")
    expect(field).to_be_hidden()
