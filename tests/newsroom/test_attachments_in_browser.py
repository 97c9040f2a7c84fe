"""Uploading several attachments at once in the edit form of articles and events."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mysite.models import PortalDocument
from newsroom.models import EventPage, NewsPage
from newsroom.models.attachments import AttachmentsPanel
from tests.support import factories
from tests.support.editors import create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def create_files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    return [folder / name for name in names]


@pytest.fixture
def tab(new_context, live_server):
    return open_logged_in_tab(create_editor(), new_context, live_server)


def open_panel(tab, page):
    tab.goto(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    tab.get_by_role("tab", name="Chi tiết").click()
    panel = tab.locator("section:has(> div > #id_attachments-FORMS)")
    expect(panel.get_by_role("button", name="Tải lên tệp đính kèm")).to_be_visible()
    return panel


def upload(panel, files):
    panel.locator("input[type=file]").set_input_files([str(path) for path in files])
    expect(panel.locator("[role=status]")).to_contain_text("Đã thêm")


def locate_titles(panel):
    return panel.locator("[data-inline-panel-child]:not(.deleted) [data-chooser-title]")


def save_draft(tab):
    tab.locator("footer .action-save").first.click()
    tab.locator(".messages .success").wait_for()  # an autosave changes the URL too


@pytest.mark.parametrize("kind", ["article", "event"])
def test_files_become_rows_in_order_after_those_there(tab, tmp_path, kind):
    page = {"article": factories.ArticleFactory, "event": factories.EventFactory}[kind]()
    page.attachments.create(document=factories.DocumentFactory(title="Đã có"), locale=page.locale, sort_order=0)
    page.save_revision()
    panel = open_panel(tab, page)
    upload(panel, create_files(tmp_path, "Phụ lục 10.pdf", "Công văn.docx", "Phụ lục 2.pdf"))
    expected = ["Đã có", "Công văn", "Phụ lục 2", "Phụ lục 10"]
    expect(locate_titles(panel)).to_have_text(expected)
    expect(panel.locator("[role=status]")).to_have_text("Đã thêm 3 tệp đính kèm.")
    expect(panel.locator("[role=alert]")).to_be_empty()
    save_draft(tab)
    draft = {"article": NewsPage, "event": EventPage}[kind].objects.get().get_latest_revision_as_object()
    assert [str(row) for row in draft.attachments.order_by("sort_order")] == expected


def test_refused_files_are_named_and_nothing_else_is_lost(tab, tmp_path, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 5_000
    panel = open_panel(tab, factories.ArticleFactory())
    (tmp_path / "Lớn.pdf").write_bytes(b"%PDF-1.4" + b"\0" * 6_000)
    (tmp_path / "Trống.pdf").write_bytes(b"")
    upload(panel, [*create_files(tmp_path, "phan-mem.exe", "Một.pdf"), tmp_path / "Lớn.pdf", tmp_path / "Trống.pdf"])
    expect(locate_titles(panel)).to_have_text(["Một"])
    refusals = dict(line.split(": ", 1) for line in panel.locator("[role=alert] li").all_inner_texts())
    assert refusals.keys() == {"phan-mem.exe", "Lớn.pdf", "Trống.pdf"}
    assert "exe" in refusals["phan-mem.exe"]
    assert "lớn hơn" in refusals["Lớn.pdf"]
    assert refusals["Trống.pdf"] == "Tệp được gửi không có nội dung."
    assert PortalDocument.objects.count() == 1
    expect(tab.locator("#id_title")).to_have_value(NewsPage.objects.get().title)


@pytest.mark.long_form
def test_network_error_and_limit_affect_one_file_each(tab, tmp_path, browser_errors, monkeypatch):
    get_options = AttachmentsPanel.BoundPanel.js_opts
    monkeypatch.setattr(AttachmentsPanel.BoundPanel, "js_opts", lambda panel: get_options(panel) | {"maxForms": 2})
    panel = open_panel(tab, factories.ArticleFactory())
    sent = []

    def fail_second(route):
        if route.request.method == "POST":
            sent.append(route)
        route.abort() if len(sent) == 2 else route.fallback()

    tab.route("**/admin/attachments/", fail_second)
    upload(panel, create_files(tmp_path, "1.pdf", "2.pdf", "3.pdf", "4.pdf"))
    expect(locate_titles(panel)).to_have_text(["1", "3"])
    lines = panel.locator("[role=alert] li").all_inner_texts()
    assert [line.split(":")[0] for line in lines] == ["2.pdf", "4.pdf"]
    assert "tối đa" in lines[1]
    browser_errors[:] = [error for error in browser_errors if "ERR_FAILED" not in error]


@pytest.mark.long_form
def test_upload_does_not_take_the_focus_from_what_the_editor_writes(tab, tmp_path):
    panel = open_panel(tab, factories.ArticleFactory())
    waiting = []
    tab.route("**/admin/attachments/", lambda route: waiting.append(route))
    panel.locator("input[type=file]").set_input_files([str(path) for path in create_files(tmp_path, "1.pdf")])
    expect(panel.locator("[role=status]")).to_have_text("Đang tải tệp đính kèm: 1/1")
    source = tab.locator("#id_source_name")
    source.focus()
    waiting[0].continue_()
    expect(locate_titles(panel)).to_have_text(["1"])
    expect(source).to_be_focused()
    tab.unroute("**/admin/attachments/")


@pytest.mark.long_form
def test_row_can_be_moved_and_removed(tab, tmp_path):
    page = factories.ArticleFactory()
    panel = open_panel(tab, page)
    upload(panel, create_files(tmp_path, "1.pdf", "2.pdf", "3.pdf"))
    rows = panel.locator("[data-inline-panel-child]:not(.deleted)")
    rows.nth(1).locator("[data-inline-panel-child-move-up]").click()
    expect(locate_titles(panel)).to_have_text(["2", "1", "3"])
    rows.nth(2).locator("[id$=-DELETE-button]").click()
    expect(locate_titles(panel)).to_have_text(["2", "1"])
    save_draft(tab)
    draft = NewsPage.objects.get().get_latest_revision_as_object()
    assert [str(row) for row in draft.attachments.order_by("sort_order")] == ["2", "1"]
