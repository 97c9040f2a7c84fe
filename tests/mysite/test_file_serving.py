"""Serving media and documents to browsers, download managers and caches."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from mysite.models import PortalDocument
from tests.support import factories

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(256)) * 40
SIZE = len(CONTENT)


@pytest.fixture
def document() -> PortalDocument:
    return factories.DocumentFactory(file=ContentFile(CONTENT, name="cong-van.pdf"), file_hash="a" * 40)


@pytest.fixture
def urls(document: PortalDocument, media: Path) -> list[str]:
    """The URLs of a document and a media file with the same content."""
    (media / "images").mkdir(exist_ok=True)
    (media / "images" / "anh.jpg").write_bytes(CONTENT)
    return [document.url, "/media/images/anh.jpg"]


@pytest.mark.parametrize("name", ["anh.jpg", "anh.webp", "trang.html", "anh.svg", "khong-duoi"])
def test_304_of_media_has_the_headers_of_200(client: Client, media: Path, name: str) -> None:
    (media / name).write_bytes(b"x")
    first = client.get(f"/media/{name}")
    again = client.get(f"/media/{name}", headers={"If-Modified-Since": first["Last-Modified"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for header in ("Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"):
        assert first.get(header) == again.get(header), header
    is_image = name in {"anh.jpg", "anh.webp"}
    assert first["Content-Disposition"] == ("inline" if is_image else "attachment")


def test_document_headers_have_values(client: Client) -> None:
    without_hash, with_hash = factories.DocumentFactory(), factories.DocumentFactory(file_hash="b" * 40)
    for document in (without_hash, with_hash):
        response = client.get(document.url)
        assert "Content-Encoding" not in response
        assert response["Cache-Control"] == "no-cache"
        assert response["Accept-Ranges"] == "bytes"
    assert "ETag" not in client.get(without_hash.url)
    etag = client.get(with_hash.url)["ETag"]
    assert etag == f'"{"b" * 40}"'
    again = client.get(with_hash.url, headers={"If-None-Match": etag})
    assert (again.status_code, again["Cache-Control"], again["ETag"]) == (304, "no-cache", etag)


def test_restricted_documents_are_not_cached(client: Client) -> None:
    above = Collection.get_first_root_node().add_child(name="Nội bộ")
    document = factories.DocumentFactory(collection=above.add_child(name="Hồ sơ"))
    restriction = CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    refused = client.get(document.url)
    assert (refused.status_code, refused["Cache-Control"]) == (302, "private, no-store")
    client.force_login(factories.UserFactory())
    given = client.get(document.url, headers={"Range": "bytes=0-2"})
    assert (given.status_code, given.getvalue(), given["Cache-Control"]) == (206, b"Noi", "private, no-store")
    restriction.delete()
    assert client.get(document.url)["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("byte_range", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        (f"bytes=5-{SIZE * 2}", 5, SIZE - 1),
        ("bytes=-10", SIZE - 10, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        ("bytes=5-999999999999999999", 5, SIZE - 1),
    ],
)
def test_byte_range_is_served(client: Client, urls: list[str], byte_range: str, first: int, last: int) -> None:
    for url in urls:
        whole = client.get(url)
        part = client.get(url, headers={"Range": byte_range})
        assert part.status_code == 206
        assert part.getvalue() == CONTENT[first : last + 1]
        assert part["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        assert part["Content-Length"] == str(last - first + 1)
        for header in ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control", "ETag"):
            assert part.get(header) == whole.get(header), header


@pytest.mark.parametrize("byte_range", [f"bytes={SIZE}-", f"bytes={SIZE + 5}-{SIZE + 9}", "bytes=-0"])
def test_unsatisfiable_range_is_416(client: Client, urls: list[str], byte_range: str) -> None:
    for url in urls:
        response = client.get(url, headers={"Range": byte_range})
        assert (response.status_code, response.content) == (416, b"")
        assert response["Content-Range"] == f"bytes */{SIZE}"
        assert "Content-Disposition" not in response


MALFORMED = [
    *("", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-x", "bytes=--1", "bytes=5-2", "bytes 0-1", "items=0-1"),
    *("bytes=0-1,5-6", "bytes=0-1,", "bytes=+1-2", "bytes=1.0-2", "bytes=١-٢", "bytes=0x1-2", "bytes=-5-", "BYTES"),
    *(f"bytes={'9' * 5000}-", f"bytes=0-{'9' * 5000}", "bytes=0-1\t;q=1", "\x01", "bytes=0-1-2", "=0-1"),
]


@pytest.mark.parametrize("byte_range", MALFORMED)
def test_malformed_range_returns_whole_file(client: Client, urls: list[str], byte_range: str) -> None:
    for url in urls:
        response = client.get(url, HTTP_RANGE=byte_range)
        assert response.status_code == 200
        assert response.getvalue() == CONTENT


def test_if_range_matches_same_version_only(client: Client, urls: list[str]) -> None:
    for url in urls:
        whole = client.get(url)
        for version in filter(None, (whole.get("ETag"), whole["Last-Modified"])):
            same = client.get(url, headers={"Range": "bytes=0-4", "If-Range": version})
            assert (same.status_code, same.getvalue()) == (206, CONTENT[:5])
        for version in ('"other"', f"W/{whole.get('ETag')}", "Wed, 21 Oct 2015 07:28:00 GMT", "junk"):
            other = client.get(url, headers={"Range": "bytes=0-4", "If-Range": version})
            assert (other.status_code, other.getvalue()) == (200, CONTENT)


def test_head_request_ignores_range(client: Client, urls: list[str]) -> None:
    for url in urls:
        response = client.head(url, headers={"Range": "bytes=0-4"})
        assert (response.status_code, response["Content-Length"]) == (200, str(SIZE))


def test_document_under_other_file_name_is_not_found(client: Client, document: PortalDocument) -> None:
    assert client.get(f"/documents/{document.pk}/khac.pdf").status_code == 404
    assert client.get("/documents/999999/cong-van.pdf").status_code == 404
