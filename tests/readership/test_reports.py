"""Reports of articles by author, of views and of comments: content, filters, export, queries and hostile input."""

import datetime
import io
from itertools import product

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from newsroom.models import Comment, NewsPage
from readership.counting import get_today
from readership.models import DailyViews
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts
from tests.support.samples import sample

pytestmark = pytest.mark.django_db

REPORTS = ("authors_report", "views_report", "comments_report")


@pytest.fixture
def editor() -> Client:
    user = create_editor(EDITORS)
    user.groups.add(*Group.objects.filter(permissions__codename="change_comment"))
    return login_client(user)


def local(year: int, month: int, day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


def write(title: str, *authors, published_at: datetime.datetime | None = None, **fields) -> NewsPage:
    """Create an article, published in the night of 1 May: in UTC it is still April."""
    published_at = published_at or local(2024, 5, 1, 2)
    return factories.ArticleFactory(title=title, authors=authors, published_at=published_at, **fields)


def get_rows(client: Client, name: str, **query: object) -> list[list[str]]:
    page = get_page(client, f"{reverse(name)}?{'&'.join(f'{key}={value}' for key, value in query.items())}")
    return [get_texts(row.select("td")) for row in page.select("table.listing tbody tr")]


def export(client: Client, name: str, **query: object) -> list[tuple]:
    response = client.get(reverse(name), {"export": "xlsx", **query})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.values)


def test_articles_by_author_unit_section_and_month(editor: Client) -> None:
    an, binh = factories.AuthorFactory(name="An"), factories.AuthorFactory(name="Bình", unit=None)
    section = factories.SectionFactory(title="Thi cử")
    write("Một", an, binh, parent=section)
    write("Hai", an, published_at=local(2024, 4, 30))
    write("Nháp", an, live=False)
    rows = get_rows(editor, "authors_report")
    assert [row[0] for row in rows] == ["An", "An", "Bình"]
    assert get_rows(editor, "authors_report", author=binh.pk) == [
        ["Bình", "", "Một", "Thi cử", "05/2024", "01/05/2024"]
    ]
    assert len(get_rows(editor, "authors_report", unit=an.unit.pk)) == 2
    assert len(get_rows(editor, "authors_report", section=section.pk)) == 2
    may = {"published_from": "2024-05-01", "published_to": "2024-05-31"}
    assert [row[2] for row in get_rows(editor, "authors_report", **may)] == ["Một", "Một"]
    heading, *exported = export(editor, "authors_report", **may, author=an.pk)
    assert heading[:6] == ("Tác giả", "Phòng, đơn vị", "Bài viết", "Chuyên mục", "Tháng", "Ngày đăng")
    [(author, _unit, title, section_title, month, day, url)] = exported
    assert (author, title, section_title, month) == ("An", "Một", "Thi cử", "05/2024")
    assert day == datetime.date(2024, 5, 1)  # in the portal's time zone: in UTC it was the day before
    assert url.endswith("/mot/")


def test_views_of_a_period(editor: Client) -> None:
    read, other = factories.ArticleFactory(title="Đọc nhiều nhất"), factories.StandardPageFactory(title="Giới thiệu")
    today = get_today()
    for page, days, count in ((read, 0, 3), (read, 1, 4), (other, 40, 5)):
        DailyViews.objects.create(page=page, day=today - datetime.timedelta(days=days), count=count)
    assert [(row[0], row[-1]) for row in get_rows(editor, "views_report")] == [
        ("Đọc nhiều nhất", "7"), ("Giới thiệu", "5")
    ]  # fmt: skip
    assert [row[-1] for row in get_rows(editor, "views_report", day_from=today, day_to=today)] == ["3"]
    _heading, *exported = export(editor, "views_report")
    assert [(row[0], row[2]) for row in exported] == [("Đọc nhiều nhất", 7), ("Giới thiệu", 5)]


def test_published_comments_and_no_formula_in_the_export(editor: Client) -> None:
    article = factories.ArticleFactory(title="Bài")
    factories.CommentFactory(page=article, author_name="@An", body='=HYPERLINK("http://evil.example";"x")')
    factories.CommentFactory(page=article, body="Chờ duyệt", status=Comment.Status.PENDING)
    [row] = get_rows(editor, "comments_report")
    assert row[0] == "Bài"
    _heading, [title, _section, name, body, posted] = export(editor, "comments_report")
    assert (title, name, body) == ("Bài", "'@An", '\'=HYPERLINK("http://evil.example";"x")')
    assert posted == get_today()


def test_reports_of_another_sections_pages_are_empty() -> None:
    author = factories.AuthorFactory(name="Bí mật")
    article = write("Chuyện kín", author)
    DailyViews.objects.create(page=article, day=get_today(), count=1)
    factories.CommentFactory(page=article, author_name="Bí mật")
    user = create_editor(EDITORS)
    user.groups.set([group := Group.objects.create(name="Chuyên mục khác")])
    group.permissions.add(*Group.objects.get(name=EDITORS).permissions.all())
    own = factories.SectionFactory()
    group.permissions.add(Permission.objects.get(codename="change_comment", content_type__app_label="newsroom"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=own, permission=change)
    client = login_client(user)
    for name in REPORTS:
        response = client.get(reverse(name))
        assert response.status_code == 200, name
        assert "Bí mật" not in response.content.decode()
        assert "Chuyện kín" not in response.content.decode()


@pytest.mark.parametrize("name", REPORTS)
def test_hostile_filters(editor: Client, name: str) -> None:
    values = ("x", "-1", "9" * 30, "0001-01-01", "9999-12-31", "%00", "'; DROP TABLE x", "١", "2024-02-31")
    keys = ("author", "unit", "section", "published_from", "day_from", "posted_to", "ordering", "p", "export")
    for key, value in sample(list(product(keys, values)), 26):  # evenly spaced: each key and each value
        assert editor.get(f"{reverse(name)}?{key}={value}").status_code in {200, 400, 404}, (key, value)


@pytest.mark.parametrize("name", REPORTS)
def test_at_most_fifteen_queries_beyond_those_of_every_screen(editor: Client, name: str) -> None:
    author = factories.AuthorFactory()
    section = factories.SectionFactory()
    counts = []
    for _ in range(2):
        for number in range(8):
            article = write(f"Bài {number}", author, parent=section)
            factories.CommentFactory(page=article)
            DailyViews.objects.create(page=article, day=get_today(), count=1)
        numbers = []
        for url in (reverse("wagtailadmin_reports:locked_pages"), reverse(name)):
            editor.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert editor.get(url).status_code == 200
            numbers.append(len(captured))
        counts.append(numbers)
    assert counts[0][1] == counts[1][1]
    assert counts[1][1] <= 30
    print(name, counts)
