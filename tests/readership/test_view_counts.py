"""Views are counted by a beacon, in memory, and written with the limit that each network has in all processes."""

import datetime
import time
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from mysite.content_generation import read_generation
from mysite.count_buffer import flush_all
from mysite.housekeeping.jobs import JOBS
from mysite.http import rate_limits
from mysite.models import RateLimitCount
from readership.counting import ViewBuffer, buffer, get_today
from readership.models import DailyViews
from readership.views import is_reader
from tests.support import factories
from tests.support.html import get_page
from tests.support.wsgi_client import request as send

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36"
ADDRESS, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def _same_minute(monkeypatch) -> None:
    """A minute does not end during a test."""
    now = time.time()
    monkeypatch.setattr(rate_limits.time, "time", lambda: now)


def read(pk: Any, *, agent: str = BROWSER, address: str = ADDRESS, **headers: str) -> int:
    path = f"/luot-xem/{pk}/"
    return send(path, "POST", HTTP_USER_AGENT=agent, REMOTE_ADDR=address, **headers).status_code


def get_counts() -> dict[int, int]:
    buffer.flush()
    return dict(DailyViews.objects.filter(day=get_today()).values_list("page_id", "count"))


def test_views_are_counted_by_page_and_day() -> None:
    article, other = factories.ArticleFactory(), factories.StandardPageFactory()
    assert [read(article.pk), read(article.pk, address=ELSEWHERE), read(other.pk)] == [204] * 3
    assert get_counts() == {article.pk: 2, other.pk: 1}
    read(article.pk)
    assert get_counts() == {article.pk: 3, other.pk: 1}


def test_response_is_empty_not_stored_and_sets_no_cookie() -> None:
    page = factories.ArticleFactory()
    for _ in range(2):
        response = send(f"/luot-xem/{page.pk}/", "POST", HTTP_USER_AGENT=BROWSER)
        assert (response.status_code, response.body) == (204, b"")
        assert response.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in response.headers
        assert "cookie" not in response.headers.get("Vary", "").lower()


def test_request_needs_no_query_and_writing_no_new_pages(django_assert_num_queries) -> None:
    article = factories.ArticleFactory()
    generation = read_generation()
    with django_assert_num_queries(0):
        read(article.pk)
    assert get_counts() == {article.pk: 1}
    assert read_generation() == generation


def test_every_public_page_names_its_beacon_and_no_other_does(client: Client) -> None:
    article = factories.ArticleFactory()
    main = get_page(client, article.url).select_one("main")
    assert main["data-view-url"] == f"/luot-xem/{article.pk}/"
    for url in ("/tim-kiem/", "/khong-co/", "/so-do-cong/"):
        assert "data-view-url" not in client.get(url).content.decode()
    preview = article.make_preview_request()
    preview.render()
    assert "data-view-url" not in preview.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"agent": "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)"},
        {"agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/138.0.0.0 Safari/537.36"},
        {"agent": "curl/8.5.0"},
        {"agent": ""},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_COOKIE": f"{django_settings.SESSION_COOKIE_NAME}={'a' * 32}"},
    ],
)
def test_robots_prefetches_other_sites_and_editors_are_left_out(headers: dict[str, str]) -> None:
    assert read(factories.ArticleFactory().pk, **headers) == 204
    assert get_counts() == {}


