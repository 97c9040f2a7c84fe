"""Dates and times in the admin stay as they were typed until the server has read them, and can still be picked."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from newsroom.models import EventPage
from tests import factories
from tests.editors import MODERATORS, desk_of, editor, press_publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(new_context, live_server, browser_errors):
    """The form of a new event; drafts with half a date in them are refused while the typing goes on."""
    section = factories.EventSectionFactory(title="Sự kiện")
    tab = desk_of(editor(MODERATORS), new_context, live_server)
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk]))
    yield tab
    browser_errors[:] = [error for error in browser_errors if "400 (Bad Request)" not in error]


def type_into(tab, field: str, text: str) -> None:
    picker = tab.locator(".xdsoft_datetimepicker:visible")
    tab.locator(field).click()
    expect(picker).to_have_count(1)  # it opens a moment after the click
    tab.locator(field).fill("")
    tab.locator(field).press_sequentially(text)
    tab.keyboard.press("Tab")
    expect(tab.locator(field)).to_have_value(text)
    expect(picker).to_have_count(0)


def test_what_is_typed_stays(desk) -> None:
    for text in ("7h30", "7 giờ 30", "25:99", "24:00"):
        type_into(desk, "#id_start_time", text)
    for text in ("31/02/2047", "01/13/2047", "mai", "01/01/0001", "7/1"):
        type_into(desk, "#id_start_date", text)
    desk.locator("#id_title").fill("Tập huấn")
    type_into(desk, "#id_start_time", "25:99")
    press_publish(desk)
    for field, text in (("#id_start_time", "25:99"), ("#id_start_date", "7/1")):
        expect(desk.locator(field)).to_have_value(text)
    assert not EventPage.objects.filter(live=True).exists()


def test_an_event_typed_and_picked(desk) -> None:
    for field, text in {"title": "Tập huấn", "lead": "Một buổi.", "place": "Hội trường"}.items():
        desk.fill(f"#id_{field}", text)
    type_into(desk, "#id_start_date", "07/01/2047")
    type_into(desk, "#id_start_time", "7h30")
    desk.locator("#id_end_time").click()
    desk.locator(".xdsoft_datetimepicker:visible .xdsoft_time", has_text="11:00").dispatch_event("click")
    expect(desk.locator("#id_end_time")).to_have_value("11:00")
    desk.locator("#id_end_date").click()
    desk.locator(".xdsoft_datetimepicker:visible td[data-date]").first.click()
    expect(desk.locator("#id_end_date")).not_to_have_value("")
    desk.keyboard.press("Escape")
    type_into(desk, "#id_end_date", "07/01/2047")
    desk.locator(".w-tabs [role=tab]").nth(2).click()
    desk.fill("#id_search_description", "Tập huấn cho giáo viên.")
    press_publish(desk)
    desk.wait_for_selector(".messages .success")
    event = EventPage.objects.get()
    assert (event.start_date, event.start_time) == (datetime.date(2047, 1, 7), datetime.time(7, 30))
    assert (event.end_date, event.end_time) == (datetime.date(2047, 1, 7), datetime.time(11))


def test_notices(new_context, live_server) -> None:
    tab = desk_of(editor(), new_context, live_server)
    tab.goto(reverse("wagtailsnippets_home_notice:add"))
    type_into(tab, "#id_ends_at", "20h")
