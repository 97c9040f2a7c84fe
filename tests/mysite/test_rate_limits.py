"""Search, sign-in and feeds have limits for each network and for the site; stored pages do not count."""

import json
import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest
from axes.models import AccessLog
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse

from mysite.content_generation import read_generation
from mysite.http import rate_limits
from mysite.http.rate_limits import SharedCounter, buffer
from mysite.models import RateLimitCount
from mysite.signals import scheduler_round
from tests.support import factories
from tests.support.contact_form import parse_response
from tests.support.editors import create_editor
from tests.support.html import get_text
from tests.support.wsgi_client import request as send

pytestmark = pytest.mark.django_db

SEARCH, SUGGESTIONS = "/tim-kiem/", "/tim-kiem/goi-y/"
CARRIER, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture(autouse=True)
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count all requests of a test in one period, though a minute may end meanwhile."""
    now = time.time()
    monkeypatch.setattr(rate_limits, "time", SimpleNamespace(time=lambda: now))


def get_statuses(client: Client, url: str, times: int, address: str = CARRIER) -> list[int]:
    return [client.get(url, {"q": f"hội nghị {n}"}, REMOTE_ADDR=address).status_code for n in range(times)]


def sign_in(address: str = CARRIER, password: str = "sai") -> Any:
    data = {"username": "lan", "password": password}
    return Client().post(reverse("wagtailadmin_login"), data, REMOTE_ADDR=address)


def test_search_and_suggestions_count_together(client: Client, settings) -> None:
    settings.SEARCH_LIMIT_PER_ADDRESS = "4/m"
    assert get_statuses(client, reverse("search"), 3) == [200] * 3
    assert get_statuses(client, reverse("suggestions"), 2) == [200, 429]
    assert get_statuses(client, reverse("search"), 1) == [429]
    assert get_statuses(client, reverse("search"), 1, ELSEWHERE) == [200]
    assert client.get("/", REMOTE_ADDR=CARRIER).status_code == 200


def test_search_of_the_admin_is_not_that_of_visitors(admin_client: Client, settings) -> None:
    settings.SEARCH_LIMIT_PER_ADDRESS = settings.SEARCH_LIMIT_PER_SITE = "0/m"
    assert get_statuses(admin_client, reverse("wagtailadmin_pages:search"), 2) == [200, 200]


@pytest.mark.parametrize(("prefix", "text"), [("", "Có quá nhiều yêu cầu"), ("/en", "Too many requests")])
def test_refusal_is_in_the_language_of_the_url(client: Client, settings, prefix: str, text: str) -> None:
    settings.SEARCH_LIMIT_PER_ADDRESS = "0/2m"
    path = "/en/search/" if prefix else reverse("search")
    response = client.get(path, {"q": "<script>alert(1)</script>"}, REMOTE_ADDR=CARRIER)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 120
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    page = parse_response(response)
    assert text in get_text(page.select_one("h1"))
    assert "phút" in page.text if not prefix else "minute" in page.text
    assert "alert(1)" not in response.content.decode()


def test_suggestions_are_refused_as_json(client: Client, settings) -> None:
    settings.SEARCH_LIMIT_PER_ADDRESS = "0/m"
    response = client.get(reverse("suggestions"), {"q": "a"})
    assert response.status_code == 429
    assert json.loads(response.content)["suggestions"] == []


def test_site_limit_holds_for_many_networks(client: Client, settings) -> None:
    settings.SEARCH_LIMIT_PER_SITE, settings.SEARCH_LIMIT_PER_ADDRESS = "5/m", "3/m"
    # What the limit of a network refuses does not count for the site.
    assert get_statuses(client, reverse("search"), 5) == [200] * 3 + [429] * 2
    statuses = [get_statuses(client, reverse("search"), 1, f"192.0.2.{n}")[0] for n in range(4)]
    assert statuses == [200, 200, 429, 429]


def test_networks_of_ipv6_and_forged_headers(client: Client, settings) -> None:
    settings.SEARCH_LIMIT_PER_ADDRESS = "2/m"
    assert [get_statuses(client, reverse("search"), 1, f"2001:db8::{n}:1")[0] for n in range(3)] == [200, 200, 429]
    headers = [{"X-Forwarded-For": f"192.0.2.{n}"} for n in range(3)]
    statuses = [client.get(reverse("search"), headers=header, REMOTE_ADDR=ELSEWHERE).status_code for header in headers]
    assert statuses == [200, 200, 429]


def test_feeds_and_calendars_are_limited(client: Client, settings) -> None:
    settings.FEED_LIMIT_PER_ADDRESS = "4/m"
    section, events = factories.SectionFactory(), factories.EventSectionFactory()
    urls = [reverse("site_feed"), f"{section.url}rss/", f"{events.url}rss/", reverse("calendar"), f"{section.url}rss/"]
    assert [client.get(url).status_code for url in urls] == [200] * 4 + [429]
    assert client.get(section.url).status_code == 200


def test_stored_responses_do_not_count(settings) -> None:
    settings.SEARCH_LIMIT_PER_ADDRESS = settings.FEED_LIMIT_PER_ADDRESS = "2/h"
    assert read_generation()
    for _ in range(5):
        assert send(f"{reverse('search')}?q=mot").status_code == 200
        assert send(reverse("site_feed")).status_code == 200
    assert send(f"{reverse('search')}?q=hai").status_code == 200
    assert send(f"{reverse('search')}?q=ba").status_code == 429
    assert send(f"{reverse('search')}?q=mot").status_code == 200
    settings.SEARCH_LIMIT_PER_ADDRESS = "100/h"
    assert send(f"{reverse('search')}?q=ba").status_code == 200  # the refusal was not stored


def test_sign_in_form_is_limited_and_can_still_be_opened(settings) -> None:
    settings.SIGN_IN_LIMIT_PER_ADDRESS = "3/m"
    create_editor(username="lan")
    assert [sign_in().status_code for _ in range(4)] == [200] * 3 + [429]
    assert sign_in(password="mat-khau").status_code == 429
    assert Client().get(reverse("wagtailadmin_login"), REMOTE_ADDR=CARRIER).status_code == 200
    assert sign_in(ELSEWHERE, "mat-khau").status_code == 302


def test_flood_of_sign_ins_does_not_keep_known_places_out(settings) -> None:
    settings.SIGN_IN_LIMIT_PER_SITE = "3/m"
    create_editor(username="lan")
    AccessLog.objects.create(username="lan", ip_address=ELSEWHERE)
    assert [sign_in(f"192.0.2.{n}").status_code for n in range(4)] == [200] * 3 + [429]
    assert sign_in("192.0.2.77", "mat-khau").status_code == 429
    assert sign_in(ELSEWHERE, "mat-khau").status_code == 302


def test_password_reset_is_limited(client: Client, settings) -> None:
    settings.SIGN_IN_LIMIT_PER_ADDRESS = "2/m"
    url = reverse("wagtailadmin_password_reset")
    assert [client.post(url, {"email": "a@b.example"}).status_code for _ in range(3)] == [302, 302, 429]


def count(counter: SharedCounter, times: int, key: str = "search:site:x") -> int:
    return [counter.increment(key, 2_000_000_000) for _ in range(times)][-1]


def test_processes_share_counts() -> None:
    """Each process has a counter of its own."""
    one, other = SharedCounter(), SharedCounter()
    assert count(one, 3) == 3
    assert count(other, 2) == 2
    for counter in (one, other):
        counter.flush()
    assert count(other, 1) == 6
    one.flush()  # nothing to write
    assert count(one, 1) == 4
    one.flush()
    assert RateLimitCount.objects.get().count == 6
    other.flush()
    assert RateLimitCount.objects.get().count == 7


def test_counting_goes_on_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = SharedCounter()

    def fail(*args: Any) -> None:
        raise DatabaseError("away")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", fail)
        assert count(counter, 3) == 3
        counter.flush()
        assert count(counter, 1) == 4
    counter.flush()
    assert count(counter, 1) == 5
    assert RateLimitCount.objects.get().count == 1


def test_one_thread_writes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is locked, the threads of other visitors do not wait for it too."""
    counter, writing, go_on = SharedCounter(), threading.Event(), threading.Event()
    calls = []

    def wait(counts: Any) -> None:
        calls.append(counts)
        writing.set()
        assert go_on.wait(10)

    monkeypatch.setattr(counter, "_write", wait)
    monkeypatch.setattr("mysite.count_buffer.transaction.atomic", threading.Lock)
    count(counter, 1)
    thread = threading.Thread(target=counter.flush)
    thread.start()
    assert writing.wait(10)
    count(counter, 1)
    counter.flush()  # returns at once
    assert len(calls) == 1
    go_on.set()
    thread.join(10)


