"""The API: responses match docs/api.md, hidden content is left out, and the query count does not grow."""

import datetime
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from newsroom.models import (
    EventArticle,
    NewsPage,
    NewsPageAttachment,
    NewsPageByline,
    NewsPageRelatedPage,
    NewsSection,
)
from tests.support import factories
from tests.support.renditions import make_renditions
from tests.support.samples import share

pytestmark = pytest.mark.django_db

PAGES = "/api/v2/pages/"


@pytest.fixture(autouse=True)
def _raise_rate_limit(settings: Any) -> None:
    settings.API_RATE = "100000/m"


def get(client: Client, url: str, status: int = 200) -> Any:
    response = client.get(url)
    assert response.status_code == status, f"{url[:200]}: {response.status_code} {response.content[:300]!r}"
    assert response["Content-Type"] == "application/json"
    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def article(**kwargs: Any) -> NewsPage:
    author = factories.AuthorFactory()
    return factories.ArticleFactory(authors=(author,), tags=("Tuyển sinh",), **kwargs)


def create_full_article(section: NewsSection, other: NewsPage) -> NewsPage:
    """Create an article with a main image, an attachment and a related page, whose body links to ``other``."""
    photos = [factories.SmallImageFactory(), factories.SmallImageFactory()]
    shown = article(
        title="Lịch thi",
        parent=section,
        main_image=factories.ImageFactory(credit="Lê An"),
        main_image_alt="Sân trường",
        body=[
            {"type": "paragraph", "value": f'<p>Xem <a linktype="page" id="{other.pk}">kết quả</a>.</p>'},
            {"type": "quote", "value": {"text": "Đọc kỹ đề.", "attribution": "Cô An"}},
            factories.gallery_value(photos),
        ],
    )
    shown.save()
    NewsPageAttachment.objects.create(
        article=shown, document=factories.DocumentFactory(title="Công văn"), locale=shown.locale
    )
    NewsPageRelatedPage.objects.create(article=shown, page=other, locale=shown.locale)
    return shown


