"""Search queries are logged with the number of results, without user data."""

import datetime
import math

import pytest
from django.test import Client
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from mysite.count_buffer import CountBuffer
from search import query_log
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/search-terms/"


@pytest.fixture(autouse=True)
def _clear_buffer() -> None:
    query_log.buffer.flush()
    Query.objects.all().delete()


@pytest.fixture
def recorded_searches(client: Client) -> None:
    factories.ArticleFactory(title="Hội nghị", parent=factories.SectionFactory(title="Tin"))
    for typed in ("Hội nghị", "hội  nghị", "xyzq", "Hội nghị&page=2", "Hội nghị&loai=tin", "", "?"):
        get_page(client, f"/tim-kiem/?q={typed}")
    query_log.buffer.flush()


def get_counts() -> dict[str, tuple[int, int]]:
    return {query.query_string: (query.hits, query.outcome.results) for query in Query.objects.all()}


def test_first_page_of_results_counts_once(recorded_searches) -> None:
    assert get_counts() == {"hội nghị": (2, 1), "xyzq": (1, 0)}


def test_terms_are_written_after_response(client: Client, monkeypatch) -> None:
    get_page(client, "/tim-kiem/?q=abc")
    assert not Query.objects.exists()
    monkeypatch.setattr(CountBuffer, "INTERVAL", 0.0)
    get_page(client, "/tim-kiem/?q=abc")
    assert get_counts() == {"abc": (2, 0)}


def test_terms_are_written_once_per_interval(client: Client, monkeypatch) -> None:
    monkeypatch.setattr(query_log.buffer, "_flushed_at", -math.inf)
    monkeypatch.setattr(CountBuffer, "INTERVAL", 1000.0)
    for term in ("một", "hai", "hai"):
        get_page(client, f"/tim-kiem/?q={term}")
    assert get_counts() == {"một": (1, 0)}


def test_number_of_buffered_terms_is_bounded() -> None:
    for number in range(CountBuffer.MAX_KEYS + 50):
        query_log.record(f"từ {number} {'a' * 300}", 0)
    query_log.buffer.flush()
    assert Query.objects.count() == CountBuffer.MAX_KEYS


def test_writing_takes_same_queries_for_every_number_of_terms(django_assert_num_queries) -> None:
    for size in (1, 60):
        for number in range(size):
            query_log.record(f"từ {number}", 0)
        with django_assert_num_queries(8):
            query_log.buffer.flush()


def test_no_user_data_is_stored(recorded_searches) -> None:
    assert {field.name for field in Query._meta.get_fields()} == {
        *("id", "query_string", "daily_hits", "editors_picks", "outcome")
    }
    assert {field.name for field in QueryDailyHits._meta.get_fields()} == {"id", "query", "date", "hits"}


def test_report_lists_terms(recorded_searches) -> None:
    admin_client = login_client(create_editor(EDITORS))
    rows = [get_texts(row.select("td")) for row in get_page(admin_client, REPORT).select("table.listing tbody tr")]
    assert [row[:3] for row in rows] == [["hội nghị", "2", "1"], ["xyzq", "1", "0"]]
    nothing = get_page(admin_client, f"{REPORT}?found_nothing=true").select("table.listing tbody tr")
    assert [get_texts(row.select("td"))[0] for row in nothing] == ["xyzq"]
    assert "hội nghị" in b"".join(admin_client.get(f"{REPORT}?export=csv").streaming_content).decode("utf-8-sig")
    menu = admin_client.get("/admin/").content.decode()
    assert REPORT in menu
    assert "/admin/searchpicks/queries/" not in menu


def test_report_requires_promote_permission(recorded_searches) -> None:
    assert login_client(create_editor(CONTRIBUTORS)).get(REPORT).status_code == 302


def test_old_terms_are_pruned(recorded_searches, settings) -> None:
    settings.WAGTAILSEARCH_HITS_MAX_AGE = 90
    old = datetime.date.today() - datetime.timedelta(days=95)  # noqa: DTZ011
    QueryDailyHits.objects.filter(query__query_string="xyzq").update(date=old)
    query_log.prune()
    assert list(get_counts()) == ["hội nghị"]
