"""The security headers of each kind of response over HTTPS, from gunicorn and through nginx, each header once."""

import base64
import hashlib
import http.client
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from email.message import Message
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from mysite.media.views import INERT
from mysite.settings.security import SECURE_CSP_ADMIN, SECURE_CSP_PREVIEW, SECURE_HEADERS, build_public_policy
from tests.support import factories
from tests.support.editors import MANAGING_EDITORS, create_editor, login_client
from tests.support.proxies import TEMPLATE, ProxyFolder, Response, proxy_folder, run_proxy, send_request
from tests.support.servers import run_portal, separate_database

pytestmark = pytest.mark.nginx

Policy = dict[str, set[str]]
#: Path and headers of the request for each kind of response.
Requests = dict[str, tuple[str, dict[str, str]]]

#: Headers of all responses over HTTPS.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000",
    **SECURE_HEADERS,
}


def parse_policy(value: str) -> Policy:
    parts = [part.split() for part in value.split(";") if part.strip()]
    return {name: set(sources) for name, *sources in parts}


def join_policy(directives: dict[str, list[str]]) -> Policy:
    return {name: set(sources) for name, sources in directives.items()}


PUBLIC, ADMIN, PREVIEW = map(join_policy, (build_public_policy(), SECURE_CSP_ADMIN, SECURE_CSP_PREVIEW))
FILE, PDF = parse_policy(INERT), parse_policy("default-src 'none'")
OF_NGINX = parse_policy(re.search(r"\"(default-src 'none'; style-src 'sha256[^\"]*)", TEMPLATE.read_text())[1])

#: Status and policy of each kind of response, from gunicorn and through nginx. Requests are below.
TABLE: dict[str, tuple[int, Policy, Policy]] = {
    "page": (200, PUBLIC, PUBLIC),
    "stored page": (200, PUBLIC, PUBLIC),
    "page not modified": (304, PUBLIC, PUBLIC),
    "English page": (200, PUBLIC, PUBLIC),
    "redirect": (301, PUBLIC, PUBLIC),
    "redirect to HTTPS": (301, PUBLIC, PUBLIC),
    "not found": (404, PUBLIC, PUBLIC),
    "malformed": (400, PUBLIC, PUBLIC),
    "method not allowed": (405, PUBLIC, PUBLIC),
    "forged form": (403, PUBLIC, PUBLIC),
    "password": (200, PUBLIC, PUBLIC),
    "database broken": (503, PUBLIC, OF_NGINX),
    "static file": (200, PUBLIC, OF_NGINX),
    "static file not modified": (304, PUBLIC, OF_NGINX),
    "no static file": (404, PUBLIC, PUBLIC),
    "manifest of static files": (404, PUBLIC, PUBLIC),
    "digests of static files": (404, PUBLIC, PUBLIC),
    "image": (200, FILE, FILE),
    "image not modified": (304, FILE, FILE),
    "part of an image": (206, FILE, FILE),
    "PDF document": (200, PDF, PDF),
    "Word document": (200, FILE, FILE),
    "private document": (302, PUBLIC, PUBLIC),
    "private document, signed in": (200, FILE, FILE),
    "feed": (200, PUBLIC, PUBLIC),
    "calendar": (200, PUBLIC, PUBLIC),
    "API": (200, PUBLIC, PUBLIC),
    "robots.txt": (200, PUBLIC, PUBLIC),
    "sitemap": (200, PUBLIC, PUBLIC),
    "sign-in": (200, ADMIN, ADMIN),
    "admin, signed out": (302, ADMIN, ADMIN),
    "admin": (200, ADMIN, ADMIN),
    "admin, not found": (404, ADMIN, ADMIN),
    "draft": (200, PREVIEW, PREVIEW),
    "live": (200, PUBLIC, PUBLIC),
    "ready": (200, PUBLIC, PUBLIC),
}
STATUS_OF_NGINX = {"database broken": 502}
HTTPS = {"X-Forwarded-Proto": "https"}


