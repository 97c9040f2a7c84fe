"""What is on the first screen of a phone and of a laptop; enlarged text; colours in both schemes."""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support import factories
from tests.support.renditions import make_renditions
from tests.support.samples import TEST_ALL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, LAPTOP = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
#: How far down the page an element begins and ends, in pixels.
TOP = "element => Math.round(element.getBoundingClientRect().top + window.scrollY)"
BOTTOM = "element => Math.round(element.getBoundingClientRect().bottom + window.scrollY)"


@pytest.fixture
def urls(live_server) -> list[str]:
    """One page of each type, below an office with a long name, a motto, a logo and a menu."""
    home = factories.get_home_page()
    home.site_name = "Sở Giáo dục và Đào tạo tỉnh An Lạc"
    home.logo = factories.ImageFactory()
    home.save()
    factories.MottoFactory()
    section = factories.SectionFactory(title="Tin tức", show_in_menus=True)
    subsection = factories.SectionFactory(parent=section, title="Giáo dục phổ thông", show_in_menus=True)
    articles = factories.ArticleFactory.create_batch(
        4, parent=subsection, main_image=factories.ImageFactory(), is_headline=True, tags=("Tuyển sinh",)
    )
    event = factories.EventFactory(title="Hội nghị giao ban tháng mười hai với các trường")
    pages = [
        section,
        articles[0],
        event,
        event.get_parent(),
        factories.StandardPageFactory(),
        factories.OrganisationPageFactory(),
        factories.ContactPageFactory(),
    ]
    author = factories.AuthorFactory()
    articles[0].bylines.create(author=author, locale=articles[0].locale)
    make_renditions()
    found = [*(page.get_url() for page in pages), author.get_absolute_url(), articles[0].tags.get().get_absolute_url()]
    return [*found, "/tim-kiem/?q=hội", "/so-do-cong/"]


def test_frame_of_a_phone_leaves_room_for_the_page(new_context, urls):
    factories.NoticeFactory.create_batch(3)
    tab = new_context(viewport=PHONE).new_page()
    for url in urls:
        tab.goto(url)
        assert tab.locator(".notices").evaluate(BOTTOM) <= 120, url
        assert tab.locator("h1").evaluate(TOP) <= 200, url
        assert tab.get_by_text("3 thông báo").is_visible(), url


def test_notices_are_closed_for_the_visit(new_context, urls):
    factories.NoticeFactory()
    context = new_context(viewport=PHONE)
    tab = context.new_page()
    tab.goto(urls[0])
    tab.get_by_role("button", name="Đóng các thông báo").click()
    for url in (urls[1], "/"):
        tab.goto(url)
        expect(tab.locator("[data-notices]")).to_be_hidden()
    factories.NoticeFactory(text="<p>Thông báo sau</p>")
    tab.goto(urls[1])
    expect(tab.get_by_text("2 thông báo")).to_be_visible()
    assert context.cookies() == []
    without_script = new_context(java_script_enabled=False).new_page()
    without_script.goto(urls[1])
    expect(without_script.locator(".notice-close")).to_be_hidden()


def test_urgent_notice_is_shown_in_full(new_context, urls):
    text = "Do bão số 5, toàn tỉnh nghỉ học từ chiều 12/9 đến hết ngày 14/9. Các trường trực 24/24 giờ và giữ liên lạc."
    factories.NoticeFactory(text=f"<p>{text:.<160}</p>", urgent=True)
    factories.NoticeFactory()
    tab = new_context(viewport=PHONE).new_page()
    for url in ["/", *urls]:
        tab.goto(url)
        assert tab.get_by_text(text).is_visible()
        assert tab.locator("h1").evaluate(TOP) <= 320, url


@pytest.mark.parametrize(("viewport", "limit"), [(PHONE, 600), (LAPTOP, 700)])
def test_leading_headline_is_on_the_first_screen(new_context, urls, viewport, limit):
    factories.NoticeFactory()
    tab = new_context(viewport=viewport).new_page()
    tab.goto("/")
    assert tab.locator(".headlines .card-title").first.evaluate(BOTTOM) <= limit


@pytest.mark.long_form
def test_enlarged_text_does_not_scroll_sideways(new_context, urls):
    factories.NoticeFactory()
    tab = new_context(viewport=PHONE).new_page()
    for url in ["/", *urls]:
        tab.goto(url)
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], url


@pytest.mark.long_form
def test_current_menu_item_is_visible_in_forced_colours(new_context, urls):
    tab = new_context(viewport=LAPTOP, forced_colors="active").new_page()
    tab.goto(urls[0])
    outline = tab.locator(".menu-wide [aria-current]").first.evaluate(
        "element => getComputedStyle(element).outlineWidth"
    )
    assert outline == "2px"


def test_theme_is_chosen_in_the_footer_and_kept(new_context, urls):
    context = new_context(viewport=LAPTOP, color_scheme="light")
    tab = context.new_page()
    background = "getComputedStyle(document.body).backgroundColor"
    tab.goto(urls[0])
    light = tab.evaluate(background)
    tab.get_by_label("Tối").check()
    dark = tab.evaluate(background)
    assert dark != light
    tab.goto(urls[1])
    assert tab.evaluate(background) == dark
    assert tab.get_by_label("Tối").is_checked()
    assert context.cookies() == []
    tab.get_by_label("Theo thiết bị").check()
    tab.reload()
    assert tab.evaluate(background) == light
    without_script = new_context(java_script_enabled=False).new_page()
    without_script.goto(urls[0])
    assert without_script.locator(".display").first.is_hidden()


@pytest.mark.long_form
def test_text_size_is_chosen_in_the_footer_and_kept(new_context, urls):
    context = new_context(viewport=PHONE)
    tab = context.new_page()
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    tab.goto(urls[1])
    normal = tab.evaluate(size)
    tab.get_by_label("Rất lớn").check()
    assert tab.evaluate(size) == pytest.approx(1.375 * normal)
    for url in (urls[0], urls[1]):
        tab.goto(url)
        assert tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert tab.evaluate(size) == pytest.approx(1.375 * normal)
    tab.get_by_label("Vừa").check()
    assert tab.evaluate(size) == normal
    assert context.cookies() == []


def test_phone_menu_has_languages_and_search_is_linked(new_context, urls):
    tab = new_context(viewport=PHONE).new_page()
    tab.goto(urls[0])
    menu = tab.locator(".menu-narrow")
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="English")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="English")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    tab.get_by_role("banner").get_by_role("link", name="Tìm").click()
    expect(tab.locator("#page_search")).to_be_visible()


@pytest.mark.long_form
def test_pages_are_accessible(new_context, urls):
    factories.NoticeFactory.create_batch(2)
    factories.NoticeFactory(urgent=True)
    # In “make test” each colour scheme and each width once.
    combine = product if TEST_ALL else zip
    for scheme, width in combine(["light", "dark"], [360, 1280]):
        tab = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
        for url in ["/", *urls]:
            tab.goto(url)
            if url != "/":
                tab.locator(".notice-group summary").click()
            assert Axe().run(tab).response["violations"] == [], (scheme, width, url)
