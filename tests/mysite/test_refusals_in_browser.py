"""A refused save leads to its field, wherever that is: another tab, a block, a closed panel, a row, a dialog."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from home.models import HomePage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SET_VALUES = """values => {
    for (const [name, value] of Object.entries(values)) {
        const field = document.getElementsByName(name)[0];
        field.value = value;
        for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
    }
}"""
#: The field with the focus, if it is on the screen.
FOCUSED = """() => {
    const { activeElement: field } = document;
    const { top, bottom } = field.getBoundingClientRect();
    const visible = field.checkVisibility() && top >= 0 && bottom <= innerHeight;
    return visible && field.name;
}"""


@pytest.fixture
def tab(new_context: Any, live_server: Any, browser_errors: list[str]) -> Iterator[Any]:
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    yield tab
    tab.close()
    # Drafts with errors are not stored, which the browser logs.
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]


def be_refused(tab: Any, instance: Any, values: dict[str, str], button: str = "footer [name=action-publish]") -> None:
    """Open the form of ``instance``, enter ``values``, try to publish, and press the button of the message."""
    tab.goto(AdminURLFinder().get_edit_url(instance))
    tab.wait_for_load_state("networkidle")
    tab.evaluate(SET_VALUES, values)
    if not tab.locator(button).first.is_visible():
        tab.locator("footer [data-w-dropdown-target=toggle]").last.click()
    tab.locator(button).locator("visible=true").first.click()
    tab.get_by_role("button", name="Đến lỗi đầu tiên").click()


def expect_focus(tab: Any, name: str) -> None:
    tab.wait_for_function(f"name => ({FOCUSED})() === name", arg=name)


def build_article() -> Any:
    photos = [{"image": factories.ImageFactory(description="").pk, "alt_text": "Sân"}]
    body = [
        {"type": "paragraph", "value": "<p>Tin.</p>"},
        {"type": "gallery", "value": {"title": "", "photos": photos}},
        {"type": "links", "value": {"title": "", "links": [{"url": "https://moet.example", "label": "Bộ"}]}},
    ]
    return factories.ArticleFactory(body=body)


@pytest.mark.parametrize(
    "values",
    [
        {"title": ""},
        {"search_description": " "},
        {"slug": "rss"},
        {"publication_date": "1/1/1800 8:00"},
        {"source_url": "khong-phai"},
        {"body-1-value-photos-0-value-alt_text": ""},
        {"body-2-value-links-0-value-label": ""},
        {"body-2-value-links-0-value-url": "x y"},
        {"expire_at": "1/1/2020 8:00"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_refused_article_leads_to_its_field(tab: Any, values: dict[str, str]) -> None:
    be_refused(tab, build_article(), values)
    expect_focus(tab, next(iter(values)))


@pytest.mark.long_form
def test_refused_article_without_content_leads_to_its_text(tab: Any) -> None:
    article = factories.ArticleFactory(live=False, body=[])
    article.save_revision()
    be_refused(tab, article, {})
    assert tab.locator("[data-contentpath=body]").evaluate("body => body.contains(document.activeElement)")


@pytest.mark.parametrize(
    "values",
    [
        {"start_date": ""},
        {"end_date": "1/1/2000"},
        {"repeat_until": "1/1/2000", "repeat": "weekly"},
        {"exceptions-0-date": "1/1/2000", "repeat": "weekly"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_refused_event_leads_to_its_field(tab: Any, values: dict[str, str]) -> None:
    event = factories.EventFactory(repeat="weekly", repeat_count=5)
    if "exceptions-0-date" in values:
        event.exceptions.create(date=event.start_date)
    event.save_revision().publish()
    be_refused(tab, event, values)
    expect_focus(tab, next(iter(values)))


@pytest.mark.long_form
def test_refused_home_page_leads_to_its_field(tab: Any) -> None:
    be_refused(tab, HomePage.objects.get(slug="home"), {"mourning_from": "1/5/2026"})
    expect_focus(tab, "mourning_until")


def test_refused_notice_leads_to_its_field(tab: Any) -> None:
    be_refused(tab, factories.NoticeFactory(), {"starts_at": "2/1/2027 8:00", "ends_at": "1/1/2027 8:00"})
    expect_focus(tab, "ends_at")


def test_refused_unit_leads_to_its_field(tab: Any) -> None:
    be_refused(tab, factories.UnitFactory(), {"name": ""})
    expect_focus(tab, "name")


def test_bulk_refusal_leads_to_the_text(tab: Any) -> None:
    article = factories.ArticleFactory(live=False, body=[])
    article.save_revision()
    tab.goto(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={article.pk}&next=/admin/")
    tab.locator("main form [type=submit]").first.click()
    tab.wait_for_url(f"**/admin/pages/{article.pk}/edit/#body")
    assert tab.get_by_text("cần có nội dung").first.is_visible()
    body = tab.locator("[data-contentpath=body]")
    assert body.evaluate("body => body.getBoundingClientRect().top < innerHeight")
