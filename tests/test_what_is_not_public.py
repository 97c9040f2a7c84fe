"""Hidden content is shown nowhere. It is filtered at request time: no scheduler runs in these tests."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.not_found import build_query
from home.share_cards import build_card
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.hidden_content import (
    HIDDEN_WORD,
    OPEN_EVENT,
    OPEN_TITLE,
    HiddenContent,
    HiddenContentBuilder,
    find_hidden_words,
)
from tests.support.hidden_pages import RESTRICTED_METHODS
from tests.support.samples import sample

pytestmark = pytest.mark.django_db

#: URLs by name, each with words of public pages that it must contain.
ListingUrls = dict[str, tuple[str, tuple[str, ...]]]
ARTICLES, EVENTS, BOTH = (OPEN_TITLE,), (OPEN_EVENT,), (OPEN_TITLE, OPEN_EVENT)

SITE_URLS: ListingUrls = {
    "home page": ("/", BOTH),
    "feed of the site": ("/rss/", ARTICLES),
    "site map": ("/so-do-cong/", ()),
    "site map for machines": ("/sitemap.xml", ()),
    "robots": ("/robots.txt", ()),
    "page not found": ("/khong-co/", ()),
    "English home page": ("/en/", ()),
    "English site map": ("/en/sitemap/", ()),
    "English feed": ("/en/rss/", ()),
    "English calendar": ("/en/calendar.ics", ()),
}
SEARCH_URLS: ListingUrls = {
    "search": (f"/tim-kiem/?q={quote('đọc được')}", ARTICLES),
    "search of events": (f"/tim-kiem/?q={quote('Nơi')}&loai=su-kien", EVENTS),
    "search of documents": (f"/tim-kiem/?q={quote('tệp')}&loai=tai-lieu", ()),
    # Words of hidden pages, in a spelling that the response does not repeat.
    "search for the hidden": (f"/tim-kiem/?q={quote('bàj kín')}", ()),
    "search for the hidden misspelt": ("/tim-kiem/?q=baikn", ()),
    "search for the hidden in Telex": ("/tim-kiem/?q=baikisn", ()),
    "English search for the hidden": ("/en/search/?q=baikn", ()),
    "suggestions": (f"/tim-kiem/goi-y/?q={quote('bài viết a')}", ARTICLES),
    "suggestions of the hidden": ("/tim-kiem/goi-y/?q=bai", ()),
    "English suggestions of the hidden": ("/en/search/suggestions/?q=bai", ()),
}


@pytest.fixture(scope="module")
def media_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def hidden_content(django_db_setup, django_db_blocker, media_folder: Path) -> Iterator[HiddenContent]:
    """The content, built once for the module and rolled back at its end."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media_folder),
        translation.override("vi"),
        transaction.atomic(),
    ):
        yield HiddenContentBuilder().build()
        transaction.set_rollback(True)


@pytest.fixture
def site(settings, hidden_content: HiddenContent, media_folder: Path) -> HiddenContent:
    settings.API_RATE, settings.MEDIA_ROOT = "10000/m", media_folder
    return hidden_content


def collect_listing_urls(site: HiddenContent) -> ListingUrls:
    """Return every URL that lists pages, with words of public pages that it must contain."""
    return {
        **SITE_URLS,
        **SEARCH_URLS,
        **list_article_urls(site),
        **list_event_urls(site),
        **list_api_urls(site),
        **{f"half hidden {page.pk}": (page.url, ()) for page in site.half_hidden},
    }


def list_article_urls(site: HiddenContent) -> ListingUrls:
    byline = site.article.bylines.get()
    section, author = site.section.url, f"/tac-gia/{byline.author.slug}/"
    return {
        "section": (section, ARTICLES),
        "archive": (f"{section}luu-tru/", ()),
        "archive of the year": (f"{section}luu-tru/2024/", ARTICLES),
        "archive of the month": (f"{section}luu-tru/2024/04/", ARTICLES),
        "feed of the section": (f"{section}rss/", ARTICLES),
        "tag": ("/the/tuyen-sinh/", ARTICLES),
        "feed of the tag": ("/the/tuyen-sinh/rss/", ARTICLES),
        "author": (author, ARTICLES),
        "feed of the author": (f"{author}rss/", ARTICLES),
        "unit": (f"/don-vi/{byline.unit.slug}/", ARTICLES),
        "article": (site.article.url, BOTH),
        "organisation": (site.organisation.url, ()),
    }