class Portal:
    """The portal for https://testserver, alone and behind nginx, with pages, files and an editor's session."""

    def __init__(self, folder: ProxyFolder) -> None:
        self.folder = folder
        self.article = factories.ArticleFactory(title="Lịch thi")
        self.locked = factories.ArticleFactory(title="Chuyện nội bộ")
        PageViewRestriction.objects.create(page=self.locked, restriction_type="password", password="x")
        factories.EventSectionFactory(title="Sự kiện", slug="su-kien")
        client = login_client(create_editor(MANAGING_EDITORS))
        self.session = {"Cookie": f"__Host-portal_session={client.cookies[settings.SESSION_COOKIE_NAME].value}"}
        self.image_url = factories.SmallImageFactory().file.url
        root = Collection.get_first_root_node()
        private = root.add_child(name="Nội bộ")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
        self.pdf, self.word, self.secret = (
            factories.DocumentFactory(file=ContentFile(b"%PDF-1.4", name=name), file_hash="a" * 40, collection=place)
            for name, place in (("a.pdf", root), ("a.docx", root), ("b.docx", private))
        )
        for name in ("site.css", "staticfiles.json", ".collected"):
            (folder.path / "static" / name).write_text("{}")
        self.requests = {**self.list_pages(), **self.list_files(), **self.list_for_editors()}
        self.ports: dict[str, int] = {}

    def list_pages(self) -> Requests:
        url = self.article.url
        return {
            "page": (url, {}),
            "stored page": (url, {}),
            "page not modified": (url, {"If-None-Match": "ETag"}),
            "English page": ("/en/", {}),
            "redirect": (url.rstrip("/"), {}),
            "redirect to HTTPS": (url, {"X-Forwarded-Proto": "http"}),
            "not found": ("/khong-co/", {}),
            "malformed": ("/tim-kiem/?q=%00", {}),
            "method not allowed": ("/tim-kiem/", {"METHOD": "OPTIONS"}),
            "forged form": ("/_util/login/", {"METHOD": "POST", "Referer": "https://elsewhere.example/"}),
            "password": (self.locked.url, {}),
            "database broken": ("/tim-kiem/?q=lich", {}),
            "feed": ("/rss/", {}),
            "calendar": ("/lich.ics", {}),
            "API": ("/api/v2/pages/", {}),
            "robots.txt": ("/robots.txt", {}),
            "sitemap": ("/sitemap.xml", {}),
            "live": ("/healthz/live", {}),
            "ready": ("/healthz/ready", {}),
        }

    def list_files(self) -> Requests:
        return {
            "static file": ("/static/site.css", {}),
            "static file not modified": ("/static/site.css", {"If-Modified-Since": "Last-Modified"}),
            "no static file": ("/static/khong-co.css", {}),
            "manifest of static files": ("/static/staticfiles.json", {}),
            "digests of static files": ("/static/.collected", {}),
            "image": (self.image_url, {}),
            "image not modified": (self.image_url, {"If-Modified-Since": "Last-Modified"}),
            "part of an image": (self.image_url, {"Range": "bytes=0-9"}),
            "PDF document": (self.pdf.url, {}),
            "Word document": (self.word.url, {}),
            "private document": (self.secret.url, {}),
            "private document, signed in": (self.secret.url, self.session),
        }

    def list_for_editors(self) -> Requests:
        return {
            "sign-in": ("/admin/login/", {}),
            "admin, signed out": ("/admin/", {}),
            "admin": ("/admin/", self.session),
            "admin, not found": ("/admin/khong-co/", self.session),
            "draft": (reverse("wagtailadmin_pages:view_draft", args=[self.article.pk]), self.session),
        }

    def request(self, server: str, kind: str) -> Response:
        path, headers = self.requests[kind]
        headers = HTTPS | headers
        method = headers.pop("METHOD", "GET")
        for name, value in headers.items():
            if value in {"ETag", "Last-Modified"}:
                headers[name] = send_request(self.ports[server], path, HTTPS).headers[value]
        body = b"" if method == "POST" else None
        with broken_database(self.folder) if kind == "database broken" else ExitStack():
            return send_request(self.ports[server], path, headers, method=method, body=body)


