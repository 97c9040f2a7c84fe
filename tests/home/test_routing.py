"""Routing URLs to pages: the same results as Wagtail's, with fewer queries."""

import datetime

import pytest
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction

from newsroom.models import NewsSection
from tests.support import factories
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def deep() -> list[NewsSection]:
    """Five nested sections."""
    line: list[NewsSection] = []
    for number in range(5):
        parent = {"parent": line[-1]} if line else {}
        line.append(factories.SectionFactory(title=f"Cấp {number}", **parent))
    return line


def test_page_at_every_level_is_found(client: Client, deep: list[NewsSection]) -> None:
    factories.ArticleFactory(parent=deep[-1], published_at=datetime.datetime(2014, 4, 24, tzinfo=datetime.UTC))
    for section in deep:
        assert get_text(get_page(client, section.url).h1) == section.title
        assert get_text(get_page(client, f"{section.url}luu-tru/2014/").h1) == f"{section.title}: năm 2014"
        assert client.get(f"{section.url}rss/").status_code == 200
        for wrong in ("khong-co/", "khong-co/nua/", "luu-tru/abc/", "luu-tru/2014/4/1/"):
            get_page(client, section.url + wrong, status=404)
    assert client.get("/cap-1/").status_code == 404  # the slug of a nested section directly below the home page


def test_query_count_does_not_grow_with_depth(
    client: Client, deep: list[NewsSection], django_assert_num_queries
) -> None:
    urls = [section.url for section in (deep[0], deep[4])]
    for url in urls:
        client.get(url)
    for url in urls:
        with django_assert_num_queries(12):
            client.get(url)


def test_page_route_takes_precedence_over_children(client: Client, deep: list[NewsSection]) -> None:
    lost = factories.ArticleFactory(title="Bài lạc chỗ", parent=deep[1])
    # Saved without validation: such pages can exist in older databases.
    Page.objects.filter(pk=lost.pk).update(slug="luu-tru", url_path=f"{deep[1].url_path}luu-tru/")
    assert get_text(get_page(client, f"{deep[1].url}luu-tru/").h1) == "Cấp 1: lưu trữ"


def test_unpublished_page_is_not_found_but_its_children_are(client: Client, deep: list[NewsSection]) -> None:
    deep[2].unpublish()
    for below in ("", "luu-tru/", "rss/"):
        get_page(client, deep[2].url + below, status=404)
    get_page(client, deep[3].url)


def test_same_slugs_in_both_languages(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    for home, locale in (("vi", Locale.get_default()), ("en", english)):
        factories.SectionFactory(title=f"Blog {home}", slug="blog", parent=factories.get_home_page(home), locale=locale)
    assert get_text(get_page(client, "/blog/").h1) == "Blog vi"
    assert get_text(get_page(client, "/en/blog/").h1) == "Blog en"


def test_restrictions_apply_to_aliases(client: Client) -> None:
    """An alias, and an alias of an alias, require the password of their source."""
    secret = factories.ArticleFactory(title="Kín", lead="Nội dung kín")
    elsewhere = factories.SectionFactory()
    alias = secret.create_alias(parent=elsewhere, update_slug="ban-sao")
    second = alias.create_alias(parent=elsewhere, update_slug="ban-sao-nua")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x")
    for page in (secret, alias, second):
        assert get_page(client, page.url).select_one("input[type=password]"), page.slug
    for page in (secret, alias, second):
        assert page.specific.get_view_restrictions().count() == 1
