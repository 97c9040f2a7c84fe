"""What visitors may not see shows nowhere, decided at the moment of the request: no scheduler runs in these tests."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.share_cards import card_of
from newsroom.models import EventPage, NewsPage
from tests import factories
from tests.hidden import KINDS, LOCKED, hide
from tests.hidden_site import HIDDEN_SLUG, HIDDEN_WORD, OPEN_EVENT, OPEN_TITLE, Builder, Site

pytestmark = pytest.mark.django_db

ARTICLES, EVENTS, BOTH = (OPEN_TITLE,), (OPEN_EVENT,), (OPEN_TITLE, OPEN_EVENT)


@pytest.fixture
def site(settings) -> Site:
    settings.API_RATE = "10000/m"
    return Builder().build()


def places(site: Site) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Every place that tells of pages, with the words of open pages that it must show."""
    byline = site.article.bylines.get()
    section, events = site.section.url, site.events.url
    day, past = site.event.start_date, site.past_event.start_date
    api = "/api/v2/pages/"
    return {
        "home page": ("/", BOTH),
        "section": (section, ARTICLES),
        "archive": (f"{section}luu-tru/", ()),
        "archive of the year": (f"{section}luu-tru/2024/", ARTICLES),
        "archive of the month": (f"{section}luu-tru/2024/04/", ARTICLES),
        "feed of the section": (f"{section}rss/", ARTICLES),
        "feed of the site": ("/rss/", ARTICLES),
        "tag": ("/the/tuyen-sinh/", ARTICLES),
        "feed of the tag": ("/the/tuyen-sinh/rss/", ARTICLES),
        "author": (f"/tac-gia/{byline.author.slug}/", ARTICLES),
        "feed of the author": (f"/tac-gia/{byline.author.slug}/rss/", ARTICLES),
        "unit": (f"/don-vi/{byline.unit.slug}/", ARTICLES),
        "search": (f"/tim-kiem/?q={quote('đọc được')}", ARTICLES),
        "search of events": (f"/tim-kiem/?q={quote('Nơi')}&loai=su-kien", EVENTS),
        "search of documents": (f"/tim-kiem/?q={quote('tệp')}&loai=tai-lieu", ()),
        # The words of the hidden, spelt so that an answer does not repeat them by itself.
        "search for the hidden": (f"/tim-kiem/?q={quote('bàj kín')}", ()),
        "search for the hidden misspelt": ("/tim-kiem/?q=baikn", ()),
        "search for the hidden in Telex": ("/tim-kiem/?q=baikisn", ()),
        "English search for the hidden": ("/en/search/?q=baikn", ()),
        "suggestions": (f"/tim-kiem/goi-y/?q={quote('bài viết a')}", ARTICLES),
        "suggestions of the hidden": ("/tim-kiem/goi-y/?q=bai", ()),
        "English suggestions of the hidden": ("/en/search/suggestions/?q=bai", ()),
        "article": (site.article.url, BOTH),
        "event": (site.event.url, BOTH),
        "events to come": (events, EVENTS),
        "events of the past": (f"{events}?qua=1", EVENTS),
        "month": (f"{events}?thang={day:%Y-%m}", EVENTS),
        "month of the past": (f"{events}?thang={past:%Y-%m}", EVENTS),
        "feed of events": (f"{events}rss/", EVENTS),
        "calendar of the event": (f"{site.event.url}lich.ics", EVENTS),
        "calendar of the section": (f"{events}lich.ics", EVENTS),
        "calendar of all": ("/lich.ics", EVENTS),
        "organisation": (site.organisation.url, ()),
        "site map": ("/so-do-cong/", ()),
        "site map for machines": ("/sitemap.xml", ()),
        "robots": ("/robots.txt", ()),
        "page not found": ("/khong-co/", ()),
        "English home page": ("/en/", ()),
        "English site map": ("/en/sitemap/", ()),
        "English feed": ("/en/rss/", ()),
        "English calendar": ("/en/calendar.ics", ()),
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
        **{f"API of half hidden {page.pk}": (f"{api}{page.pk}/", ()) for page in site.half_hidden},
        **{
            f"translations of half hidden {page.pk}": (f"{api}?translation_of={page.pk}", ())
            for page in site.half_hidden
        },
        **{f"half hidden {page.pk}": (page.url, ()) for page in site.half_hidden},
    }


