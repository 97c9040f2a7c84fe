"""Hostile requests through nginx get harmless responses: no error, no hang, no script, nothing that is not public."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings

from mysite.http import proxy_cache
from newsroom.models import NewsPage
from tests.bench.servers import read_cpu
from tests.support import factories
from tests.support.article_form import article_data
from tests.support.comments import get_comment_url, get_error_report_url
from tests.support.contact_form import get_send_url
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.hidden_pages import HIDING_METHODS, hide_page
from tests.support.hostile_requests import HostileRequest, Targets, list_hostile_requests
from tests.support.hostile_urls import SCRIPTS
from tests.support.proxies import proxy_folder, run_proxy, send_request
from tests.support.samples import sample
from tests.support.servers import PATIENCE, run_gunicorn_worker_for_test

pytestmark = [pytest.mark.nginx, pytest.mark.django_db(transaction=True)]

HIDDEN_TITLE = "Bàikín"
#: Seconds of a public response, and of the processor for a form of the admin.
MAX_SECONDS, MAX_ADMIN_SECONDS = 1.0, 2.0
#: Seconds after which nginx closes a connection whose request has not arrived: client_header_timeout and a margin.
MAX_HALF_SECONDS = 15 + 10
TOKEN = "c" * 32
#: What HTTP says about a method or version that a server does not know.
UNKNOWN_TO_SERVER = {501, 505}


class Stack:
    """The portal behind nginx, and what its visitors send to it."""

    def __init__(self, stack: ExitStack) -> None:
        self.targets = create_targets()
        folder = stack.enter_context(proxy_folder())
        environment = {"TRUSTED_PROXIES": "1", "PROXY_CACHE_DIR": str(folder.cached_pages)}
        portal_port, self.worker = stack.enter_context(run_gunicorn_worker_for_test(**environment))
        self.port = stack.enter_context(run_proxy(folder, portal_port))
        self.pages = ["/", "/en/", "/khong-co/", self.targets.article]

    def read_pages(self) -> dict[tuple[str, str], tuple[int, bytes]]:
        """Return the pages as all visitors get them, by URL and encoding."""
        variants = [(url, encoding) for url in self.pages for encoding in ("identity", "gzip", "br")]
        responses = {key: send_request(self.port, key[0], {"Accept-Encoding": key[1]}) for key in variants}
        return {key: (response.status, response.body) for key, response in responses.items()}

    def measure_seconds(self, request: HostileRequest) -> float:
        started = time.monotonic()
        send(self.port, request.data)
        return time.monotonic() - started

    def find_problem(self, request: HostileRequest) -> str:
        """Send the request and return what is wrong with the response; empty if nothing is."""
        started, processor = time.monotonic(), read_cpu(self.worker)
        response = send(self.port, request.data)
        seconds, processor = time.monotonic() - started, read_cpu(self.worker) - processor
        status = int((re.match(rb"HTTP/1\.[01] (\d{3}) ", response) or [b"", b"0"])[1])
        head, _blank, body = response.partition(b"\r\n\r\n")
        location = re.search(rb"(?im)^location: (.*?)\r?$", head)
        if not status and not request.is_malformed:
            return "no response"
        if status >= 500 and status not in UNKNOWN_TO_SERVER:
            return f"status {status}"
        if processor > (MAX_ADMIN_SECONDS if request.is_admin else MAX_SECONDS):
            return f"{processor:.1f} s of the processor"
        if not request.is_admin and seconds > MAX_SECONDS and self.measure_seconds(request) > MAX_SECONDS:
            return f"waits for {seconds:.1f} s"  # twice: other tests may take the processors once
        if location and not re.match(rb"(?:https?://testserver)?/(?![/\\])", location[1]):
            return f"redirects to {location[1]!r}"
        if any(script in body for script in SCRIPTS):
            return "contains the script"
        if not request.is_admin and HIDDEN_TITLE in body.decode(errors="replace"):
            return "shows a page that is not public"
        return ""


def send(port: int, data: bytes) -> bytes:
    """Send bytes and return all that comes back until nginx closes the connection."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        try:
            line.sendall(data)
            while more := line.recv(65536):
                received += more
        except ConnectionError:  # closed before everything was sent
            pass
    return received


def create_targets() -> Targets:
    article = factories.ArticleFactory(title="Lịch thi tuyển sinh")
    edited = factories.ArticleFactory(
        title="Hội nghị",
        body=[
            {"type": "paragraph", "value": "<p>Nội dung</p>"},
            factories.gallery_value([factories.SmallImageFactory()]),
            {"type": "table", "value": {"data": [["a"]]}},
        ],
    )
    edited.save_revision()
    contact = factories.ContactPageFactory(slug="lien-he")
    factories.EventFactory(parent=factories.EventSectionFactory(title="Sự kiện"))
    hidden = []
    for number, method in enumerate(HIDING_METHODS[:-2]):
        parent = factories.SectionFactory(title=f"Chuyên mục {number}")
        page = factories.ArticleFactory(parent=parent, title=f"{HIDDEN_TITLE} {number}", slug=f"baikin-{number}")
        hidden.append((str(page.url), page.pk))
        hide_page(page, method)
    session = login_client(create_editor(EDITORS)).cookies[settings.SESSION_COOKIE_NAME].value
    return Targets(
        article=str(article.url),
        forms=[
            get_send_url(contact),
            get_comment_url(article),
            get_error_report_url(article),
            f"/luot-xem/{article.pk}/",
        ],
        hidden=[url for url, _key in hidden],
        hidden_keys=[key for _url, key in hidden],
        edited=edited.pk,
        fields=article_data(NewsPage.objects.get(pk=edited.pk)),
        cookie=f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        token=TOKEN,
    )


@pytest.fixture
def stack() -> Iterator[Stack]:
    with ExitStack() as stack:
        yield Stack(stack)
    proxy_cache.finish_deletions()


@pytest.fixture
def half_requests(stack: Stack) -> Iterator[list[socket.socket]]:
    """Connections whose request is never finished, opened before all other requests."""
    beginnings = [b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: testserver\r\nX: "]
    with ExitStack() as connections:
        lines = [connections.enter_context(socket.create_connection(("127.0.0.1", stack.port))) for _ in beginnings]
        for line, beginning in zip(lines, beginnings, strict=True):
            line.sendall(beginning)
        yield lines


def test_hostile_requests_get_harmless_responses(stack: Stack, half_requests: list[socket.socket]) -> None:
    opened_at = time.monotonic()
    requests = list_hostile_requests(stack.targets)
    assert len(requests) >= 500
    before = stack.read_pages()
    assert {status for status, _body in before.values()} == {200, 404}
    problems = {request.name: problem for request in sample(requests, 100) if (problem := stack.find_problem(request))}
    assert problems == {}
    time.sleep(1.1)  # nginx requests a page again after a second
    assert stack.read_pages() == before
    for line in half_requests:
        line.settimeout(max(0.1, opened_at + MAX_HALF_SECONDS - time.monotonic()))
        assert b"200 OK" not in line.recv(65536)