def test_article_has_what_visitors_read(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    other = factories.ArticleFactory(title="Kết quả thi", parent=section)
    shown = create_full_article(section, other)
    data = get(client, f"{PAGES}{shown.pk}/")
    assert data["title"] == "Lịch thi"
    assert data["meta"]["html_url"] == "http://testserver/tin-tuc/lich-thi/"
    assert data["meta"]["parent"]["id"] == section.pk
    assert data["meta"]["locale"] == "vi"
    assert data["section"] == {"id": section.pk, "title": "Tin tức", "html_url": "http://testserver/tin-tuc/"}
    assert data["tags"] == ["Tuyển sinh"]
    assert data["bylines"][0]["author"]["html_url"].startswith("http://testserver/tac-gia/")
    assert data["attachments"][0]["title"] == "Công văn"
    assert [page["id"] for page in data["related_pages"]] == [other.pk]
    assert data["main_image"]["alt"] == "Sân trường"
    assert data["main_image"]["credit"] == "Lê An"
    assert 'href="http://testserver/tin-tuc/ket-qua-thi/"' in data["body"]
    assert "Đọc kỹ đề." in data["body"]
    assert "linktype" not in data["body"]
    assert not re.search(r'(href|src|srcset)="/', data["body"])
    datetime.datetime.fromisoformat(data["meta"]["first_published_at"])
    # The URL of every image is absolute and returns 200.
    for url in re.findall(r'src="http://testserver(/media/[^"]+)"', data["body"]):
        assert client.get(url).status_code == 200


def test_event_has_recurrence_rule_and_next_occurrences(client: Client) -> None:
    first = timezone.localdate() + datetime.timedelta(days=1)
    left_out = first + datetime.timedelta(days=2)
    event = factories.EventFactory(
        start_date=first, repeat="daily", repeat_count=5, exceptions=(left_out,), address="Số 1 phố Huế"
    )
    about = factories.ArticleFactory(title="Trước ngày hội")
    EventArticle.objects.create(event=event, article=about, locale=event.locale)
    data = get(client, f"{PAGES}{event.pk}/")
    assert data["repeats"] == {"rule": "FREQ=DAILY;INTERVAL=1;COUNT=5", "except": [left_out.isoformat()]}
    assert [times["first_day"] for times in data["next_times"]] == [
        (first + datetime.timedelta(days=n)).isoformat() for n in (0, 1, 3, 4)
    ]
    assert data["next_start"] == data["next_times"][0]["starts_at"] == f"{first}T07:30:00+07:00"
    assert data["time_zone"] == "Asia/Ho_Chi_Minh"
    assert (data["status"], data["place"]) == ("scheduled", "Hội trường tầng 3")
    assert data["articles"][0]["title"] == "Trước ngày hội"
    assert data["calendar_url"].endswith("lich.ics")
    article_found = get(client, f"{PAGES}{about.pk}/")
    assert [page["id"] for page in article_found["events"]] == [event.pk]


def test_upcoming_events_are_ordered_by_next_occurrence(client: Client) -> None:
    section = factories.EventSectionFactory()
    today = timezone.localdate()
    later, earlier, _over = (
        factories.EventFactory(parent=section, start_date=today + datetime.timedelta(days=days)) for days in (9, 2, -5)
    )
    data = get(client, f"{PAGES}?type=newsroom.EventPage&coming=true")
    assert [item["id"] for item in data["items"]] == [earlier.pk, later.pk]
    assert data["meta"]["total_count"] == 2


def test_every_page_type_is_listed_in_both_languages(client: Client) -> None:
    pages = [
        factories.StandardPageFactory(body=[{"type": "heading", "value": {"text": "Sơ đồ", "level": "h2"}}]),
        factories.OrganisationPageFactory(introduction="Sở có 10 phòng."),
        factories.ContactPageFactory(introduction="<p>Viết cho <b>chúng tôi</b>.</p>"),
        factories.SectionFactory(introduction="Tin của ngành"),
        factories.EventSectionFactory(),
    ]
    english = Locale.objects.get_or_create(language_code="en")[0]
    news = pages[3].copy_for_translation(english)
    news.title = "News"
    news.save_revision().publish()
    everything = get(client, f"{PAGES}?limit=50")["items"]
    assert {page.pk for page in pages} | {news.pk} <= {item["id"] for item in everything}
    for item in everything:
        data = get(client, item["meta"]["detail_url"].removeprefix("http://testserver"))
        assert client.get(data["meta"]["html_url"]).status_code == 200
        # Also in a list of its type with all fields of lists.
        get(client, f"{PAGES}?type={item['meta']['type']}&fields=*")
    assert [item["id"] for item in get(client, f"{PAGES}?translation_of={pages[3].pk}")["items"]] == [news.pk]
    assert news.pk in {item["id"] for item in get(client, f"{PAGES}?locale=en")["items"]}
    assert client.get(f"{PAGES}find/?html_path=/en/{news.slug}/")["Location"].endswith(f"/{news.pk}/?")


QUERIES = ["", "?type=newsroom.NewsPage", "?type=newsroom.NewsPage&fields=*", "?type=newsroom.EventPage&fields=*"]


def test_query_count_does_not_grow_with_results(client: Client) -> None:
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    counts: dict[str, list[int]] = {query: [] for query in QUERIES}
    for size in (5, 50):
        while NewsPage.objects.count() < size:
            article(parent=section, main_image=factories.SmallImageFactory())
            unit = factories.UnitFactory()
            factories.EventFactory(parent=events, organiser=unit, main_image=factories.SmallImageFactory())
        make_renditions()
        for query in QUERIES:
            url = f"{PAGES}{query}{'&' if query else '?'}limit=50"
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert len(get(client, url)["items"]) >= size
            counts[query].append(len(captured))
    for query, (few, many) in counts.items():
        assert few == many <= 14, query


def test_unpublished_pages_and_restricted_parents_are_hidden(client: Client) -> None:
    section = factories.SectionFactory(title="Chuyên mục kín")
    shown = article(parent=section)
    assert get(client, f"{PAGES}{shown.pk}/")["section"]["title"] == "Chuyên mục kín"
    section.unpublish()
    data = get(client, f"{PAGES}{shown.pk}/")
    assert data["section"] is None
    assert data["meta"]["parent"] is None
    get(client, f"{PAGES}{section.pk}/", 404)
    for name in ("child_of", "descendant_of", "translation_of", "ancestor_of"):
        get(client, f"{PAGES}?{name}={section.pk}", 400)
    PageViewRestriction.objects.create(page=section, restriction_type="password", password="x")
    get(client, f"{PAGES}{shown.pk}/", 404)
    get(client, f"{PAGES}find/?html_path={shown.url}", 404)
    get(client, f"{PAGES}find/?id={shown.pk}", 404)


def test_aliases_in_other_language_are_excluded(client: Client) -> None:
    section = factories.SectionFactory()
    english = Locale.objects.get_or_create(language_code="en")[0]
    copy = section.copy_for_translation(english, alias=True)
    copy.live = True
    copy.save()
    get(client, f"{PAGES}{copy.pk}/", 404)
    assert copy.pk not in {item["id"] for item in get(client, f"{PAGES}?limit=50")["items"]}


VALUES = [
    *(
        "",
        "-1",
        "0",
        "1.5",
        "9" * 30,
        "9" * 5000,
        "abc",
        "%00",
        "%FF%FE",
        "%ED%A0%80",
        "٣",
        "²",
        "null",
        "[]",
        "*",
        "_",
    ),
    *(
        "-",
        "a,b,,",
        "*,title",
        "_,-title",
        "title(",
        "a(" * 240,
        "(" * 5000,
        "body(*)",
        "main_image(file)",
        "tags,tags",
    ),
    *(
        "--title",
        "random",
        "body",
        "newsroom.NewsPage",
        "wagtailcore.Page",
        "auth.User",
        "newsroom.NewsPage,home.HomePage",
    ),
    *("a.b.c", "%22", "%27%20OR%201=1--", "/../", "/en/", "//[x", "root", "2024-13-45", "true", "__class__", "id__in"),
]
PARAMETERS = [
    *("limit", "offset", "fields", "order", "type", "child_of", "descendant_of", "ancestor_of", "translation_of"),
    *("locale", "slug", "title", "tags", "is_headline", "status", "coming"),
]
UNKNOWN = [
    "search",
    "site",
    "format",
    "_",
    "first_published_at",
    "id",
    "bylines",
    "main_image",
    "owner__password",
    "live",
]


@pytest.mark.parametrize("number", range(len(PARAMETERS)))
def test_no_parameter_value_causes_server_error(client: Client, number: int) -> None:
    article()
    for value in share(VALUES, number, 3):
        for kind in ("newsroom.NewsPage", "newsroom.EventPage"):
            url = f"{PAGES}?type={kind}&{PARAMETERS[number]}={value}"
            response = client.get(url)
            assert response.status_code in {200, 400}, f"{url[:200]}: {response.status_code}"


def test_no_parameter_value_of_detail_view_causes_server_error(client: Client) -> None:
    shown = article()
    for value in VALUES:
        for path in (f"{shown.pk}/?fields={value}", f"find/?html_path={value}", f"find/?id={value}"):
            response = client.get(PAGES + path)
            assert response.status_code in {200, 302, 400, 404}, f"{path[:200]}: {response.status_code}"


@pytest.mark.parametrize("parameter", UNKNOWN)
def test_unknown_parameters_are_rejected(client: Client, parameter: str) -> None:
    shown = article()
    for path in ("?{}=1", "?type=newsroom.NewsPage&{}=1", f"{shown.pk}/?{{}}=1", "find/?html_path=/&{}=1"):
        if (parameter, path[:5]) != ("id", "find/"):
            assert get(client, PAGES + path.format(parameter), 400)["message"]


@pytest.mark.parametrize(
    "url",
    ["/api/", "/api/v1/pages/", "/api/v2/images/", "/api/v2/documents/", f"{PAGES}{'9' * 5000}/", f"{PAGES}abc/"],
)
def test_not_found_is_json(client: Client, url: str) -> None:
    assert get(client, url, 404)["message"]


def test_write_methods_are_not_allowed(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete, client.options):
        assert method(PAGES, data="{}", content_type="application/json").status_code == 405


def test_response_is_json_for_any_accept_header(client: Client) -> None:
    for accepted in ("text/html", "application/xml", "x", "*/*;q=0", "\x00"):
        response = client.get(PAGES, headers={"accept": accepted})
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")
        assert "Vary" not in response or "Cookie" not in response["Vary"]


def test_too_many_requests_are_rate_limited(client: Client, settings: Any) -> None:
    settings.API_RATE = "3/2m"
    cache.clear()
    responses = [client.get(PAGES, REMOTE_ADDR="203.0.113.9") for _ in range(4)]
    assert [response.status_code for response in responses] == [200, 200, 200, 429]
    assert 0 < int(responses[3]["Retry-After"]) <= 120
    assert client.get(PAGES, REMOTE_ADDR="203.0.113.10").status_code == 200
    assert client.get("/").status_code == 200


def test_ipv6_network_is_rate_limited_as_one_client(client: Client, settings: Any) -> None:
    settings.API_RATE = "3/2m"
    statuses = [client.get(PAGES, REMOTE_ADDR=f"2001:db8::{n}:1").status_code for n in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert client.get(PAGES, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def find_urls(value: Any) -> set[str]:
    """Return the URLs of pages and feeds anywhere in a response."""
    if isinstance(value, list):
        return set().union(*map(find_urls, value))
    if not isinstance(value, dict):
        return set()
    own = {value[name] for name in ("html_url", "feed_url", "calendar_url") if value.get(name)}
    return own.union(*map(find_urls, value.values()))


def test_texts_are_in_page_language_and_urls_resolve(client: Client) -> None:
    english = Locale.objects.get_or_create(language_code="en")[0]
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    other = factories.ArticleFactory(parent=section)
    shown = article(parent=section)
    event = factories.EventFactory(parent=events, organiser=factories.UnitFactory())
    NewsPageRelatedPage.objects.create(article=shown, page=other, locale=shown.locale)
    copies = []
    for number, page in enumerate((section, events, other, event, shown)):
        copy = page.copy_for_translation(english)
        copy.title, copy.slug = f"English {number}", f"english-{number}"
        copy.save_revision().publish()
        copies.append(type(page).objects.get(pk=copy.pk))
    in_english = copies[-1]
    unit = factories.UnitFactory(locale=english)
    author = factories.AuthorFactory(locale=english, unit=unit)
    NewsPageByline.objects.create(article=in_english, author=author, unit=unit, locale=english)
    copies[3].organiser = unit
    copies[3].save()
    data = get(client, f"{PAGES}{in_english.pk}/")
    assert [page["title"] for page in data["related_pages"]] == ["English 2"]
    who = [byline["author"]["html_url"] for byline in data["bylines"]]
    assert f"http://testserver/en/author/{author.slug}/" in who
    responses = [get(client, f"{PAGES}{page.pk}/") for page in (section, events, other, event, shown, *copies)]
    responses += [
        get(client, f"{PAGES}?type=newsroom.{name}&fields=*") for name in ("NewsPage", "EventPage", "EventSection")
    ]
    urls = set().union(*map(find_urls, responses))
    assert f"http://testserver/en/unit/{unit.slug}/" in urls
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


def test_rich_text_is_rendered_for_visitors(client: Client) -> None:
    other = factories.SectionFactory()
    document = factories.DocumentFactory()
    text = (
        f'<p data-block-key="a1b2c">Xem <a linktype="page" id="{other.pk}">đây</a>, '
        f'<a linktype="document" id="{document.pk}">tệp</a></p>'
    )
    body = [{"type": "paragraph", "value": text}]
    pages = [
        factories.ContactPageFactory(introduction=text),
        factories.StandardPageFactory(body=body),
        factories.OrganisationPageFactory(body=body),
        factories.EventFactory(body=body),
        article(body=body, corrections=[{"type": "correction", "value": {"date": "2024-05-01", "text": text}}]),
    ]
    for page in pages:
        content = client.get(f"{PAGES}{page.pk}/").content.decode()
        assert f"http://testserver{other.url}" in content, page
        assert f"http://testserver{document.url}" in content, page
        assert not re.search("linktype|embedtype|data-block-key", content), page
