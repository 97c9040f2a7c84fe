"""The archive of a section by year and month."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from tests.support import factories
from tests.support.html import get_page, get_text, get_texts

pytestmark = pytest.mark.django_db


def local_datetime(*moment: int) -> datetime.datetime:
    """Return a time in the site's time zone."""
    return datetime.datetime(*moment, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def section():
    section = factories.SectionFactory(title="Tin tức")
    moments = {
        "Đầu tháng": local_datetime(2014, 4, 1, 0, 0),  # still March in UTC
        "Cuối tháng": local_datetime(2014, 4, 30, 23, 59),
        "Tháng sau": local_datetime(2014, 5, 1, 0, 0),
        "Giao thừa": local_datetime(2013, 12, 31, 23, 59),
    }
    for title, moment in moments.items():
        factories.ArticleFactory(title=title, parent=section, published_at=moment)
    return section


def test_years_and_months_have_article_counts(client: Client, section) -> None:
    link = get_page(client, section.url).select_one(".page-links a")
    page = get_page(client, link["href"])
    assert link["href"] == f"{section.url}luu-tru/"
    assert get_texts(page.select(".archive-year")) == ["2014 (3)", "2013 (1)"]
    months = page.select(".archive ol a")
    names = ["Tháng 04 năm 2014 (2)", "Tháng 05 năm 2014 (1)", "Tháng 12 năm 2013 (1)"]
    assert get_texts(page.select(".archive ol a .visually-hidden")) == names
    assert months[0]["href"] == f"{section.url}luu-tru/2014/4/"
    assert [len(year.select("li")) for year in page.select(".archive ol")] == [12, 12]


@pytest.mark.parametrize("month", ["04", "4"])
def test_month_uses_site_time_zone(client: Client, section, month: str) -> None:
    page = get_page(client, f"{section.url}luu-tru/2014/{month}/")
    assert get_text(page.h1) == "Tin tức: Tháng 04 năm 2014"
    assert get_texts(page.select(".card-title")) == ["Cuối tháng", "Đầu tháng"]
    assert get_texts(page.select(".breadcrumbs li")) == ["Trang chủ", "Tin tức", "Lưu trữ", "2014", "04"]
    for link in page.select(".breadcrumbs a"):
        get_page(client, link["href"])


def test_year_archive(client: Client, section) -> None:
    page = get_page(client, f"{section.url}luu-tru/2014/")
    assert get_text(page.h1) == "Tin tức: năm 2014"
    assert get_texts(page.select(".card-title")) == ["Tháng sau", "Cuối tháng", "Đầu tháng"]
    names = get_texts(page.select(".archive ol a .visually-hidden"))
    assert names == ["Tháng 04 năm 2014 (2)", "Tháng 05 năm 2014 (1)"]
    assert page.select(".with-lead") == []


def test_period_without_articles_is_not_found(client: Client, section) -> None:
    for url in ("2012/", "2014/07/"):
        assert client.get(f"{section.url}luu-tru/{url}").status_code == 404
    page = get_page(client, f"{factories.SectionFactory().url}luu-tru/")
    assert get_text(page.select_one(".empty")) == "Không có bài viết nào trong thời gian này."


def test_english_archive_url(client: Client) -> None:
    section = factories.SectionFactory(
        title="News", parent=factories.get_home_page("en"), locale=Locale.objects.get(language_code="en")
    )
    factories.ArticleFactory(parent=section, locale=section.locale, published_at=local_datetime(2014, 4, 24))
    page = get_page(client, f"{section.url}archive/2014/04/")
    assert get_text(page.h1) == "News: April 2014"
    assert client.get(f"{section.url}luu-tru/").status_code == 404
