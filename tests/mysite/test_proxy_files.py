"""Static files, media and documents through nginx: the portal decides, nginx sends."""

import http.client
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings
from wagtail.models import Collection, CollectionViewRestriction

from mysite.models import PortalDocument, PortalImage
from tests.support import factories
from tests.support.proxies import ProxyFolder, Response, proxy_folder, run_proxy, send_request
from tests.support.servers import run_gunicorn_for_test, separate_database

pytestmark = pytest.mark.nginx

CONTENT = bytes(range(256)) * 40
SIZE = len(CONTENT)


@pytest.fixture(scope="module")
def folder(django_db_blocker) -> Iterator[ProxyFolder]:
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        stack.enter_context(override_settings(MEDIA_ROOT=folder.media))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder.path))
        yield folder


@pytest.fixture(scope="module")
def port(folder: ProxyFolder) -> Iterator[int]:
    environment = {"X_ACCEL_REDIRECT": "true", "TRUSTED_PROXIES": "1"}
    with run_gunicorn_for_test(**environment) as portal_port, run_proxy(folder, portal_port) as port:
        yield port


@pytest.fixture
def document(folder: ProxyFolder, settings) -> PortalDocument:
    settings.MEDIA_ROOT = folder.media
    file = ContentFile(CONTENT, name="Công văn số 1 (ký).pdf")
    return factories.DocumentFactory(file=file, file_hash="a" * 40, collection=add_collection())


@pytest.fixture
def image(folder: ProxyFolder, settings) -> PortalImage:
    settings.MEDIA_ROOT = folder.media
    return factories.SmallImageFactory(collection=add_collection())


def add_collection() -> Collection:
    return Collection.get_first_root_node().add_child(name="Nội bộ")


def is_sent_by_nginx(response: Response) -> bool:
    """Return whether the ETag is that of nginx, which has time and size of the file."""
    return response.headers["ETag"].endswith(f'-{len(response.body):x}"')


def test_document_is_sent_by_nginx_with_headers_of_portal(port: int, document: PortalDocument) -> None:
    response = send_request(port, document.url)
    assert (response.status, response.body) == (200, CONTENT)
    assert is_sent_by_nginx(response)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline; filename=")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers.get_all("Cache-Control") == ["no-cache"]
    assert response.headers["Accept-Ranges"] == "bytes"
    assert "X-Accel-Redirect" not in response.headers


def test_image_is_sent_by_nginx_with_headers_of_portal(port: int, image: PortalImage) -> None:
    response = send_request(port, image.file.url)
    assert response.status == 200
    assert response.body == image.file.read()
    assert is_sent_by_nginx(response)
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["Content-Disposition"] == "inline"
    assert response.headers["Content-Security-Policy"].endswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers.get_all("Cache-Control") == ["public, max-age=2592000, s-maxage=1"]


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_unchanged_file_is_304(port: int, document: PortalDocument, image: PortalImage, header: str) -> None:
    for url in (document.url, image.file.url):
        first = send_request(port, url)
        version = first.headers["ETag" if header == "If-None-Match" else "Last-Modified"]
        again = send_request(port, url, {header: version})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_ranges_are_served(port: int, document: PortalDocument) -> None:
    etag = send_request(port, document.url).headers["ETag"]
    expected = {
        "bytes=0-0": CONTENT[:1],
        "bytes=100-": CONTENT[100:],
        "bytes=-10": CONTENT[-10:],
        f"bytes=5-{SIZE * 2}": CONTENT[5:],
    }
    for byte_range, body in expected.items():
        for condition in ({}, {"If-Range": etag}, {"If-Match": etag}):
            part = send_request(port, document.url, {"Range": byte_range, **condition})
            assert (part.status, part.body) == (206, body), (byte_range, condition)
            assert part.headers["Content-Range"].endswith(f"/{SIZE}")
            assert part.headers["Content-Security-Policy"] == "default-src 'none'"
    assert send_request(port, document.url, {"Range": f"bytes={SIZE}-"}).status == 416
    other = send_request(port, document.url, {"Range": "bytes=0-0", "If-Range": '"other"'})
    assert (other.status, other.body) == (200, CONTENT)
    head = send_request(port, document.url, method="HEAD")
    assert (head.status, head.headers["Content-Length"], head.body) == (200, str(SIZE), b"")


