"""What people search for is counted, with what it found, and by nobody's name."""

import datetime

import pytest
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from search import terms
from tests import factories
from tests.editors import EDITORS, MODERATORS, client_of, editor
from tests.reading import all_words, read

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/search-terms/"


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    terms.write()
    Query.objects.all().delete()


@pytest.fixture
def asked(client: Client) -> None:
    factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin"))
    for typed in ("Hội nghị", "hội  nghị", "xyzq", "Hội nghị&page=2", "Hội nghị&loai=tin", "", "?"):
        read(client, f"/tim-kiem/?q={typed}")
    terms.write()


def counted() -> dict[str, tuple[int, int]]:
    return {query.query_string: (query.hits, query.outcome.results) for query in Query.objects.all()}


def test_each_first_page_counts_once(asked) -> None:
    assert counted() == {"hội nghị": (2, 1), "xyzq": (1, 0)}


def test_nothing_is_written_before_an_answer_has_gone_out(client: Client, monkeypatch) -> None:
    read(client, "/tim-kiem/?q=abc")
    assert not Query.objects.exists()
    monkeypatch.setattr(terms, "INTERVAL", 0.0)
    read(client, "/tim-kiem/?q=abc")
    assert counted() == {"abc": (2, 0)}


def test_somebody_who_makes_terms_up_fills_no_memory() -> None:
    for number in range(terms.MOST_TERMS + 50):
        terms.count(f"từ {number} {'a' * 300}", 0)
    terms.write()
    assert Query.objects.count() == terms.MOST_TERMS


def test_no_column_says_who(asked) -> None:
    assert {field.name for field in Query._meta.get_fields()} == {
        *("id", "query_string", "daily_hits", "editors_picks", "outcome")
    }
    assert {field.name for field in QueryDailyHits._meta.get_fields()} == {"id", "query", "date", "hits"}


@pytest.mark.parametrize("role", [EDITORS, MODERATORS])
def test_the_report(asked, role: str) -> None:
    desk = client_of(editor(role))
    rows = [all_words(row.select("td")) for row in read(desk, REPORT).select("table.listing tbody tr")]
    assert [row[:3] for row in rows] == [["hội nghị", "2", "1"], ["xyzq", "1", "0"]]
    nothing = read(desk, f"{REPORT}?found_nothing=true").select("table.listing tbody tr")
    assert [all_words(row.select("td"))[0] for row in nothing] == ["xyzq"]
    assert "hội nghị" in b"".join(desk.get(f"{REPORT}?export=csv").streaming_content).decode("utf-8-sig")
    menu = desk.get("/admin/").content.decode()
    assert REPORT in menu
    assert "/admin/searchpicks/queries/" not in menu


def test_not_for_those_who_may_not_promote(asked) -> None:
    assert client_of(factories.UserFactory()).get(REPORT).status_code == 302


def test_what_is_old_is_forgotten(asked, settings) -> None:
    settings.WAGTAILSEARCH_HITS_MAX_AGE = 90
    old = datetime.date.today() - datetime.timedelta(days=95)  # noqa: DTZ011
    QueryDailyHits.objects.filter(query__query_string="xyzq").update(date=old)
    terms.forget_the_old()
    assert list(counted()) == ["hội nghị"]
