"""Searching in a browser: suggestions in the header, the results page and its filters, on phone and desktop."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests.support import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal() -> None:
    news = factories.SectionFactory(title="Tin tức")
    exams = factories.SectionFactory(title="Thi cử")
    for number in range(14):
        published = datetime.datetime(2024 if number % 2 else 2023, 5, number + 1, 8, tzinfo=datetime.UTC)
        factories.ArticleFactory(title=f"Hội nghị số {number}", parent=news, published_at=published)
    for number in range(12):
        published = datetime.datetime(2024, 6, number + 1, 8, tzinfo=datetime.UTC)
        factories.ArticleFactory(title=f"Hội nghị thi {number}", parent=exams, published_at=published)
    factories.ArticleFactory(title="Hội nghị giao ban", parent=news, published_at=timezone.now())


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def visitor(request, new_context, portal):
    return new_context(viewport={"width": request.param, "height": 800}).new_page()


def open_search(tab):
    """Return the search box: in the header, or on the search page, to which a link in the header of a phone leads."""
    if tab.locator("#site_search").is_visible():
        return tab.locator("#site_search")
    tab.locator(".search-link").click()
    return tab.locator("#page_search")


def choose_filter(tab, name: str, label: str) -> None:
    """Choose a filter; on a phone the filters are collapsed."""
    tab.wait_for_load_state()
    if not tab.locator(".narrow-parts").is_visible():
        tab.locator(".narrow summary").click()
    tab.locator(f"[aria-labelledby=narrow_{name}] a", has_text=label).click()


def find_problems(tab) -> list[str]:
    violations = Axe().run(tab).response["violations"]
    return [f"{violation['id']}: {node['html'][:120]}" for violation in violations for node in violation["nodes"]]


def test_suggestions_work_with_keyboard(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/")
    box = open_search(visitor)
    box.press_sequentially("hoi nghi gi", delay=20)
    options = visitor.locator("[role=option]")
    expect(options.first).to_contain_text("Hội nghị giao ban")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert [box.get_attribute(name) for name in ("type", "enterkeyhint")] == ["text", "search"]
    assert find_problems(visitor) == []
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(visitor).to_have_url(re.compile("/hoi-nghi-giao-ban/$"))
    expect(visitor.locator("h1")).to_have_text("Hội nghị giao ban")


def test_suggestions_close_and_form_is_submitted(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/")
    box = open_search(visitor)
    box.press_sequentially("hội", delay=20)
    options = visitor.locator("[role=option]")
    expect(options).to_have_count(9)  # eight pages and the search of the whole portal
    box.press("ArrowUp")  # from the search box to the last suggestion
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("hội")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("Enter")  # no suggestion is selected
    expect(visitor).to_have_url(re.compile(r"/tim-kiem/\?q=h%E1%BB%99i$"))


def test_suggestions_show_what_matched_and_end_with_the_whole_portal(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/tim-kiem/")
    visitor.locator("#page_search").press_sequentially("hoi gi", delay=20)
    options = visitor.locator("main [role=option]")
    expect(options.first.locator("b")).to_have_text(["Hội", "gi"])
    expect(options.last).to_have_text("Tìm “hoi gi” trong toàn cổng")
    options.last.click()
    expect(visitor).to_have_url(re.compile(r"/tim-kiem/\?q=hoi%20gi$"))


def test_suggestion_can_be_tapped(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/tim-kiem/")
    visitor.locator("#page_search").press_sequentially("giao ban", delay=20)
    visitor.locator("main [role=option]").first.click()
    expect(visitor).to_have_url(re.compile("/hoi-nghi-giao-ban/$"))


def test_filters_work_and_back_button_restores_results(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/")
    box = open_search(visitor)
    box.fill("hội nghị")
    box.press("Enter")
    expect(visitor.locator(".result-count")).to_contain_text("Có 27 kết quả cho “hội nghị”")
    expect(visitor.locator(".results > li")).to_have_count(10)
    assert find_problems(visitor) == []
    choose_filter(visitor, "section", "Thi cử")
    expect(visitor.locator(".result-count")).to_contain_text("Có 12 kết quả")
    choose_filter(visitor, "year", "2024")
    expect(visitor.locator(".result-count")).to_contain_text("Có 12 kết quả")
    expect(visitor.locator("[aria-labelledby=narrow_year] [aria-current]")).to_have_text("2024")
    visitor.locator(".pagination [rel=next]").click()
    expect(visitor.locator(".results > li")).to_have_count(2)
    assert find_problems(visitor) == []
    visitor.go_back()
    expect(visitor.locator(".results > li")).to_have_count(10)
    visitor.go_back()
    expect(visitor.locator("[aria-labelledby=narrow_year] [aria-current]")).to_have_count(0)
    width = visitor.evaluate("document.documentElement.scrollWidth")
    assert width <= visitor.viewport_size["width"]


def test_search_works_without_javascript(new_context, portal) -> None:
    from playwright.sync_api import expect

    tab = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    tab.goto("/")
    open_search(tab).fill("hoi nghi")
    tab.locator("main [role=search] [type=submit]").click()
    tab.locator(".narrow summary").click()
    tab.locator("[aria-labelledby=narrow_section] a", has_text="Thi cử").click()
    expect(tab.locator(".result-count")).to_contain_text("Có 12 kết quả")
