"""The viewer of photos: keyboard, touch, addresses, captions that never precede their photo, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import factories
from tests.support.renditions import make_renditions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def photo(number, image):
    return {"image": image.pk, "caption": f"Lời {number}", "alt_text": f"Ảnh số {number}", "credit": "Bảo Anh"}


@pytest.fixture
def article(live_server):
    images = [factories.ImageFactory(file=factories.image_file(size=(1200, 800))) for _ in range(7)]
    gallery = {"title": "Hình ảnh", "photos": [photo(number, image) for number, image in enumerate(images, 1)]}
    single = factories.ImageFactory(file=factories.image_file(size=(800, 1200)))
    body = [{"type": "gallery", "value": gallery}, {"type": "picture", "value": photo(8, single)}]
    article = factories.ArticleFactory(title="Hội nghị", body=body, main_image=images[0])
    make_renditions()
    return article


@pytest.fixture
def viewer(page):
    return page.get_by_role("dialog")


def hash_of(page) -> str:
    return page.evaluate("location.hash")


def test_keyboard(page, viewer, article):
    page.goto(article.url)
    links = page.locator(".photos a")
    links.nth(2).press("Enter")
    expect(viewer).to_contain_text("3/7")
    expect(viewer).to_contain_text("Lời 3")
    expect(viewer).to_contain_text("Bảo Anh")
    expect(viewer.locator("img")).to_have_attribute("alt", "Ảnh số 3")
    for key, number in (("ArrowRight", 4), ("ArrowLeft", 3), ("End", 7), ("ArrowRight", 1), ("End", 7), ("Home", 1)):
        page.keyboard.press(key)
        expect(viewer).to_contain_text(f"{number}/7")
        assert hash_of(page) == f"#anh-{number}"
    names = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert set(names[:3]) == {"Ảnh sau", "Ảnh trước", "Đóng"}
    assert names[3] == names[0]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(links.nth(1)).to_be_focused()
    assert hash_of(page) == ""


@pytest.mark.long_form
def test_focus_returns_to_opener_of_hidden_photo(page, viewer, article):
    page.goto(article.url)
    links = page.locator(".photos a")
    expect(links.nth(4)).to_have_text("+2")
    expect(links.nth(5)).to_be_hidden()
    links.nth(4).press("Enter")
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("6/7")
    page.keyboard.press("Escape")
    expect(links.nth(4)).to_be_focused()


def test_touch(new_context, article):
    page = new_context(**PHONE).new_page()
    viewer = page.get_by_role("dialog")
    page.goto(article.url)
    page.locator(".photos a").first.tap()
    expect(viewer).to_contain_text("1/7")
    page.get_by_role("button", name="Ảnh sau").tap()
    expect(viewer).to_contain_text("2/7")
    swipe(page, from_x=300, to_x=100)
    expect(viewer).to_contain_text("3/7")
    swipe(page, from_x=100, to_x=300)
    expect(viewer).to_contain_text("2/7")
    page.get_by_role("button", name="Đóng").tap()
    expect(viewer).to_have_count(0)


@pytest.mark.long_form
def test_tap_outside_of_photo_closes(new_context, article):
    page = new_context(**PHONE).new_page()
    viewer = page.get_by_role("dialog")
    page.goto(article.url)
    page.locator(".photos a").first.tap()
    expect(viewer).to_contain_text("1/7")
    page.locator(".viewer img").tap()
    expect(viewer).to_have_count(1)
    page.touchscreen.tap(180, 120)
    expect(viewer).to_have_count(0)


def swipe(page, from_x, to_x):
    session = page.context.new_cdp_session(page)
    points = [{"x": from_x + (to_x - from_x) * part / 4, "y": 400} for part in range(5)]
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    # The finger rests before it is lifted: after a fling the browser takes the next tap for its end.
    page.wait_for_timeout(300)
    session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points[-1:]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_back_closes_and_address_opens(page, viewer, article):
    page.goto("/")
    page.goto(article.url)
    page.locator(".photos a").nth(1).click()
    page.keyboard.press("ArrowRight")
    expect(viewer).to_contain_text("3/7")
    page.go_back()
    expect(viewer).to_have_count(0)
    assert page.url.endswith(article.url)
    page.go_forward()
    expect(viewer).to_contain_text("3/7")
    page.goto(f"{article.url}#anh-6")
    expect(viewer).to_contain_text("6/7")
    page.reload()
    expect(viewer).to_contain_text("6/7")


@pytest.mark.long_form
def test_photo_opened_by_its_address_is_closed_without_leaving_the_page(page, viewer, article):
    page.goto(f"{article.url}#anh-6")
    expect(viewer).to_contain_text("6/7")
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    assert page.url.endswith(article.url)


def test_main_image_and_single_photo_open(page, viewer, article):
    page.goto(article.url)
    page.locator(".picture a").first.click()
    assert hash_of(page) == "#anh-chinh"
    expect(viewer.get_by_role("button")).to_have_count(1)
    page.keyboard.press("Escape")
    page.locator(".picture a").last.click()
    expect(viewer).to_contain_text("Lời 8")
    assert hash_of(page) == "#anh-8"


@pytest.mark.long_form
def test_caption_never_precedes_photo(page, viewer, article):
    waiting, is_held = [], [True]
    page.goto(article.url)
    # One route for the whole test: a request that waits while it is removed could not go on.
    page.route(re.compile(r"width-"), lambda route: waiting.append(route) if is_held[0] else route.continue_())
    page.locator(".photos a").nth(1).click()
    expect(viewer).to_have_attribute("aria-busy", "true")
    page.wait_for_timeout(200)
    assert viewer.locator("figcaption").inner_text() == ""
    while not viewer.locator("img").count():
        release(page, waiting)
    is_held[0] = False
    release(page, waiting)
    page.keyboard.press("Home")  # photo 7 is loaded as its neighbour
    expect(viewer).to_contain_text("Lời 1")
    is_held[0] = True
    page.keyboard.press("End")
    expect(viewer).to_contain_text("Lời 7")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(300)
    assert (viewer.locator("img").get_attribute("alt"), "Lời 7" in viewer.inner_text()) == ("Ảnh số 7", True)
    page.keyboard.press("Home")  # the one waited for does not come back
    expect(viewer).to_contain_text("Lời 1")
    release(page, waiting)
    page.wait_for_timeout(300)
    assert (viewer.locator("img").get_attribute("alt"), "Lời 1" in viewer.inner_text()) == ("Ảnh số 1", True)


def release(page, waiting):
    page.wait_for_timeout(50)
    while waiting:
        waiting.pop().continue_()


def test_file_has_the_size_shown_and_neighbours_are_loaded(new_context, article):
    page = new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2).new_page()
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(article.url)
    page.wait_for_load_state("networkidle")
    requested.clear()
    with page.expect_event("request", lambda request: len(requested) == 3):
        page.locator(".photos a").nth(2).click()
    page.wait_for_timeout(300)  # for a fourth
    assert len(requested) == 3
    assert all(url.endswith("width-720.webp") for url in requested)


@pytest.mark.long_form
def test_photo_that_cannot_be_loaded_leaves_its_texts(page, viewer, article, browser_errors):
    page.goto(article.url)
    page.route(re.compile(r"width-"), lambda route: route.abort())
    page.locator(".photos a").nth(1).click()
    expect(viewer).to_contain_text("Lời 2")
    expect(viewer.locator("img")).to_have_attribute("alt", "Ảnh số 2")
    browser_errors[:] = [error for error in browser_errors if "ERR_FAILED" not in error]


@pytest.mark.long_form
def test_credit_is_shown_once_for_a_set(page, article):
    page.goto(article.url)
    expect(page.locator(".gallery").get_by_text("Bảo Anh")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(new_context, article, scheme):
    page = new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme).new_page()
    page.goto(article.url)
    assert Axe().run(page).response["violations"] == []
    page.locator(".photos a").first.click()
    expect(page.locator(".viewer img")).to_be_visible()
    assert Axe().run(page).response["violations"] == []


def test_without_javascript_each_photo_has_a_page(new_context, article):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(article.url)
    page.locator(".photos a").nth(2).click()
    expect(page).to_have_url(re.compile(r"\?anh=3$"))
    expect(page.locator("main figcaption")).to_contain_text("Lời 3")
    expect(page.locator("main img")).to_have_attribute("alt", "Ảnh số 3")
    page.get_by_role("link", name="Ảnh sau").click()
    expect(page.locator("main figcaption")).to_contain_text("Lời 4")
    page.locator("main").get_by_role("link", name="Hội nghị").click()
    expect(page).to_have_url(re.compile(r"#anh-4$"))
