"""“Lưu” gives an article as one HTML file that needs no connection."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.support import factories
from tests.support.html import get_texts
from tests.support.renditions import make_renditions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(live_server):
    link = factories.StandardPageFactory(title="Thể lệ")
    body = [
        {"type": "paragraph", "value": f'<p>Xem <a linktype="page" id="{link.pk}">thể lệ</a>.</p>'},
        factories.gallery_value(factories.SmallImageFactory.create_batch(7)),
    ]
    article = factories.ArticleFactory(title="Hội nghị “tổng kết”", main_image=factories.SmallImageFactory(), body=body)
    make_renditions()
    return article


def test_article_is_saved_with_images_and_styles(page, article, live_server, tmp_path: Path) -> None:
    page.goto(article.url)
    with page.expect_download() as download:
        page.get_by_role("button", name="Lưu").click()
    assert download.value.suggested_filename == "hoi-nghi-tong-ket.html"
    download.value.save_as(tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    file = BeautifulSoup(text, "html.parser")
    assert file.html["lang"] == "vi"
    assert get_texts(file.select("h1")) == ["Hội nghị “tổng kết”"]
    assert [image["src"].partition(";")[0] for image in file.select("img")] == ["data:image/webp"] * 8
    assert file.select("script, button, link, [srcset]") == []
    assert file.select_one(".body p:not(.main-image) a[href*=the-le]")["href"] == f"{live_server.url}/the-le/"
    assert file.select("main > p a")[-1]["href"].endswith(article.url)
    assert "--paper" in file.style.string
    assert "@media print" in file.style.string


def test_saved_file_looks_like_the_article(new_context, article, tmp_path: Path) -> None:
    tab = new_context(viewport={"width": 360, "height": 740}).new_page()
    tab.goto(article.url)
    size = "getComputedStyle(document.querySelector('h1')).fontSize"
    expected = tab.evaluate(size)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Lưu").click()
    download.value.save_as(tmp_path / "a.html")
    offline = new_context(viewport={"width": 360, "height": 740}, offline=True).new_page()
    offline.set_content((tmp_path / "a.html").read_text(encoding="utf-8"))
    assert offline.evaluate(size) == expected
    assert offline.evaluate("[...document.images].every((image) => image.naturalWidth > 0 && image.checkVisibility())")
    assert offline.evaluate("document.documentElement.scrollWidth") <= 360


def test_failure_is_shown_until_the_next_attempt(page, article, browser_errors) -> None:
    page.goto(article.url)
    page.route("**/media/**", lambda route: route.fulfill(status=502, body="Bad gateway"))
    button, message = page.get_by_role("button", name="Lưu"), page.get_by_text("Không lưu được trang.")
    button.click()
    message.wait_for()
    page.unroute_all()
    with page.expect_download():
        button.click()
    message.wait_for(state="hidden")
    browser_errors.clear()  # of the refused images


@pytest.mark.parametrize("name", ["In", "Lưu"])
def test_browsers_within_apps_are_not_offered_what_they_cannot_do(new_context, article, name: str) -> None:
    tab = new_context(user_agent="Mozilla/5.0 (Linux; Android 14; SM-A057F; wv) Chrome/120 Zalo android/12").new_page()
    tab.goto(article.url)
    tab.get_by_role("link", name="Zalo").wait_for()
    assert tab.get_by_role("button", name=name, exact=True).count() == 0


def test_print_button_prints(page, article) -> None:
    page.goto(article.url)
    page.evaluate("() => { window.print = () => { window.isPrinted = true; }; }")
    page.get_by_role("button", name="In", exact=True).click()
    assert page.evaluate("window.isPrinted")
