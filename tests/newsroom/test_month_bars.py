"""A wide calendar shows an event of several days as a bar over them."""

import datetime

import pytest
from django.test import Client

from newsroom.models import EventSection
from tests.support import factories
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db


def get_bars(client: Client, month: str) -> dict[int, list[tuple[str, set[str]]]]:
    """Return titles and classes of the bars by day."""
    section = EventSection.objects.first()
    page = get_page(client, f"{section.url}?thang={month}")
    cells = {int(get_text(cell.select_one(".month-day-number"))): cell for cell in page.select("td.has-events")}
    return {
        number: [(get_text(entry.a), set(entry["class"]) - {"month-entry", "month-bar"}) for entry in found]
        for number, cell in cells.items()
        if (found := cell.select(".month-bar"))
    }


def create_event(title: str, first: str, last: str) -> None:
    days = {"start_date": datetime.date.fromisoformat(first), "end_date": datetime.date.fromisoformat(last)}
    section = EventSection.objects.first() or factories.EventSectionFactory()
    factories.EventFactory(parent=section, title=title, all_day=True, **days)


def test_bar_begins_anew_in_each_week_and_month(client: Client) -> None:
    create_event("Nhận hồ sơ", "2047-01-30", "2047-02-05")  # Wednesday to Tuesday
    assert get_bars(client, "2047-01") == {
        30: [("Nhận hồ sơ", {"month-bar-begins", "month-bar-2"})],
        31: [("Nhận hồ sơ", set())],
    }
    assert get_bars(client, "2047-02") == {
        1: [("Nhận hồ sơ", {"month-bar-begins", "month-bar-3"})],
        2: [("Nhận hồ sơ", set())],
        3: [("Nhận hồ sơ", set())],
        4: [("Nhận hồ sơ", {"month-bar-begins", "month-bar-2"})],
        5: [("Nhận hồ sơ", {"month-bar-ends"})],
    }


def test_bar_keeps_its_row_within_a_week(client: Client) -> None:
    create_event("Hội thi", "2047-01-07", "2047-01-08")  # Monday to Tuesday
    create_event("Tuyển sinh", "2047-01-08", "2047-01-10")
    create_event("Tập huấn", "2047-01-09", "2047-01-10")
    bars = get_bars(client, "2047-01")
    assert bars[8] == [
        ("Hội thi", {"month-bar-ends"}),
        ("Tuyển sinh", {"month-bar-begins", "month-bar-3"}),
    ]
    assert bars[9] == [  # the row of the one that has ended is taken again
        ("Tập huấn", {"month-bar-begins", "month-bar-2"}),
        ("Tuyển sinh", set()),
    ]
    create_event("Trại", "2047-01-14", "2047-01-15")
    create_event("Hội khoẻ", "2047-01-15", "2047-01-17")
    assert get_bars(client, "2047-01")[16] == [("Hội khoẻ", {"month-rows-1"})]


def test_bars_are_above_the_events_of_the_day(client: Client) -> None:
    create_event("Hội thi", "2047-01-08", "2047-01-09")
    create_event("Tuyển sinh", "2047-01-07", "2047-01-11")
    create_event("Họp", "2047-01-08", "2047-01-08")
    section = EventSection.objects.first()
    cell = get_page(client, f"{section.url}?thang=2047-01").select_one("td#d8")
    assert [get_text(link) for link in cell.select("li a")] == ["Tuyển sinh", "Hội thi", "Họp"]
    assert len(cell.select(".month-bar")) == 2
