"""Redirects from the URLs of imported articles at the old portal, and reports of those that cannot be created."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from newsroom.models import ImportedArticle, NewsPage
from tests.support.factories import SectionFactory

pytestmark = pytest.mark.django_db


def run_import(folder: Path, *urls: str, **options: object) -> str:
    """Import an article for each URL and return the output."""
    path = folder / "tin.jsonl"
    records = [
        {
            "source_url": url,
            "title": f"Bản tin {number}",
            "body": ["Nội dung."],
            "section": "Tin tức",
            "published_at": "2017-09-05",
        }
        for number, url in enumerate(urls)
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    out = io.StringIO()
    call_command("import_articles", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


def get_article(number: int) -> NewsPage:
    return NewsPage.objects.get(title=f"Bản tin {number}")


@pytest.mark.parametrize(
    ("source_url", "requested"),
    [
        ("http://cu.example/tin/1.html", "/tin/1.html"),
        ("http://cu.example/Default.aspx?tabid=5&id=9", "/Default.aspx?id=9&tabid=5"),
        (
            "http://cu.example/index.php/vi/news/Giáo dục/bài-1/",
            "/index.php/vi/news/Gi%C3%A1o%20d%E1%BB%A5c/b%C3%A0i-1/",
        ),
        ("http://cu.example/ti%CC%81n/1.html#binh-luan", "/ti%CC%81n/1.html"),
        ("https://cu.example:8080/tin/ban-tin/", "/tin/ban-tin"),
        ("http://cu.example/a%20b.html;s=1", "/a%20b.html;s=1"),
    ],
)
def test_old_url_redirects_to_article(client: Client, tmp_path: Path, source_url: str, requested: str) -> None:
    assert "lost" not in run_import(tmp_path, source_url)
    response = client.get(requested)
    assert (response.status_code, response["Location"]) == (301, get_article(0).url)
    assert client.get(response["Location"]).status_code == 200


def test_redirect_keeps_query_string(client: Client, tmp_path: Path) -> None:
    run_import(tmp_path, "http://cu.example/tin/1.html")
    response = client.get("/tin/1.html?utm_source=zalo")
    assert (response.status_code, response["Location"]) == (301, f"{get_article(0).url}?utm_source=zalo")
    assert client.get(response["Location"]).status_code == 200


def test_repeated_import_and_update_change_nothing(tmp_path: Path) -> None:
    run_import(tmp_path, "http://cu.example/1.html")
    before = list(Redirect.objects.values())
    assert "lost" not in run_import(tmp_path, "http://cu.example/1.html")
    record = ImportedArticle.objects.get()
    record.digest = "changed"
    record.save()
    assert "updated" in run_import(tmp_path, "http://cu.example/1.html", update=True)
    assert list(Redirect.objects.values()) == before


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://cu.example/" + "a" * 300, "longer than 255"),
        ("http://cu.example/", "the portal has a page or view"),
        ("http://cu.example/?utm_source=zalo", "the portal has a page or view"),
        ("http://cu.example/tin-tuc/?page=2", "the portal has a page or view"),
        ("http://cu.example/api/v2/pages/?id=5", "the portal has a page or view"),
        ("http://cu.example/tin-tuc/", "the portal has a page or view"),
        ("http://cu.example/tin-tuc/luu-tru/2014", "the portal has a page or view"),
        ("http://cu.example/tim-kiem/?q=a", "the portal has a page or view"),
        ("http://cu.example//evil.example/a", "browsers cannot request"),
        ("http://cu.example/\\evil.example/a", "browsers cannot request"),
        ("http://[cu/a.html", "not a valid URL"),
    ],
)
def test_refused_redirect_is_reported_and_article_imported(
    client: Client, tmp_path: Path, url: str, reason: str
) -> None:
    SectionFactory(title="Tin tức")
    assert reason in run_import(tmp_path, url, dry_run=True)
    output = run_import(tmp_path, url)
    assert reason in output
    assert url in output
    assert not Redirect.objects.exists()
    assert client.get(get_article(0).url).status_code == 200


def test_same_path_on_two_hosts(client: Client, tmp_path: Path) -> None:
    output = run_import(tmp_path, "http://so.example/tin/1.html", "http://phong.example/tin/1.html")
    assert output.count("a redirect from it to another page exists") == 1
    assert client.get("/tin/1.html")["Location"] == get_article(0).url


def test_articles_with_equal_urls(client: Client, tmp_path: Path) -> None:
    urls = [f"http://cu.example/tin.php?{query}" for query in ("b=%3A&a=1", "a=1&b=:&fbclid=2", "A=1&b=:")]
    output = run_import(tmp_path, *urls)
    assert output.count("a redirect from it to another page exists") == 1
    assert client.get("/tin.php?a=1&b=:")["Location"] == get_article(0).url
    assert client.get("/tin.php?A=1&b=:")["Location"] == get_article(2).url


def test_query_at_a_path_of_the_portal(client: Client, tmp_path: Path) -> None:
    output = run_import(tmp_path, "http://cu.example/?p=77", "http://cu.example/so-do-cong/?id=5")
    assert "no redirect" not in output
    assert client.get("/?p=77")["Location"] == get_article(0).url
    assert client.get("/so-do-cong/?id=5")["Location"] == get_article(1).url
    assert client.get("/").status_code == 200


def test_article_at_its_old_url_needs_no_redirect(client: Client, tmp_path: Path) -> None:
    assert "lost" not in run_import(tmp_path, "http://cu.example/tin-tuc/ban-tin-0/")
    assert not Redirect.objects.exists()
    assert client.get("/tin-tuc/ban-tin-0/").status_code == 200


def test_redirect_follows_moved_article(client: Client, tmp_path: Path) -> None:
    run_import(tmp_path, "http://cu.example/1.html")
    page = get_article(0)
    page.move(SectionFactory(title="Thông báo"), pos="last-child")
    assert client.get("/1.html")["Location"] == "/thong-bao/ban-tin-0/"
    get_article(0).unpublish()
    assert client.get("/1.html").status_code == 404


def test_failed_article_leaves_no_redirect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("newsroom.importing.writing.writer.Outcome", fail)
    with pytest.raises(Exception, match="could not be imported"):
        run_import(tmp_path, "http://cu.example/1.html")
    assert not Redirect.objects.exists()


def test_command_creates_redirects_for_earlier_imports(client: Client, tmp_path: Path) -> None:
    run_import(tmp_path, "http://cu.example/0.html", "http://cu.example/1.html", "http://khac.example/1.html")
    Redirect.objects.all().delete()
    get_article(0).delete()
    for _ in range(2):
        out = io.StringIO()
        call_command("redirect_old_addresses", stdout=out)
        assert "1 of 2 old URLs redirect to their articles; 1 redirects could not be created." in out.getvalue()
        assert "“Bản tin 2”: no redirect from http://khac.example/1.html" in out.getvalue()
        assert client.get("/1.html")["Location"] == get_article(1).url
        assert client.get("/0.html").status_code == 404
