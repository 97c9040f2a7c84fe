"""What visitors see of events: the list, the month, an event's own page, the feed, the articles about it."""

import datetime
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Locale

from newsroom.models import EventArticle, EventAttachment, EventPage, NewsPageRelatedPage
from tests import factories
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def ahead(days: int) -> datetime.date:
    return TODAY() + datetime.timedelta(days=days)


@pytest.fixture
def section():
    return factories.EventSectionFactory(title="Sự kiện", slug="su-kien")


def listed(client: Client, address: str) -> list[str]:
    return all_words(read(client, address).select(".event-card-title"))


def facts(client: Client, event: EventPage) -> dict[str, str]:
    """What stands in the box of an event's page, by heading."""
    page = read(client, event.url)
    return {words(row.dt): words(row.dd) for row in page.select(".event-facts > div")}


# --- List ---


def test_coming_events_each_once_by_their_next_time(client: Client, section) -> None:
    below = factories.EventSectionFactory(title="Hội thi", parent=section)
    factories.EventFactory(parent=section, title="hôm kia", start_date=ahead(-2), end_time=datetime.time(11))
    factories.EventFactory(parent=below, title="sau", start_date=ahead(9))
    factories.EventFactory(parent=section, title="hằng tuần", start_date=ahead(-4), repeat="weekly", repeat_count=9)
    factories.EventFactory(parent=section, title="đang diễn ra", start_date=ahead(-3), end_date=ahead(1), all_day=True)
    page = read(client, section.url)
    assert all_words(page.select(".event-card-title")) == ["đang diễn ra", "hằng tuần", "sau"]
    (when,) = page.select(".event-card:has(.event-repeats) .event-when")
    assert ahead(3).strftime("%d/%m/%Y") in words(when)
    assert "Hội thi" in all_words(page.select(".chips a"))
    assert listed(client, f"{section.url}?qua=1") == ["hôm kia"]
    assert listed(client, below.url) == ["sau"]


def test_the_next_time_of_a_repeating_event_passes_over_exceptions(client: Client, section) -> None:
    factories.EventFactory(
        parent=section, start_date=ahead(-1), repeat="daily", repeat_count=9, exceptions=(TODAY(), ahead(1))
    )
    (when,) = read(client, section.url).select(".event-when")
    assert ahead(2).strftime("%d/%m/%Y") in words(when)


def test_what_is_off_is_listed_and_marked(client: Client, section) -> None:
    factories.EventFactory(parent=section, title="huỷ", status="cancelled")
    factories.EventFactory(parent=section, title="hoãn", status="postponed")
    page = read(client, section.url)
    assert {words(mark) for mark in page.select(".event-mark")} == {"Đã huỷ", "Tạm hoãn"}
    month = read(client, f"{section.url}?thang={ahead(1):%Y-%m}")
    assert {words(mark) for mark in month.select(".event-mark")} == {"Đã huỷ", "Tạm hoãn"}


def test_pages_of_the_list(client: Client, section) -> None:
    for number in range(45):
        factories.EventFactory(parent=section, title=f"sự kiện {number:02d}", start_date=ahead(number + 1))
    assert listed(client, f"{section.url}?page=3") == [f"sự kiện {number}" for number in range(40, 45)]
    for nonsense in ("0", "-1", "x", "9" * 400, "1.5", "٣"):
        assert client.get(section.url, {"page": nonsense}).status_code == 200
        assert client.get(section.url, {"page": nonsense, "qua": nonsense}).status_code == 200


def test_an_empty_section_says_so(client: Client, section) -> None:
    for query in ("", "?qua=1", "?thang=2031-02"):
        assert read(client, section.url + query).select_one(".empty")


# --- Month ---


def cells(client: Client, address: str) -> dict[str, list[str]]:
    """What a month shows on each of its days."""
    page = read(client, address)
    return {
        cell.find("time")["datetime"]: all_words(cell.find_all("a"))
        for cell in page.select("table.month td")
        if cell.find("time")
    }


