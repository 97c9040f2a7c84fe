"""Events for visitors: the list, the month view, event pages, the feed and related articles."""

import datetime
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Locale

from newsroom.models import EventArticle, EventAttachment, EventPage, NewsPageRelatedPage
from tests.support import factories
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def days_from_now(days: int) -> datetime.date:
    return TODAY() + datetime.timedelta(days=days)


@pytest.fixture
def section():
    return factories.EventSectionFactory(title="Sự kiện", slug="su-kien")


def get_listed_titles(client: Client, url: str) -> list[str]:
    return get_texts(get_page(client, url).select(".event-card-title"))


def get_event_facts(client: Client, event: EventPage) -> dict[str, str]:
    """Return the facts on an event page, by heading."""
    page = get_page(client, event.url)
    return {get_text(row.dt): get_text(row.dd) for row in page.select(".event-facts > div")}


# --- List ---


def test_upcoming_events_are_listed_once_by_next_occurrence(client: Client, section) -> None:
    below = factories.EventSectionFactory(title="Hội thi", parent=section)
    factories.EventFactory(parent=section, title="hôm kia", start_date=days_from_now(-2), end_time=datetime.time(11))
    factories.EventFactory(parent=below, title="sau", start_date=days_from_now(9))
    factories.EventFactory(
        parent=section, title="hằng tuần", start_date=days_from_now(-4), repeat="weekly", repeat_count=9
    )
    factories.EventFactory(
        parent=section, title="đang diễn ra", start_date=days_from_now(-3), end_date=days_from_now(1), all_day=True
    )
    page = get_page(client, section.url)
    assert get_texts(page.select(".event-card-title")) == ["đang diễn ra", "hằng tuần", "sau"]
    (when,) = page.select(".event-card:has(.event-repeats) .event-when")
    assert days_from_now(3).strftime("%d/%m/%Y") in get_text(when)
    assert "Hội thi" in get_texts(page.select(".chips a"))
    assert get_listed_titles(client, f"{section.url}?qua=1") == ["hôm kia"]
    assert get_listed_titles(client, below.url) == ["sau"]


def test_next_occurrence_skips_exceptions(client: Client, section) -> None:
    factories.EventFactory(
        parent=section,
        start_date=days_from_now(-1),
        repeat="daily",
        repeat_count=9,
        exceptions=(TODAY(), days_from_now(1)),
    )
    (when,) = get_page(client, section.url).select(".event-when")
    assert days_from_now(2).strftime("%d/%m/%Y") in get_text(when)


def test_cancelled_and_postponed_events_are_marked(client: Client, section) -> None:
    factories.EventFactory(parent=section, title="huỷ", status="cancelled")
    factories.EventFactory(parent=section, title="hoãn", status="postponed")
    page = get_page(client, section.url)
    assert {get_text(mark) for mark in page.select(".event-mark")} == {"Đã huỷ", "Tạm hoãn"}
    month = get_page(client, f"{section.url}?thang={days_from_now(1):%Y-%m}")
    assert {get_text(mark) for mark in month.select(".event-mark")} == {"Đã huỷ", "Tạm hoãn"}


def test_list_is_paginated(client: Client, section) -> None:
    for number in range(45):
        factories.EventFactory(parent=section, title=f"sự kiện {number:02d}", start_date=days_from_now(number + 1))
    assert get_listed_titles(client, f"{section.url}?page=3") == [f"sự kiện {number}" for number in range(40, 45)]
    for nonsense in ("0", "-1", "x", "9" * 400, "1.5", "٣"):
        assert client.get(section.url, {"page": nonsense}).status_code == 200
        assert client.get(section.url, {"page": nonsense, "qua": nonsense}).status_code == 200


def test_empty_section_shows_message(client: Client, section) -> None:
    for query in ("", "?qua=1", f"?thang={TODAY():%Y-%m}"):
        assert get_page(client, section.url + query).select_one(".empty")


def test_calendar_can_be_subscribed_to_and_downloaded(client: Client, section) -> None:
    links = [link["href"] for link in get_page(client, section.url).select(".page-links a")]
    assert links[:2] == ["webcal://testserver/su-kien/lich.ics", "/su-kien/lich.ics"]


