"""The checks of titles and texts beside the editor: what they find, and that they lead to it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "https://moet.example/van-ban"


@pytest.fixture
def article() -> NewsPage:
    link = f'<p>Xem <a href="{ADDRESS}">văn bản</a> và <a href="{ADDRESS}">{ADDRESS}</a>.</p>'
    photos = [factories.ImageFactory(description=text) for text in ("", "Sân trường")]
    body = [
        {"type": "paragraph", "value": link},
        {"type": "gallery", "value": {"title": "", "photos": [{"image": photo.pk} for photo in photos]}},
    ]
    return factories.ArticleFactory(title="Hội nghị “tổng kết” của Sở GDĐT", main_image=photos[1], body=body)


@pytest.fixture
def form(article: NewsPage, new_context: Any, live_server: Any, browser_errors: list[str]) -> Any:
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(f"/admin/pages/{article.pk}/edit/")
    tab.get_by_role("button", name="Bật/tắt khung kiểm tra").click()
    tab.locator("[data-text-checks-count]").wait_for()
    yield tab
    tab.close()
    # Wagtail logs what its own checks find.
    browser_errors[:] = [error for error in browser_errors if "axe.run results" not in error]


def wait_for(form: Any, *names: str) -> None:
    """Wait until the panel lists exactly ``names``."""
    form.wait_for_function(
        """names => JSON.stringify([...document.querySelectorAll("[data-text-checks] [data-content-checker-name]")]
            .map((name) => name.textContent)) === JSON.stringify(names)""",
        arg=list(names),
    )


def write(form: Any, field: str, text: str) -> None:
    """Replace the text of a field, which may be in another tab."""
    form.evaluate(
        """([name, text]) => {
            const field = document.querySelector(`[name=${name}]`);
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        [field, text],
    )


def leads_to(form: Any, name: str) -> str:
    """Press the button of the finding; return the name of the field that has the focus then."""
    form.locator("[data-text-checks] [data-content-checker-row]", has_text=name).get_by_role("button").click()
    focused = form.locator(":is(input, textarea, select)[name]:focus")
    expect(focused).to_have_count(1)
    return focused.get_attribute("name")


@pytest.mark.long_form
def test_photo_without_alternative_text_is_found_in_its_closed_panel(form: Any) -> None:
    wait_for(form, "Chưa có văn bản thay thế")
    assert leads_to(form, "Chưa có văn bản thay thế") == "body-1-value-photos-0-value-alt_text"
    form.keyboard.type("Toàn cảnh")
    wait_for(form)
    assert form.get_by_text("Không có gì cần sửa").is_visible()


@pytest.mark.long_form
def test_deleted_blocks_are_not_checked(form: Any) -> None:
    wait_for(form, "Chưa có văn bản thay thế")
    form.evaluate("document.querySelector('[name=body-1-deleted]').value = '1'")
    wait_for(form)


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("title", "SỞ GDĐT TỔ CHỨC HỘI NGHỊ", "Tiêu đề viết toàn chữ hoa"),
        ("lead", "Sáng nay Sở họp. " * 25, "Sapô dài"),
        ("search_description", " ", "Chưa có mô tả"),
        ("main_image_caption", f"Theo {ADDRESS}", "Địa chỉ viết thành chữ"),
        ("lead", 'Hội nghị "tổng kết" năm học', "Dấu ngoặc kép"),
    ],
)
def test_each_check_leads_to_the_field(form: Any, field: str, text: str, found: str) -> None:
    wait_for(form, "Chưa có văn bản thay thế")
    write(form, field, text)
    form.locator("[data-text-checks]", has_text=found).wait_for()
    assert leads_to(form, found) == field


def test_rich_text_is_checked_but_not_its_links(form: Any) -> None:
    wait_for(form, "Chưa có văn bản thay thế")
    form.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    form.keyboard.press("Control+End")
    form.keyboard.type(" Tại www.truong.example và nói 'xin' \"chào\".")
    wait_for(form, "Chưa có văn bản thay thế", "Địa chỉ viết thành chữ", "Dấu ngoặc kép")
    assert "www.truong.example" in form.locator("[data-text-checks]").inner_text()
    assert form.evaluate("document.querySelectorAll('[data-text-checks] button').length") == 3


@pytest.mark.parametrize("title", ["Sở GDĐT", "THPT", "ĐH", "Hội nghị của SỞ"])
def test_abbreviations_are_no_capital_titles(form: Any, title: str) -> None:
    wait_for(form, "Chưa có văn bản thay thế")
    write(form, "title", title)
    write(form, "search_description", "")
    wait_for(form, "Chưa có mô tả", "Chưa có văn bản thay thế")


@pytest.mark.long_form
def test_readability_is_not_shown(form: Any) -> None:
    panel = form.locator("[data-side-panel=checks]")
    expect(panel.locator("[data-content-word-count]").first).not_to_have_text("-")
    assert "Số từ" in panel.inner_text() or "Từ" in panel.inner_text()
    assert "dễ đọc" not in panel.inner_text()
