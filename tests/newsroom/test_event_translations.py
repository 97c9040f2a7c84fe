"""Translations of events: the text is translated, the schedule is synchronized."""

import datetime

import pytest
from django.test import Client, TestCase
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from newsroom.models import EventException, EventPage
from tests.support import factories
from tests.support.html import get_page, get_texts

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2047, 1, 7)


def create_english_translation(page) -> Translation:
    """Submit ``page`` for translation into English and publish the translation, as the admin's buttons do."""
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=get_english_locale())
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    return translation


def get_english_locale() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def event() -> EventPage:
    section = factories.EventSectionFactory(title="Sự kiện")
    create_english_translation(section)
    return factories.EventFactory(
        parent=section,
        title="Tập huấn",
        start_date=MONDAY,
        repeat="weekly",
        repeat_weekdays="MO,WE",
        repeat_count=4,
        exceptions=(datetime.date(2047, 1, 9),),
        contact_phone="0234 567 890",
        address="12 Trần Phú",
    )


def get_occurrence_days(event: EventPage) -> list[str]:
    return [f"{row.first_day:%d/%m}" for row in event.occurrences.all()]


def test_translation_has_same_schedule_as_source(client: Client, event: EventPage) -> None:
    create_english_translation(event)
    there = event.get_translation(get_english_locale())
    assert get_occurrence_days(there) == get_occurrence_days(event) == ["07/01", "14/01", "16/01"]
    page = get_page(client, f"{there.get_parent().url}?month=2047-01")
    assert get_texts(page.select("table.month .month-entry a")) == ["Tập huấn"] * 3


def test_only_text_is_translatable(event: EventPage) -> None:
    source = create_english_translation(event).source
    texts = set(StringSegment.objects.filter(source=source).values_list("string__data", flat=True))
    assert {"Tập huấn", "12 Trần Phú", "Hội trường tầng 3"} <= texts
    assert texts.isdisjoint({"MO,WE", "weekly", "scheduled", "0234 567 890"})


def test_schedule_change_is_synchronized_to_translation(event: EventPage) -> None:
    create_english_translation(event)
    event.status = "cancelled"
    event.exceptions = [EventException(date=datetime.date(2047, 1, 14))]
    event.save_revision().publish()
    create_english_translation(EventPage.objects.get(pk=event.pk))
    there = event.get_translation(get_english_locale())
    assert there.status == "cancelled"
    assert get_occurrence_days(there) == ["07/01", "09/01", "16/01"]
    assert there.calendar_sequence == 1