def list_event_urls(site: HiddenContent) -> ListingUrls:
    section, event = site.events.url, site.event.url
    return {
        "event": (event, BOTH),
        "events to come": (section, EVENTS),
        "events of the past": (f"{section}?qua=1", EVENTS),
        "month": (f"{section}?thang={site.event.start_date:%Y-%m}", EVENTS),
        "month of the past": (f"{section}?thang={site.past_event.start_date:%Y-%m}", EVENTS),
        "feed of events": (f"{section}rss/", EVENTS),
        "calendar of the event": (f"{event}lich.ics", EVENTS),
        "calendar of the section": (f"{section}lich.ics", EVENTS),
        "calendar of all": ("/lich.ics", EVENTS),
    }


def list_api_urls(site: HiddenContent) -> ListingUrls:
    api = "/api/v2/pages/"
    half_hidden = [page.pk for page in site.half_hidden]
    return {
        "API": (f"{api}?limit=50", ()),
        "API of articles": (f"{api}?limit=50&type=newsroom.NewsPage&fields=*", ARTICLES),
        "API of events": (f"{api}?limit=50&type=newsroom.EventPage&fields=*", EVENTS),
        "API of coming events": (f"{api}?limit=50&type=newsroom.EventPage&coming=true", EVENTS),
        "API of sections": (f"{api}?limit=50&type=newsroom.NewsSection&fields=*", ()),
        "API of sections of events": (f"{api}?limit=50&type=newsroom.EventSection&fields=*", ()),
        "API of standard pages": (f"{api}?limit=50&type=home.StandardPage&fields=*", ()),
        "API in English": (f"{api}?limit=50&locale=en", ()),
        "API below the section": (f"{api}?limit=50&descendant_of={site.section.pk}", ARTICLES),
        "API above the article": (f"{api}?ancestor_of={site.article.pk}", ()),
        "API of the article": (f"{api}{site.article.pk}/", BOTH),
        "API of the event": (f"{api}{site.event.pk}/", BOTH),
        "API of the organisation": (f"{api}{site.organisation.pk}/", ()),
        **{f"API of half hidden {pk}": (f"{api}{pk}/", ()) for pk in half_hidden},
        **{f"translations of half hidden {pk}": (f"{api}?translation_of={pk}", ()) for pk in half_hidden},
    }


def test_hidden_pages_appear_nowhere(client: Client, site: HiddenContent) -> None:
    pages = collect_listing_urls(site)
    sitemap = client.get("/sitemap.xml").content.decode()
    files = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", sitemap)
    assert len(files) >= 3
    pages |= {f"file of the site map {url}": (url, ()) for url in files}
    failed = {}
    for name, (url, shown) in pages.items():
        response = client.get(url)
        text = response.content.decode()
        # Lines of calendar files are folded.
        text = text.replace("\r\n ", "")
        problems = find_hidden_words(text + str(response.headers))
        if response.status_code != (404 if name == "page not found" else 200):
            problems.append(f"returns {response.status_code}")
        problems += [f"without {word}" for word in shown if word not in text]
        if problems:
            failed[name] = problems
    for page in site.half_hidden:
        text = client.get(page.url).content.decode()
        if page.title not in text or "hreflang" in text.partition("</head>")[0]:
            failed[page.url] = ["shows the hidden translation, or not itself"]
    years = client.get(f"{site.section.url}luu-tru/").context_data["years"]
    visible = NewsPage.objects.visible().filter(path__startswith=site.section.path)
    if sum(year.count for year in years) != visible.count():
        failed["archive"] = ["counts what does not show"]
    assert failed == {}


