"""The report of broken links: what it lists and for whom, filters, export, links to the form, queries."""

import io
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission

from readership.models import CheckedLink
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts

pytestmark = pytest.mark.django_db
URL = "/admin/reports/broken-links/"


def add(title: str, **fields: Any) -> CheckedLink:
    """Store a broken link of an article with this title, or of a redirect."""
    fields = {"kind": "url", "target": "https://mat.example/", "text": "xem", "status": "missing"} | fields
    if "redirect" not in fields:
        fields = {
            "page": factories.ArticleFactory(title=title, parent=fields.pop("section", None) or get_section())
        } | fields
    row: CheckedLink = CheckedLink.objects.create(checked_at=timezone.now(), **fields)
    return row


def get_section() -> Any:
    return factories.SectionFactory(title="Tin tức")


@pytest.fixture
def editor() -> Client:
    return login_client(create_editor(EDITORS))


def get_rows(client: Client, query: str = "") -> list[list[str]]:
    return [get_texts(row.select("td")) for row in get_page(client, URL + query).select("table.listing tbody tr")]


def test_rows_lead_to_the_place_in_the_form(editor: Client) -> None:
    row = add("Lịch thi", content_path="body.0b4bd1f8-6a7c-4b5e-8f3e-0d3b8a1f8a11")
    redirect = Redirect.objects.create(old_path="/cu", redirect_link="/mat/")
    add("", redirect=redirect, target="/mat/", text="/cu")
    add("Chưa kiểm tra", status="", is_outside=True)
    add("Còn", status="found", is_outside=True)
    page = get_page(editor, URL)
    links = {link.get_text(strip=True): link["href"] for link in page.select("table.listing .title a")}
    assert links == {
        "Lịch thi": f"{reverse('wagtailadmin_pages:edit', args=[row.page_id])}#:w:contentpath={row.content_path}",
        "Chuyển hướng: /cu": reverse("wagtailredirects:edit", args=[redirect.pk]),
    }
    today = f"{timezone.localdate():%d/%m/%Y}"
    first = next(one for one in get_rows(editor) if one[0] == "Lịch thi")
    assert first == ["Lịch thi", "Tin tức", "xem", "https://mat.example/", "Địa chỉ URL", "không tồn tại", today]


def test_filters(editor: Client) -> None:
    exams = factories.SectionFactory(title="Thi cử")
    below = factories.SectionFactory(title="Lớp 10", parent=exams)
    add("Bài A", section=below)
    add("Bài B", kind="document", status="no_file")
    add("Bài C", is_outside=True, status="unreachable")
    assert [row[0] for row in get_rows(editor)] == ["Bài A", "Bài B", "Bài C"]
    for query, titles in {
        f"?section={exams.pk}": ["Bài A"],
        "?kind=document": ["Bài B"],
        "?is_outside=True": ["Bài C"],
        "?is_outside=False": ["Bài A", "Bài B"],
        "?status=no_file": ["Bài B"],
    }.items():
        assert [row[0] for row in get_rows(editor, query)] == titles, query


def test_export_has_no_formula(editor: Client) -> None:
    add("Bài", target='=HYPERLINK("http://evil.example")', text="@x")
    response = editor.get(URL, {"export": "xlsx"})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    heading, row = openpyxl.load_workbook(io.BytesIO(content)).active.values
    assert heading[:4] == ("Tiêu đề", "Chuyên mục", "Chữ của liên kết", "Dẫn đến")
    assert row[:6] == ("Bài", "Tin tức", "'@x", '\'=HYPERLINK("http://evil.example")', "Địa chỉ URL", "không tồn tại")
    assert row[6].date() == timezone.localdate() if hasattr(row[6], "date") else row[6] == timezone.localdate()
    assert row[7].endswith("/bai/")


def test_only_what_the_editor_may_edit() -> None:
    add("Bài kín")
    redirect = Redirect.objects.create(old_path="/kin", redirect_link="/mat/")
    add("", redirect=redirect)
    own = factories.SectionFactory(title="Của tôi")
    add("Bài của tôi", section=own)
    user = create_editor(EDITORS)
    user.groups.set([group := Group.objects.create(name="Một chuyên mục")])
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=own, permission=change)
    assert [row[0] for row in get_rows(login_client(user))] == ["Bài của tôi"]
    user.groups.set([])
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert login_client(user).get(URL).status_code == 302
    contributor = login_client(create_editor(CONTRIBUTORS))  # edits all pages, but no redirect
    assert [row[0] for row in get_rows(contributor)] == ["Bài của tôi", "Bài kín"]


def test_hostile_filters(editor: Client) -> None:
    for value in ("x", "-1", "9" * 30, "%00", "'; DROP TABLE x", "١"):
        for key in ("section", "kind", "is_outside", "status", "ordering", "p", "export"):
            assert editor.get(f"{URL}?{key}={value}").status_code in {200, 400, 404}, (key, value)


def test_queries_do_not_grow(editor: Client) -> None:
    counts = []
    for _ in range(2):
        for number in range(8):
            add(f"Bài {number}")
        editor.get(URL)
        with CaptureQueriesContext(connection) as captured:
            editor.get(URL)
        counts.append(len(captured))
    assert counts[0] == counts[1]
