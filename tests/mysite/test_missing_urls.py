"""URLs that do not exist are counted after the response, without personal data, and become redirects."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from mysite.count_buffer import CountBuffer
from mysite.http import missing_urls
from mysite.http.missing_urls import delete_rarest, find_old, redact
from mysite.models import ContentGeneration, MissingURL
from tests.support import factories
from tests.support.editors import CONTRIBUTORS, EDITORS, create_editor, login_client
from tests.support.html import get_page, get_texts
from tests.support.wsgi_client import request

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/missing-urls/"


@pytest.fixture(autouse=True)
def _clear_buffer() -> None:
    missing_urls.buffer.flush()
    MissingURL.objects.all().delete()


def get_counts() -> dict[str, int]:
    return dict(MissingURL.objects.values_list("path", "count"))


def test_spellings_of_missing_url_are_counted_together() -> None:
    for url in ("/Tin/1.html", "/tin/1.html?fbclid=2", "/tin/1.html?id=2", "/so-do-cong/", "/tin/1.html"):
        request(url, HTTP_REFERER="https://m.facebook.com/groups/bi-mat?u=1")
    request("/tin/1.html")  # from the page cache
    missing_urls.buffer.flush()
    assert get_counts() == {"/Tin/1.html": 4, "/tin/1.html?id=2": 1}
    assert set(MissingURL.objects.values_list("referrer", flat=True)) == {"m.facebook.com"}


def test_requests_write_nothing_and_change_no_page(django_assert_num_queries) -> None:
    request("/khong-co.html")
    assert not MissingURL.objects.exists()
    with django_assert_num_queries(1):
        request("/khong-co.html")
    before = ContentGeneration.objects.get().number
    missing_urls.buffer.flush()
    assert get_counts() == {"/khong-co.html": 2}
    assert ContentGeneration.objects.get().number == before


def test_redirected_and_admin_urls_are_not_counted(client: Client) -> None:
    Redirect.add_redirect("/cu.html", factories.ArticleFactory())
    client.get("/cu.html")
    login_client(create_editor(EDITORS)).get("/admin/khong-co/")
    missing_urls.buffer.flush()
    assert get_counts() == {}


@pytest.mark.parametrize(
    ("requested", "kept"),
    [
        ("/tra-cuu?email=an.nguyen%40truong.example&lop=5", "/tra-cuu?email=…&lop=5"),
        ("/tra-cuu/an@truong.example/x", "/tra-cuu/…/x"),
        ("/tra-cuu?cccd=079204001234", "/tra-cuu?cccd=…"),
        ("/tra-cuu?dt=0912%20345%20678", "/tra-cuu?dt=…"),
        ("/dang-nhap?token=eyJhbGciOiJIUzI1NiJ9aa.eyJzdWIiOiIxMjM0In0", "/dang-nhap?token=…"),
        ("/a?s=3F2504E0-4F89-11D3-9A0C-0305E82C3301", "/a?s=…"),
        (
            "/tin/le-khai-giang-nam-hoc-2019-2020-truong-12345.html",
            "/tin/le-khai-giang-nam-hoc-2019-2020-truong-12345.html",
        ),
        ("/tin/L%E1%BB%85-khai-gi%E1%BA%A3ng-2019.html?utm_source=a", "/tin/Lễ-khai-giảng-2019.html"),
        ("/index.php?option=com_content&id=123:thu", "/index.php?option=com_content&id=123:thu"),
        ("/%ff?a=%ff", "/%ff?a=%ff"),
        ("/wp-login.php", ""),
        ("/.env", ""),
        ("/a/../../etc/passwd", ""),
        ("/backup.sql", ""),
    ],
)
def test_personal_data_is_not_kept(requested: str, kept: str) -> None:
    assert redact(requested) == kept


def test_old_and_rare_rows_are_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    for number, days in ((1, 0), (2, 0), (3, 0), (9, 91)):
        date = today - datetime.timedelta(days=days)
        MissingURL.objects.create(key=str(number), path=f"/{number}", count=number, requested_on=date)
    monkeypatch.setattr(missing_urls, "MAX_ROWS", 2)
    find_old(90).delete()
    delete_rarest()
    assert get_counts() == {"/2": 2, "/3": 3}


def test_buffer_is_bounded() -> None:
    for number in range(CountBuffer.MAX_KEYS + 50):
        missing_urls.record(f"/{number}")
    missing_urls.buffer.flush()
    assert len(get_counts()) == CountBuffer.MAX_KEYS


def test_writing_takes_same_queries_for_every_number_of_urls(django_assert_num_queries) -> None:
    for size in (1, 60):
        for number in range(size):
            missing_urls.record(f"/{number}")
        with django_assert_num_queries(6):
            missing_urls.buffer.flush()


def test_report_leads_to_redirect(client: Client) -> None:
    for url in ("/Tin/1.aspx?id=5", "/Tin/1.aspx?id=5", "/wp-login.php", "/a?email=a@b.example"):
        request(url)
    missing_urls.buffer.flush()
    admin_client = login_client(create_editor(EDITORS))
    page = get_page(admin_client, REPORT)
    rows = [get_texts(row.select("td")) for row in page.select("tbody tr")]
    assert rows[0][:2] == ["/Tin/1.aspx?id=5", "2"]
    assert "Địa chỉ chỉ có máy dò quét gọi đến" in page.get_text()
    links = [link["href"] for link in page.select("tbody a")]
    assert links == ["/admin/redirects/add/?old_path=%2FTin%2F1.aspx%3Fid%3D5"]
    form = get_page(admin_client, links[0])
    assert form.select_one("input[name=old_path]")["value"] == "/Tin/1.aspx?id=5"
    Redirect.add_redirect("/Tin/1.aspx?id=5", factories.ArticleFactory())
    assert "/Tin/1.aspx?id=5" not in get_counts()


def test_report_needs_permission_to_add_redirects() -> None:
    assert login_client(create_editor(CONTRIBUTORS)).get(REPORT).status_code == 302
