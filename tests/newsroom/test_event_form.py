"""The edit screen of an event: what it refuses and says, drafts half filled in, previews, copies and aliases."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from newsroom.models import EventPage
from tests import factories
from tests.editors import MODERATORS, client_of, editor
from tests.forms import problems

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2047, 1, 7)


def form(**changes: Any) -> dict[str, Any]:
    """What a browser posts for an event on a Monday morning, with ``changes`` typed in."""
    exceptions = changes.pop("exceptions", [])
    weekdays = changes.pop("repeat_weekdays", [])
    data = nested_form_data(
        {
            "title": "Tập huấn",
            "slug": "tap-huan",
            "lead": "Mỗi tuần một buổi.",
            "search_description": "Tập huấn cho giáo viên.",
            "start_date": "07/01/2047",
            "start_time": "07:30",
            "end_date": "",
            "end_time": "11:00",
            "repeat": "",
            "repeat_every": "1",
            "repeat_until": "",
            "repeat_count": "",
            "status": "scheduled",
            "place": "Hội trường B",
            "agenda": {"count": "0"},
            "body": {"count": "0"},
            "exceptions": inline_formset([{"date": day} for day in exceptions]),
            "attachments": inline_formset([]),
            "articles": inline_formset([]),
            "comments": inline_formset([]),
            **changes,
        }
    )
    return {**data, "repeat_weekdays": weekdays}


@pytest.fixture
def section():
    return factories.EventSectionFactory(title="Sự kiện")


@pytest.fixture
def desk() -> Client:
    return client_of(editor(MODERATORS))


def post(desk: Client, section: Any, **changes: Any) -> Any:
    action = changes.pop("action", "action-publish")
    address = reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk])
    return desk.post(address, form(**changes) | ({action: "1"} if action else {}))


def publish(desk: Client, section: Any, **changes: Any) -> EventPage:
    response = post(desk, section, **changes)
    assert response.status_code == 302, problems(response)
    return EventPage.objects.get()


def days(event: EventPage) -> list[datetime.date]:
    return [row.first_day for row in event.occurrences.all()]


def test_dates_as_they_are_written_here(desk: Client, section) -> None:
    event = publish(desk, section, start_date="31/12/2046", end_date="01/01/2047")
    assert (event.start_date, event.end_date) == (datetime.date(2046, 12, 31), datetime.date(2047, 1, 1))


def test_a_repeating_event_with_an_exception(desk: Client, section) -> None:
    event = publish(
        desk, section, repeat="weekly", repeat_weekdays=["MO", "WE"], repeat_count="4", exceptions=["09/01/2047"]
    )
    assert event.repeat_weekdays == "MO,WE"
    assert days(event) == [MONDAY + datetime.timedelta(days=number) for number in (0, 7, 9)]


TYPED_TIMES = ["7:30", "07:30", "7h30", "7H30", "07h30", "7.30", "7 giờ 30", "07:30:00"]


@pytest.mark.parametrize("typed", TYPED_TIMES)
def test_times_as_they_are_written_here(desk: Client, section, typed: str) -> None:
    event = publish(desk, section, start_time=typed, end_time="11h")
    assert (event.start_time, event.end_time) == (datetime.time(7, 30), datetime.time(11))


REFUSED = [
    ("start_date", {"start_date": ""}),
    ("start_date", {"start_date": "32/01/2047"}),
    ("start_date", {"start_date": "01/01/0001"}),
    ("start_date", {"start_date": "31/12/9999"}),
    ("start_time", {"start_time": ""}),
    ("start_time", {"start_time": "25:00"}),
    ("start_time", {"start_time": "24:00"}),
    ("start_date", {"start_date": "7/1"}),
    ("repeat_until", {"repeat": "daily", "repeat_until": "31/12/9999"}),
    ("end_date", {"end_date": "06/01/2047"}),
    ("end_time", {"end_time": "07:30"}),
    ("repeat_until", {"repeat": "daily"}),
    ("repeat_until", {"repeat": "daily", "repeat_until": "06/01/2047"}),
    ("repeat_until", {"repeat": "daily", "repeat_until": "08/01/2047", "repeat_count": "3"}),
    ("repeat_until", {"repeat": "daily", "repeat_until": "01/01/2199"}),
    ("repeat_count", {"repeat": "daily", "repeat_count": "0"}),
    ("repeat_count", {"repeat": "daily", "repeat_count": "32000"}),
    ("repeat_count", {"repeat": "monthly_date", "repeat_every": "99", "repeat_count": "700"}),
    ("repeat_every", {"repeat": "daily", "repeat_count": "3", "repeat_every": "0"}),
    ("repeat_every", {"repeat": "daily", "repeat_count": "3", "repeat_every": ""}),
    ("repeat", {"repeat": "yearly"}),
    ("repeat_weekdays", {"repeat": "weekly", "repeat_count": "3", "repeat_weekdays": ["TU"]}),
    ("repeat_weekdays", {"repeat": "weekly", "repeat_count": "3", "repeat_weekdays": ["XX"]}),
    ("start_date", {"repeat": "monthly_last_day", "repeat_count": "3"}),
    ("start_date", {"repeat": "monthly_last_weekday", "repeat_count": "3"}),
]


@pytest.mark.parametrize(("field", "typed"), REFUSED)
def test_impossible_dates_are_refused_beside_their_field(
    desk: Client, section, field: str, typed: dict[str, Any]
) -> None:
    response = post(desk, section, **typed)
    assert response.status_code == 200
    assert field in problems(response)
    assert not EventPage.objects.exists()


def test_an_exception_that_the_rule_never_gives(desk: Client, section) -> None:
    response = post(desk, section, repeat="weekly", repeat_count="3", exceptions=["08/01/2047"])
    assert "date" in problems(response)["exceptions"][0]


def test_an_event_without_any_day(desk: Client, section) -> None:
    response = post(desk, section, repeat="daily", repeat_count="2", exceptions=["07/01/2047", "08/01/2047"])
    assert "date" in problems(response)["exceptions"][1]


def test_exceptions_of_an_earlier_rule_say_nothing(desk: Client, section) -> None:
    event = publish(desk, section, exceptions=["07/01/2047"])
    assert days(event) == [MONDAY]


HIDDEN = [
    {"repeat_every": ""},
    {"repeat_every": "1000000"},
    {"repeat_until": "31/12/9999"},
    {"repeat_until": "31/02/2047", "repeat_count": "một"},
    {"repeat_weekdays": ["XX"]},
    {"exceptions": [""]},
    {"exceptions": ["31/02/2047", "09/01/2047"]},
    {"all_day": "on", "start_time": "25:99", "end_time": "7"},
    {"all_day": "on", "start_time": "11:00", "end_time": "07:30"},
]


@pytest.mark.parametrize("action", ["action-publish", None])
@pytest.mark.parametrize("typed", HIDDEN)
def test_what_the_form_hides_is_not_complained_of(desk: Client, section, typed: dict[str, Any], action) -> None:
    response = post(desk, section, action=action, **typed)
    assert response.status_code == 302, problems(response)
    event = EventPage.objects.get().get_latest_revision_as_object()
    assert (event.repeat_every, event.repeat_until, event.repeat_count) == (1, None, None)
    assert (event.repeat_weekdays, event.exceptions.count()) == ("", 0)
    assert not event.all_day or (event.start_time, event.end_time) == (None, None)


def test_everything_wrong_is_said_at_once(desk: Client, section) -> None:
    response = post(desk, section, lead="", end_date="06/01/2047", repeat="weekly", exceptions=["31/02/2047"])
    assert {"lead", "end_date", "repeat_until", "exceptions"} <= problems(response).keys()
    response = post(
        desk, section, title="", end_time="07:00", repeat="daily", repeat_count="2", exceptions=["09/01/2047"]
    )
    assert {"title", "end_time", "exceptions"} <= problems(response).keys()


def test_what_is_typed_wrongly_says_nothing_of_the_rest(desk: Client, section) -> None:
    event = publish(desk, section)
    typed = form(start_date="7/1", end_date="08/01/2047", repeat="monthly_last_day") | {"action-publish": "1"}
    response = desk.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), typed)
    assert problems(response).keys() == {"start_date"}


def test_an_end_at_the_very_beginning(desk: Client, section) -> None:
    assert problems(post(desk, section, end_time="7h30"))["end_time"] == ["Phải kết thúc sau khi bắt đầu."]


def test_an_all_day_event_needs_no_time(desk: Client, section) -> None:
    event = publish(desk, section, all_day="on", start_time="", end_time="")
    assert days(event) == [MONDAY]


HALF_FILLED = [
    {"start_date": "", "start_time": ""},
    {"start_date": "", "repeat": "weekly"},
    {"start_date": "31/12/9999", "repeat": "daily", "repeat_count": "3"},
    {"start_time": "", "repeat": "monthly_last_day", "repeat_until": "01/01/2000"},
    {"end_date": "01/01/2000"},
    {"repeat": "daily", "exceptions": ["01/01/2047"]},
    {"lead": "", "place": "", "search_description": ""},
]


@pytest.mark.parametrize("typed", HALF_FILLED)
def test_a_draft_may_be_half_filled_in(desk: Client, section, typed: dict[str, Any]) -> None:
    response = post(desk, section, action=None, **typed)
    assert response.status_code == 302, problems(response)
    event = EventPage.objects.get()
    assert not event.live
    preview = desk.get(reverse("wagtailadmin_pages:view_draft", args=[event.pk]))
    assert preview.status_code == 200


@pytest.mark.parametrize("typed", HALF_FILLED)
def test_a_published_event_may_have_a_half_filled_draft(desk: Client, section, typed: dict[str, Any]) -> None:
    event = publish(desk, section)
    response = desk.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), form(**typed))
    assert response.status_code == 302, problems(response)
    event.refresh_from_db()
    assert event.has_unpublished_changes
    assert days(event) == [MONDAY]
    assert event.calendar_sequence == 0


def test_a_preview_shows_what_is_typed(desk: Client, section) -> None:
    address = reverse("wagtailadmin_pages:preview_on_add", args=["newsroom", "eventpage", section.pk])
    typed = form(repeat="daily", repeat_count="3", exceptions=["08/01/2047"])
    assert desk.post(address, typed).json()["is_valid"]
    text = desk.get(address, {"mode": ""}).content.decode()
    assert "Thứ Hai, 07/01/2047, 7:30 – 11:00" in text
    assert "Thứ Tư, 09/01/2047" in text
    assert not EventPage.objects.exists()


def test_the_editors_own_time_zone_does_not_matter(section) -> None:
    user = editor(MODERATORS)
    UserProfile.objects.create(user=user, current_time_zone="UTC")
    desk = client_of(user)
    event = publish(desk, section)
    assert event.occurrences.get().starts_at.isoformat() == "2047-01-07T00:30:00+00:00"
    preview = desk.get(reverse("wagtailadmin_pages:view_draft", args=[event.pk]))
    assert "Thứ Hai, 07/01/2047, 7:30 – 11:00" in preview.content.decode()


def test_a_copy_an_alias_and_a_move_take_place_too(section) -> None:
    event = factories.EventFactory(
        parent=section,
        start_date=MONDAY,
        repeat="daily",
        repeat_count=3,
        exceptions=(MONDAY + datetime.timedelta(days=1),),
    )
    shown = [MONDAY, MONDAY + datetime.timedelta(days=2)]
    copy = event.copy(update_attrs={"slug": "ban-sao"}, keep_live=True)
    assert days(copy) == shown
    assert copy.translation_key != event.translation_key
    alias = event.create_alias(update_slug="bi-danh")
    assert days(alias) == shown
    event.move(factories.EventSectionFactory(), pos="last-child")
    event = EventPage.objects.get(pk=event.pk)
    assert days(event) == shown
    event.exceptions = []
    event.save_revision().publish()
    assert len(days(event)) == len(days(EventPage.objects.get(pk=alias.pk))) == 3
    assert days(copy) == shown


def test_withdrawn_and_published_again(section) -> None:
    event = factories.EventFactory(parent=section, start_date=MONDAY)
    event.unpublish()
    assert days(event) == []
    event.save_revision().publish()
    assert days(event) == [MONDAY]
    assert event.calendar_sequence == 0
