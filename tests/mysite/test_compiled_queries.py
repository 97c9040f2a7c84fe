"""Compiled queries return what their querysets would, whatever the arguments."""

import datetime
import io
import sys
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query as SearchQuery
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Locale, Page, PageViewRestriction

from home.models import StandardPage
from home.translations.report_rows import find_rows
from mysite.compiled_queries import CompiledQuery, compiled_query
from mysite.content_generation import find_times
from mysite.http.redirect_keys import load_paths_with_queries
from mysite.images.filters import CARD
from newsroom.models import EventPage, NewsPage
from tests.support import factories
from tests.support.editors import MANAGING_EDITORS, create_editor
from tests.support.samples import TEST_ALL

pytestmark = pytest.mark.django_db

PAGES_OF_A_TYPE = 100 if TEST_ALL else 4


@compiled_query
def find_pages(pks: list[int], *, language: str = "vi") -> QuerySet[StandardPage]:
    return StandardPage.objects.filter(pk__in=pks, locale__language_code=language).order_by("-pk")


@compiled_query
def find_other_pages(depth: int, pks: list[int]) -> QuerySet[StandardPage]:
    return StandardPage.objects.filter(depth=depth).exclude(pk__in=pks)


@compiled_query
def find_published(key: uuid.UUID, after: datetime.datetime, now: datetime.datetime) -> QuerySet[NewsPage]:
    return NewsPage.objects.filter(translation_key=key, first_published_at__gt=after).visible(now)


@compiled_query
def find_titles(start: str) -> QuerySet:
    return Page.objects.filter(title__startswith=start).order_by("title").values_list("title", flat=True)


# --- Arguments ------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5])
def test_lists_of_any_length_are_bound(number: int) -> None:
    pages = factories.StandardPageFactory.create_batch(6)
    for chosen in (pages[:number], pages[6 - number :]):
        pks = {page.pk for page in chosen}
        assert find_pages(pks) == chosen[::-1]
        assert {page.pk for page in find_other_pages(pages[0].depth, pks)} == {page.pk for page in pages} - pks


def test_an_empty_list_needs_no_query() -> None:
    with CaptureQueriesContext(connection) as captured:
        assert find_pages([]) == []
        assert find_pages.first([]) is None
    assert not captured.captured_queries


def test_times_and_uuids_are_bound() -> None:
    now = timezone.now()
    article = factories.ArticleFactory(published_at=now - datetime.timedelta(days=1))
    day_before, key = now - datetime.timedelta(days=2), article.translation_key
    assert find_published.first(key, day_before, now) == article
    assert find_published(key, now, now) == []
    assert find_published(uuid.uuid4(), day_before, now) == []
    NewsPage.objects.filter(pk=article.pk).update(expire_at=now)
    assert find_published(key, day_before, now) == []
    assert find_published(key, day_before, now - datetime.timedelta(seconds=1)) == [article]


def test_rows_of_values_are_returned() -> None:
    for title in ("Tin 10%", "Tin 100", "Tin_1", "tin", "Tin'; DROP"):
        factories.StandardPageFactory(title=title)
    assert find_titles("Tin 10%") == ["Tin 10%"]
    assert find_titles("Tin_") == ["Tin_1"]
    assert find_titles("Tin'; DROP") == ["Tin'; DROP"]


def test_each_option_has_a_statement_of_its_own() -> None:
    page = factories.StandardPageFactory()
    english = factories.StandardPageFactory(
        parent=factories.get_home_page("en"), locale=Locale.objects.get(language_code="en")
    )
    pks = [page.pk, english.pk]
    for _ in range(2):
        assert find_pages(pks) == find_pages(pks, language="vi") == [page]
        assert find_pages(pks, language="en") == [english]


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_mix_their_arguments() -> None:
    find_in_threads = CompiledQuery(find_titles.build)  # compiled by one of the threads
    titles = [f"Trang {number:02}" for number in range(10)]
    for title in titles:
        factories.StandardPageFactory(title=title)

    def find(title: str) -> list[list[str]]:
        try:
            return [find_in_threads(title) for _ in range(20)]
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as threads:
        found = list(threads.map(find, titles))
    assert found == [[[title]] * 20 for title in titles]