def check_own_url(client: Client, page: Page, name: str, kind: str) -> None:
    if page.url is None:
        return  # not below the root page of the site
    response = client.get(page.url)
    assert response.status_code == (404 if kind not in RESTRICTED_METHODS else 302 if kind == "for a group" else 200), (
        name,
        kind,
    )
    # The password form contains the requested URL.
    shown = response.content.decode().replace(page.url, "")
    shown = shown.replace(f'value="{build_query(page.url)}"', "")  # the words of the requested URL, to search for
    assert not find_hidden_words(shown), (name, kind)
    if kind in RESTRICTED_METHODS:
        assert {"private", "no-store"} <= set(re.split(r",\s*", response["Cache-Control"])), (name, kind)


PARTS = {
    "section": ["rss/", "luu-tru/", "luu-tru/2024/04/"],
    "event section": ["rss/", "lich.ics", "?qua=1", f"?thang={timezone.localdate():%Y-%m}"],
    "event": ["lich.ics"],
    "past event": ["lich.ics"],
}


def check_subpaths(client: Client, page: Page, name: str, kind: str) -> None:
    for part in PARTS.get(name, ()) if page.url else ():
        response = client.get(page.url + part)
        assert response.status_code in ({200, 302} if kind in RESTRICTED_METHODS else {404}), (name, kind, part)
        shown = response.content.decode().replace(page.url, "")
        shown = shown.replace(f'value="{build_query(page.url + part.split("?")[0])}"', "")
        assert not find_hidden_words(shown), (name, kind, part)
        if kind in RESTRICTED_METHODS:
            assert "no-store" in response["Cache-Control"], (name, kind, part)


def check_other_urls(client: Client, page: Page, name: str, kind: str) -> None:
    """Request the page by primary key, by share image and by an old URL."""
    api = "/api/v2/pages/"
    Redirect.add_redirect(f"/cu/{page.pk}.html", page)
    if page.url:  # None if it is not below the root page of the site
        Redirect.add_redirect(f"/ngan/{page.pk}", f"http://testserver{page.url}")
    with translation.override("vi"):
        sections = ("", page.get_parent().title)
        cards = [build_card(page, factories.get_home_page(), section).digest for section in sections]
    for url in (
        f"{api}{page.pk}/",
        f"{api}find/?id={page.pk}",
        f"{api}find/?html_path={page.url}",
        *(f"/chia-se/{page.pk}-{digest}.png" for digest in cards),
        f"/cu/{page.pk}.html",
        f"/ngan/{page.pk}/",
    ):
        response = client.get(url)
        assert response.status_code == 404, (name, kind, url)
        assert not find_hidden_words(response.content.decode() + str(response.headers)), (name, kind, url)
    for parameter in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
        response = client.get(f"{api}?{parameter}={page.pk}")
        assert response.status_code == 400, (name, kind, parameter)
        assert not find_hidden_words(response.content.decode()), (name, kind, parameter)


def test_urls_of_hidden_pages_reveal_nothing(client: Client, site: HiddenContent) -> None:
    # The sample has each page type and each way of hiding.
    for (name, kind), page in sample(list(site.hidden.items()), 17):
        page = Page.objects.get(pk=page.pk).specific
        for check in (check_own_url, check_subpaths, check_other_urls):
            check(client, page, name, kind)


def test_pages_appear_again_when_public(client: Client, site: HiddenContent) -> None:
    """The reverse check: the tests above would also pass if nothing were shown."""
    PageViewRestriction.objects.all().delete()
    Page.objects.filter(expire_at__isnull=False).update(expire_at=timezone.now() + datetime.timedelta(hours=1))
    shown_again = ["expired", *RESTRICTED_METHODS]
    text = client.get("/the/tuyen-sinh/").content.decode() + client.get("/the/tuyen-sinh/?page=2").content.decode()
    month = client.get(f"{site.events.url}?thang={site.event.start_date:%Y-%m}").content.decode()
    calendar = client.get("/lich.ics").content.decode().replace("\r\n ", "")
    api = client.get("/api/v2/pages/?type=newsroom.EventPage&limit=50").content.decode()
    for kind in shown_again:
        assert site.hidden["article", kind].title in text, kind
        for listing in (month, calendar, api):
            assert site.hidden["event", kind].title in listing, kind
    assert HIDDEN_WORD in client.get("/").content.decode()
