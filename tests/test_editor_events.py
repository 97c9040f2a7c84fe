"""An ordinary week of an office, in a real browser: an event that repeats, the home page, a notice, a rename."""

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
from tests import factories
from tests.editors import MODERATORS, editor, press_publish, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def first_monday_of_next_month() -> datetime.date:
    day = (timezone.localdate().replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    return day + datetime.timedelta(days=-day.weekday() % 7)


def typed(day: datetime.date) -> str:
    return day.strftime("%d/%m/%Y")


def fill_date(tab, field: str, value: str) -> None:
    """Type a date or a time and leave the field, so that its calendar closes."""
    tab.fill(field, value)
    tab.keyboard.press("Tab")


def open_tab(tab, number: int) -> None:
    """Open one of the tabs above a page's form."""
    tab.locator(".w-tabs [role=tab]").nth(number).click()


def test_a_repeating_event_with_an_exception(tab, live_server):
    section = factories.EventSectionFactory(title="Sự kiện")
    monday = first_monday_of_next_month()
    left_out = monday + datetime.timedelta(days=7)
    sign_in(tab, editor(MODERATORS))
    tab.goto(reverse("wagtailadmin_pages:add", args=["newsroom", "eventpage", section.pk]))
    tab.locator("#id_title").press_sequentially("Bồi dưỡng kỹ năng số cho giáo viên")
    fill_date(tab, "#id_start_date", typed(monday))
    fill_date(tab, "#id_start_time", "14:00")
    fill_date(tab, "#id_end_time", "16:30")
    tab.fill("#id_place", "Phòng máy 2")
    tab.fill("#id_lead", "Mỗi tuần một buổi thực hành.")
    open_tab(tab, 1)
    tab.select_option("#id_repeat", "weekly")
    fill_date(tab, "#id_repeat_until", typed(monday + datetime.timedelta(days=21)))
    tab.locator("#id_exceptions-ADD").click()
    fill_date(tab, "#id_exceptions-0-date", typed(left_out))
    open_tab(tab, 2)
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


def test_the_home_page_is_rearranged(tab):
    home = factories.home_page()
    home.body = [("headlines", {"title": "Nổi bật", "count": 5}), ("latest_news", {"title": "Vừa đăng", "count": 6})]
    home.save_revision().publish()
    factories.ArticleFactory(is_headline=True)
    factories.ArticleFactory()
    titles = "main h2"
    sign_in(tab, editor(MODERATORS))
    tab.goto("/")
    expect(tab.locator(titles)).to_have_text(["Nổi bật", "Vừa đăng"])
    tab.goto(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    second = tab.locator("[data-streamfield-child]").nth(1)
    second.locator("button[title]").filter(has=tab.locator("use[href='#icon-arrow-up']")).first.click()
    press_publish(tab)
    tab.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    tab.goto("/")
    expect(tab.locator(titles)).to_have_text(["Vừa đăng", "Nổi bật"])


def test_a_notice_for_an_hour(tab):
    now, words = timezone.localtime(), "Học sinh toàn tỉnh nghỉ học sáng nay vì mưa lũ."
    sign_in(tab, editor(MODERATORS))
    tab.goto(reverse("wagtailsnippets_home_notice:add"))
    tab.locator("[contenteditable=true]").first.click()
    tab.keyboard.insert_text(words)
    expect(tab.locator("[name=text]")).to_have_value(
        re.compile("mưa lũ")
    )  # the editor hands its text on a moment later
    fill_date(tab, "#id_starts_at", (now - datetime.timedelta(minutes=1)).strftime("%d/%m/%Y %H:%M"))
    fill_date(tab, "#id_ends_at", (now + datetime.timedelta(hours=1)).strftime("%d/%m/%Y %H:%M"))
    tab.locator("form footer button[type=submit], form .action-save").first.press("Enter")
    tab.wait_for_url(re.compile(r"/admin/snippets/home/notice/(\?.*)?$"))
    article = factories.ArticleFactory()
    for address in ("/", article.get_url(), "/so-do-cong/"):
        tab.goto(address)
        expect(tab.get_by_text(words)).to_be_visible()
    assert words in Client().get("/khong-co/").content.decode()
    # An hour passes: the notice's times are moved back by it.
    notice = Notice.objects.get()
    hour = datetime.timedelta(hours=1)
    Notice.objects.update(starts_at=notice.starts_at - hour, ends_at=notice.ends_at - hour)
    tab.goto("/")
    expect(tab.get_by_text(words)).to_have_count(0)


def test_a_page_is_renamed_and_its_old_address_followed(tab, live_server):
    section = factories.SectionFactory(title="Tin tức")
    article = factories.ArticleFactory(parent=section, title="Lịch thi lớp 10", search_description="Lịch thi.")
    old = article.get_url()
    sign_in(tab, editor(MODERATORS))
    tab.goto(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    open_tab(tab, 2)
    tab.fill("#id_slug", "lich-thi-tuyen-sinh-lop-10")
    press_publish(tab)
    tab.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    tab.goto(old)
    expect(tab.locator("h1")).to_have_text("Lịch thi lớp 10")
    assert tab.url == f"{live_server.url}{section.get_url()}lich-thi-tuyen-sinh-lop-10/"
    assert Client().get(old).status_code == 301