def test_counter_names_no_address_and_is_bounded(client: Client, settings) -> None:
    get_statuses(client, reverse("search"), 3)
    buffer.flush()
    keys = list(RateLimitCount.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert not any(CARRIER in key or "hội nghị" in key for key in keys)
    counter = SharedCounter()
    for number in range(SharedCounter.MAX_KEYS + 10):
        counter.increment(f"search:address:{number}", 2_000_000_000)
    counter.flush()
    assert RateLimitCount.objects.count() == SharedCounter.MAX_KEYS + 2


def test_counts_of_past_periods_are_deleted_and_raise_no_generation(client: Client) -> None:
    before = read_generation()
    buffer.increment("search:site:old", 1)
    buffer.increment("search:site:new", 2_000_000_000)
    buffer.flush()
    scheduler_round.send(sender=None)
    assert [row.key for row in RateLimitCount.objects.all()] == ["search:site:new"]
    assert read_generation() == before


def test_period_begins_anew(client: Client, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SEARCH_LIMIT_PER_ADDRESS = "1/m"
    now = [1_800_000_030.0]
    monkeypatch.setattr(rate_limits.time, "time", lambda: now[0])
    assert get_statuses(client, reverse("search"), 2) == [200, 429]
    now[0] += 30
    assert get_statuses(client, reverse("search"), 1) == [200]


def test_counting_takes_microseconds_and_no_query(rf, django_assert_num_queries) -> None:
    request = rf.get("/tim-kiem/", REMOTE_ADDR=CARRIER)
    with django_assert_num_queries(0):
        for _ in range(100):
            assert rate_limits.count_request(request, "search") is None