def test_a_month_is_a_table_of_weeks_from_monday(client: Client, section) -> None:
    factories.EventFactory(parent=section, title="Hội thi", start_date=datetime.date(2047, 2, 11))
    page = read(client, f"{section.url}?thang=2047-02")
    heads = page.select("table.month thead th[scope=col]")
    assert all_words(heads)[0] == "Thứ Hai"
    assert all_words(heads)[-1] == "Chủ nhật"
    rows = page.select("table.month tbody tr")
    assert [len(row.find_all("td")) for row in rows] == [7] * len(rows)
    assert page.select_one("table.month caption")
    assert len(page.select("table.month time")) == 28
    monday = rows[2].find_all("td")[0]
    assert monday.find("time")["datetime"] == "2047-02-11"
    assert words(monday.find("a")) == "Hội thi"
    assert "7:30" in words(monday)


def test_an_event_of_several_days_is_on_each_and_in_both_months(client: Client, section) -> None:
    factories.EventFactory(
        parent=section,
        title="Trại hè",
        start_date=datetime.date(2047, 6, 29),
        end_date=datetime.date(2047, 7, 2),
        end_time=datetime.time(17),
    )
    for month, days in (("2047-06", ["29", "30"]), ("2047-07", ["01", "02"])):
        shown = cells(client, f"{section.url}?thang={month}")
        assert [day for day, titles in shown.items() if titles] == [f"{month}-{day}" for day in days]


def test_steps_lead_to_the_months_beside_and_end_somewhere(client: Client, section) -> None:
    def steps(month: str) -> list[str]:
        return [link["href"] for link in read(client, f"{section.url}?thang={month}").select(".month-steps a")]

    assert steps("2047-01")[:1] == ["?thang=2046-12"]
    assert steps("2047-12")[-1:] == ["?thang=2048-01"]
    assert "?thang=1899-12" not in steps("1900-01")
    assert "?thang=2200-01" not in steps("2199-12")
    for link in read(client, f"{section.url}?thang=2047-01").select(".month-steps a"):
        assert "nofollow" in link["rel"]


def test_empty_months_are_not_for_search_engines(client: Client, section) -> None:
    factories.EventFactory(parent=section, start_date=datetime.date(2047, 2, 11))
    assert read(client, f"{section.url}?thang=2047-03").select_one("meta[name=robots]")["content"] == "noindex"
    assert read(client, f"{section.url}?thang=2047-02").select_one("meta[name=robots]") is None


def test_english_asks_for_a_month_in_english(client: Client) -> None:
    english = factories.EventSectionFactory(
        title="Events", parent=factories.home_page("en"), locale=Locale.objects.get(language_code="en")
    )
    factories.EventFactory(parent=english, title="Fair", start_date=datetime.date(2047, 2, 11), locale=english.locale)
    page = read(client, f"{english.url}?month=2047-02")
    assert all_words(page.select("table.month th"))[0] == "Monday"
    assert all_words(page.select("table.month td a")) == ["Fair"]
    assert "?month=2047-03" in [link["href"] for link in page.select(".month-steps a")]


HOSTILE_MONTHS = (
    "2047-13 2047-00 2047-1 47-01 1899-12 2200-01 9999-12 0000-00 2047-01-01 2047/01 -2047-01 x 2047-0x ２０４７-０１ "
    "٢٠٤٧-٠١ 2047-01' %00 2047-01%00 %0d%0aSet-Cookie:a=b 1e3-01 +2047-01 2047-+1 null"
).split()


@pytest.mark.parametrize("value", [*HOSTILE_MONTHS, "", " ", "9" * 5000, "2047-01\n"])
def test_what_is_no_month_is_not_found(client: Client, section, value: str) -> None:
    response = client.get(f"{section.url}?thang={value}") if "%" in value else client.get(section.url, {"thang": value})
    assert response.status_code in {400, 404}
    assert "<h1" in response.content.decode()


def test_the_first_month_asked_for_twice(client: Client, section) -> None:
    assert client.get(f"{section.url}?thang=2047-01&thang=x").status_code == 404
    assert client.get(f"{section.url}?thang=2047-01&month=x").status_code == 200
    assert client.get(f"{section.url}?thang[]=2047-01").status_code == 200


# --- The event's own page ---