@contextmanager
def broken_database(folder: ProxyFolder) -> Iterator[None]:
    def rename(old: str, new: str) -> None:
        with closing(sqlite3.connect(folder.path / "portal.sqlite3")) as database:
            for table in ("wagtailcore_site", "mysite_contentgeneration"):
                database.execute(f"ALTER TABLE {table}{old} RENAME TO {table}{new}")
            database.commit()

    rename("", "_away")
    try:
        yield
    finally:
        rename("_away", "")


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any) -> Iterator[Portal]:
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        stack.enter_context(override_settings(MEDIA_ROOT=folder.media))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder.path))
        portal = Portal(folder)
        environment = {"SITE_URL": "https://testserver", "SECRET_KEY": settings.SECRET_KEY, "TRUSTED_PROXIES": "1"}
        alone = run_portal(folder.path, **environment)
        behind = run_portal(folder.path, X_ACCEL_REDIRECT="true", **(environment | {"TRUSTED_PROXIES": "2"}))
        portal.ports["gunicorn"], _worker = stack.enter_context(alone)
        behind_port, _worker = stack.enter_context(behind)
        # This nginx is behind a proxy that ends HTTPS, so the header says the scheme.
        portal.ports["nginx"] = stack.enter_context(run_proxy(folder, behind_port, TRUSTED_PROXIES="2"))
        yield portal


@pytest.mark.parametrize("server", ["gunicorn", "nginx"])
@pytest.mark.parametrize("kind", TABLE)
def test_security_headers(portal: Portal, kind: str, server: str) -> None:
    status, *policies = TABLE[kind]
    response = portal.request(server, kind)
    assert response.status == (STATUS_OF_NGINX.get(kind, status) if server == "nginx" else status)
    secure = {"Strict-Transport-Security"} if kind == "redirect to HTTPS" else set()
    assert_headers(response.headers, {name: value for name, value in ALWAYS.items() if name not in secure})
    (policy,) = response.headers.get_all("Content-Security-Policy")
    assert parse_policy(policy) == policies[server == "nginx"]
    if status != 304:
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and parse_policy(policy) != OF_NGINX
        assert response.headers.get_all("Cross-Origin-Resource-Policy", []) == ["same-origin"] * is_page
    assert len(response.headers.get_all("Cache-Control", [])) <= 1
    for cookie in response.headers.get_all("Set-Cookie", []):
        assert re.match(r"__Host-portal_(csrf|session)=", cookie)
        assert re.search(r"; HttpOnly; (?:Max-Age=\d+; )?Path=/; SameSite=Lax; Secure$", cookie), cookie


def assert_headers(headers: Message, expected: dict[str, str]) -> None:
    assert {name: headers.get_all(name) for name in expected} == {name: [value] for name, value in expected.items()}


def test_stored_page_comes_from_the_store(portal: Portal) -> None:
    portal.request("nginx", "page")
    assert portal.request("nginx", "stored page").cache_status == "HIT"


@pytest.mark.parametrize(
    "request_line", ["GET / HTTP/9.9", "GET /\x01 HTTP/1.1", "G(T / HTTP/1.1", "GET http:// HTTP/1.1"]
)
def test_errors_of_nginx_itself_have_the_headers(portal: Portal, request_line: str) -> None:
    with socket.create_connection(("127.0.0.1", portal.ports["nginx"])) as line:
        line.sendall(f"{request_line}\r\nHost: testserver\r\nConnection: close\r\n\r\n".encode())
        response = http.client.HTTPResponse(line)
        response.begin()
    assert response.status in {400, 405, 505}
    assert_headers(response.headers, {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"})
    assert parse_policy(response.headers["Content-Security-Policy"]) == OF_NGINX


def test_body_too_large_for_nginx_has_the_headers(portal: Portal) -> None:
    response = send_request(portal.ports["nginx"], "/tim-kiem/", HTTPS, method="POST", body=b"x" * 4_000_000)
    assert response.status == 413
    assert "quá lớn" in response.body.decode()
    assert_headers(response.headers, {**ALWAYS, "Cache-Control": "no-store"})
    assert parse_policy(response.headers["Content-Security-Policy"]) == OF_NGINX


def test_policy_of_nginx_has_the_digest_of_the_style_sheet_in_its_pages() -> None:
    for page in (TEMPLATE.parent / "pages").iterdir():
        (style,) = re.findall(r"<style>(.*?)</style>", page.read_text(), re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert OF_NGINX["style-src"] == {f"'sha256-{digest}'"}, page.name


def test_session_cookie_with_prefix_reaches_no_stored_page(portal: Portal) -> None:
    page, _headers = portal.requests["page"]
    for name in ("__Host-portal_session", "portal_session"):
        response = send_request(portal.ports["nginx"], page, HTTPS | {"Cookie": f"a=b; {name}={'a' * 32}"})
        assert (response.status, response.cache_status) == (200, ""), name
