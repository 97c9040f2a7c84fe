"""An article in a browser: on a phone, with the keyboard, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.support import factories
from tests.support.renditions import make_renditions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILM = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Phóng sự", "picture": None, "alt_text": ""}


@pytest.fixture
def article(live_server):
    body = [factories.gallery_value([factories.ImageFactory() for _ in range(3)]), {"type": "video", "value": FILM}]
    section = factories.SectionFactory(title="Tin tức")
    factories.StandardPageFactory(title="Giới thiệu", show_in_menus=True)
    article = factories.ArticleFactory(title="Hội nghị", parent=section, body=body)
    make_renditions()
    return article


def test_menu_works_without_scripts(new_context, article) -> None:
    page = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    page.goto(article.url)
    menu = page.locator("details.menu")
    expect(menu.get_by_role("link", name="Giới thiệu")).to_be_hidden()
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Giới thiệu")).to_be_visible()


def test_video_is_loaded_on_click_only(page, article, browser_errors) -> None:
    page.goto(article.url)
    page.wait_for_load_state("networkidle")
    assert browser_errors == []
    page.get_by_role("link", name="Xem video").click()
    player = page.locator("iframe")
    expect(player).to_have_attribute("src", re.compile(r"^https://www\.youtube-nocookie\.com/embed/abcdefghijk"))
    expect(player).to_have_attribute("title", "Phóng sự")
    page.wait_for_timeout(300)
    # The click loads the video, so this request to another host is allowed (it is aborted).
    assert any("youtube-nocookie.com" in error for error in browser_errors)
    browser_errors.clear()


@pytest.mark.parametrize("width", [320, 360, 768, 1400])
def test_no_horizontal_overflow(new_context, article, width: int) -> None:
    wide = [[f"Cột số {n}" for n in range(20)]] * 3
    article.body = [*article.body.raw_data, {"type": "table", "value": {"data": wide, "table_caption": "Bảng rộng"}}]
    article.save()
    page = new_context(viewport={"width": width, "height": 740}).new_page()
    for url in ("/", article.url, article.get_parent().url, "/tim-kiem/?q=h"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, url


@pytest.mark.long_form
def test_wide_table_scrolls_below_its_caption(new_context, article) -> None:
    head = ["Trường", *(f"Chỉ tiêu {year}" for year in range(2010, 2026))]
    rows = [[f"THPT số {n}", *(f"{n},5" for _ in head[1:])] for n in range(60)]
    table = {"data": [head, *rows], "table_caption": "Chỉ tiêu", "first_row_is_table_header": True}
    article.body = [{"type": "table", "value": table}]
    article.save()
    page = new_context(viewport={"width": 360, "height": 640}).new_page()
    page.goto(article.url)
    box = page.locator(".table-box")
    place = "element => [element.getBoundingClientRect().left, element.getBoundingClientRect().top].map(Math.round)"
    caption = page.locator(".table figcaption")
    before = caption.evaluate(place)
    corner = box.locator("thead th").first.evaluate(place)
    box.evaluate("element => element.scrollTo(500, 800)")
    assert caption.evaluate(place) == before
    assert box.locator("thead th").first.evaluate(place) == corner
    assert box.locator("tbody tr").nth(40).locator("td").first.evaluate(place)[0] == corner[0]
    number = box.locator("tbody td").nth(1)
    assert number.evaluate("element => getComputedStyle(element).textAlign") == "right"
    assert number.evaluate("element => element.getBoundingClientRect().height") < 45  # one line


@pytest.mark.long_form
def test_skip_link_is_first_in_tab_order(page, article) -> None:
    page.goto(article.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Chuyển đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.long_form
def test_paper_has_the_url(page, article) -> None:
    page.goto(article.url)
    page.emulate_media(media="print")
    text = page.evaluate("getComputedStyle(document.querySelector('main'), '::after').content")
    assert text == f'"http://testserver{article.url}"'
