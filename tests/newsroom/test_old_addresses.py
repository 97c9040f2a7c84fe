"""Imported articles answer where they were at the old portal, and what cannot be kept is said."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from newsroom.models import ImportedArticle, NewsPage
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db


def run(folder: Path, *addresses: str, **options: object) -> str:
    """Import an article for each address; return what was said."""
    path = folder / "tin.jsonl"
    records = [
        {"source_url": address, "title": f"Bản tin {number}", "body": ["Nội dung."], "section": "Tin tức"}
        for number, address in enumerate(addresses)
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    out = io.StringIO()
    call_command("import_articles", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


def article(number: int) -> NewsPage:
    return NewsPage.objects.get(title=f"Bản tin {number}")


@pytest.mark.parametrize(
    ("source_url", "asked"),
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
def test_the_old_address_leads_to_the_article(client: Client, tmp_path: Path, source_url: str, asked: str) -> None:
    assert "lost" not in run(tmp_path, source_url)
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, article(0).url)
    assert client.get(response["Location"]).status_code == 200


def test_what_was_asked_of_the_old_address_goes_along(client: Client, tmp_path: Path) -> None:
    run(tmp_path, "http://cu.example/tin/1.html")
    response = client.get("/tin/1.html?utm_source=zalo")
    assert (response.status_code, response["Location"]) == (301, f"{article(0).url}?utm_source=zalo")
    assert client.get(response["Location"]).status_code == 200


def test_again_and_updated_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, "http://cu.example/1.html")
    before = list(Redirect.objects.values())
    assert "lost" not in run(tmp_path, "http://cu.example/1.html")
    record = ImportedArticle.objects.get()
    record.digest = "changed"
    record.save()
    assert "updated" in run(tmp_path, "http://cu.example/1.html", update=True)
    assert list(Redirect.objects.values()) == before


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://cu.example/" + "a" * 300, "longer than 255"),
        ("http://cu.example/", "the portal itself answers"),
        ("http://cu.example/?p=12", "the portal itself answers"),
        ("http://cu.example/tin-tuc/", "the portal itself answers"),
        ("http://cu.example/tin-tuc/luu-tru/2014", "the portal itself answers"),
        ("http://cu.example/tim-kiem/?q=a", "the portal itself answers"),
        ("http://cu.example//evil.example/a", "no browser"),
        ("http://cu.example/\\evil.example/a", "no browser"),
        ("http://[cu/a.html", "no web address"),
    ],
)
def test_what_is_lost_is_said_and_the_article_is_there(
    client: Client, tmp_path: Path, address: str, reason: str
) -> None:
    SectionFactory(title="Tin tức")
    assert reason in run(tmp_path, address, dry_run=True)
    said = run(tmp_path, address)
    assert reason in said
    assert address in said
    assert not Redirect.objects.exists()
    assert client.get(article(0).url).status_code == 200


def test_two_hosts_with_one_path(client: Client, tmp_path: Path) -> None:
    said = run(tmp_path, "http://so.example/tin/1.html", "http://phong.example/tin/1.html")
    assert said.count("it leads elsewhere already") == 1
    assert client.get("/tin/1.html")["Location"] == article(0).url


def test_an_article_at_its_own_old_address_needs_no_redirect(client: Client, tmp_path: Path) -> None:
    assert "lost" not in run(tmp_path, "http://cu.example/tin-tuc/ban-tin-0/")
    assert not Redirect.objects.exists()
    assert client.get("/tin-tuc/ban-tin-0/").status_code == 200


def test_it_follows_the_article(client: Client, tmp_path: Path) -> None:
    run(tmp_path, "http://cu.example/1.html")
    page = article(0)
    page.move(SectionFactory(title="Thông báo"), pos="last-child")
    assert client.get("/1.html")["Location"] == "/thong-bao/ban-tin-0/"
    article(0).unpublish()
    assert client.get("/1.html").status_code == 404


def test_an_article_that_fails_leaves_no_redirect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("newsroom.importing.writer.Outcome", fail)
    with pytest.raises(Exception, match="could not be imported"):
        run(tmp_path, "http://cu.example/1.html")
    assert not Redirect.objects.exists()


def test_articles_imported_before_get_theirs_by_a_command(client: Client, tmp_path: Path) -> None:
    run(tmp_path, "http://cu.example/0.html", "http://cu.example/1.html", "http://khac.example/1.html")
    Redirect.objects.all().delete()
    article(0).delete()
    for _ in range(2):
        out = io.StringIO()
        call_command("redirect_old_addresses", stdout=out)
        assert "Of 2 old addresses 1 lead to their articles, 1 are lost." in out.getvalue()
        assert "“Bản tin 2”: the old address http://khac.example/1.html is lost" in out.getvalue()
        assert client.get("/1.html")["Location"] == article(1).url
        assert client.get("/0.html").status_code == 404
