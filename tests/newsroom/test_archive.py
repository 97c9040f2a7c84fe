"""The archive of a section by year and month."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from tests.reading import all_words, read, words

pytestmark = pytest.mark.django_db


def at(*moment: int) -> datetime.datetime:
    """A moment in the site's time zone."""
    return datetime.datetime(*moment, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def section():
    section = factories.SectionFactory(title="Tin tức")
    moments = {
        "Đầu tháng": at(2014, 4, 1, 0, 0),  # March in UTC
        "Cuối tháng": at(2014, 4, 30, 23, 59),
        "Tháng sau": at(2014, 5, 1, 0, 0),
        "Giao thừa": at(2013, 12, 31, 23, 59),
    }
    for title, moment in moments.items():
        factories.ArticleFactory(title=title, parent=section, published_at=moment)
    return section


def test_years_and_months_with_their_numbers(client: Client, section) -> None:
    link = read(client, section.url).select_one(".page-links a")
    page = read(client, link["href"])
    assert link["href"] == f"{section.url}luu-tru/"
    assert all_words(page.select(".archive-year")) == ["2014", "2013"]
    months = page.select("main .chips a")
    assert all_words(months) == ["Tháng 05 năm 2014 (1)", "Tháng 04 năm 2014 (2)", "Tháng 12 năm 2013 (1)"]
    assert months[1]["href"] == f"{section.url}luu-tru/2014/4/"


@pytest.mark.parametrize("month", ["04", "4"])
def test_a_month_in_the_sites_time_zone(client: Client, section, month: str) -> None:
    page = read(client, f"{section.url}luu-tru/2014/{month}/")
    assert words(page.h1) == "Tin tức: Tháng 04 năm 2014"
    assert all_words(page.select(".card-title")) == ["Cuối tháng", "Đầu tháng"]
    assert all_words(page.select(".breadcrumbs li")) == ["Trang chủ", "Tin tức", "Lưu trữ", "2014", "04"]
    for link in page.select(".breadcrumbs a"):
        read(client, link["href"])


def test_a_year(client: Client, section) -> None:
    page = read(client, f"{section.url}luu-tru/2014/")
    assert words(page.h1) == "Tin tức: năm 2014"
    assert all_words(page.select(".card-title")) == ["Tháng sau", "Cuối tháng", "Đầu tháng"]
    assert all_words(page.select("main .chips a")) == ["Tháng 05 năm 2014 (1)", "Tháng 04 năm 2014 (2)"]


def test_a_time_without_news_says_so(client: Client, section) -> None:
    for address in ("2012/", "2014/07/"):
        page = read(client, f"{section.url}luu-tru/{address}")
        assert words(page.select_one(".empty")) == "Không có bài viết nào trong thời gian này."


def test_english_address(client: Client) -> None:
    section = factories.SectionFactory(
        title="News", parent=factories.home_page("en"), locale=Locale.objects.get(language_code="en")
    )
    factories.ArticleFactory(parent=section, locale=section.locale, published_at=at(2014, 4, 24))
    page = read(client, f"{section.url}archive/2014/04/")
    assert words(page.h1) == "News: April 2014"
    assert client.get(f"{section.url}luu-tru/").status_code == 404
