"""The demo's texts and drawings by themselves, without a database."""

import datetime

from home.demo import body, content, dates, pictures
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