def test_list_is_grouped_by_month_beside_a_small_one(client: Client, section) -> None:
    today = timezone.localdate()
    later = today.replace(year=today.year + 1, day=5)
    for start_date in (later, later.replace(day=20), today):
        factories.EventFactory(parent=section, start_date=start_date, start_time=datetime.time(23, 59))
    page = get_page(client, section.url)
    assert [len(group.select(".event-card")) for group in page.select(".event-list")] == [1, 2]
    assert get_texts(page.select(".event-month-title"))[1] == f"Tháng {later:%m} năm {later.year}"
    link = page.select_one(".small-month li a")
    assert (get_text(link), link["href"]) == (str(today.day), f"?thang={today:%Y-%m}#d{today.day}")
    assert page.select(".small-month .is-today a") == [link]


# --- Month ---


def get_month_cells(client: Client, url: str) -> dict[str, list[str]]:
    """Return what the month view shows on each day."""
    page = get_page(client, url)
    return {
        cell.find("time")["datetime"]: get_texts(cell.select("li a"))
        for cell in page.select("table.month td")
        if cell.find("time")
    }


def test_month_table_has_weeks_from_monday(client: Client, section) -> None:
    factories.EventFactory(parent=section, title="Hội thi", start_date=datetime.date(2047, 2, 11))
    page = get_page(client, f"{section.url}?thang=2047-02")
    heads = page.select("table.month thead th[scope=col]")
    assert get_texts(heads)[0] == "Thứ Hai"
    assert get_texts(heads)[-1] == "Chủ nhật"
    rows = page.select("table.month tbody tr")
    assert [len(row.find_all("td")) for row in rows] == [7] * len(rows)
    assert page.select_one("table.month caption")
    assert len(page.select("table.month time")) == 28
    monday = rows[2].find_all("td")[0]
    assert monday.find("time")["datetime"] == "2047-02-11"
    assert get_text(monday.select_one("li a")) == "Hội thi"
    assert "7:30" in get_text(monday)


def test_multi_day_event_is_shown_on_each_day_and_month(client: Client, section) -> None:
    factories.EventFactory(
        parent=section,
        title="Trại hè",
        start_date=datetime.date(2047, 6, 29),
        end_date=datetime.date(2047, 7, 2),
        end_time=datetime.time(17),
    )
    for month, days in (("2047-06", ["29", "30"]), ("2047-07", ["01", "02"])):
        shown = get_month_cells(client, f"{section.url}?thang={month}")
        assert [day for day, titles in shown.items() if titles] == [f"{month}-{day}" for day in days]


def test_month_links_lead_from_first_to_last_event_and_today(client: Client, section) -> None:
    this_month = f"?thang={TODAY():%Y-%m}"

    def steps(month: str) -> list[str]:
        return [link["href"] for link in get_page(client, f"{section.url}?thang={month}").select(".month-steps a")]

    assert steps(f"{TODAY():%Y-%m}") == []
    factories.EventFactory(
        parent=section, start_date=datetime.date(2047, 2, 20), end_date=datetime.date(2047, 3, 2), all_day=True
    )
    factories.EventFactory(parent=section, start_date=datetime.date(2014, 4, 24))
    factories.EventFactory(parent=factories.EventSectionFactory(), start_date=datetime.date(2050, 1, 1))
    factories.EventFactory(parent=section, start_date=datetime.date(2051, 1, 1), live=False)
    assert steps("2047-02") == ["?thang=2047-01", this_month, "?thang=2047-03"]
    assert steps("2047-03") == ["?thang=2047-02", this_month]
    assert steps("2014-04") == [this_month, "?thang=2014-05"]
    # A link of somebody else's to a month that has lost its events leads back to those that have some.
    assert steps("2047-06") == ["?thang=2047-03", this_month]
    assert steps("2013-08") == [this_month, "?thang=2014-04"]
    for month in ("2048-04", "2013-03", "1900-01", "2199-12"):
        assert client.get(f"{section.url}?thang={month}").status_code == 404
    for link in get_page(client, f"{section.url}?thang=2047-02").select(".month-steps a"):
        assert "nofollow" in link["rel"]


def test_empty_months_are_noindex(client: Client, section) -> None:
    factories.EventFactory(parent=section, start_date=datetime.date(2047, 2, 11))
    assert get_page(client, f"{section.url}?thang=2047-03").select_one("meta[name=robots]")["content"] == "noindex"
    assert get_page(client, f"{section.url}?thang=2047-02").select_one("meta[name=robots]") is None


def test_english_month_parameter(client: Client) -> None:
    english = factories.EventSectionFactory(
        title="Events", parent=factories.get_home_page("en"), locale=Locale.objects.get(language_code="en")
    )
    factories.EventFactory(parent=english, title="Fair", start_date=datetime.date(2047, 2, 11), locale=english.locale)
    page = get_page(client, f"{english.url}?month=2047-02")
    assert get_texts(page.select("table.month th"))[0] == "Monday"
    assert get_texts(page.select("table.month td li a")) == ["Fair"]
    assert "?month=2047-01" in [link["href"] for link in page.select(".month-steps a")]


