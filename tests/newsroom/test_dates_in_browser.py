"""Dates and times typed in the admin are kept until the server has parsed them, and can still be picked."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.models import EventPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, open_logged_in_tab, press_publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def event_form_tab(new_context, live_server, browser_errors):
    """A tab with the form of a new event. Autosaves with incomplete dates are rejected meanwhile."""
    section = factories.EventSectionFactory(title="Sự kiện")
    tab = open_logged_in_tab(create_editor(EDITORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk]))
    yield tab
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]


def type_into(tab, field: str, text: str) -> None:
    picker = tab.locator(".xdsoft_datetimepicker:visible")
    tab.locator(field).click()
    expect(picker).to_have_count(1)  # opens with a delay after the click
    tab.locator(field).fill("")
    tab.locator(field).press_sequentially(text)
    tab.keyboard.press("Tab")
    expect(tab.locator(field)).to_have_value(text)
    expect(picker).to_have_count(0)


@pytest.mark.long_form
def test_typed_dates_and_times_are_kept(event_form_tab) -> None:
    for text in ("7h30", "7 giờ 30", "25:99", "24:00"):
        type_into(event_form_tab, "#id_start_time", text)
    for text in ("31/02/2047", "01/13/2047", "mai", "01/01/0001", "7/1"):
        type_into(event_form_tab, "#id_start_date", text)
    event_form_tab.locator("#id_title").fill("Tập huấn")
    type_into(event_form_tab, "#id_start_time", "25:99")
    press_publish(event_form_tab)
    for field, text in (("#id_start_time", "25:99"), ("#id_start_date", "7/1")):
        expect(event_form_tab.locator(field)).to_have_value(text)
    assert not EventPage.objects.filter(live=True).exists()


def test_event_dates_can_be_typed_and_picked(event_form_tab) -> None:
    for field, text in {"title": "Tập huấn", "lead": "Một buổi.", "place": "Hội trường"}.items():
        event_form_tab.fill(f"#id_{field}", text)
    type_into(event_form_tab, "#id_start_date", "07/01/2047")
    type_into(event_form_tab, "#id_start_time", "7h30")
    event_form_tab.locator("#id_end_time").click()
    event_form_tab.locator(".xdsoft_datetimepicker:visible .xdsoft_time", has_text="11:00").dispatch_event("click")
    expect(event_form_tab.locator("#id_end_time")).to_have_value("11:00")
    event_form_tab.locator("#id_end_date").click()
    event_form_tab.locator(".xdsoft_datetimepicker:visible td[data-date]").first.click()
    expect(event_form_tab.locator("#id_end_date")).not_to_have_value("")
    event_form_tab.keyboard.press("Escape")
    type_into(event_form_tab, "#id_end_date", "07/01/2047")
    event_form_tab.locator(".w-tabs [role=tab]").nth(2).click()
    event_form_tab.fill("#id_search_description", "Tập huấn cho giáo viên.")
    press_publish(event_form_tab)
    event_form_tab.wait_for_selector(".messages .success")
    event = EventPage.objects.get()
    assert (event.start_date, event.start_time) == (datetime.date(2047, 1, 7), datetime.time(7, 30))
    assert (event.end_date, event.end_time) == (datetime.date(2047, 1, 7), datetime.time(11))


def test_notice_times_can_be_typed_and_picked(new_context, live_server) -> None:
    tab = open_logged_in_tab(create_editor(), new_context, live_server)
    tab.goto(reverse("wagtailsnippets_home_notice:add"))
    type_into(tab, "#id_ends_at", "20h")
