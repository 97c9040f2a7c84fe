"""Events online: what their form asks for, and what page, calendar file and structured data say."""

import pytest
from django.test import Client

from newsroom.models import EventPage
from tests.newsroom.test_calendar_files import get_vevent
from tests.newsroom.test_event_form import admin_client, post, publish, section
from tests.newsroom.test_event_pages import get_event_facts
from tests.support import factories, page_metadata
from tests.support.article_form import get_form_errors
from tests.support.html import get_page

__all__ = ["admin_client", "section"]

pytestmark = pytest.mark.django_db

URL = "https://hop.portal.example/"


@pytest.mark.parametrize("attendance", ["online", "mixed"])
def test_online_event_needs_url_to_be_published(admin_client: Client, section, attendance: str) -> None:
    response = post(admin_client, section, attendance=attendance, online_url="")
    assert get_form_errors(response) == {"online_url": ["Nhập địa chỉ để người dự tham gia trực tuyến."]}
    event = publish(admin_client, section, attendance=attendance, online_url=URL)
    assert (event.attendance, event.joining_url) == (attendance, URL)


def test_url_of_event_at_a_place_is_dropped(admin_client: Client, section) -> None:
    event = publish(admin_client, section, attendance="offline", online_url="not a URL")
    assert (event.attendance, event.online_url) == ("offline", "")


def test_online_event_has_link_in_place_of_address(client: Client) -> None:
    where = {"place": "Trực tuyến", "address": "Số 1 đường Lê Lợi", "online_url": URL}
    shown = {}
    for attendance in EventPage.Attendance:
        event = factories.EventFactory(attendance=attendance, **where)
        link = get_page(client, event.url).find("a", href=URL)
        shown[attendance.value] = ("Số 1" in get_event_facts(client, event)["Địa điểm"], bool(link))
    assert shown == {"offline": (True, False), "online": (False, True), "mixed": (True, True)}
    cancelled = factories.EventFactory(attendance="online", status="cancelled", **where)
    assert get_page(client, cancelled.url).find("a", href=URL) is None


@pytest.mark.parametrize(
    ("attendance", "location"),
    [
        ("offline", "Trực tuyến, 12 Trần Phú"),
        ("online", "Trực tuyến, https://hop.portal.example/"),
        ("mixed", "Trực tuyến, 12 Trần Phú, https://hop.portal.example/"),
    ],
)
def test_location_of_online_event_has_its_url(client: Client, attendance: str, location: str) -> None:
    where = {"place": "Trực tuyến", "address": "12 Trần Phú", "online_url": URL}
    event = factories.EventFactory(attendance=attendance, **where)
    assert get_vevent(client, event)["LOCATION"] == location


@pytest.mark.parametrize(
    ("attendance", "mode", "types"),
    [
        ("offline", "Offline", ["Place"]),
        ("online", "Online", ["VirtualLocation"]),
        ("mixed", "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_event_location_is_place_or_url(client: Client, attendance: str, mode: str, types: list[str]) -> None:
    event = factories.EventFactory(attendance=attendance, online_url=URL)
    node = page_metadata.read_json_ld(get_page(client, event.url))["Event"]
    assert node["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    locations = node["location"] if isinstance(node["location"], list) else [node["location"]]
    assert [location["@type"] for location in locations] == types
    assert [location["url"] for location in locations if "url" in location] == (
        [] if attendance == "offline" else [URL]
    )
