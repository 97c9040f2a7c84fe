"""The edit screen of an event shows what applies, and the month is a list on a phone."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.editors import MODERATORS, editor, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_form_shows_what_applies(new_context) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    tab = new_context(viewport={"width": 1280, "height": 1000}).new_page()
    sign_in(tab, editor(MODERATORS))
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
def test_a_month_on_a_phone_and_on_a_desk(new_context, scripts: bool) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    long = "Hội nghị tổng kết công tác phổ cập giáo dục, xoá mù chữ và triển khai nhiệm vụ năm học mới " * 2
    event = factories.EventFactory(parent=section, title=long.strip(), start_date=datetime.date(2047, 1, 7))
    factories.EventFactory(parent=section, title="Không-ngắt-dòng-" * 8, start_date=datetime.date(2047, 1, 8))
    for width, with_words in ((360, True), (768, False), (1280, False)):
        context = new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        tab = context.new_page()
        tab.goto(f"{section.url}?thang=2047-01")
        expect(tab.get_by_role("link", name=event.title)).to_be_visible()
        expect(tab.locator("time[datetime='2047-01-09']")).to_be_visible(visible=not with_words)
        box = tab.locator("time[datetime='2047-01-07'] .month-day-words").first.bounding_box()
        assert (box["width"] > 20) is with_words
        if scripts:
            for address in (f"{section.url}?thang=2047-01", section.url, f"{section.url}?qua=1", event.url):
                tab.goto(address)
                assert tab.evaluate("document.documentElement.scrollWidth") <= width, address
        tab.close()
