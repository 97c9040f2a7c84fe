"""An article in a real browser: on a phone, with the keyboard, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILM = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Phóng sự", "picture": None, "alt_text": ""}


@pytest.fixture
def article(live_server):
    body = [factories.gallery([factories.ImageFactory() for _ in range(3)]), {"type": "video", "value": FILM}]
    section = factories.SectionFactory(title="Tin tức")
    factories.StandardPageFactory(title="Giới thiệu", show_in_menus=True)
    return factories.ArticleFactory(title="Hội nghị", parent=section, body=body)


def test_gallery_by_keyboard(page, article) -> None:
    page.goto(article.url)
    photos = page.locator("[data-gallery] a")
    photos.nth(1).press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2/3. Ảnh 1")
    expect(dialog.locator("img")).to_have_attribute("alt", "Ảnh số 1")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("3/3")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("1/3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(photos.nth(2)).to_be_focused()


def test_gallery_by_touch(new_context, article) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    page.goto(article.url)
    page.locator("[data-gallery] a").first.tap()
    page.get_by_role("button", name="Ảnh sau").tap()
    expect(page.get_by_role("dialog")).to_contain_text("2/3")
    page.get_by_role("button", name="Đóng").tap()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_scripts_photos_and_menu_work(new_context, article) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    page.goto(article.url)
    menu = page.locator("details.menu")
    expect(menu.get_by_role("link", name="Giới thiệu")).to_be_hidden()
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Giới thiệu")).to_be_visible()
    page.locator("[data-gallery] a").first.click()
    expect(page).to_have_url(re.compile(r"/media/images/.*1440.*\.jpg$"))


def test_a_film_is_loaded_by_a_click_only(page, article, browser_errors) -> None:
    page.goto(article.url)
    page.wait_for_load_state("networkidle")
    assert browser_errors == []
    page.get_by_role("link", name="Xem video").click()
    player = page.locator("iframe")
    expect(player).to_have_attribute("src", re.compile(r"^https://www\.youtube-nocookie\.com/embed/abcdefghijk"))
    expect(player).to_have_attribute("title", "Phóng sự")
    page.wait_for_timeout(300)
    # The click asked for it, so here a request may leave the machine (it is stopped on its way).
    assert any("youtube-nocookie.com" in error for error in browser_errors)
    browser_errors.clear()


@pytest.mark.parametrize("width", [320, 360, 768, 1400])
def test_nothing_is_wider_than_the_window(new_context, article, width: int) -> None:
    wide = [[f"Cột số {n}" for n in range(20)]] * 3
    article.body = [*article.body.raw_data, {"type": "table", "value": {"data": wide, "table_caption": "Bảng rộng"}}]
    article.save()
    page = new_context(viewport={"width": width, "height": 740}).new_page()
    for address in ("/", article.url, article.get_parent().url, "/tim-kiem/?q=h"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, address


def test_keyboard_reaches_the_content_first(page, article) -> None:
    page.goto(article.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Chuyển đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