@pytest.mark.parametrize("kind", ["login", "password"])
def test_restricted_file_is_gone_at_once(port: int, document: PortalDocument, image: PortalImage, kind: str) -> None:
    urls = {document.url: document.collection, image.file.url: image.collection}
    before = {url: send_request(port, url) for url in urls}
    for url, collection in urls.items():
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=kind, password="mat-khau"
        )
        for headers in ({}, {"If-None-Match": before[url].headers["ETag"]}, {"Range": "bytes=0-9"}):
            response = send_request(port, url, headers)
            assert response.status == (302 if kind == "login" else 200)
            assert response.body != before[url].body
            assert response.headers.get("Content-Type", "").startswith("text/html")
            assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
        restriction.delete()
        assert send_request(port, url).body == before[url].body


HIDDEN_PATHS = [
    *("/.media/{}", "//.media/{}", "/.media//{}", "/.%6dedia/{}", "/%2emedia/{}", "/media/../.media/{}"),
    *(
        "/static/../.media/{}",
        "/media/..%2f.media/{}",
        "/./.media/{}",
        "/.media/../.media/{}",
        "/documents/../.media/{}",
    ),
    *("/media/{}", "/media/../media/{}", "/media//{}", "/media/./{}", "/.MEDIA/{}", "/.pages/../.media/{}"),
    *("/media/images/../{}", "/static../media/{}", "/static/..%2fmedia/{}", "/.pages../media/{}"),
]


@pytest.mark.parametrize("path", HIDDEN_PATHS)
def test_internal_folders_cannot_be_requested(port: int, document: PortalDocument, path: str) -> None:
    response = send_request(port, path.format(document.file.name.replace(" ", "%20")))
    assert response.status in {301, 400, 404}, response.status
    assert CONTENT[:40] not in response.body


def test_visitor_cannot_name_a_file(port: int, document: PortalDocument) -> None:
    header = f"/.media/{document.file.name}"
    for name in ("X-Accel-Redirect", "X-Sendfile", "X-Accel-Expires", "X-Reproxy-URL"):
        assert CONTENT[:40] not in send_request(port, "/khong-co/", {name: header}).body


def test_missing_file_is_not_found(port: int, document: PortalDocument) -> None:
    document.file.storage.delete(document.file.name)
    assert send_request(port, document.url).status == 404
    assert send_request(port, "/media/images/khong-co.jpg").status == 404


def test_static_files(port: int, folder: ProxyFolder) -> None:
    static = folder.path / "static"
    (static / "css").mkdir(exist_ok=True)
    for name in ("css/site.0123456789ab.css", "css/site.css"):
        (static / name).write_bytes(b"body{}")
        (static / f"{name}.gz").write_bytes(b"packed")
    hashed = send_request(port, "/static/css/site.0123456789ab.css", {"Accept-Encoding": "gzip, br"})
    assert (hashed.body, hashed.headers["Content-Encoding"]) == (b"packed", "gzip")
    assert hashed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert hashed.headers["Content-Type"] == "text/css; charset=utf-8"
    assert hashed.headers["Vary"] == "Accept-Encoding"
    assert hashed.headers["X-Content-Type-Options"] == "nosniff"
    plain = send_request(port, "/static/css/site.css")
    assert (plain.body, plain.headers["Cache-Control"]) == (b"body{}", "public, max-age=60")
    assert "Content-Encoding" not in plain.headers
    for path in ("/static/", "/static/css/", "/static/khong-co.css", "/static/../nginx.conf", "/static../nginx.conf"):
        missing = send_request(port, path)
        assert missing.status == 404, path
        assert "Không tìm thấy trang" in missing.body.decode()


def test_slow_reader_does_not_hold_a_thread(port: int, folder: ProxyFolder) -> None:
    """More clients than threads (8) request a document and do not read it."""
    document = factories.DocumentFactory(file=ContentFile(b"x" * 20_000_000, name="lon.pdf"))
    slow = [http.client.HTTPConnection("127.0.0.1", port) for _ in range(20)]
    for connection in slow:
        connection.request("GET", document.url, headers={"Host": "testserver"})
    started = time.monotonic()
    assert send_request(port, "/healthz/ready").status == 200
    assert time.monotonic() - started < 15  # a held thread would be free after a minute
    for connection in slow:
        connection.close()
