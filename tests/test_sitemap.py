"""The sitemap holds exactly what visitors may see, in files of bounded size and cost; robots.txt leads to it."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from home import sitemaps
from mysite.body_pictures import make_ready
from mysite.querysets import visible
from newsroom.models import NewsPage
from tests import factories

pytestmark = pytest.mark.django_db

NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
HOSTILE_TITLE = "]]></title><x> & \"'\u2028 😀 \u202e RTL e\u0302\u0301"


def parse(response: HttpResponse) -> ET.Element:
    return ET.fromstring(response.content)  # noqa: S314 (our own)


def files(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return [loc.text for loc in parse(response).findall("s:sitemap/s:loc", NS)]


def entries(client: Client) -> dict[str, ET.Element]:
    """Every address of every file, none of them twice."""
    found = []
    for file in files(client):
        response = client.get(file)
        assert response["Content-Type"] == "application/xml"
        assert not response.cookies
        found += [(url.find("s:loc", NS).text, url) for url in parse(response).findall("s:url", NS)]
    assert len(dict(found)) == len(found)
    return dict(found)


def address_of(page: Page) -> str:
    return f"http://testserver{page.url}"


def public_addresses() -> set[str]:
    pages = visible(Page.objects.filter(alias_of__isnull=True, depth__gt=1))
    return {address_of(page) for page in pages}


@pytest.fixture
def portal() -> NewsPage:
    """Pages of every type in both languages, and one of every kind that is hidden."""
    for language in ("vi", "en"):
        locale = Locale.objects.get(language_code=language)
        home = factories.home_page(language)
        article = factories.ArticleFactory(
            parent=factories.SectionFactory(parent=home, locale=locale), locale=locale, title=HOSTILE_TITLE
        )
        factories.EventFactory(parent=factories.EventSectionFactory(parent=home, locale=locale), locale=locale)
        for factory in (
            factories.StandardPageFactory,
            factories.OrganisationPageFactory,
            factories.ContactPageFactory,
        ):
            factory(parent=home, locale=locale)
    section = article.get_parent()
    factories.ArticleFactory(parent=section, locale=locale, live=False)
    factories.ArticleFactory(parent=section, locale=locale, expire_at=timezone.now())
    locked = factories.SectionFactory()
    PageViewRestriction.objects.create(page=locked, restriction_type=PageViewRestriction.PASSWORD, password="x")
    factories.ArticleFactory(parent=locked)
    vietnamese = NewsPage.objects.get(locale__language_code="vi", title__startswith="]]>")
    vietnamese.copy_for_translation(locale, copy_parents=True, alias=True)
    return vietnamese


def test_it_holds_exactly_the_public_pages(client: Client, portal: NewsPage) -> None:
    assert set(entries(client)) == public_addresses()
    assert all(client.get(address).status_code == 200 for address in entries(client))


def test_in_files_of_bounded_size(client: Client, portal: NewsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.ArticleFactory.create_batch(4, parent=portal.get_parent())
    monkeypatch.setattr(sitemaps.VisiblePages, "limit", 2)
    assert "http://testserver/sitemap-news.xml?p=3" in files(client)
    assert set(entries(client)) == public_addresses()


def test_below_a_home_page_that_is_not_published_nothing_can_be_reached(client: Client, portal: NewsPage) -> None:
    factories.home_page("en").unpublish()
    assert not any("/en/" in address for address in entries(client))
    assert client.get("/en/rss/").status_code == 404


def test_when_it_last_changed(client: Client) -> None:
    changed = datetime.datetime(2026, 4, 24, 5, 0, tzinfo=datetime.UTC)
    article = factories.ArticleFactory(published_at=changed - datetime.timedelta(days=3))
    NewsPage.objects.update(content_updated_at=changed, last_published_at=timezone.now())
    assert entries(client)[address_of(article)].find("s:lastmod", NS).text == "2026-04-24T12:00:00+07:00"


def test_other_languages(client: Client) -> None:
    article = factories.ArticleFactory()
    locale = Locale.objects.get(language_code="en")
    article.get_parent().specific.copy_for_translation(locale).save_revision().publish()
    english = article.copy_for_translation(locale)
    english.save_revision().publish()
    english = NewsPage.objects.get(pk=english.pk)
    expected = {"vi": address_of(article), "en": address_of(english), "x-default": address_of(article)}
    for page in (article, english):
        links = entries(client)[address_of(page)].findall("x:link", NS)
        assert {link.get("hreflang"): link.get("href") for link in links} == expected
        assert {link.get("rel") for link in links} == {"alternate"}


def test_pictures_that_exist(client: Client) -> None:
    main, first, second, unmade = factories.SmallImageFactory.create_batch(4)
    article = factories.ArticleFactory(main_image=main, body=[factories.gallery([first, second, main])])
    make_ready(article.pictures())
    article.body = [factories.gallery([first, second, main, unmade])]
    article.save()
    images = [image.text for image in entries(client)[address_of(article)].findall("i:image/i:loc", NS)]
    assert len(images) == len(set(images)) == 3
    for address in images:
        assert client.get(address)["Content-Type"] == "image/jpeg"


def test_news_of_the_last_two_days(client: Client) -> None:
    section = factories.SectionFactory()
    old = factories.ArticleFactory(parent=section, published_at=timezone.now() - datetime.timedelta(hours=49))
    new = factories.ArticleFactory(parent=section, title=HOSTILE_TITLE)
    found = entries(client)
    assert found[address_of(old)].find("n:news", NS) is None
    news = found[address_of(new)].find("n:news", NS)
    home = factories.home_page()
    assert news.find("n:publication/n:name", NS).text == home.site_name
    assert news.find("n:publication/n:language", NS).text == "vi"
    assert news.find("n:title", NS).text == new.title
    published = datetime.datetime.fromisoformat(news.find("n:publication_date", NS).text)
    assert published == new.first_published_at


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_no_character_breaks_the_file(client: Client, character: str) -> None:
    article = factories.ArticleFactory()
    NewsPage.objects.filter(pk=article.pk).update(title=f"Lịch{character}thi")  # past the model, as an import by hand
    assert entries(client)[address_of(article)].find("n:news/n:title", NS).text == "Lịch thi"


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1e9", "9" * 40, "%F0%9F%98%80", "1;", "", "%00", "last"])
def test_a_file_that_is_none(client: Client, page: str) -> None:
    assert client.get(f"/sitemap-news.xml?p={page}").status_code in (400, 404)
    assert client.get(f"/sitemap-{page}.xml").status_code in (400, 404)


def test_a_file_costs_the_same_at_every_size(client: Client) -> None:
    section = factories.SectionFactory()
    images = factories.SmallImageFactory.create_batch(3)
    counts = []
    for number in (2, 10):
        factories.ArticleFactory.create_batch(
            number, parent=section, main_image=images[0], body=[factories.gallery(images)]
        )
        client.get("/sitemap-news.xml")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/sitemap-news.xml")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


def test_robots_are_led_to_it(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert not response.cookies
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /tim-kiem/", "Disallow: /en/search/"} <= set(lines)