# --- All compiled queries of the portal -----------------------------------------------------------


def get_portal_queries() -> set[CompiledQuery]:
    ours = [
        module for name, module in sys.modules.items() if name.startswith(("home.", "mysite.", "newsroom.", "search."))
    ]
    return {value for module in ours for value in vars(module).values() if type(value) is CompiledQuery}


def describe(row: Any, depth: int = 3) -> Any:
    """Return what a row holds: all that is loaded of an instance and of the objects related to it."""
    if not hasattr(row, "_state") or not depth:  # related objects can refer to each other
        return row
    loaded = {name: value for name, value in vars(row).items() if name not in {"_state", "body"}}
    related = {name: describe(value, depth - 1) for name, value in row._state.fields_cache.items()}
    return type(row), loaded, related


@pytest.fixture
def executed(monkeypatch: pytest.MonkeyPatch) -> Counter:
    """Compare each compiled query that is executed with its queryset; count those that had rows."""
    queries: Counter = Counter()
    call = CompiledQuery.__call__

    def compare(query: CompiledQuery, *arguments: Any, **options: Any) -> list[Any]:
        rows = call(query, *arguments, **options)
        expected = list(query.build(*map(make_list, arguments), **options))
        assert list(map(describe, rows)) == list(map(describe, expected)), query
        queries[query] += bool(rows)
        return rows

    monkeypatch.setattr(CompiledQuery, "__call__", compare)
    return queries


def make_list(argument: Any) -> Any:
    return list(argument) if isinstance(argument, set | type({}.keys())) else argument


def test_pages_get_the_same_rows_as_from_the_querysets(client: Client, executed: Counter) -> None:
    call_command("seed_demo", verbosity=0, stdout=io.StringIO())
    complete_content()
    for model in {page.specific_class for page in Page.objects.filter(depth__gt=1)}:
        for page in model.objects.live().filter(locale__language_code__in=["vi", "en"])[:PAGES_OF_A_TYPE]:
            client.get(page.url or "/")
    event = EventPage.objects.live().first()
    searches = [f"/tim-kiem/?q={query}" for query in ("tuyển sinh", "hội nghị", "kế hoạch pdf")]
    others = ["/rss/", "/tim-kiem/goi-y/?q=tuyển", "/khong-co/", "/so-do-cong/", "/en/", "/en/search/?q=school"]
    for url in [*searches, *others, f"{event.get_parent().url}?thang={event.start_date:%Y-%m}"]:
        assert client.get(url).status_code in {200, 404}
    assert find_rows(create_editor(MANAGING_EDITORS))
    # The page cache, which the test client does not have in front.
    assert load_paths_with_queries()
    assert find_times(timezone.now())[1]
    queries = get_portal_queries()
    assert len(queries) > 25
    assert {query.build.__qualname__ for query in queries if not executed[query]} == set()


def complete_content() -> None:
    """Add what the demo lacks: restrictions, an alias, a promoted result, times of change, a block with all events."""
    article, *_, restricted = NewsPage.objects.live().filter(locale__language_code="vi")
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    article.create_alias(parent=article.get_parent(), update_slug="ban-sao")
    later = timezone.now() + datetime.timedelta(days=1)
    factories.NoticeFactory(starts_at=later, ends_at=later + datetime.timedelta(days=1))
    Page.objects.filter(pk=restricted.pk).update(expire_at=later)
    Redirect.objects.create(old_path="/?p=77", redirect_page=article)
    SearchPromotion.objects.create(query=SearchQuery.get("hội nghị"), page=article, description="")
    next(page.main_image for page in NewsPage.objects.live().exclude(main_image=None)).get_renditions(*CARD)
    home = factories.get_home_page()
    home.body.append(("coming_events", {"title": "", "section": None, "count": 3}))
    home.save()
