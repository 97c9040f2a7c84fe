"""The sitemap lists exactly the public pages, in files of bounded size and cost; robots.txt links it."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from home import sitemaps
from mysite.images.page_images import make_renditions
from mysite.pages.querysets import visible
from newsroom.models import Author, NewsPage, Unit
from tests.support import factories

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


def get_files(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return [loc.text for loc in parse(response).findall("s:sitemap/s:loc", NS)]


def get_entries(client: Client) -> dict[str, ET.Element]:
    """Return all entries of all files by URL, and check that none is repeated."""
    entries = []
    for file in get_files(client):
        response = client.get(file)
        assert response["Content-Type"] == "application/xml"
        assert not response.cookies
        entries += [(url.find("s:loc", NS).text, url) for url in parse(response).findall("s:url", NS)]
    assert len(dict(entries)) == len(entries)
    return dict(entries)


def get_url(page: Page) -> str:
    return f"http://testserver{page.url}"


def list_public_urls() -> set[str]:
    pages = visible(Page.objects.filter(alias_of__isnull=True, depth__gt=1))
    return {get_url(page) for page in pages} | {get_profile_url(profile) for profile in list_public_profiles()}


def list_public_profiles() -> list[Author | Unit]:
    return [
        *Author.objects.filter(live=True, awaits_translation=False),
        *Unit.objects.filter(live=True, awaits_translation=False),
    ]


def get_profile_url(profile: Author | Unit) -> str:
    with translation.override(profile.locale.language_code):
        return f"http://testserver{profile.get_absolute_url()}"


@pytest.fixture
def portal() -> NewsPage:
    """Pages of every type in both languages, and one hidden in every way."""
    for language in ("vi", "en"):
        locale = Locale.objects.get(language_code=language)
        home = factories.get_home_page(language)
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
        factories.AuthorFactory(locale=locale)
        factories.UnitFactory(locale=locale)
    factories.AuthorFactory(live=False)
    factories.UnitFactory(live=False)
    section = article.get_parent()
    factories.ArticleFactory(parent=section, locale=locale, live=False)
    factories.ArticleFactory(parent=section, locale=locale, expire_at=timezone.now())
    locked = factories.SectionFactory()
    PageViewRestriction.objects.create(page=locked, restriction_type=PageViewRestriction.PASSWORD, password="x")
    factories.ArticleFactory(parent=locked)
    vietnamese = NewsPage.objects.get(locale__language_code="vi", title__startswith="]]>")
    vietnamese.copy_for_translation(locale, copy_parents=True, alias=True)
    return vietnamese


def test_sitemap_lists_exactly_public_pages(client: Client, portal: NewsPage) -> None:
    assert set(get_entries(client)) == list_public_urls()
    assert all(client.get(url).status_code == 200 for url in get_entries(client))


def test_sitemap_files_have_bounded_size(client: Client, portal: NewsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.ArticleFactory.create_batch(4, parent=portal.get_parent())
    monkeypatch.setattr(sitemaps.VisiblePagesSitemap, "limit", 2)
    assert "http://testserver/sitemap-news.xml?p=3" in get_files(client)
    assert set(get_entries(client)) == list_public_urls()


def test_unpublished_home_page_has_no_entries(client: Client, portal: NewsPage) -> None:
    factories.get_home_page("en").unpublish()
    assert not any("/en/" in url for url in get_entries(client))
    assert client.get("/en/rss/").status_code == 404


def test_profiles_have_alternate_languages_once_translated(client: Client) -> None:
    author = factories.AuthorFactory()
    english = author.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    assert list(get_entries(client)[get_profile_url(author)].findall("x:link", NS)) == []
    english.awaits_translation = False
    english.save()
    links = {get_profile_url(profile): profile for profile in (author, english)}
    for entry in (get_entries(client)[url] for url in links):
        assert {link.get("href") for link in entry.findall("x:link", NS)} == set(links)


def test_entries_have_lastmod(client: Client) -> None:
    changed = datetime.datetime(2026, 4, 24, 5, 0, tzinfo=datetime.UTC)
    article = factories.ArticleFactory(published_at=changed - datetime.timedelta(days=3))
    NewsPage.objects.update(content_updated_at=changed, last_published_at=timezone.now())
    assert get_entries(client)[get_url(article)].find("s:lastmod", NS).text == "2026-04-24T12:00:00+07:00"


def test_event_published_again_has_its_lastmod(client: Client) -> None:
    event = factories.EventFactory()
    revision = event.save_revision()
    revision.publish()
    saved_at = timezone.now() - datetime.timedelta(days=2)
    Revision.objects.filter(pk=revision.pk).update(created_at=saved_at)
    lastmod = get_entries(client)[get_url(event)].find("s:lastmod", NS).text
    assert datetime.datetime.fromisoformat(lastmod) == saved_at.replace(microsecond=0)


def test_entries_have_alternate_languages(client: Client) -> None:
    article = factories.ArticleFactory()
    locale = Locale.objects.get(language_code="en")
    article.get_parent().specific.copy_for_translation(locale).save_revision().publish()
    english = article.copy_for_translation(locale)
    english.save_revision().publish()
    english = NewsPage.objects.get(pk=english.pk)
    expected = {"vi": get_url(article), "en": get_url(english), "x-default": get_url(article)}
    for page in (article, english):
        links = get_entries(client)[get_url(page)].findall("x:link", NS)
        assert {link.get("hreflang"): link.get("href") for link in links} == expected
        assert {link.get("rel") for link in links} == {"alternate"}


def test_entries_list_existing_images(client: Client) -> None:
    main, first, second, unmade = factories.SmallImageFactory.create_batch(4)
    article = factories.ArticleFactory(main_image=main, body=[factories.gallery_value([first, second, main])])
    make_renditions(article.image_uses())
    article.body = [factories.gallery_value([first, second, main, unmade])]
    article.save()
    images = [image.text for image in get_entries(client)[get_url(article)].findall("i:image/i:loc", NS)]
    assert len(images) == len(set(images)) == 3
    for url in images:
        assert client.get(url)["Content-Type"] == "image/webp"


def test_news_of_the_last_two_days(client: Client) -> None:
    section = factories.SectionFactory()
    old = factories.ArticleFactory(parent=section, published_at=timezone.now() - datetime.timedelta(hours=49))
    new = factories.ArticleFactory(parent=section, title=HOSTILE_TITLE)
    entries = get_entries(client)
    assert entries[get_url(old)].find("n:news", NS) is None
    news = entries[get_url(new)].find("n:news", NS)
    home = factories.get_home_page()
    assert news.find("n:publication/n:name", NS).text == home.site_name
    assert news.find("n:publication/n:language", NS).text == "vi"
    assert news.find("n:title", NS).text == new.title
    published = datetime.datetime.fromisoformat(news.find("n:publication_date", NS).text)
    assert published == new.first_published_at.replace(microsecond=0)


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_hostile_characters_keep_xml_well_formed(client: Client, character: str) -> None:
    article = factories.ArticleFactory()
    NewsPage.objects.filter(pk=article.pk).update(title=f"Lịch{character}thi")  # without validation
    assert get_entries(client)[get_url(article)].find("n:news/n:title", NS).text == "Lịch thi"


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1e9", "9" * 40, "%F0%9F%98%80", "1;", "", "%00", "last"])
def test_unknown_sitemap_file_is_not_found(client: Client, page: str) -> None:
    assert client.get(f"/sitemap-news.xml?p={page}").status_code in (400, 404)
    assert client.get(f"/sitemap-{page}.xml").status_code in (400, 404)


def test_query_count_does_not_grow(client: Client) -> None:
    section = factories.SectionFactory()
    images = factories.SmallImageFactory.create_batch(3)
    counts = []
    for number in (2, 10):
        factories.ArticleFactory.create_batch(
            number, parent=section, main_image=images[0], body=[factories.gallery_value(images)]
        )
        client.get("/sitemap-news.xml")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/sitemap-news.xml")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


def test_robots_txt_links_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert not response.cookies
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert {"Disallow: /admin/", "Disallow: /tim-kiem/", "Disallow: /en/search/"} <= set(lines)