WHEN: dict[str, tuple[dict[str, Any], str, str]] = {
    "from, to": (
        {"start_time": datetime.time(7, 30), "end_time": datetime.time(11)},
        "Thứ Hai, 07/01/2047, 7:30 – 11:00",
        "Monday, 7 Jan 2047, 7:30 – 11:00",
    ),
    "from": ({"start_time": datetime.time(7, 30)}, "Thứ Hai, 07/01/2047, 7:30", "Monday, 7 Jan 2047, 7:30"),
    "all day": ({"all_day": True}, "Thứ Hai, 07/01/2047, cả ngày", "Monday, 7 Jan 2047, all day"),
    "several days": (
        {"all_day": True, "end_date": datetime.date(2047, 1, 9)},
        "Thứ Hai, 07/01/2047 – Thứ Tư, 09/01/2047",
        "Monday, 7 Jan 2047 – Wednesday, 9 Jan 2047",
    ),
    "several days with times": (
        {"start_time": datetime.time(8), "end_date": datetime.date(2047, 1, 9), "end_time": datetime.time(17)},
        "Thứ Hai, 07/01/2047, 8:00 – Thứ Tư, 09/01/2047, 17:00",
        "Monday, 7 Jan 2047, 8:00 – Wednesday, 9 Jan 2047, 17:00",
    ),
    "until midnight": (
        {"start_time": datetime.time(19), "end_date": datetime.date(2047, 1, 8), "end_time": datetime.time(0)},
        "Thứ Hai, 07/01/2047, 19:00 – 24:00",
        "Monday, 7 Jan 2047, 19:00 – 24:00",
    ),
}


@pytest.mark.parametrize("kind", WHEN)
def test_when(client: Client, section, kind: str) -> None:
    given, vietnamese, english = WHEN[kind]
    event = factories.EventFactory(parent=section, start_date=datetime.date(2047, 1, 7), **given)
    assert words(read(client, event.url).select_one(".event-facts .event-when")) == vietnamese
    with translation.override("en"):
        from newsroom import event_dates, event_words

        assert event_words.when(event_dates.all_times(event)[0], all_day=event.all_day) == english


REPEATS: dict[str, tuple[dict[str, Any], str]] = {
    "weekly": (
        {"repeat": "weekly", "repeat_weekdays": "MO,WE", "repeat_until": datetime.date(2047, 12, 30)},
        "Every week on Monday, Wednesday, until 30 Dec 2047",
    ),
    "every second week, with exceptions": (
        {
            "repeat": "weekly",
            "repeat_every": 2,
            "repeat_count": 5,
            "exceptions": (datetime.date(2047, 1, 21), datetime.date(2047, 2, 4)),
        },
        "Every 2 weeks on Monday, 5 times in all, except on 21 Jan 2047, 4 Feb 2047",
    ),
    "daily": ({"repeat": "daily", "repeat_count": 3}, "Every day, 3 times in all"),
    "by date": ({"repeat": "monthly_date", "repeat_count": 3}, "Every month on day 7, 3 times in all"),
    "by weekday": (
        {"repeat": "monthly_weekday", "repeat_count": 3},
        "Every month on the first Monday, 3 times in all",
    ),
}


@pytest.mark.parametrize("kind", REPEATS)
def test_repeats_in_words(client: Client, kind: str) -> None:
    given, english = REPEATS[kind]
    locale = Locale.objects.get(language_code="en")
    section = factories.EventSectionFactory(title="Events", parent=factories.home_page("en"), locale=locale)
    event = factories.EventFactory(parent=section, start_date=datetime.date(2047, 1, 7), locale=locale, **given)
    assert words(read(client, event.url).select_one(".event-facts .event-repeats")) == english


def test_repeats_in_vietnamese(client: Client, section) -> None:
    event = factories.EventFactory(
        parent=section,
        start_date=datetime.date(2047, 1, 7),
        repeat="weekly",
        repeat_weekdays="MO,WE",
        repeat_until=datetime.date(2047, 12, 30),
        exceptions=(datetime.date(2047, 1, 9),),
    )
    repeats = words(read(client, event.url).select_one(".event-facts .event-repeats"))
    assert repeats == "Hằng tuần vào Thứ Hai, Thứ Tư, đến 30/12/2047, trừ ngày 09/01/2047"
    assert len(read(client, event.url).select(".event-next li")) == 6


