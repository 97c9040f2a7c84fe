"""From an address to its page: as Wagtail does it, in fewer queries."""

import pytest
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction

from newsroom.models import NewsSection
from tests import factories
from tests.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def deep() -> list[NewsSection]:
    """Five sections, each in the one before."""
    line: list[NewsSection] = []
    for number in range(5):
        parent = {"parent": line[-1]} if line else {}
        line.append(factories.SectionFactory(title=f"Cấp {number}", **parent))
    return line


def test_every_level_answers(client: Client, deep: list[NewsSection]) -> None:
    for section in deep:
        assert words(read(client, section.url).h1) == section.title
        assert words(read(client, f"{section.url}luu-tru/2014/").h1) == f"{section.title}: năm 2014"
        assert client.get(f"{section.url}rss/").status_code == 200
        for wrong in ("khong-co/", "khong-co/nua/", "luu-tru/abc/", "luu-tru/2014/4/1/"):
            read(client, section.url + wrong, status=404)
    assert client.get("/cap-1/").status_code == 404  # a section's slug without those above it


def test_depth_costs_nothing(client: Client, deep: list[NewsSection], django_assert_num_queries) -> None:
    addresses = [section.url for section in (deep[0], deep[4])]
    for address in addresses:
        client.get(address)
    for address in addresses:
        with django_assert_num_queries(10):
            client.get(address)


def test_a_page_answers_below_itself_before_its_children(client: Client, deep: list[NewsSection]) -> None:
    lost = factories.ArticleFactory(title="Bài lạc chỗ", parent=deep[1])
    # Past every check: such pages could only come from an older database.
    Page.objects.filter(pk=lost.pk).update(slug="luu-tru", url_path=f"{deep[1].url_path}luu-tru/")
    assert words(read(client, f"{deep[1].url}luu-tru/").h1) == "Cấp 1: lưu trữ"


def test_what_is_not_live_does_not_answer_but_lets_through(client: Client, deep: list[NewsSection]) -> None:
    deep[2].unpublish()
    for below in ("", "luu-tru/", "rss/"):
        read(client, deep[2].url + below, status=404)
    read(client, deep[3].url)


def test_same_slugs_in_both_languages(client: Client) -> None:
    english = Locale.objects.get(language_code="en")
    for home, locale in (("vi", Locale.get_default()), ("en", english)):
        factories.SectionFactory(title=f"Blog {home}", slug="blog", parent=factories.home_page(home), locale=locale)
    assert words(read(client, "/blog/").h1) == "Blog vi"
    assert words(read(client, "/en/blog/").h1) == "Blog en"


def test_restrictions_reach_aliases_too(client: Client) -> None:
    """An alias, and an alias of it, ask for the password of their source."""
    secret = factories.ArticleFactory(title="Kín", lead="Nội dung kín")
    elsewhere = factories.SectionFactory()
    alias = secret.create_alias(parent=elsewhere, update_slug="ban-sao")
    second = alias.create_alias(parent=elsewhere, update_slug="ban-sao-nua")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.PASSWORD, password="x")
    for page in (secret, alias, second):
        assert read(client, page.url).select_one("input[type=password]"), page.slug
    for page in (secret, alias, second):
        assert page.specific.get_view_restrictions().count() == 1
