"""Searching as a visitor does: suggestions in the header, the page, its filters; on a phone and at a desk."""

import datetime
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from tests import factories

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


def narrow(tab, name: str, label: str) -> None:
    """Choose one of the ways to narrow the results; on a phone they are folded together."""
    tab.wait_for_load_state()
    if not tab.locator(".narrow-parts").is_visible():
        tab.locator(".narrow summary").click()
    tab.locator(f"[aria-labelledby=narrow_{name}] a", has_text=label).click()


def complaints(tab) -> list[str]:
    found = Axe().run(tab).response["violations"]
    return [f"{violation['id']}: {node['html'][:120]}" for violation in found for node in violation["nodes"]]


def test_suggestions_with_the_keyboard(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/")
    box = visitor.locator("#site_search")
    box.press_sequentially("hoi nghi gi", delay=20)
    options = visitor.locator(".site-header [role=option]")
    expect(options.first).to_contain_text("Hội nghị giao ban")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert complaints(visitor) == []
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(visitor).to_have_url(re.compile("/hoi-nghi-giao-ban/$"))
    expect(visitor.locator("h1")).to_have_text("Hội nghị giao ban")


def test_suggestions_close_and_let_the_form_go(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/")
    box = visitor.locator("#site_search")
    box.press_sequentially("hội", delay=20)
    options = visitor.locator(".site-header [role=option]")
    expect(options).to_have_count(8)
    box.press("ArrowUp")  # from the box to the last one
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("hội")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("Enter")  # none is chosen
    expect(visitor).to_have_url(re.compile(r"/tim-kiem/\?q=h%E1%BB%99i$"))


def test_a_suggestion_is_tapped(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/tim-kiem/")
    visitor.locator("#page_search").press_sequentially("giao ban", delay=20)
    visitor.locator("main [role=option]").first.click()
    expect(visitor).to_have_url(re.compile("/hoi-nghi-giao-ban/$"))


def test_the_page_its_filters_and_the_way_back(visitor) -> None:
    from playwright.sync_api import expect

    visitor.goto("/")
    visitor.locator("#site_search").fill("hội nghị")
    visitor.locator("#site_search").press("Enter")
    expect(visitor.locator(".result-count")).to_contain_text("Có 27 kết quả cho “hội nghị”")
    expect(visitor.locator(".results > li")).to_have_count(10)
    assert complaints(visitor) == []
    narrow(visitor, "section", "Thi cử")
    expect(visitor.locator(".result-count")).to_contain_text("Có 12 kết quả")
    narrow(visitor, "year", "2024")
    expect(visitor.locator(".result-count")).to_contain_text("Có 12 kết quả")
    expect(visitor.locator("[aria-labelledby=narrow_year] [aria-current]")).to_have_text("2024")
    visitor.locator(".pagination [rel=next]").click()
    expect(visitor.locator(".results > li")).to_have_count(2)
    assert complaints(visitor) == []
    visitor.go_back()
    expect(visitor.locator(".results > li")).to_have_count(10)
    visitor.go_back()
    expect(visitor.locator("[aria-labelledby=narrow_year] [aria-current]")).to_have_count(0)
    width = visitor.evaluate("document.documentElement.scrollWidth")
    assert width <= visitor.viewport_size["width"]


def test_without_javascript(new_context, portal) -> None:
    from playwright.sync_api import expect

    tab = new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    tab.goto("/")
    tab.locator("#site_search").fill("hoi nghi")
    tab.locator(".site-header [type=submit]").click()
    tab.locator(".narrow summary").click()
    tab.locator("[aria-labelledby=narrow_section] a", has_text="Thi cử").click()
    expect(tab.locator(".result-count")).to_contain_text("Có 12 kết quả")