def tells(text: str) -> list[str]:
    """What ``text`` says of hidden pages, with a few words around it."""
    return re.findall(rf".{{0,80}}(?:{HIDDEN_WORD}|{HIDDEN_SLUG}).{{0,40}}", text, re.IGNORECASE)


def test_nothing_hidden_shows_anywhere(client: Client, site: Site) -> None:
    asked = places(site)
    sitemap = client.get("/sitemap.xml").content.decode()
    files = re.findall(r"<loc>https?://[^/]+(/[^<]+)</loc>", sitemap)
    assert len(files) >= 3
    asked |= {f"file of the site map {address}": (address, ()) for address in files}
    failed = {}
    for place, (address, shown) in asked.items():
        response = client.get(address)
        text = response.content.decode()
        # Lines of calendars are folded.
        text = text.replace("\r\n ", "")
        problems = tells(text + str(response.headers))
        if response.status_code != (404 if place == "page not found" else 200):
            problems.append(f"answers {response.status_code}")
        problems += [f"without {word}" for word in shown if word not in text]
        if problems:
            failed[place] = problems
    for page in site.half_hidden:
        text = client.get(page.url).content.decode()
        if page.title not in text or "hreflang" in text.partition("</head>")[0]:
            failed[page.url] = ["shows the hidden translation, or not itself"]
    months = client.get(f"{site.section.url}luu-tru/").context_data["months"]
    visible = NewsPage.objects.visible().filter(path__startswith=site.section.path)
    if sum(month.count for month in months) != visible.count():
        failed["archive"] = ["counts what does not show"]
    assert failed == {}


def check_its_own_address(client: Client, page: Page, name: str, kind: str) -> None:
    if page.url is None:
        return  # in no tree of the site
    response = client.get(page.url)
    assert response.status_code == (404 if kind not in LOCKED else 302 if kind == "for a group" else 200), (name, kind)
    # The form that asks for the password says where it leads back to: to the address that was asked for.
    assert not tells(response.content.decode().replace(page.url, "")), (name, kind)
    if kind in LOCKED:
        assert {"private", "no-store"} <= set(re.split(r",\s*", response["Cache-Control"])), (name, kind)


PARTS = {
    "section": ["rss/", "luu-tru/", "luu-tru/2024/04/"],
    "event section": ["rss/", "lich.ics", "?qua=1", f"?thang={timezone.localdate():%Y-%m}"],
    "event": ["lich.ics"],
    "past event": ["lich.ics"],
}


def check_what_is_below_its_address(client: Client, page: Page, name: str, kind: str) -> None:
    for part in PARTS.get(name, ()) if page.url else ():
        response = client.get(page.url + part)
        assert response.status_code in ({200, 302} if kind in LOCKED else {404}), (name, kind, part)
        assert not tells(response.content.decode().replace(page.url, "")), (name, kind, part)
        if kind in LOCKED:
            assert "no-store" in response["Cache-Control"], (name, kind, part)


