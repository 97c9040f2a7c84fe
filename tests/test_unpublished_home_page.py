"""A language whose home page is unpublished is hidden: its pages are not found and not named."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from home.share_cards import build_card
from newsroom.models import NewsPage, NewsPageByline, NewsPageTag, NewsTag
from tests.support import factories

pytestmark = pytest.mark.django_db

API = "/api/v2/pages/"
TITLE = "Exam timetable"


def create_translated(page: Page, title: str, slug: str) -> Page:
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.title, copy.slug = title, slug
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)


def hide_home_page(home: Page, kind: str) -> None:
    if kind == "unpublished":
        home.unpublish()
    else:
        Page.objects.filter(pk=home.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))


@pytest.fixture
def article() -> NewsPage:
    """A Vietnamese article with an author, a unit and a tag; its only translation is English."""
    section = factories.SectionFactory(title="Tin tức", slug="tin-tuc")
    shown = factories.ArticleFactory(title="Lịch thi", slug="lich-thi", parent=section)
    create_translated(section, "News", "news")
    english = create_translated(shown, TITLE, "timetable")
    unit = factories.UnitFactory(name="Office", slug="office", locale=english.locale)
    author = factories.AuthorFactory(name="Ann", slug="ann", locale=english.locale, unit=unit)
    NewsPageByline.objects.create(article=english, author=author, unit=unit, locale=english.locale)
    tag = NewsTag.objects.create(name="Exams", slug="exams")
    NewsPageTag.objects.create(tag=tag, content_object=english)
    return shown


LISTS = [
    *("/en/", "/en/rss/", "/en/calendar.ics", "/en/sitemap/", "/en/search/?q=exam", "/en/tag/exams/"),
    *("/en/tag/exams/rss/", "/en/author/ann/", "/en/author/ann/rss/", "/en/unit/office/", "/en/news/"),
    *("/en/news/rss/", "/en/news/archive/", "/en/news/timetable/"),
]


@pytest.mark.parametrize("kind", ["unpublished", "expired"])
def test_pages_of_hidden_language_are_not_shown(client: Client, article: NewsPage, kind: str) -> None:
    english = NewsPage.objects.get(title=TITLE)
    Redirect.add_redirect("/cu", english)
    Redirect.add_redirect("/ngan", "http://testserver/en/news/timetable/")
    Redirect.add_redirect("/danh-sach", "http://testserver/en/tag/exams/")
    with translation.override("en"):
        card = build_card(english, factories.get_home_page("en"), "News").digest
    card_url = f"/chia-se/{english.pk}-{card}.png"
    by_number = [f"{API}{english.pk}/", f"{API}find/?id={english.pk}", f"{API}find/?html_path=/en/news/timetable/"]
    assert {url: client.get(url).status_code for url in [*LISTS, card_url, by_number[0]]} == (
        dict.fromkeys([*LISTS, card_url, by_number[0]], 200)
    )
    assert [client.get(old).status_code for old in ("/cu/", "/ngan/", "/danh-sach/")] == [301, 301, 301]
    assert "/en/news/timetable/" in client.get(article.url).content.decode()

    hide_home_page(factories.get_home_page("en"), kind)
    closed = [*LISTS, card_url, *by_number, "/cu/", "/ngan/", "/danh-sach/"]
    assert {url: client.get(url).status_code for url in closed} == dict.fromkeys(closed, 404)
    for url in ("/", article.url, article.get_parent().url, f"{API}?limit=50", f"{API}{article.pk}/"):
        assert "/en/" not in client.get(url).content.decode(), url
    for number in ("sections", "pages", "events", "news"):
        assert "/en/" not in client.get(f"/sitemap-{number}.xml").content.decode()


@pytest.mark.parametrize("kind", ["unpublished", "expired"])
def test_english_url_does_not_serve_vietnamese_page(client: Client, article: NewsPage, kind: str) -> None:
    hide_home_page(factories.get_home_page("en"), kind)
    for path in ("/en/", "/en/tin-tuc/lich-thi/", "/en/tin-tuc/"):
        assert client.get(f"{API}find/?html_path={path}").status_code == 404, path
        assert client.get(path).status_code == 404, path
    assert client.get(f"{API}find/?html_path=/tin-tuc/lich-thi/").status_code == 302


@pytest.mark.parametrize("kind", ["unpublished", "expired"])
def test_default_language_is_hidden_in_same_way(client: Client, article: NewsPage, kind: str) -> None:
    hide_home_page(factories.get_home_page(), kind)
    for url in ("/", article.url, article.get_parent().url, "/rss/", "/tim-kiem/", f"{API}{article.pk}/"):
        assert client.get(url).status_code == 404, url
    assert client.get("/en/news/timetable/").status_code == 200


@pytest.mark.parametrize("kind", ["unpublished", "expired"])
def test_contact_page_of_hidden_language_accepts_no_messages(client: Client, kind: str) -> None:
    contact = factories.ContactPageFactory()
    assert client.get(f"/gui-loi-nhan/{contact.pk}/").status_code == 302
    hide_home_page(factories.get_home_page(), kind)
    assert client.get(f"/gui-loi-nhan/{contact.pk}/").status_code == 404
