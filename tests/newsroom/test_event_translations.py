"""An event and its translation: words are translated, when it takes place is the same."""

import datetime

import pytest
from django.test import Client, TestCase
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from newsroom.models import EventException, EventPage
from tests import factories
from tests.reading import all_words, read

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2047, 1, 7)


def translate(page) -> Translation:
    """Submit ``page`` for translation into English and publish what is there, as the admin's buttons do."""
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=english())
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)
    return translation


def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def event() -> EventPage:
    section = factories.EventSectionFactory(title="Sự kiện")
    translate(section)
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


def days(event: EventPage) -> list[str]:
    return [f"{row.first_day:%d/%m}" for row in event.occurrences.all()]


def test_a_translation_takes_place_when_its_source_does(client: Client, event: EventPage) -> None:
    translate(event)
    there = event.get_translation(english())
    assert days(there) == days(event) == ["07/01", "14/01", "16/01"]
    page = read(client, f"{there.get_parent().url}?month=2047-01")
    assert all_words(page.select("table.month td a")) == ["Tập huấn"] * 3


def test_only_words_are_given_to_translate(event: EventPage) -> None:
    source = translate(event).source
    texts = set(StringSegment.objects.filter(source=source).values_list("string__data", flat=True))
    assert {"Tập huấn", "12 Trần Phú", "Hội trường tầng 3"} <= texts
    assert texts.isdisjoint({"MO,WE", "weekly", "scheduled", "0234 567 890"})


def test_a_change_reaches_the_translation(event: EventPage) -> None:
    translate(event)
    event.status = "cancelled"
    event.exceptions = [EventException(date=datetime.date(2047, 1, 14))]
    event.save_revision().publish()
    translate(EventPage.objects.get(pk=event.pk))
    there = event.get_translation(english())
    assert there.status == "cancelled"
    assert days(there) == ["07/01", "09/01", "16/01"]
    assert there.calendar_sequence == 1