def check_other_ways(client: Client, page: Page, name: str, kind: str) -> None:
    """By its number, by its picture, by an old address."""
    api = "/api/v2/pages/"
    Redirect.add_redirect(f"/cu/{page.pk}.html", page)
    if page.url:  # in no tree of the site it has none
        Redirect.add_redirect(f"/ngan/{page.pk}", f"http://testserver{page.url}")
    with translation.override("vi"):
        sections = ("", page.get_parent().title)
        cards = [card_of(page, factories.home_page(), section).digest for section in sections]
    for address in (
        f"{api}{page.pk}/",
        f"{api}find/?id={page.pk}",
        f"{api}find/?html_path={page.url}",
        *(f"/chia-se/{page.pk}-{digest}.png" for digest in cards),
        f"/cu/{page.pk}.html",
        f"/ngan/{page.pk}/",
    ):
        response = client.get(address)
        assert response.status_code == 404, (name, kind, address)
        assert not tells(response.content.decode() + str(response.headers)), (name, kind, address)
    for parameter in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
        response = client.get(f"{api}?{parameter}={page.pk}")
        assert response.status_code == 400, (name, kind, parameter)
        assert not tells(response.content.decode()), (name, kind, parameter)


def test_no_address_of_a_hidden_page_says_what_it_is(client: Client, site: Site) -> None:
    for (name, kind), page in site.hidden.items():
        page = Page.objects.get(pk=page.pk).specific
        for check in (check_its_own_address, check_what_is_below_its_address, check_other_ways):
            check(client, page, name, kind)


def test_it_shows_again_once_it_may(client: Client, site: Site) -> None:
    """The other way round: what hides above would also pass a test that shows nothing."""
    PageViewRestriction.objects.all().delete()
    Page.objects.filter(expire_at__isnull=False).update(expire_at=timezone.now() + datetime.timedelta(hours=1))
    shown_again = ["expired", *LOCKED]
    text = client.get("/the/tuyen-sinh/").content.decode() + client.get("/the/tuyen-sinh/?page=2").content.decode()
    month = client.get(f"{site.events.url}?thang={site.event.start_date:%Y-%m}").content.decode()
    calendar = client.get("/lich.ics").content.decode().replace("\r\n ", "")
    api = client.get("/api/v2/pages/?type=newsroom.EventPage&limit=50").content.decode()
    for kind in shown_again:
        assert site.hidden["article", kind].title in text, kind
        for place in (month, calendar, api):
            assert site.hidden["event", kind].title in place, kind
    assert HIDDEN_WORD in client.get("/").content.decode()


def test_a_section_withdrawn_without_its_articles_is_named_nowhere(client: Client) -> None:
    section = factories.SectionFactory(title=f"{HIDDEN_WORD} đã gỡ", slug="trung-tinh")
    events = factories.EventSectionFactory(title=f"{HIDDEN_WORD} sự kiện", slug="trung-lap")
    article = factories.ArticleFactory(title=OPEN_TITLE, parent=section)
    event = factories.EventFactory(title=OPEN_EVENT, parent=events)
    section.unpublish()
    events.unpublish()
    for address, word in (
        ("/", OPEN_TITLE),
        (article.url, OPEN_TITLE),
        (event.url, OPEN_EVENT),
        ("/lich.ics", OPEN_EVENT),
        (f"/api/v2/pages/{article.pk}/", OPEN_TITLE),
        (f"/api/v2/pages/{event.pk}/", OPEN_EVENT),
    ):
        text = client.get(address).content.decode()
        assert word in text, address
        assert not tells(text), address


@pytest.mark.parametrize("kind", KINDS)
def test_a_hidden_page_takes_its_pictures_and_documents_along(client: Client, kind: str) -> None:
    """Alone on the home page, so that no other page can hide that it shows."""
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    builder = Builder()
    pages: list[NewsPage | EventPage] = [builder.article(HIDDEN_WORD, section), builder.event(HIDDEN_WORD, events)]
    home = factories.home_page()
    home.body = [
        *({"type": "photo_strip", "value": {"page": page.pk, "title": "", "count": 5}} for page in pages),
        {"type": "recent_documents", "value": {"title": "", "count": 5}},
    ]
    home.save()
    assert tells(client.get("/").content.decode())
    for page in pages:
        hide(page, kind)
    text = client.get("/").content.decode()
    assert not tells(text)
    for page in pages:
        assert page.url not in text