def test_telephones_whose_name_is_like_that_of_a_robot(rf) -> None:
    assert is_reader(rf.post("/", HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 11; CUBOT X30) Chrome/96.0"))


def test_only_pages_that_visitors_may_see() -> None:
    locked, draft = factories.ArticleFactory(), factories.ArticleFactory(live=False)
    PageViewRestriction.objects.create(page=locked, restriction_type="password", password="x")
    past = timezone.now() - datetime.timedelta(minutes=1)
    expired = factories.ArticleFactory(expire_at=past)
    root = locked.get_root()
    deleted = factories.ArticleFactory()
    public = factories.ArticleFactory()
    for page in (locked, draft, expired, root, deleted, public):
        read(page.pk)
    pk = deleted.pk
    deleted.delete()
    assert pk not in (counts := get_counts())
    assert counts == {public.pk: 1}


@pytest.mark.parametrize(
    "pk", ["0", "999999999", "9999999999", "-1", "1.5", "abc", "١", "%00", "1'--", "1/../2", "{{1}}", "0" * 500]
)
def test_hostile_keys(pk: str) -> None:
    assert read(pk) in {204, 400, 403, 404}
    assert get_counts() == {}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(method: str) -> None:
    assert send(f"/luot-xem/{factories.ArticleFactory().pk}/", method, HTTP_USER_AGENT=BROWSER).status_code == 405
    assert get_counts() == {}


def test_body_of_a_beacon_is_ignored(client: Client) -> None:
    article = factories.ArticleFactory()
    body = b'\xff\x00{"count": 1000}' + b"x" * 1024 * 1024
    response = client.post(
        f"/luot-xem/{article.pk}/?count=1000", body, content_type="text/plain", HTTP_USER_AGENT=BROWSER
    )
    assert response.status_code == 204
    assert get_counts() == {article.pk: 1}


def test_one_network_counts_at_most_twenty_times_a_minute() -> None:
    article, other = factories.ArticleFactory(), factories.ArticleFactory()
    for _ in range(50):
        assert read(article.pk) == 204
        read(other.pk, HTTP_X_FORWARDED_FOR="192.0.2.1")
    read(other.pk, address=ELSEWHERE)
    assert sum(get_counts().values()) == 21
    for _ in range(50):
        read(article.pk)
    assert sum(get_counts().values()) == 21


def test_limit_is_that_of_all_processes_together(rf) -> None:
    article = factories.ArticleFactory()
    beacon = rf.post("/", REMOTE_ADDR=ADDRESS)
    processes = [ViewBuffer() for _ in range(3)]
    for number, process in enumerate(processes):
        for _ in range(9):
            process.add_view(beacon, article.pk)
        process.flush()
        assert get_counts() == {article.pk: (9, 18, 20)[number]}


def test_neighbours_of_one_ipv6_network_are_one(rf) -> None:
    article = factories.ArticleFactory()
    for number in range(30):
        read(article.pk, address=f"2001:db8::{number:x}:1")
    read(article.pk, address="2001:db8:1::1")
    assert get_counts() == {article.pk: 21}


def test_table_names_no_network(settings) -> None:
    read(factories.ArticleFactory().pk)
    buffer.flush()
    [row] = RateLimitCount.objects.filter(key__startswith="views:")
    assert ADDRESS not in row.key


def test_memory_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr(ViewBuffer, "MAX_KEYS", 5)
    article = factories.ArticleFactory()
    for number in range(20):
        read(article.pk, address=f"192.0.2.{number}")
    assert get_counts() == {article.pk: 5}


def test_many_networks_and_pages_are_written_in_batches(rf, monkeypatch) -> None:
    monkeypatch.setattr("mysite.http.rate_limits.BATCH_SIZE", 3)
    monkeypatch.setattr("readership.counting.BATCH_SIZE", 3)
    articles = factories.ArticleFactory.create_batch(7)
    for number, article in enumerate(articles):
        read(article.pk, address=f"192.0.2.{number}")
    assert get_counts() == {article.pk: 1 for article in articles}


def test_view_counts_on_its_own_day(monkeypatch) -> None:
    article, today = factories.ArticleFactory(), get_today()
    monkeypatch.setattr("readership.counting.get_today", lambda: today - datetime.timedelta(days=1))
    read(article.pk)
    monkeypatch.undo()
    buffer.flush()
    assert DailyViews.objects.get().day == today - datetime.timedelta(days=1)


def test_counts_are_kept_for_their_period() -> None:
    article, today = factories.ArticleFactory(), get_today()
    for days in (0, 9, 10, 11, 400):
        DailyViews.objects.create(page=article, day=today - datetime.timedelta(days=days), count=1)
    [job] = [job for job in JOBS if job.name == "views"]
    assert job.min_days > 7
    assert job.clean(10).count == 2
    assert DailyViews.objects.count() == 3


def test_deleting_a_page_deletes_its_counts() -> None:
    article = factories.ArticleFactory()
    read(article.pk)
    assert get_counts()
    article.delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM readership_dailyviews")
        assert cursor.fetchone() == (0,)


def test_process_that_ends_in_order_writes_its_views() -> None:
    article = factories.ArticleFactory()
    read(article.pk)
    flush_all()
    assert DailyViews.objects.get().count == 1