def test_place_organiser_and_contact(client: Client, section) -> None:
    home = factories.home_page()
    home.address = "Số 1 đường Lê Lợi"
    home.save()
    unit = factories.UnitFactory(name="Phòng Giáo dục Tiểu học")
    event = factories.EventFactory(
        parent=section, place="Hội trường B", organiser=unit, contact_email="hoa@portal.example"
    )
    where = facts(client, event)["Địa điểm"]
    assert where.startswith("Hội trường B")
    assert where.endswith("Số 1 đường Lê Lợi")
    page = read(client, event.url)
    assert page.find("a", href=unit.get_absolute_url())
    assert page.find("a", href="mailto:hoa@portal.example")
    assert page.find("a", href=f"{event.url}lich.ics")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, True),
        ({"status": "cancelled"}, False),
        ({"status": "postponed"}, False),
        ({"start_date": ahead(-3)}, False),
    ],
)
def test_sign_up_only_for_what_takes_place(client: Client, section, given: dict[str, Any], shown: bool) -> None:
    event = factories.EventFactory(parent=section, sign_up_url="https://dang-ky.portal.example/", **given)
    found = read(client, event.url).find("a", href="https://dang-ky.portal.example/")
    assert bool(found) is shown


def test_agenda_documents_and_gallery(client: Client, section) -> None:
    event = factories.EventFactory(
        parent=section,
        agenda=[
            {"type": "item", "value": {"date": None, "time": "7:30", "text": "Khai mạc", "speaker": "Ban tổ chức"}}
        ],
        body=[
            {"type": "paragraph", "value": "<p>Kính mời quý thầy cô.</p>"},
            factories.gallery(factories.SmallImageFactory.create_batch(2)),
        ],
    )
    document = factories.DocumentFactory(title="Giấy mời")
    EventAttachment.objects.create(event=event, document=document, locale=event.locale)
    page = read(client, event.url)
    assert "Khai mạc" in words(page.select_one(".agenda li"))
    assert "Giấy mời" in words(page.select_one(".attachments"))
    assert len(page.select(".gallery li")) == 2


# --- Articles about it ---


def linked(client: Client, address: str) -> list[str]:
    return all_words(read(client, address).select(".link-list a"))


def test_articles_and_events_lead_to_each_other(client: Client, section) -> None:
    event = factories.EventFactory(parent=section, title="Hội thi")
    chosen, naming, hidden = (factories.ArticleFactory(title=title) for title in ("Kế hoạch", "Kết quả", "Bí mật"))
    for article in (chosen, hidden):
        EventArticle.objects.create(event=event, article=article, locale=event.locale)
    NewsPageRelatedPage.objects.create(article=naming, page=event, locale=naming.locale)
    hidden.unpublish()
    assert linked(client, event.url) == ["Kế hoạch", "Kết quả"]
    assert "Hội thi" in linked(client, chosen.url)
    assert linked(client, naming.url).count("Hội thi") == 1
    event.unpublish()
    assert "Hội thi" not in linked(client, chosen.url)
    assert "Hội thi" not in linked(client, naming.url)


def test_articles_in_the_language_being_read(client: Client, section) -> None:
    english = Locale.objects.get(language_code="en")
    event, article = factories.EventFactory(parent=section, title="Hội thi"), factories.ArticleFactory(title="Kế hoạch")
    EventArticle.objects.create(event=event, article=article, locale=event.locale)
    for page, title in ((event, "Contest"), (article, "Plan")):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = title
        copy.save_revision().publish()
    there = EventPage.objects.get(locale=english)
    assert linked(client, there.url) == ["Plan"]
    assert linked(client, event.url) == ["Kế hoạch"]
    assert "Contest" in linked(client, article.get_translation(english).url)


# --- Feed ---


def test_the_feed_says_when_and_where(client: Client, section) -> None:
    event = factories.EventFactory(
        parent=section, title="Lễ hội", start_date=datetime.date(2047, 1, 7), place="Sân trường", status="cancelled"
    )
    feed = feedparser.parse(client.get(f"{section.url}rss/").content)
    (found,) = feed.entries
    assert found.title == "Đã huỷ: Lễ hội"
    assert found.link.endswith(event.url)
    assert "Thứ Hai, 07/01/2047, 7:30" in found.description
    assert "Sân trường" in found.description
    assert f"{section.url}rss/" in client.get(section.url).content.decode()