HOSTILE_MONTHS = (
    "2047-13 2047-00 2047-1 47-01 1899-12 2200-01 9999-12 0000-00 2047-01-01 2047/01 -2047-01 x 2047-0x ２０４７-０１ "
    "٢٠٤٧-٠١ 2047-01' %00 2047-01%00 %0d%0aSet-Cookie:a=b 1e3-01 +2047-01 2047-+1 null"
).split()


@pytest.mark.parametrize("value", [*HOSTILE_MONTHS, "", " ", "9" * 5000, "2047-01\n"])
def test_invalid_month_is_not_found(client: Client, section, value: str) -> None:
    response = client.get(f"{section.url}?thang={value}") if "%" in value else client.get(section.url, {"thang": value})
    assert response.status_code in {400, 404}
    assert "<h1" in response.content.decode()


def test_repeated_month_parameter_is_not_found(client: Client, section) -> None:
    factories.EventFactory(parent=section, start_date=datetime.date(2047, 1, 7))
    assert client.get(f"{section.url}?thang=2047-01&thang=x").status_code == 404
    assert client.get(f"{section.url}?thang=2047-01&month=x").status_code == 200
    assert client.get(f"{section.url}?thang[]=2047-01").status_code == 200


# --- Event page ---

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
def test_occurrence_text(client: Client, section, kind: str) -> None:
    given, vietnamese, english = WHEN[kind]
    event = factories.EventFactory(parent=section, start_date=datetime.date(2047, 1, 7), **given)
    when = get_page(client, event.url).select_one(".event-facts .event-when")
    assert get_text(when) == vietnamese
    # Lines are broken after a comma and between two days only.
    assert get_texts(when.select(".no-break")) == vietnamese.replace(", ", ",|").replace("– T", "–|T").split("|")
    with translation.override("en"):
        from newsroom.events import formatting

        assert formatting.format_occurrence(event.schedule.occurrences[0], all_day=event.all_day) == english


def test_only_past_events_are_marked_as_ended(client: Client, section) -> None:
    coming = factories.EventFactory(parent=section, start_date=days_from_now(2))
    past = factories.EventFactory(parent=section, start_date=days_from_now(-2))
    assert get_texts(get_page(client, past.url).select(".event-when .event-over")) == ["(đã kết thúc)"]
    assert get_page(client, coming.url).select(".event-over") == []


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
        "Every 2 weeks on Monday, 5 times in total, except on 21 Jan 2047, 4 Feb 2047",
    ),
    "daily": ({"repeat": "daily", "repeat_count": 3}, "Every day, 3 times in total"),
    "by date": ({"repeat": "monthly_date", "repeat_count": 3}, "Every month on day 7, 3 times in total"),
    "by weekday": (
        {"repeat": "monthly_weekday", "repeat_count": 3},
        "Every month on the first Monday, 3 times in total",
    ),
}


@pytest.mark.parametrize("kind", REPEATS)
def test_recurrence_text_in_english(client: Client, kind: str) -> None:
    given, english = REPEATS[kind]
    locale = Locale.objects.get(language_code="en")
    section = factories.EventSectionFactory(title="Events", parent=factories.get_home_page("en"), locale=locale)
    event = factories.EventFactory(parent=section, start_date=datetime.date(2047, 1, 7), locale=locale, **given)
    assert get_text(get_page(client, event.url).select_one(".event-facts .event-repeats")) == english


def test_recurrence_text_in_vietnamese(client: Client, section) -> None:
    event = factories.EventFactory(
        parent=section,
        start_date=datetime.date(2047, 1, 7),
        repeat="weekly",
        repeat_weekdays="MO,WE",
        repeat_until=datetime.date(2047, 12, 30),
        exceptions=(datetime.date(2047, 1, 9),),
    )
    repeats = get_text(get_page(client, event.url).select_one(".event-facts .event-repeats"))
    assert repeats == "Hằng tuần vào Thứ Hai, Thứ Tư, đến 30/12/2047, trừ ngày 09/01/2047"
    assert len(get_page(client, event.url).select(".event-next li")) == 6


