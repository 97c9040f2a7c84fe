"""Typical editing tasks in a browser: a recurring event, the home page, a notice, a rename."""

import datetime
import re

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from home.models import Notice
from newsroom.models import EventPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, log_in, press_publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def first_monday_of_next_month() -> datetime.date:
    day = (timezone.localdate().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return day + datetime.timedelta(days=-day.weekday() % 7)


def format_date(day: datetime.date) -> str:
    return day.strftime("%d/%m/%Y")


def fill_date(tab, field: str, value: str) -> None:
    """Type a date or time and leave the field, so that its picker closes."""
    tab.fill(field, value)
    tab.keyboard.press("Tab")


def open_form_tab(tab, number: int) -> None:
    """Open a tab of the page form."""
    tab.locator(".w-tabs [role=tab]").nth(number).click()


def test_recurring_event_with_exception(tab, live_server):
    section = factories.EventSectionFactory(title="Sự kiện")
    monday = first_monday_of_next_month()
    left_out = monday + datetime.timedelta(days=7)
    log_in(tab, create_editor(EDITORS))
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk]))
    tab.locator("#id_title").press_sequentially("Bồi dưỡng kỹ năng số cho giáo viên")
    fill_date(tab, "#id_start_date", format_date(monday))
    fill_date(tab, "#id_start_time", "14:00")
    fill_date(tab, "#id_end_time", "16:30")
    tab.fill("#id_place", "Phòng máy 2")
    tab.fill("#id_lead", "Mỗi tuần một buổi thực hành.")
    open_form_tab(tab, 1)
    tab.select_option("#id_repeat", "weekly")
    fill_date(tab, "#id_repeat_until", format_date(monday + datetime.timedelta(days=21)))
    tab.locator("#id_exceptions-ADD").click()
    fill_date(tab, "#id_exceptions-0-date", format_date(left_out))
    open_form_tab(tab, 2)
    expect(tab.locator("#id_search_description")).to_have_value("Mỗi tuần một buổi thực hành.")
    press_publish(tab)
    tab.wait_for_url(re.compile(rf"/admin/pages/{section.pk}/"))

    event = EventPage.objects.get()
    assert event.slug == "boi-duong-ky-nang-so-cho-giao-vien"
    days = [occurrence.first_day for occurrence in event.occurrences.all()]
    assert days == [monday + datetime.timedelta(days=days) for days in (0, 14, 21)]

    tab.goto(f"{live_server.url}{section.get_url()}?thang={monday:%Y-%m}")
    for day in days:
        if day.month == monday.month:
            cell = tab.locator("table td", has=tab.locator(f"time[datetime='{day}']"))
            expect(cell.get_by_role("link", name=event.title)).to_be_visible()
    cell = tab.locator("table td", has=tab.locator(f"time[datetime='{left_out}']"))
    expect(cell).to_have_count(1)
    expect(cell.get_by_role("link", name=event.title)).to_have_count(0)
    feed = feedparser.parse(Client().get(f"{section.get_url()}rss/").content)
    assert [entry.title for entry in feed.entries] == [event.title]


def test_home_page_blocks_are_rearranged(tab):
    home = factories.get_home_page()
    home.body = [("headlines", {"title": "Nổi bật", "count": 5}), ("latest_news", {"title": "Vừa đăng", "count": 6})]
    home.save_revision().publish()
    factories.ArticleFactory(is_headline=True)
    factories.ArticleFactory()
    titles = "main h2"
    log_in(tab, create_editor(EDITORS))
    tab.goto("/")
    expect(tab.locator(titles)).to_have_text(["Nổi bật", "Vừa đăng"])
    tab.goto(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    second = tab.locator("[data-streamfield-child]").nth(1)
    second.locator("button[title]").filter(has=tab.locator("use[href='#icon-arrow-up']")).first.click()
    press_publish(tab)
    tab.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    tab.goto("/")
    expect(tab.locator(titles)).to_have_text(["Vừa đăng", "Nổi bật"])


@pytest.mark.long_form
def test_notice_is_shown_for_an_hour(tab):
    now, words = timezone.localtime(), "Học sinh toàn tỉnh nghỉ học sáng nay vì mưa lũ."
    log_in(tab, create_editor(EDITORS))
    tab.goto(reverse("wagtailsnippets_home_notice:add"))
    tab.locator("[contenteditable=true]").first.click()
    tab.keyboard.insert_text(words)
    expect(tab.locator("[name=text]")).to_have_value(re.compile("mưa lũ"))  # the editor passes its text on with a delay
    fill_date(tab, "#id_starts_at", (now - datetime.timedelta(minutes=1)).strftime("%d/%m/%Y %H:%M"))
    fill_date(tab, "#id_ends_at", (now + datetime.timedelta(hours=1)).strftime("%d/%m/%Y %H:%M"))
    press_publish(tab)
    tab.wait_for_url(re.compile(r"/admin/snippets/home/notice/(\?.*)?$"))
    article = factories.ArticleFactory()
    for url in ("/", article.get_url(), "/so-do-cong/"):
        tab.goto(url)
        if url != "/":  # the home page shows it in full
            tab.locator(".notice-group summary").click()
        expect(tab.locator(".notice-text", has_text=words)).to_be_visible()
    assert words in Client().get("/khong-co/").content.decode()
    # The notice is moved back by an hour, as if it had passed.
    notice = Notice.objects.get()
    hour = datetime.timedelta(hours=1)
    Notice.objects.update(starts_at=notice.starts_at - hour, ends_at=notice.ends_at - hour)
    tab.goto("/")
    expect(tab.get_by_text(words)).to_have_count(0)


@pytest.mark.long_form
def test_renamed_page_is_redirected_from_old_url(tab, live_server):
    section = factories.SectionFactory(title="Tin tức")
    article = factories.ArticleFactory(parent=section, title="Lịch thi lớp 10", search_description="Lịch thi.")
    old = article.get_url()
    log_in(tab, create_editor(EDITORS))
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    open_form_tab(tab, 2)
    tab.fill("#id_slug", "lich-thi-tuyen-sinh-lop-10")
    press_publish(tab)
    tab.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    tab.goto(old)
    expect(tab.locator("h1")).to_have_text("Lịch thi lớp 10")
    assert tab.url == f"{live_server.url}{section.get_url()}lich-thi-tuyen-sinh-lop-10/"
    assert Client().get(old).status_code == 301
