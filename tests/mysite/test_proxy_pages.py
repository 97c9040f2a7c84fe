"""Pages through nginx: stored for a second, one request to the portal at a time, and never what is not for all."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from wagtail.models import PageViewRestriction

from mysite.http import proxy_cache
from tests.support import factories, proxies
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.poisoned_requests import HOSTS, PATHS, POISONED_HEADERS, RAW_REQUESTS
from tests.support.proxies import (
    TEMPLATE,
    ProxyFolder,
    nginx_command,
    proxy_folder,
    run_proxy,
    send_request,
    write_configuration,
)
from tests.support.servers import PATIENCE, run_gunicorn_for_test, separate_database

pytestmark = pytest.mark.nginx

THREADS = 3


class Site:
    """The portal behind nginx, with an article; its access log has the requests that reached gunicorn."""

    def __init__(self, folder: ProxyFolder) -> None:
        self.folder = folder
        self.log = folder.path / "gunicorn.log"
        self.url = str(factories.ArticleFactory(title="Lịch thi tuyển sinh").url)
        self.contact_url = str(factories.ContactPageFactory(title="Liên hệ").url)
        self.locked = factories.ArticleFactory(title="Chuyện nội bộ")
        PageViewRestriction.objects.create(page=self.locked, restriction_type="password", password="x")
        self.port = 0
        self.number = 0

    def new_url(self) -> str:
        """Return a URL of the article under which nothing is stored yet: the portal ignores the parameter."""
        self.number += 1
        return f"{self.url}?fbclid={self.number}"

    def count_requests(self, url: str, expected: int) -> int:
        """Return how many requests for ``url`` reached gunicorn, which writes its log after the response."""
        deadline = time.monotonic() + PATIENCE
        while self._count(url) < expected and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.05)
        return self._count(url)

    def _count(self, url: str) -> int:
        return self.log.read_text().count(f" {url} HTTP/")

    def create_session(self) -> dict[str, str]:
        client = login_client(create_editor(EDITORS, username=f"bien-tap-{time.monotonic_ns()}"))
        return {"Cookie": f"portal_session={client.cookies['portal_session'].value}"}


@pytest.fixture(scope="module")
def site(django_db_blocker) -> Iterator[Site]:
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        stack.enter_context(override_settings(MEDIA_ROOT=folder.media, PROXY_CACHE_DIR=str(folder.cached_pages)))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder.path))
        site = Site(folder)
        proxy_cache.finish_deletions()
        environment = {
            "TRUSTED_PROXIES": "1",
            "PROXY_CACHE_DIR": str(folder.cached_pages),
            "WEB_THREADS": str(THREADS),
            "GUNICORN_CMD_ARGS": f"--access-logfile={site.log} --access-logformat='%(r)s %({{cookie}}i)s'",
        }
        portal_port = stack.enter_context(run_gunicorn_for_test(**environment))
        site.port = stack.enter_context(run_proxy(folder, portal_port))
        yield site


def test_configuration_is_valid(site: Site) -> None:
    file = write_configuration(site.folder, 1, 2)
    done = subprocess.run(nginx_command(file, "-t"), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr.replace('the "user" directive', "")


def test_page_is_stored_for_about_a_second(site: Site) -> None:
    url = site.new_url()
    first, second = send_request(site.port, url), send_request(site.port, url)
    assert (first.cache_status, second.cache_status) == ("MISS", "HIT")
    assert first.body == second.body
    assert "Lịch thi tuyển sinh" in first.body.decode()
    assert first.headers["Cache-Control"] == "max-age=0, s-maxage=1"
    assert "Set-Cookie" not in first.headers
    assert site.count_requests(url, 1) == 1
    time.sleep(2.1)
    third = send_request(site.port, url)
    assert (third.status, third.cache_status, third.body) == (200, "REVALIDATED", first.body)
    etag = third.headers["ETag"]
    assert send_request(site.port, url, {"If-None-Match": etag}).status == 304


@pytest.mark.parametrize(
    ("encoding", "spellings"),
    [
        (
            "br",
            ["br", "gzip, deflate, br", "gzip,deflate,br,zstd", "br;q=0.5, gzip;q=1", "BR", "gzip, br;q=1.0, *;q=0"],
        ),
        ("gzip", ["gzip", "gzip, deflate", "deflate, gzip;q=1.0", "gzip;q=0.8, br;q=0", "GZIP", "br;q=0.0, gzip"]),
        ("", [None, "", "identity", "deflate", "gzip;q=0", "*", "br;q=0, gzip;q=0.000", "x-br", "brx", "compress"]),
    ],
)
def test_encodings_share_one_stored_page(site: Site, encoding: str, spellings: list[str | None]) -> None:
    url = site.new_url()
    statuses = []
    for spelling in spellings:
        response = send_request(site.port, url, {} if spelling is None else {"Accept-Encoding": spelling})
        assert response.headers.get("Content-Encoding", "") == encoding, spelling
        assert response.headers["Vary"] == "Accept-Encoding"
        statuses.append(response.cache_status)
    assert statuses.count("MISS") == 1


def send_parallel_requests(site: Site, url: str) -> None:
    with ThreadPoolExecutor(60) as pool:
        responses = list(pool.map(lambda _: send_request(site.port, url), range(60)))
    assert {response.status for response in responses} == {200}
    assert len({response.body for response in responses}) == 1


def test_parallel_requests_are_one_request_to_portal(site: Site) -> None:
    url = site.new_url()
    send_parallel_requests(site, url)
    assert site.count_requests(url, 1) == 1


def test_parallel_requests_for_older_page_are_one_request_to_portal(site: Site) -> None:
    """The stored page is no longer fresh, and may be used while one request updates it."""
    url = site.new_url()
    while time.time() % 1 > 0.3:
        time.sleep(0.01)
    send_request(site.port, url)
    time.sleep(2.05 - time.time() % 1)
    send_parallel_requests(site, url)
    assert site.count_requests(url, 2) == 2


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("GET", {"Authorization": "Basic YTpi"}),
        ("GET", {"Cookie": "portal_session=abcdefghijklmnopqrstuvwxyz012345"}),
        ("GET", {"Cookie": "a=b; portal_session=x"}),
        ("POST", {}),
        ("OPTIONS", {}),
        ("PUT", {}),
        ("DELETE", {}),
        ("PROPFIND", {}),
    ],
)
def test_other_requests_bypass_the_cache(site: Site, method: str, headers: dict[str, str]) -> None:
    url = site.new_url()
    stored = send_request(site.port, url)
    for _ in range(2):
        response = send_request(site.port, url, headers, method=method)
        assert response.cache_status == ""
    assert site.count_requests(url, 3) == 3
    assert send_request(site.port, url).body == stored.body


def test_head_and_get_share_a_stored_page(site: Site) -> None:
    url = site.new_url()
    head = send_request(site.port, url, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert send_request(site.port, url).cache_status == "HIT"


def test_what_is_not_for_all_is_never_stored(site: Site) -> None:
    """Not the form for the password of a page, whose token is for one visitor, nor what an editor sees."""
    editor = site.create_session()
    urls = [str(site.locked.url), "/admin/login/", "/robots.txt", "/healthz/ready"]
    before = set(site.folder.list_cached_files())
    for url in urls:
        for headers in ({}, {}, editor):
            response = send_request(site.port, url, headers)
            assert response.cache_status in {"", "MISS"}, url
            assert "s-maxage=1" not in response.headers.get("Cache-Control", ""), url
    assert set(site.folder.list_cached_files()) == before


def test_two_forms_get_one_token(site: Site) -> None:
    form = send_request(site.port, str(site.locked.url))
    cookie = form.headers["Set-Cookie"].partition(";")[0]
    assert cookie.startswith("portal_csrf=")
    again = send_request(site.port, str(site.locked.url), {"Cookie": f"a=b; {cookie}; c=d"})
    assert cookie in again.headers["Set-Cookie"]


def test_headers_do_not_poison_stored_pages(site: Site) -> None:
    """The first request for a page has one odd header; visitors after it get the page as always."""
    assert len(POISONED_HEADERS) >= 60
    clean = {
        encoding: send_request(site.port, site.new_url(), {"Accept-Encoding": encoding}) for encoding in ("", "br")
    }
    for number, headers in enumerate(POISONED_HEADERS):
        url = site.new_url()
        send_request(site.port, url, headers, method="GET" if number % 5 else "HEAD")
        for encoding, expected in clean.items():
            response = send_request(site.port, url, {"Accept-Encoding": encoding})
            assert (response.status, response.body) == (200, expected.body), headers
            for name in ("Content-Type", "Content-Encoding", "Cache-Control", "ETag", "Vary", "Location", "Set-Cookie"):
                assert response.headers.get_all(name) == expected.headers.get_all(name), (headers, name)
    assert "sessionid=" not in site.log.read_text()  # no cookie that the portal does not need


@pytest.mark.parametrize("host", HOSTS)
def test_host_does_not_poison_stored_pages(site: Site, host: str) -> None:
    url = site.new_url()
    send_request(site.port, url, {"Host": host})
    response = send_request(site.port, url)
    assert (response.status, response.cache_status) == (200, "MISS")
    assert "evil" not in response.body.decode()


@pytest.mark.parametrize("path", PATHS)
def test_paths_and_parameters_do_not_poison_stored_pages(site: Site, path: str) -> None:
    url = site.new_url()
    odd = send_request(site.port, path.format(url))
    assert odd.status < 500
    response = send_request(site.port, url)
    assert (response.status, response.cache_status) == (200, "MISS")
    assert "evil" not in response.body.decode()


def send_raw(site: Site, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("lines", RAW_REQUESTS)
def test_raw_requests_do_not_poison_stored_pages(site: Site, lines: list[str]) -> None:
    url = site.new_url()
    clean = send_request(site.port, site.new_url())
    send_raw(site, "\r\n".join(lines).format(url=url).encode())
    response = send_request(site.port, url)
    assert (response.status, response.body, response.headers["ETag"]) == (200, clean.body, clean.headers["ETag"])


def test_change_is_visible_at_once(site: Site) -> None:
    """The portal deletes the stored pages when an editor publishes."""
    article = factories.ArticleFactory(title="Lịch thi cũ")
    urls = [str(article.url), str(article.get_parent().url)]
    for url in urls:
        assert "Lịch thi cũ" in send_request(site.port, url).body.decode()
    article.title = "Lịch thi đã đổi"
    article.save_revision().publish()
    for url in urls:
        assert "Lịch thi đã đổi" in send_request(site.port, url).body.decode()
    proxy_cache.finish_deletions()


def test_slow_clients_do_not_hold_threads(site: Site) -> None:
    """Twenty clients send a form one byte at a time and twenty do not read: the portal has three threads."""
    head = f"POST {site.contact_url} HTTP/1.1\r\nHost: testserver\r\nContent-Length: 1000\r\n\r\na=".encode()
    get = f"GET {site.url} HTTP/1.1\r\nHost: testserver\r\n".encode()
    slow = [socket.create_connection(("127.0.0.1", site.port)) for _ in range(40)]
    for number, connection in enumerate(slow):
        connection.sendall(head if number % 2 else get)
    time.sleep(0.1)
    started = time.monotonic()
    assert send_request(site.port, "/healthz/ready").status == 200
    assert send_request(site.port, site.new_url()).status == 200
    assert time.monotonic() - started < 15  # nginx gives up on such a form after 30 s
    for connection in slow:
        connection.close()


def test_too_large_request_gets_vietnamese_page(site: Site) -> None:
    response = send_request(site.port, site.contact_url, method="POST", body=b"x" * (4 * 1024 * 1024))
    assert response.status == 413
    assert "Dữ liệu gửi lên quá lớn" in response.body.decode()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "megabytes", "status"), [("/api/v2/pages/", 2, 405), ("/admin/images/add/", 30, 413)])
def test_request_whose_body_is_not_read_gets_its_response(site: Site, path: str, megabytes: int, status: int) -> None:
    body = b"x" * megabytes * 1024 * 1024
    assert {send_request(site.port, path, method="POST", body=body).status for _ in range(5)} == {status}


def test_image_sets_all_variables_of_the_configuration() -> None:
    """The Dockerfile and the tests fill in the same variables."""
    required = set(re.findall(r"\$\{([A-Z_]+)\}", TEMPLATE.read_text()))
    dockerfile = (Path(settings.BASE_DIR) / "Dockerfile").read_text()
    image = dockerfile.partition("AS proxy")[2].partition("\nFROM ")[0]
    assert {name for name in required if not re.search(rf"\b{name}=", image)} == set()
    assert required == set(re.findall(r'^        "([A-Z_]+)": ', Path(proxies.__file__).read_text(), re.M))
