"""Calendar files: their properties, change detection by calendar clients, and access."""

import datetime
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from newsroom.events.recurrence import Recurrence
from newsroom.models import EventException, EventPage
from tests.support import factories
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2047, 1, 7)
NEXT_YEAR = {"start_date": MONDAY, "end_time": datetime.time(11)}


def get_calendar(client: Client, url: str) -> icalendar.Calendar:
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def get_vevent(client: Client, event: EventPage) -> icalendar.Event:
    """Return the VEVENT of the event's own file."""
    (vevent,) = get_calendar(client, f"{event.url}lich.ics").events
    return vevent


def get_titles(client: Client, url: str) -> set[str]:
    return {str(event["SUMMARY"]) for event in get_calendar(client, url).events}


def get_line(component: icalendar.Component, name: str) -> str:
    return component[name].to_ical().decode()


def publish(event: EventPage, **changes: Any) -> EventPage:
    """Publish a revision of the event with ``changes``, as the edit form does."""
    draft = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_vevent_properties(client: Client) -> None:
    unit = factories.UnitFactory(name="Phòng Giáo dục thường xuyên")
    event = factories.EventFactory(
        title="Tập huấn chuyển đổi số",
        lead="Dành cho cán bộ quản lý.",
        place="Hội trường B",
        address="12 Trần Phú; phường 1, An Lạc",
        organiser=unit,
        contact_name="Nguyễn Thị Hoa",
        contact_phone="0234 567 890",
        contact_email="hoa@portal.example",
        sign_up_url="https://dang-ky.portal.example/",
        repeat="weekly",
        repeat_until=MONDAY + datetime.timedelta(days=30),
        exceptions=(MONDAY + datetime.timedelta(days=7),),
        **NEXT_YEAR,
    )
    vevent = get_vevent(client, event)
    assert vevent["SUMMARY"] == "Tập huấn chuyển đổi số"
    assert vevent["UID"] == f"{event.translation_key}-vi"
    assert get_line(vevent, "DTSTART") == "20470107T073000"
    assert vevent["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert get_line(vevent, "DTEND") == "20470107T110000"
    assert get_line(vevent, "RRULE") == "FREQ=WEEKLY;UNTIL=20470206T003000Z;INTERVAL=1;BYDAY=MO"
    assert get_line(vevent, "EXDATE") == "20470114T073000"
    assert vevent["EXDATE"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert vevent["LOCATION"] == "Hội trường B, 12 Trần Phú; phường 1, An Lạc"
    assert vevent["STATUS"] == "CONFIRMED"
    assert vevent["URL"].endswith(event.url)
    assert vevent["URL"].startswith("http")
    assert vevent["ORGANIZER"] == "mailto:hoa@portal.example"
    assert vevent["ORGANIZER"].params["CN"] == "Phòng Giáo dục thường xuyên"
    for fact in ("Dành cho cán bộ quản lý.", "0234 567 890", "https://dang-ky.portal.example/"):
        assert fact in vevent["DESCRIPTION"]
    assert vevent.DTSTAMP == vevent.LAST_MODIFIED == event.calendar_changed_at.replace(microsecond=0)


def test_vcalendar_properties(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    factories.EventFactory(parent=section)
    response = client.get(f"{section.url}lich.ics")
    assert 'filename="lich.ics"' in response["Content-Disposition"]
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["VERSION"] == "2.0"
    assert calendar["X-WR-CALNAME"] == f"Sự kiện – {factories.get_home_page().site_name}"
    assert get_line(calendar, "REFRESH-INTERVAL") == "PT1H"
    (zone,) = calendar.timezones
    assert zone["TZID"] == "Asia/Ho_Chi_Minh"
    assert datetime.timedelta(hours=7) == zone.standard[0].TZOFFSETTO
    lines = response.content.split(b"\r\n")
    assert all(len(row) <= 75 for row in lines)
    assert b"\n" not in b"".join(lines)


def test_all_day_event_has_dates_only(client: Client) -> None:
    event = factories.EventFactory(
        start_date=MONDAY,
        end_date=MONDAY + datetime.timedelta(days=2),
        all_day=True,
        repeat="daily",
        repeat_every=7,
        repeat_until=MONDAY + datetime.timedelta(days=20),
        exceptions=(MONDAY + datetime.timedelta(days=7),),
    )
    vevent = get_vevent(client, event)
    assert (get_line(vevent, "DTSTART"), get_line(vevent, "DTEND")) == ("20470107", "20470110")
    assert vevent["DTSTART"].params["VALUE"] == vevent["EXDATE"].params["VALUE"] == "DATE"
    assert "UNTIL=20470127;" in get_line(vevent, "RRULE")


def test_organiser_requires_email(client: Client) -> None:
    event = factories.EventFactory(organiser=factories.UnitFactory(), contact_name="Nguyễn Thị Hoa")
    assert "ORGANIZER" not in get_vevent(client, event)


def test_change_increments_sequence(client: Client) -> None:
    event = factories.EventFactory(**NEXT_YEAR)
    before = get_vevent(client, event)
    EventPage.objects.update(calendar_changed_at=event.calendar_changed_at - datetime.timedelta(hours=1))
    event = publish(event, start_time=datetime.time(8))
    after = get_vevent(client, event)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.LAST_MODIFIED >= before.LAST_MODIFIED
    assert get_line(after, "DTSTART") == "20470107T080000"
    again = get_vevent(client, publish(event, exceptions=[], place="Phòng họp 2"))
    assert again["SEQUENCE"] == after["SEQUENCE"] + 1


def test_change_outside_calendar_data_keeps_file_identical(client: Client) -> None:
    event = factories.EventFactory(**NEXT_YEAR)
    url = f"{event.get_parent().url}lich.ics"
    before = client.get(url).content
    publish(event, body=[("paragraph", "<p>Thêm một đoạn.</p>")], search_description="Mô tả")
    assert client.get(url).content == before


def test_exception_increments_sequence(client: Client) -> None:
    event = factories.EventFactory(repeat="daily", repeat_count=5, **NEXT_YEAR)
    left_out = MONDAY + datetime.timedelta(days=1)
    event = publish(event, exceptions=[EventException(date=left_out)])
    vevent = get_vevent(client, event)
    assert vevent["SEQUENCE"] == 1
    assert get_line(vevent, "EXDATE") == "20470108T073000"


def test_cancelled_event_is_kept_with_status(client: Client) -> None:
    event = factories.EventFactory(title="Lễ khai giảng", **NEXT_YEAR)
    event = publish(event, status="cancelled", status_note="Vì bão số 9.")
    vevent = get_vevent(client, event)
    assert vevent["STATUS"] == "CANCELLED"
    assert vevent["SEQUENCE"] == 1
    assert vevent["SUMMARY"] == "Đã huỷ: Lễ khai giảng"
    assert "Vì bão số 9." in vevent["DESCRIPTION"]
    assert get_titles(client, f"{event.get_parent().url}lich.ics") == {"Đã huỷ: Lễ khai giảng"}


def test_postponed_event_is_tentative(client: Client) -> None:
    event = factories.EventFactory(title="Lễ khai giảng", status="postponed", **NEXT_YEAR)
    vevent = get_vevent(client, event)
    assert vevent["STATUS"] == "TENTATIVE"
    assert vevent["SUMMARY"].endswith(": Lễ khai giảng")


def test_reverting_to_old_revision_increments_sequence(client: Client) -> None:
    event = factories.EventFactory(**NEXT_YEAR)
    old = event.save_revision()
    event = publish(event, place="Phòng họp 2")
    old.publish()
    vevent = get_vevent(client, event)
    assert vevent["LOCATION"] == "Hội trường tầng 3"
    assert vevent["SEQUENCE"] == 2


HOSTILE = "Hội\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:a@b.example\x00\x1b\u2028X-EVIL:1\x85;,\\\"'"


def test_text_cannot_inject_lines(client: Client) -> None:
    unit = factories.UnitFactory(name=HOSTILE)
    event = factories.EventFactory(
        title=HOSTILE,
        lead=HOSTILE,
        place=HOSTILE,
        address=HOSTILE,
        status_note=HOSTILE,
        contact_name=HOSTILE,
        contact_email="hoa@portal.example",
        organiser=unit,
        slug="hoi-thi",
    )
    content = client.get(f"{event.url}lich.ics").content.decode()
    names = {row.partition(":")[0].partition(";")[0] for row in content.split("\r\n") if row and row[0] != " "}
    assert names.isdisjoint({"ATTENDEE", "X-EVIL"})
    assert content.count("BEGIN:VEVENT\r\n") == 1
    assert not {"\x00", "\x1b", "\u2028", "\x85"} & set(content)
    assert get_vevent(client, event)["SUMMARY"].startswith("Hội BEGIN:VEVENT ATTENDEE:mailto:a@b.example")


def test_site_calendar_has_all_events_of_language(client: Client) -> None:
    factories.EventFactory(title="Một", parent=factories.EventSectionFactory(title="Hội thi"))
    factories.EventFactory(title="Hai", parent=factories.EventSectionFactory(title="Hội nghị"))
    english = factories.EventSectionFactory(
        title="Events", parent=factories.get_home_page("en"), locale=Locale.objects.get(language_code="en")
    )
    event = factories.EventFactory(title="Three", parent=english, locale=english.locale)
    assert get_titles(client, "/lich.ics") == {"Một", "Hai"}
    assert get_titles(client, "/en/calendar.ics") == {"Three"}
    assert get_titles(client, f"{english.url}calendar.ics") == {"Three"}
    (vevent,) = get_calendar(client, f"{event.url}calendar.ics").events
    assert vevent["UID"] == f"{event.translation_key}-en"
    for wrong in ("/calendar.ics", "/en/lich.ics", f"{english.url}lich.ics", "/khong-co/lich.ics", "/x.y/lich.ics"):
        assert client.get(wrong).status_code == 404, wrong


def test_section_calendar_includes_descendants_and_past_year(client: Client) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    below = factories.EventSectionFactory(title="Hội thi", parent=section)
    today = timezone.localdate()
    for title, days in (("hôm qua", -1), ("năm ngoái", -360), ("lâu rồi", -370), ("sang năm", 500)):
        factories.EventFactory(parent=below, title=title, start_date=today + datetime.timedelta(days=days))
    factories.EventFactory(
        parent=below,
        title="từ lâu",
        start_date=today - datetime.timedelta(days=700),
        repeat="weekly",
        repeat_until=today - datetime.timedelta(days=100),
    )
    assert get_titles(client, f"{section.url}lich.ics") == {"hôm qua", "năm ngoái", "sang năm", "từ lâu"}


@pytest.mark.parametrize("kind", ["draft", "unpublished", "expired", "password", "group"])
def test_hidden_events_are_in_no_calendar(client: Client, kind: str) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    event = factories.EventFactory(parent=section, title="Họp kín", live=kind != "draft")
    match kind:
        case "unpublished":
            event.unpublish()
        case "expired":
            EventPage.objects.update(expire_at=timezone.now())
        case "password" | "group":
            restriction = PageViewRestriction.PASSWORD if kind == "password" else PageViewRestriction.GROUPS
            PageViewRestriction.objects.create(page=event, restriction_type=restriction, password="x")
    month = f"{section.url}?thang={event.start_date:%Y-%m}"
    for url in ("/lich.ics", f"{section.url}lich.ics", section.url, month, f"{section.url}rss/"):
        assert "Họp kín" not in client.get(url).content.decode(), url
    own = client.get(f"{event.url}lich.ics")
    assert own.status_code == {"password": 200, "group": 302}.get(kind, 404)
    assert b"VEVENT" not in own.content
    if kind in {"password", "group"}:
        assert "no-store" in own["Cache-Control"]


def test_calendar_of_restricted_section_is_restricted(client: Client) -> None:
    section = factories.EventSectionFactory(title="Nội bộ")
    factories.EventFactory(parent=section, title="Họp kín")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.PASSWORD, password="x")
    response = client.get(f"{section.url}lich.ics")
    assert "no-store" in response["Cache-Control"]
    assert b"VCALENDAR" not in response.content


def test_times_are_in_vietnam_time_zone(client: Client) -> None:
    event = factories.EventFactory(**NEXT_YEAR)
    with timezone.override("America/New_York"):
        event = publish(event, place="Phòng họp 2")
        vevent = get_vevent(client, event)
        text = get_text(get_page(client, event.url))
    assert get_line(vevent, "DTSTART") == "20470107T073000"
    assert event.occurrences.get().starts_at.isoformat() == "2047-01-07T00:30:00+00:00"
    assert "Thứ Hai, 07/01/2047, 7:30 – 11:00" in text


def test_no_cookie_and_no_vary_header(client: Client) -> None:
    event = factories.EventFactory()
    for url in ("/lich.ics", f"{event.get_parent().url}lich.ics", f"{event.url}lich.ics"):
        response = client.get(url)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


# --- Polling every hour


def test_unchanged_calendar_is_not_rendered_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    for number in range(30):
        factories.EventFactory(title=f"Họp {number}", parent=section, repeat="daily", repeat_count=700)
    for url in ("/lich.ics", f"{section.url}lich.ics"):
        first = client.get(url)
        assert first["Cache-Control"] == "no-cache"
        with monkeypatch.context() as patch:
            patch.setattr(icalendar.Calendar, "to_ical", None)  # rendering the calendar again would fail
            again = client.get(url, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("change", ["text", "withdrawn", "expired", "locked", "time", "unit", "address", "name", "new"])
def test_changes_are_visible_at_once(client: Client, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    section = factories.EventSectionFactory(title="Sự kiện")
    unit = factories.UnitFactory(name="Phòng A")
    today = timezone.localdate()
    event = factories.EventFactory(parent=section, organiser=unit, start_date=today - datetime.timedelta(days=300))
    kept = client.get(f"{section.url}lich.ics")
    match change:
        case "text":
            publish(event, place="Phòng họp 2")
        case "withdrawn":
            event.unpublish()
        case "expired":
            EventPage.objects.update(expire_at=timezone.now())
        case "locked":
            PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.PASSWORD, password="x")
        case "time":
            later = timezone.now() + datetime.timedelta(days=100)
            monkeypatch.setattr(timezone, "now", lambda: later)
        case "unit":
            unit.name = "Phòng B"
            unit.save()
        case "address":
            publish(event, slug="dia-chi-khac")
        case "name":
            section.title = "Lịch"
            section.save()
        case "new":
            factories.EventFactory(parent=section)
    changed = client.get(f"{section.url}lich.ics", headers={"If-None-Match": kept["ETag"]})
    assert changed.status_code == 200
    assert changed.content != kept.content


def test_renamed_unit_increments_sequence_on_publish(client: Client) -> None:
    unit = factories.UnitFactory(name="Phòng A")
    event = factories.EventFactory(organiser=unit, **NEXT_YEAR)
    unit.name = "Phòng B"
    unit.save()
    vevent = get_vevent(client, event)
    assert "Phòng B" in vevent["DESCRIPTION"]
    assert vevent["SEQUENCE"] == 0
    assert get_vevent(client, publish(event))["SEQUENCE"] == 1


def test_calendar_does_not_expand_recurrences(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    section = factories.EventSectionFactory()
    factories.EventFactory(parent=section, repeat="daily", repeat_count=700)
    counted = []
    expand_rule = Recurrence.expand_rule
    monkeypatch.setattr(Recurrence, "expand_rule", lambda *args: counted.append(args) or expand_rule(*args))
    assert b"COUNT=700" in client.get(f"{section.url}lich.ics").content
    assert counted == []


def test_calendar_name_is_escaped(client: Client) -> None:
    section = factories.EventSectionFactory(title="Thi, kiểm tra; hội họp")
    content = client.get(f"{section.url}lich.ics").content.decode()
    assert "X-WR-CALNAME:Thi\\, kiểm tra\\; hội họp" in content
