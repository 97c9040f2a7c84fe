"""The texts and images of the demo content, without a database."""

import datetime

import pytest

from home.demo import body, content, dates, event_dates
from home.demo.documents import build_docx
from tools.demo_images import draw
from tools.demo_images.__main__ import FOLDER


def test_content_keys_are_unique():
    keys = [article["key"] for article in content.read_articles()]
    assert len(keys) == len(set(keys))
    assert {article["key"] for article in content.read_english_articles()} <= set(keys)


def test_every_image_is_committed_and_unique():
    entries = content.read_images()
    assert len(entries) >= 60
    assert {path.name for path in FOLDER.iterdir()} == {f"{entry['key']}.webp" for entry in entries} | {"emblem.png"}
    assert len({path.read_bytes() for path in FOLDER.iterdir()}) == len(entries) + 1


def test_drawing_an_image_again_gives_the_same_file():
    assert draw("yard", 1, 160) == draw("yard", 1, 160)


def test_markup_is_rendered_as_html():
    assert body.render_rich_text("- một\n- **hai**") == "<ul><li>một</li><li><b>hai</b></li></ul>"
    assert body.render_rich_text("1. một\n2. hai & ba") == "<ol><li>một</li><li>hai &amp; ba</li></ol>"
    assert body.render_rich_text("Một\nhai") == "<p>Một hai</p>"


def test_date_placeholders_are_filled_in():
    day = datetime.date(2026, 6, 5)
    assert dates.fill_in_dates("{ngay-1}, {ngay-thang+1}, {nam}, {nam-hoc+1}", day, "vi") == (
        "04/06/2026, 06/06, 2026, 2026-2027"
    )
    assert dates.fill_in_dates(["{ngay}"], day, "en") == ["5 June 2026"]


def test_documents_are_word_files():
    assert build_docx(["TIÊU ĐỀ", "một dòng"]).startswith(b"PK")
    assert build_docx(["một"]) == build_docx(["một"])


def test_day_of_year_is_last_occurrence_before_seeding():
    entry = {"on": "06-05", "time": "08:00"}
    assert dates.get_publication_time(entry, datetime.date(2026, 6, 5)).date() == datetime.date(2025, 6, 5)
    assert dates.get_publication_time(entry, datetime.date(2026, 6, 6)).date() == datetime.date(2026, 6, 5)
    assert dates.get_publication_time({**entry, "years_ago": 2}, datetime.date(2026, 6, 6)).year == 2024


def test_every_article_is_complete():
    for article in [*content.read_articles(), *content.read_english_articles()]:
        assert 3 <= len(article["tags"]) <= 5, article["key"]
        assert 1 <= article["lead"].count(". ") + 1 <= 3, article["key"]
        pieces = [piece for piece in article["body"].split("\n\n") if not piece.strip().startswith(("@", "#", ">"))]
        assert len(pieces) >= 4, article["key"]


def test_every_event_is_complete():
    events = content.read_events()
    keys = {event["key"] for event in events}
    assert len(keys) == len(events) >= 15
    assert {event["key"] for event in content.read_english_events()} <= keys
    for event in [*events, *content.read_english_events()]:
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
def test_event_days_are_computed(starts, day):
    articles = {"khai-giang": datetime.date(2026, 9, 5)}
    assert event_dates.get_first_day(starts, datetime.date(2026, 11, 24), articles).isoformat() == day


@pytest.mark.parametrize("today", ["2026-01-01", "2026-02-28", "2027-06-05", "2028-02-29", "2026-08-31", "2026-12-31"])
def test_demo_always_has_past_and_upcoming_events(today):
    today = datetime.date.fromisoformat(today)
    articles = event_dates.get_article_days(today)
    days = [event_dates.get_first_day(event["starts"], today, articles) for event in content.read_events()]
    assert sum(day > today for day in days) >= 6
    assert sum(day < today for day in days) >= 6


def test_agenda_items_get_dates():
    first, second = body.build_agenda(
        [["7:30", "Khai mạc", "Sở"], [1, "8:00", "Thi"]], datetime.date(2026, 6, 5), name="x"
    )
    assert first["value"] == {"date": None, "time": "7:30", "text": "Khai mạc", "speaker": "Sở"}
    assert second["value"] == {"date": "2026-06-06", "time": "8:00", "text": "Thi", "speaker": ""}
