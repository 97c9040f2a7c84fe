"""The edit form of an event: validation, incomplete drafts, previews, copies and aliases."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from newsroom.models import EventPage
from tests.support import factories
from tests.support.article_form import get_form_errors
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2047, 1, 7)


def event_form_data(**changes: Any) -> dict[str, Any]:
    """Return the form data of an event on a Monday morning, with ``changes`` applied."""
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
def admin_client() -> Client:
    return login_client(create_editor(EDITORS))


def post(admin_client: Client, section: Any, **changes: Any) -> Any:
    action = changes.pop("action", "action-publish")
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk])
    return admin_client.post(url, event_form_data(**changes) | ({action: "1"} if action else {}))


def publish(admin_client: Client, section: Any, **changes: Any) -> EventPage:
    response = post(admin_client, section, **changes)
    assert response.status_code == 302, get_form_errors(response)
    return EventPage.objects.get()


def get_occurrence_days(event: EventPage) -> list[datetime.date]:
    return [row.first_day for row in event.occurrences.all()]


def test_vietnamese_date_formats_are_accepted(admin_client: Client, section) -> None:
    event = publish(admin_client, section, start_date="31/12/2046", end_date="01/01/2047")
    assert (event.start_date, event.end_date) == (datetime.date(2046, 12, 31), datetime.date(2047, 1, 1))


def test_recurring_event_with_exception(admin_client: Client, section) -> None:
    event = publish(
        admin_client,
        section,
        repeat="weekly",
        repeat_weekdays=["MO", "WE"],
        repeat_count="4",
        exceptions=["09/01/2047"],
    )
    assert event.repeat_weekdays == "MO,WE"
    assert get_occurrence_days(event) == [MONDAY + datetime.timedelta(days=number) for number in (0, 7, 9)]


TYPED_TIMES = [
    "7g30",
    "7h 30",
    "7 giờ 30 phút",
    "7:30",
    "07:30",
    "7h30",
    "7H30",
    "07h30",
    "7.30",
    "7 giờ 30",
    "07:30:00",
]


@pytest.mark.parametrize("typed", TYPED_TIMES)
def test_vietnamese_time_formats_are_accepted(admin_client: Client, section, typed: str) -> None:
    event = publish(admin_client, section, start_time=typed, end_time="11h")
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
def test_invalid_dates_show_field_errors(admin_client: Client, section, field: str, typed: dict[str, Any]) -> None:
    response = post(admin_client, section, **typed)
    assert response.status_code == 200
    assert field in get_form_errors(response)
    assert not EventPage.objects.exists()


def test_exception_outside_recurrence_is_rejected(admin_client: Client, section) -> None:
    response = post(admin_client, section, repeat="weekly", repeat_count="3", exceptions=["08/01/2047"])
    assert "date" in get_form_errors(response)["exceptions"][0]


def test_event_without_occurrences_is_rejected(admin_client: Client, section) -> None:
    response = post(admin_client, section, repeat="daily", repeat_count="2", exceptions=["07/01/2047", "08/01/2047"])
    assert "date" in get_form_errors(response)["exceptions"][1]


def test_exceptions_of_non_recurring_event_are_ignored(admin_client: Client, section) -> None:
    event = publish(admin_client, section, exceptions=["07/01/2047"])
    assert get_occurrence_days(event) == [MONDAY]


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
def test_hidden_fields_are_not_validated(admin_client: Client, section, typed: dict[str, Any], action) -> None:
    response = post(admin_client, section, action=action, **typed)
    assert response.status_code == 302, get_form_errors(response)
    event = EventPage.objects.get().get_latest_revision_as_object()
    assert (event.repeat_every, event.repeat_until, event.repeat_count) == (1, None, None)
    assert (event.repeat_weekdays, event.exceptions.count()) == ("", 0)
    assert not event.all_day or (event.start_time, event.end_time) == (None, None)


def test_all_errors_are_shown_at_once(admin_client: Client, section) -> None:
    response = post(admin_client, section, lead="", end_date="06/01/2047", repeat="weekly", exceptions=["31/02/2047"])
    assert {"lead", "end_date", "repeat_until", "exceptions"} <= get_form_errors(response).keys()
    response = post(
        admin_client, section, title="", end_time="07:00", repeat="daily", repeat_count="2", exceptions=["09/01/2047"]
    )
    assert {"title", "end_time", "exceptions"} <= get_form_errors(response).keys()


def test_invalid_field_causes_no_further_errors(admin_client: Client, section) -> None:
    event = publish(admin_client, section)
    typed = event_form_data(start_date="7/1", end_date="08/01/2047", repeat="monthly_last_day") | {
        "action-publish": "1"
    }
    response = admin_client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), typed)
    assert get_form_errors(response).keys() == {"start_date"}


def test_end_time_equal_to_start_is_rejected(admin_client: Client, section) -> None:
    assert get_form_errors(post(admin_client, section, end_time="7h30"))["end_time"] == [
        "Thời điểm kết thúc phải sau thời điểm bắt đầu."
    ]


def test_an_all_day_event_needs_no_time(admin_client: Client, section) -> None:
    event = publish(admin_client, section, all_day="on", start_time="", end_time="")
    assert get_occurrence_days(event) == [MONDAY]


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
def test_incomplete_draft_can_be_saved(admin_client: Client, section, typed: dict[str, Any]) -> None:
    response = post(admin_client, section, action=None, **typed)
    assert response.status_code == 302, get_form_errors(response)
    event = EventPage.objects.get()
    assert not event.live
    preview = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[event.pk]))
    assert preview.status_code == 200


@pytest.mark.parametrize("typed", HALF_FILLED)
def test_published_event_can_have_incomplete_draft(admin_client: Client, section, typed: dict[str, Any]) -> None:
    event = publish(admin_client, section)
    response = admin_client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), event_form_data(**typed))
    assert response.status_code == 302, get_form_errors(response)
    event.refresh_from_db()
    assert event.has_unpublished_changes
    assert get_occurrence_days(event) == [MONDAY]
    assert event.calendar_sequence == 0


def test_preview_shows_unsaved_values(admin_client: Client, section) -> None:
    url = reverse("wagtailadmin_pages:preview_on_add", args=["newsroom", "eventpage", section.pk])
    typed = event_form_data(repeat="daily", repeat_count="3", exceptions=["08/01/2047"])
    assert admin_client.post(url, typed).json()["is_valid"]
    text = get_text(get_page(admin_client, f"{url}?mode="))
    assert "Thứ Hai, 07/01/2047, 7:30 – 11:00" in text
    assert "Thứ Tư, 09/01/2047" in text
    assert not EventPage.objects.exists()


def test_editor_time_zone_is_ignored(section) -> None:
    user = create_editor(EDITORS)
    UserProfile.objects.create(user=user, current_time_zone="UTC")
    admin_client = login_client(user)
    event = publish(admin_client, section)
    assert event.occurrences.get().starts_at.isoformat() == "2047-01-07T00:30:00+00:00"
    preview = get_page(admin_client, reverse("wagtailadmin_pages:view_draft", args=[event.pk]))
    assert "Thứ Hai, 07/01/2047, 7:30 – 11:00" in get_text(preview)


def test_copied_aliased_and_moved_events_have_occurrences(section) -> None:
    event = factories.EventFactory(
        parent=section,
        start_date=MONDAY,
        repeat="daily",
        repeat_count=3,
        exceptions=(MONDAY + datetime.timedelta(days=1),),
    )
    shown = [MONDAY, MONDAY + datetime.timedelta(days=2)]
    copy = event.copy(update_attrs={"slug": "ban-sao"}, keep_live=True)
    assert get_occurrence_days(copy) == shown
    assert copy.translation_key != event.translation_key
    alias = event.create_alias(update_slug="bi-danh")
    assert get_occurrence_days(alias) == shown
    event.move(factories.EventSectionFactory(), pos="last-child")
    event = EventPage.objects.get(pk=event.pk)
    assert get_occurrence_days(event) == shown
    event.exceptions = []
    event.save_revision().publish()
    assert len(get_occurrence_days(event)) == len(get_occurrence_days(EventPage.objects.get(pk=alias.pk))) == 3
    assert get_occurrence_days(copy) == shown


def test_republished_event_has_occurrences(section) -> None:
    event = factories.EventFactory(parent=section, start_date=MONDAY)
    event.unpublish()
    assert get_occurrence_days(event) == []
    event.save_revision().publish()
    assert get_occurrence_days(event) == [MONDAY]
    assert event.calendar_sequence == 0
