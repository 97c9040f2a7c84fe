"""No console errors on the edit screen: tabs, side panels, previews and choosers. The fixture collects the errors."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tab(new_context, live_server):
    image = factories.ImageFactory(description="Học sinh xếp hàng")
    article = factories.ArticleFactory(main_image=image, main_image_alt="Học sinh xếp hàng")
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    return tab


def test_edit_screen_with_preview_and_tabs(tab, browser_errors):
    for name in ("status", "comments", "checks", "preview"):
        tab.locator(f"[data-side-panel-toggle={name}]").first.click()
    preview = tab.frame_locator("#w-preview-iframe")
    expect(preview.locator("h1")).to_be_visible()
    for name in ("Chi tiết", "Tìm kiếm và địa chỉ", "Bài viết"):
        tab.get_by_role("tab", name=name).click()
    tab.locator("#id_title").focus()
    tab.keyboard.press("End")
    tab.keyboard.type(" sửa")
    expect(preview.locator("h1")).to_contain_text("sửa")
    assert browser_errors == []


def test_checks_that_overlap_run_one_after_another(tab, browser_errors):
    counts = tab.evaluate("""async () => {
        const runs = Array.from({ length: 3 }, () => window.axe.run(document.querySelector("#id_title")));
        return (await Promise.all(runs)).map((results) => results.passes.length);
    }""")
    assert len(counts) == 3
    assert counts[0] > 0
    failed = tab.evaluate('window.axe.run("#khong-co").then(() => false, () => true)')
    assert failed
    assert tab.evaluate('window.axe.run(document.querySelector("#id_title")).then(() => true)')


@pytest.mark.long_form
def test_duplicate_in_chooser_keeps_its_tab(tab, tmp_path: Path, browser_errors):
    path = tmp_path / "san-truong.jpg"
    path.write_bytes(factories.image_file(size=(64, 48)).read())
    chooser = tab.locator("#id_main_image-chooser")
    for is_duplicate in (False, True):
        tab.goto(reverse("wagtailadmin_pages:edit", args=[factories.ArticleFactory().pk]))
        chooser.locator(".unchosen [data-chooser-action-choose]").click()
        tab.get_by_role("tab", name="Tải lên").click()
        tab.locator("#id_image-chooser-upload-file").set_input_files(str(path))
        expect(tab.locator("#id_image-chooser-upload-title")).to_have_value("san-truong")
        tab.locator(".modal form [type=submit]").last.click()
        if not is_duplicate:
            expect(chooser.locator("[data-chooser-title]")).to_have_text("san-truong")
    expect(tab.locator(".modal .duplicate-upload")).to_contain_text("trùng")
    tab.get_by_role("tab", name="Tìm kiếm").locator("visible=true").last.click()
    tab.get_by_role("tab", name="Tải lên").click()
    tab.get_by_role("link", name="Dùng ảnh có sẵn").click()
    expect(tab.locator(".modal")).to_have_count(0)
    expect(chooser.locator("[data-chooser-title]")).to_have_text("san-truong")
    assert browser_errors == []
