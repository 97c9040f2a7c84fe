"""The demo's texts and drawings by themselves, without a database."""

import datetime

import pytest

from home.demo import body, content, dates, event_days, pictures
from home.demo.documents import docx


def test_keys_of_the_content_are_unique():
    keys = [article["key"] for article in content.articles()]
    assert len(keys) == len(set(keys))
    assert {article["key"] for article in content.english_articles()} <= set(keys)


def test_pictures_are_the_same_each_time_and_differ_from_one_another():
    entries = content.pictures()
    assert len(entries) >= 60
    drawn = {pictures.draw(entry["scene"], entry["number"], 160) for entry in entries}
    assert len(drawn) == len(entries)
    assert pictures.draw("yard", 1, 160) == pictures.draw("yard", 1, 160)


def test_markup_becomes_html():
    assert body.rich_text("- một\n- **hai**") == "<ul><li>một</li><li><b>hai</b></li></ul>"
    assert body.rich_text("1. một\n2. hai & ba") == "<ol><li>một</li><li>hai &amp; ba</li></ol>"
    assert body.rich_text("Một\nhai") == "<p>Một hai</p>"


def test_dates_in_texts():
    day = datetime.date(2026, 6, 5)
    assert dates.fill_in("{ngay-1}, {ngay-thang+1}, {nam}, {nam-hoc+1}", day, "vi") == (
        "04/06/2026, 06/06, 2026, 2026-2027"
    )
    assert dates.fill_in(["{ngay}"], day, "en") == ["5 June 2026"]


def test_documents_are_word_files():
    assert docx(["TIÊU ĐỀ", "một dòng"]).startswith(b"PK")
    assert docx(["một"]) == docx(["một"])


def test_a_day_of_the_year_is_the_last_one_before_seeding():
    entry = {"on": "06-05", "time": "08:00"}
    assert dates.moment(entry, datetime.date(2026, 6, 5)).date() == datetime.date(2025, 6, 5)
    assert dates.moment(entry, datetime.date(2026, 6, 6)).date() == datetime.date(2026, 6, 5)
    assert dates.moment({**entry, "years_ago": 2}, datetime.date(2026, 6, 6)).year == 2024


def test_every_article_is_written_out():
    for article in [*content.articles(), *content.english_articles()]:
        assert 3 <= len(article["tags"]) <= 5, article["key"]
        assert 1 <= article["lead"].count(". ") + 1 <= 3, article["key"]
        pieces = [piece for piece in article["body"].split("\n\n") if not piece.strip().startswith(("@", "#", ">"))]
        assert len(pieces) >= 4, article["key"]


def test_every_event_is_written_out():
    events = content.events()
    keys = {event["key"] for event in events}
    assert len(keys) == len(events) >= 15
    assert {event["key"] for event in content.english_events()} <= keys
    for event in [*events, *content.english_events()]:
        assert 1 <= event["lead"].count(". ") + 1 <= 3, event["key"]
        assert len(event["body"].strip().split("\n\n")) >= 2, event["key"]
        assert ("time" in event) != event.get("all_day", False), event["key"]


@pytest.mark.parametrize(
    ("starts", "day"),
    [
        ({"days": -3}, "2026-11-21"),
        ({"weeks": 2, "weekday": "SA"}, "2026-12-12"),
        ({"months": -1, "nth": [2, "TU"]}, "2026-10-13"),
        ({"months": 2, "date": 15}, "2027-01-15"),
        ({"months": 3, "date": "last"}, "2027-02-28"),
        ({"next": "01-12"}, "2027-01-12"),
        ({"next": "11-25"}, "2026-11-25"),
        ({"at": "khai-giang", "days": -1}, "2026-09-04"),
        ({"after": ["khai-giang", "06-05"]}, "2027-06-05"),
    ],
)
def test_days_of_events(starts, day):
    articles = {"khai-giang": datetime.date(2026, 9, 5)}
    assert event_days.first_day(starts, datetime.date(2026, 11, 24), articles).isoformat() == day


@pytest.mark.parametrize("today", ["2026-01-01", "2026-02-28", "2027-06-05", "2028-02-29", "2026-08-31", "2026-12-31"])
def test_there_are_events_past_and_coming_whenever_the_demo_is_seeded(today):
    today = datetime.date.fromisoformat(today)
    articles = event_days.article_days(today)
    days = [event_days.first_day(event["starts"], today, articles) for event in content.events()]
    assert sum(day > today for day in days) >= 6
    assert sum(day < today for day in days) >= 6


def test_an_agenda_counts_its_days():
    first, second = body.agenda([["7:30", "Khai mạc", "Sở"], [1, "8:00", "Thi"]], datetime.date(2026, 6, 5), name="x")
    assert first["value"] == {"date": None, "time": "7:30", "text": "Khai mạc", "speaker": "Sở"}
    assert second["value"] == {"date": "2026-06-06", "time": "8:00", "text": "Thi", "speaker": ""}
