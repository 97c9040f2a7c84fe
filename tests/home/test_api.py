"""The API: what docs/api.md says, nothing hidden, no faults, as many queries for fifty as for five."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from newsroom.models import EventArticle, NewsPage, NewsPageAttachment, NewsPageByline, NewsPageRelatedPage
from tests import factories

pytestmark = pytest.mark.django_db

PAGES = "/api/v2/pages/"
DOCUMENTED = (Path(settings.BASE_DIR) / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = [line for block in re.findall(r"```\n(.*?)```", DOCUMENTED, re.S) for line in block.splitlines()]


@pytest.fixture(autouse=True)
def _many_requests(settings: Any) -> None:
    settings.API_RATE = "100000/m"


def get(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, f"{address[:200]}: {response.status_code} {response.content[:300]!r}"
    assert response["Content-Type"] == "application/json"
    assert not response.cookies
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def article(**kwargs: Any) -> NewsPage:
    author = factories.AuthorFactory()
    return factories.ArticleFactory(authors=(author,), tags=("Tuyển sinh",), **kwargs)


def test_an_article_as_visitors_read_it(client: Client) -> None:
    section = factories.SectionFactory(title="Tin tức")
    image = factories.ImageFactory(credit="Lê An")
    photos = [factories.SmallImageFactory(), factories.SmallImageFactory()]
    other = factories.ArticleFactory(title="Kết quả thi", parent=section)
    shown = article(
        title="Lịch thi",
        parent=section,
        main_image=image,
        main_image_alt="Sân trường",
        body=[
            {"type": "paragraph", "value": f'<p>Xem <a linktype="page" id="{other.pk}">kết quả</a>.</p>'},
            {"type": "quote", "value": {"text": "Đọc kỹ đề.", "attribution": "Cô An"}},
            factories.gallery(photos),
        ],
    )
    shown.save()
    NewsPageAttachment.objects.create(
        article=shown, document=factories.DocumentFactory(title="Công văn"), locale=shown.locale
    )
    NewsPageRelatedPage.objects.create(article=shown, page=other, locale=shown.locale)
    found = get(client, f"{PAGES}{shown.pk}/")
    assert found["title"] == "Lịch thi"
    assert found["meta"]["html_url"] == "http://testserver/tin-tuc/lich-thi/"
    assert found["meta"]["parent"]["id"] == section.pk
    assert found["meta"]["locale"] == "vi"
    assert found["section"] == {"id": section.pk, "title": "Tin tức", "html_url": "http://testserver/tin-tuc/"}
    assert found["tags"] == ["Tuyển sinh"]
    assert found["bylines"][0]["author"]["html_url"].startswith("http://testserver/tac-gia/")
    assert found["attachments"][0]["title"] == "Công văn"
    assert [page["id"] for page in found["related_pages"]] == [other.pk]
    assert found["main_image"]["alt"] == "Sân trường"
    assert found["main_image"]["credit"] == "Lê An"
    assert 'href="http://testserver/tin-tuc/ket-qua-thi/"' in found["body"]
    assert "Đọc kỹ đề." in found["body"]
    assert "linktype" not in found["body"]
    assert not re.search(r'(href|src|srcset)="/', found["body"])
    datetime.datetime.fromisoformat(found["meta"]["first_published_at"])
    # The address of each picture, in full, answers.
    for address in re.findall(r'src="http://testserver(/media/[^"]+)"', found["body"]):
        assert client.get(address).status_code == 200


def test_an_event_with_its_rule_and_next_times(client: Client) -> None:
    first = timezone.localdate() + datetime.timedelta(days=1)
    left_out = first + datetime.timedelta(days=2)
    event = factories.EventFactory(
        start_date=first, repeat="daily", repeat_count=5, exceptions=(left_out,), address="Số 1 phố Huế"
    )
    about = factories.ArticleFactory(title="Trước ngày hội")
    EventArticle.objects.create(event=event, article=about, locale=event.locale)
    found = get(client, f"{PAGES}{event.pk}/")
    assert found["repeats"] == {"rule": "FREQ=DAILY;INTERVAL=1;COUNT=5", "except": [left_out.isoformat()]}
    assert [times["first_day"] for times in found["next_times"]] == [
        (first + datetime.timedelta(days=n)).isoformat() for n in (0, 1, 3, 4)
    ]
    assert found["next_start"] == found["next_times"][0]["starts_at"] == f"{first}T07:30:00+07:00"
    assert found["time_zone"] == "Asia/Ho_Chi_Minh"
    assert (found["status"], found["place"]) == ("scheduled", "Hội trường tầng 3")
    assert found["articles"][0]["title"] == "Trước ngày hội"
    assert found["calendar_url"].endswith("lich.ics")
    article_found = get(client, f"{PAGES}{about.pk}/")
    assert [page["id"] for page in article_found["events"]] == [event.pk]


def test_coming_events_by_their_next_date(client: Client) -> None:
    section = factories.EventSectionFactory()
    today = timezone.localdate()
    late, early, _over = (
        factories.EventFactory(parent=section, start_date=today + datetime.timedelta(days=days)) for days in (9, 2, -5)
    )
    found = get(client, f"{PAGES}?type=newsroom.EventPage&coming=true")
    assert [item["id"] for item in found["items"]] == [early.pk, late.pk]
    assert found["meta"]["total_count"] == 2


def test_every_type_of_page_in_both_languages(client: Client) -> None:
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
        found = get(client, item["meta"]["detail_url"].removeprefix("http://testserver"))
        assert client.get(found["meta"]["html_url"]).status_code == 200
        # And in a list of its type with everything a list can have.
        get(client, f"{PAGES}?type={item['meta']['type']}&fields=*")
    assert [item["id"] for item in get(client, f"{PAGES}?translation_of={pages[3].pk}")["items"]] == [news.pk]
    assert news.pk in {item["id"] for item in get(client, f"{PAGES}?locale=en")["items"]}
    assert client.get(f"{PAGES}find/?html_path=/en/{news.slug}/")["Location"].endswith(f"/{news.pk}/?")


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_documentation(client: Client, example: str) -> None:
    shown = article(parent=factories.SectionFactory(title="Tin tức"))
    response = client.get(example.replace("{id}", str(shown.pk)), follow=True)
    assert response.status_code == 200
    assert response.json()


def test_the_documentation_names_every_type_filter_and_order() -> None:
    from home.api import PagesViewSet

    assert len(EXAMPLES) > 5
    names = {model._meta.label for model in PagesViewSet.kinds}
    for kind in PagesViewSet.kinds.values():
        names |= kind.filters | kind.orders
    assert {name for name in names if f"`{name}`" not in DOCUMENTED} == set()


QUERIES = ["", "?type=newsroom.NewsPage", "?type=newsroom.NewsPage&fields=*", "?type=newsroom.EventPage&fields=*"]


@pytest.mark.parametrize("query", QUERIES)
def test_fifty_cost_as_many_queries_as_five(client: Client, query: str) -> None:
    section, events = factories.SectionFactory(), factories.EventSectionFactory()

    def count() -> int:
        separator = "&" if query else "?"
        client.get(f"{PAGES}{query}{separator}limit=50")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert len(get(client, f"{PAGES}{query}{separator}limit=50")["items"]) >= min(size, 50)
        return len(captured)

    counts = []
    size = 0
    for size in (5, 50):
        while NewsPage.objects.count() < size:
            article(parent=section, main_image=factories.SmallImageFactory())
            unit = factories.UnitFactory()
            factories.EventFactory(parent=events, organiser=unit, main_image=factories.SmallImageFactory())
        counts.append(count())
    assert counts[0] == counts[1]
    assert counts[0] <= 14


def test_what_is_withdrawn_is_gone_at_once_and_locked_parents_are_not_named(client: Client) -> None:
    section = factories.SectionFactory(title="Chuyên mục kín")
    shown = article(parent=section)
    assert get(client, f"{PAGES}{shown.pk}/")["section"]["title"] == "Chuyên mục kín"
    section.unpublish()
    found = get(client, f"{PAGES}{shown.pk}/")
    assert found["section"] is None
    assert found["meta"]["parent"] is None
    get(client, f"{PAGES}{section.pk}/", 404)
    for name in ("child_of", "descendant_of", "translation_of", "ancestor_of"):
        get(client, f"{PAGES}?{name}={section.pk}", 400)
    PageViewRestriction.objects.create(page=section, restriction_type="password", password="x")
    get(client, f"{PAGES}{shown.pk}/", 404)
    get(client, f"{PAGES}find/?html_path={shown.url}", 404)
    get(client, f"{PAGES}find/?id={shown.pk}", 404)


def test_copies_in_the_other_language_are_left_out(client: Client) -> None:
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


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_value_of_any_parameter_is_a_fault(client: Client, parameter: str) -> None:
    article()
    for value in VALUES:
        for kind in ("newsroom.NewsPage", "newsroom.EventPage"):
            address = f"{PAGES}?type={kind}&{parameter}={value}"
            response = client.get(address)
            assert response.status_code in {200, 400}, f"{address[:200]}: {response.status_code}"


def test_the_same_of_one_page(client: Client) -> None:
    shown = article()
    for value in VALUES:
        for place in (f"{shown.pk}/?fields={value}", f"find/?html_path={value}", f"find/?id={value}"):
            response = client.get(PAGES + place)
            assert response.status_code in {200, 302, 400, 404}, f"{place[:200]}: {response.status_code}"


@pytest.mark.parametrize("parameter", UNKNOWN)
def test_what_is_no_parameter_is_refused(client: Client, parameter: str) -> None:
    shown = article()
    for place in ("?{}=1", "?type=newsroom.NewsPage&{}=1", f"{shown.pk}/?{{}}=1", "find/?html_path=/&{}=1"):
        if (parameter, place[:5]) != ("id", "find/"):
            assert get(client, PAGES + place.format(parameter), 400)["message"]


@pytest.mark.parametrize(
    "address",
    ["/api/", "/api/v1/pages/", "/api/v2/images/", "/api/v2/documents/", f"{PAGES}{'9' * 5000}/", f"{PAGES}abc/"],
)
def test_what_is_not_there_is_said_in_json(client: Client, address: str) -> None:
    assert get(client, address, 404)["message"]


def test_nothing_can_be_written(client: Client) -> None:
    for method in (client.post, client.put, client.patch, client.delete, client.options):
        assert method(PAGES, data="{}", content_type="application/json").status_code == 405


def test_json_whatever_is_accepted(client: Client) -> None:
    for accepted in ("text/html", "application/xml", "x", "*/*;q=0", "\x00"):
        response = client.get(PAGES, headers={"accept": accepted})
        assert (response.status_code, response["Content-Type"]) == (200, "application/json")
        assert "Vary" not in response or "Cookie" not in response["Vary"]


def test_whoever_asks_too_often_waits(client: Client, settings: Any) -> None:
    settings.API_RATE = "3/2m"
    cache.clear()
    answers = [client.get(PAGES, REMOTE_ADDR="203.0.113.9") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[3]["Retry-After"]) <= 120
    assert client.get(PAGES, REMOTE_ADDR="203.0.113.10").status_code == 200
    assert client.get("/").status_code == 200


def test_the_many_addresses_of_a_household_are_one_visitor(client: Client, settings: Any) -> None:
    settings.API_RATE = "3/2m"
    answers = [client.get(PAGES, REMOTE_ADDR=f"2001:db8::{n}:1").status_code for n in range(4)]
    assert answers == [200, 200, 200, 429]
    assert client.get(PAGES, REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def addresses_in(value: Any) -> set[str]:
    """The addresses of pages and feeds anywhere in an answer."""
    if isinstance(value, list):
        return set().union(*map(addresses_in, value))
    if not isinstance(value, dict):
        return set()
    own = {value[name] for name in ("html_url", "feed_url", "calendar_url") if value.get(name)}
    return own.union(*map(addresses_in, value.values()))


def test_each_page_speaks_its_own_language_and_every_address_answers(client: Client) -> None:
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
    found = get(client, f"{PAGES}{in_english.pk}/")
    assert [page["title"] for page in found["related_pages"]] == ["English 2"]
    who = [byline["author"]["html_url"] for byline in found["bylines"]]
    assert f"http://testserver/en/author/{author.slug}/" in who
    answers = [get(client, f"{PAGES}{page.pk}/") for page in (section, events, other, event, shown, *copies)]
    answers += [
        get(client, f"{PAGES}?type=newsroom.{name}&fields=*") for name in ("NewsPage", "EventPage", "EventSection")
    ]
    addresses = set().union(*map(addresses_in, answers))
    assert f"http://testserver/en/unit/{unit.slug}/" in addresses
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_no_text_is_as_the_database_has_it(client: Client) -> None:
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
        answer = client.get(f"{PAGES}{page.pk}/").content.decode()
        assert f"http://testserver{other.url}" in answer, page
        assert f"http://testserver{document.url}" in answer, page
        assert not re.search("linktype|embedtype|data-block-key", answer), page
