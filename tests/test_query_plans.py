"""No statement of a public page reads all articles, however many there are."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from mysite.content_generation import find_times
from mysite.pages.indexes import update_statistics
from newsroom.models import EventPage, NewsPage, NewsPageTag, NewsSection
from tests.support import factories

pytestmark = pytest.mark.django_db

#: The tables that grow with the articles.
LARGE_TABLES = ("wagtailcore_page", "newsroom_newspage", "newsroom_articlelisting")
#: Indexes of a few pages.
SMALL_INDEXES = {"mysite_pages_in_menus", "mysite_home_pages", "mysite_expiring_pages", "mysite_aliases"}
MISSING = "/khong-co-trang-nay/"
#: PostgreSQL reads the listing as far as this page of 500, and all articles if that costs less than finding 500.
SITEMAP_PAGE = "/sitemap-news.xml?p=2"


@pytest.fixture
def urls() -> list[str]:
    """The public pages of a site with 16,000 articles, one of them restricted. With few an index is no advantage."""
    section = factories.SectionFactory(title="Tin tức")
    subsection = factories.SectionFactory(title="Hội nghị", parent=section)
    author = factories.AuthorFactory()
    articles = [
        factories.ArticleFactory(parent=parent, authors=(author,), tags=("Tuyển sinh",), is_headline=True)
        for parent in (section, subsection)
    ]
    event = create_event(articles[0])
    create_home_page(section, articles[0])
    for article in articles:
        copy_rows(article, 8000)
    PageViewRestriction.objects.create(page=NewsPage.objects.last(), restriction_type=PageViewRestriction.LOGIN)
    update_statistics()
    return list(iter_urls(articles[1], event))


def copy_rows(article: NewsPage, number: int) -> None:
    """Add ``number`` articles beside ``article``, older ones, with the same tags."""
    last, parent = Page.objects.latest("pk").pk, article.get_parent()
    values = {field.attname: getattr(article, field.attname) for field in Page._meta.concrete_fields}
    Page.objects.bulk_create(
        Page(
            **values
            | {
                "id": last + n,
                "path": f"{parent.path}{n + 999}",
                "slug": f"ban-sao-{n}",
                "url_path": f"{parent.url_path}ban-sao-{n}/",
                "translation_key": uuid.uuid4(),
                "first_published_at": article.first_published_at - n * datetime.timedelta(hours=1),
            }
        )
        for n in range(1, number + 1)
    )
    columns = ", ".join(field.column for field in NewsPage._meta.local_concrete_fields[1:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO newsroom_newspage (page_ptr_id, {columns}) SELECT page.id, {columns}"  # noqa: S608
            " FROM newsroom_newspage JOIN wagtailcore_page page ON page.id > %s WHERE page_ptr_id = %s",
            [last, article.pk],
        )
    tags = article.tags.all()
    NewsPageTag.objects.bulk_create(
        NewsPageTag(tag=tag, content_object_id=last + n) for tag in tags for n in range(1, number + 1)
    )


def create_event(article: NewsPage) -> EventPage:
    event = factories.EventFactory(parent=factories.EventSectionFactory(title="Sự kiện"))
    event.articles.create(article=article, locale=event.locale)
    return event


def create_home_page(section: NewsSection, article: NewsPage) -> None:
    home = factories.get_home_page()
    home.body = [
        ("headlines", {"title": "", "count": 5}),
        ("latest_news", {"title": "", "count": 6}),
        ("section_news", {"section": section, "title": "", "layout": "lead", "count": 4}),
        ("coming_events", {"section": None, "title": "", "count": 5}),
        ("photo_strip", {"page": article, "title": "", "count": 8}),
        ("recent_documents", {"title": "", "count": 5}),
    ]
    home.save()


def iter_urls(article: NewsPage, event: EventPage) -> Iterator[str]:
    section, events, tag = article.get_parent().specific, event.get_parent(), article.tags.first()
    author = article.bylines.first().author
    archive = f"{section.url}luu-tru/"
    yield from ("/", article.url, section.url, f"{section.url}?page=2", section.get_parent().url)
    yield from (archive, f"{archive}{timezone.localdate():%Y}/", f"{archive}{timezone.localdate():%Y/%m}/")
    yield from ("/rss/", f"{section.url}rss/", reverse("tag_feed", args=[tag.slug]))
    yield from (reverse("author_feed", args=[author.slug]), tag.get_absolute_url(), author.get_absolute_url())
    yield from (author.unit.get_absolute_url(), event.url, events.url, f"{events.url}?qua=1", f"{events.url}lich.ics")
    yield from (f"{events.url}rss/", f"{events.url}?thang={timezone.localdate():%Y-%m}", reverse("search"))
    yield from (f"{reverse('search')}?q=khongcotunay", reverse("site_map"), MISSING)
    yield from ("/sitemap.xml", "/sitemap-sections.xml")
    if connection.vendor == "sqlite":
        yield SITEMAP_PAGE


def find_walks(sql: str) -> set[str]:
    """Return the large tables that the database reads from end to end for the statement ``sql``."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT rootpage, tbl_name, name FROM sqlite_master")
            tables = {page: (table, name) for page, table, name in cursor.fetchall()}
            cursor.execute(f"EXPLAIN {sql}")
            walks = find_loops(cursor.fetchall(), tables)
        else:
            # A merge join reads an index only as far as the smaller table goes, which the plan does not tell.
            cursor.execute("SET LOCAL enable_mergejoin = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            walks = find_scans(cursor.fetchone()[0])
        return {table for table, index in walks if table in LARGE_TABLES and index not in SMALL_INDEXES}


def find_loops(program: list[tuple], tables: dict[int, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield table and index of each cursor of SQLite's program that goes through all rows."""
    opened = {row[2]: tables[row[3]] for row in program if row[1] == "OpenRead" and row[3] in tables}
    yield from (opened[row[2]] for row in program if row[1] in {"Rewind", "Last", "Count"} and row[2] in opened)


def find_scans(plan: Any) -> Iterator[tuple[str, str]]:
    """Yield table and index of each node of PostgreSQL's plan that reads all rows."""
    for part in plan if isinstance(plan, list) else plan.values():
        if isinstance(part, list | dict):
            yield from find_scans(part)
    if isinstance(plan, dict) and "Relation Name" in plan and not {"Index Cond", "Recheck Cond"} & plan.keys():
        yield plan["Relation Name"], plan.get("Index Name", "")


def capture_selects(client: Client, url: str) -> list[str]:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == (404 if url == MISSING else 200), url
    return [query["sql"] for query in captured.captured_queries if query["sql"].startswith("SELECT")]


def test_no_statement_walks_all_articles(client: Client, urls: list[str]) -> None:
    walks = {}
    for url in urls:
        for sql in capture_selects(client, url):
            if tables := find_walks(sql):
                walks.setdefault(url, []).append((tables, sql))
    assert walks == {}

    with CaptureQueriesContext(connection) as captured:
        find_times(timezone.now())
    assert [query["sql"] for query in captured.captured_queries if find_walks(query["sql"])] == []


@pytest.mark.long_form
def test_walks_are_found(urls: list[str]) -> None:
    """The check itself: lists without an index read all pages."""
    with CaptureQueriesContext(connection) as captured:
        list(NewsPage.objects.visible().filter(lead__contains="x"))
        list(Page.objects.filter(title__contains="x"))
        list(Page.objects.filter(pk=1))
    assert [bool(find_walks(query["sql"])) for query in captured.captured_queries] == [True, True, False]