def test_place_organiser_and_contact_are_shown(client: Client, section) -> None:
    home = factories.get_home_page()
    home.address = "Số 1 đường Lê Lợi"
    home.save()
    unit = factories.UnitFactory(name="Phòng Giáo dục Tiểu học")
    event = factories.EventFactory(
        parent=section, place="Hội trường B", organiser=unit, contact_email="hoa@portal.example"
    )
    where = get_event_facts(client, event)["Địa điểm"]
    assert where.startswith("Hội trường B")
    assert where.endswith("Số 1 đường Lê Lợi")
    page = get_page(client, event.url)
    assert page.find("a", href=unit.get_absolute_url())
    assert page.find("a", href="mailto:hoa@portal.example")
    assert page.find("a", href=f"{event.url}lich.ics")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, True),
        ({"status": "cancelled"}, False),
        ({"status": "postponed"}, False),
        ({"start_date": days_from_now(-3)}, False),
    ],
)
def test_sign_up_is_offered_only_if_event_takes_place(
    client: Client, section, given: dict[str, Any], shown: bool
) -> None:
    event = factories.EventFactory(parent=section, sign_up_url="https://dang-ky.portal.example/", **given)
    link = get_page(client, event.url).find("a", href="https://dang-ky.portal.example/")
    assert bool(link) is shown


def test_agenda_documents_and_gallery_are_shown(client: Client, section) -> None:
    event = factories.EventFactory(
        parent=section,
        agenda=[
            {"type": "item", "value": {"date": None, "time": "7:30", "text": "Khai mạc", "speaker": "Ban tổ chức"}}
        ],
        body=[
            {"type": "paragraph", "value": "<p>Kính mời quý thầy cô.</p>"},
            factories.gallery_value(factories.SmallImageFactory.create_batch(2)),
        ],
    )
    document = factories.DocumentFactory(title="Giấy mời")
    EventAttachment.objects.create(event=event, document=document, locale=event.locale)
    page = get_page(client, event.url)
    assert "Khai mạc" in get_text(page.select_one(".agenda li"))
    assert "Giấy mời" in get_text(page.select_one(".attachments"))
    assert len(page.select(".gallery li")) == 2


# --- Related articles ---


def get_linked_titles(client: Client, url: str) -> list[str]:
    return get_texts(get_page(client, url).select(".link-list a"))


def test_articles_and_events_link_to_each_other(client: Client, section) -> None:
    event = factories.EventFactory(parent=section, title="Hội thi")
    chosen, naming, hidden = (factories.ArticleFactory(title=title) for title in ("Kế hoạch", "Kết quả", "Bí mật"))
    for article in (chosen, hidden):
        EventArticle.objects.create(event=event, article=article, locale=event.locale)
    NewsPageRelatedPage.objects.create(article=naming, page=event, locale=naming.locale)
    hidden.unpublish()
    assert get_linked_titles(client, event.url) == ["Kế hoạch", "Kết quả"]
    assert "Hội thi" in get_linked_titles(client, chosen.url)
    assert get_linked_titles(client, naming.url).count("Hội thi") == 1
    event.unpublish()
    assert "Hội thi" not in get_linked_titles(client, chosen.url)
    assert "Hội thi" not in get_linked_titles(client, naming.url)


def test_related_articles_are_in_active_language(client: Client, section) -> None:
    english = Locale.objects.get(language_code="en")
    event, article = factories.EventFactory(parent=section, title="Hội thi"), factories.ArticleFactory(title="Kế hoạch")
    EventArticle.objects.create(event=event, article=article, locale=event.locale)
    for page, title in ((event, "Contest"), (article, "Plan")):
        copy = page.copy_for_translation(english, copy_parents=True)
        copy.title = title
        copy.save_revision().publish()
    there = EventPage.objects.get(locale=english)
    assert get_linked_titles(client, there.url) == ["Plan"]
    assert get_linked_titles(client, event.url) == ["Kế hoạch"]
    assert "Contest" in get_linked_titles(client, article.get_translation(english).url)


# --- Feed ---


def test_event_feed_has_time_and_place(client: Client, section) -> None:
    event = factories.EventFactory(
        parent=section, title="Lễ hội", start_date=datetime.date(2047, 1, 7), place="Sân trường", status="cancelled"
    )
    feed = feedparser.parse(client.get(f"{section.url}rss/").content)
    (entry,) = feed.entries
    assert entry.title == "Đã huỷ: Lễ hội"
    assert entry.link.endswith(event.url)
    assert "Thứ Hai, 07/01/2047, 7:30" in entry.description
    assert "Sân trường" in entry.description
    assert f"{section.url}rss/" in client.get(section.url).content.decode()
