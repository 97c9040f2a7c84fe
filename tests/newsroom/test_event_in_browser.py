"""The edit form of an event shows the applicable fields, and the month view shows one day on phones."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.support import factories
from tests.support.editors import EDITORS, create_editor, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_form_shows_applicable_fields(new_context) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    tab = new_context(viewport={"width": 1280, "height": 1000}).new_page()
    log_in(tab, create_editor(EDITORS))
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk]))
    expect(tab.locator("#id_start_time")).to_be_visible()
    tab.check("#id_all_day")
    expect(tab.locator("#id_start_time")).to_be_hidden()
    expect(tab.locator("#id_end_time")).to_be_hidden()
    tab.uncheck("#id_all_day")
    expect(tab.locator("#id_end_time")).to_be_visible()
    tab.locator(".w-tabs [role=tab]").nth(1).click()
    details = [tab.locator(name) for name in ("#id_repeat_every", "#id_repeat_until", "#id_exceptions-ADD")]
    weekdays = tab.locator("#id_repeat_weekdays")
    for field in [*details, weekdays]:
        expect(field).to_be_hidden()
    tab.select_option("#id_repeat", "weekly")
    for field in [*details, weekdays]:
        expect(field).to_be_visible()
    tab.select_option("#id_repeat", "daily")
    expect(weekdays).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_month_view_on_phone_and_desktop(new_context, scripts: bool) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    long = "Hội nghị tổng kết công tác phổ cập giáo dục, xoá mù chữ và triển khai nhiệm vụ năm học mới " * 2
    event = factories.EventFactory(parent=section, title=long.strip(), start_date=datetime.date(2047, 1, 7))
    factories.EventFactory(parent=section, title="Không-ngắt-dòng-" * 8, start_date=datetime.date(2047, 1, 8))
    for width, is_phone in ((360, True), (768, False), (1280, False)):
        context = new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        tab = context.new_page()
        tab.goto(f"{section.url}?thang=2047-01")
        expect(tab.get_by_role("link", name=event.title)).to_be_visible()
        expect(tab.locator("time[datetime='2047-01-09']")).to_be_visible()
        other = tab.get_by_role("link", name="Không-ngắt-dòng-")
        expect(other).to_be_visible(visible=not is_phone)
        if is_phone:  # a tap on a day shows its events instead
            tab.locator("a.month-day").nth(1).click()
            expect(other).to_be_visible()
            expect(tab.get_by_role("link", name=event.title)).to_be_hidden()
        if scripts:
            for url in (f"{section.url}?thang=2047-01", section.url, f"{section.url}?qua=1", event.url):
                tab.goto(url)
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, url
        tab.close()


def test_day_with_many_events_is_opened(new_context) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    for number in range(9):
        factories.EventFactory(parent=section, title=f"Buổi {number}", start_date=datetime.date(2047, 1, 7))
    tab = new_context(viewport={"width": 1280, "height": 800}).new_page()
    tab.goto(f"{section.url}?thang=2047-01")
    entries = tab.locator(".month-entry")
    assert [entry.is_visible() for entry in entries.all()] == [True] * 3 + [False] * 6
    tab.get_by_text("+6").click()
    expect(entries.nth(8)).to_be_visible()
    expect(tab.get_by_text("+6")).to_be_hidden()
