"""URLs of other sites are requested with care: never an internal address, never for long, never twice at once."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from readership.links import outside
from readership.links.outside import InternalAddressError, OutsideChecker, is_public, resolve_public
from readership.models import LinkStatus

pytestmark = pytest.mark.django_db


class Server(ThreadingHTTPServer):
    """A site that answers each path with a status and headers, and notes what was requested."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.responses: dict[str, tuple[int, dict[str, str]]] = {}
        self.requests: list[tuple[str, str, str]] = []
        self.behaviours: dict[str, Callable[[Handler], None]] = {}

    def url(self, path: str, host: str = "site.example") -> str:
        return f"http://{host}:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_HEAD(self) -> None:
        self.server.requests.append((self.command, self.path, self.headers["Host"]))
        if behaviour := self.server.behaviours.get(self.path):
            behaviour(self)
            return
        status, headers = self.server.responses.get(f"{self.command} {self.path}") or self.server.responses.get(
            self.path, (200, {})
        )
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as site:
        threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True).start()
        yield site
        site.shutdown()


@pytest.fixture
def checker() -> OutsideChecker:
    """A checker for which the names of test sites, and no other, lead to this machine. The check itself is real."""

    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host.endswith("site.example") else resolve_public(host, port)

    return OutsideChecker(resolve, pause=0, deadline=1)


@pytest.mark.parametrize(
    ("status", "expected"),
    [(200, LinkStatus.FOUND), (204, LinkStatus.FOUND), (404, LinkStatus.MISSING), (410, LinkStatus.MISSING),
     (403, LinkStatus.FOUND), (429, LinkStatus.FOUND), (500, LinkStatus.ERROR), (503, LinkStatus.ERROR)],
)  # fmt: skip
def test_statuses(server: Server, checker: OutsideChecker, status: int, expected: LinkStatus) -> None:
    server.responses["/a"] = (status, {})
    assert checker.check(server.url("/a")) is expected


def test_head_then_get_with_the_name_of_the_site(server: Server, checker: OutsideChecker) -> None:
    server.responses["HEAD /thông-tin?a=1".replace("ô", "%C3%B4")] = (405, {})
    assert checker.check(server.url("/thông-tin?a=1#phần")) is LinkStatus.FOUND
    host = f"site.example:{server.server_port}"
    assert server.requests == [("HEAD", "/th%C3%B4ng-tin?a=1", host), ("GET", "/th%C3%B4ng-tin?a=1", host)]


def test_redirects_are_followed_five_times(server: Server, checker: OutsideChecker) -> None:
    for number in range(9):
        server.responses[f"/{number}"] = (302, {"Location": f"/{number + 1}"})
    assert checker.check(server.url("/4")) is LinkStatus.FOUND
    assert checker.check(server.url("/3")) is LinkStatus.REDIRECTS
    server.responses["/loop"] = (301, {"Location": "/loop"})
    assert checker.check(server.url("/loop")) is LinkStatus.REDIRECTS
    assert sum(path == "/loop" for _method, path, _host in server.requests) == outside.MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "00.0.0.0", "[::1]", "[::]",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
     "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "[fe80::1]", "[fe80::1%25lo]",
     "[fc00::1]", "[fec0::1]", "224.0.0.1", "[ff02::1]", "240.0.0.1", "255.255.255.255", "192.0.2.1"],
)  # fmt: skip
def test_internal_addresses_are_never_connected_to(
    server: Server, checker: OutsideChecker, monkeypatch, host: str
) -> None:
    real, connected = socket.create_connection, []
    monkeypatch.setattr(socket, "create_connection", lambda *args: (connected.append(args), real(*args))[1])
    assert checker.check(f"http://{host}:{server.server_port}/") in {LinkStatus.INTERNAL, LinkStatus.UNREACHABLE}
    assert connected == []
    server.responses["/to"] = (302, {"Location": f"http://{host}:{server.server_port}/secret"})
    assert checker.check(server.url("/to")) in {LinkStatus.INTERNAL, LinkStatus.UNREACHABLE}
    assert [path for _method, path, _host in server.requests] == ["/to"]


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.0.181", "2606:4700:4700::1111", "2001:ee0::1"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


def as_rows(*addresses: str) -> list[tuple]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]


def test_name_with_any_internal_address_is_refused() -> None:
    assert resolve_public("a.example", 80, lambda *args, **kwargs: as_rows("8.8.8.8", "1.1.1.1")) == [
        "8.8.8.8", "1.1.1.1"
    ]  # fmt: skip
    for addresses in (["10.1.2.3"], ["8.8.8.8", "10.1.2.3"], ["8.8.8.8", "::ffff:10.1.2.3"]):
        with pytest.raises(InternalAddressError):
            resolve_public("a.example", 80, lambda *args, rows=addresses, **kwargs: as_rows(*rows))


def test_name_that_changes_between_check_and_connection(server: Server, monkeypatch) -> None:
    """The name is resolved once for each request, and the address that was checked is the one connected to."""
    responses = [["8.8.8.8"], ["127.0.0.1"], ["127.0.0.1"]]
    requested: list[str] = []

    def lookup(host: str, *args: object, **kwargs: object) -> list[tuple]:
        requested.append(host)
        return as_rows(*responses[len(requested) - 1])

    connected: list[str] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    checker = OutsideChecker(lambda host, port: resolve_public(host, port, lookup), pause=0)
    assert checker.check(server.url("/", "rebind.example")) is LinkStatus.UNREACHABLE
    assert (requested, connected) == (["rebind.example"], ["8.8.8.8"])
    checker = OutsideChecker(lambda host, port: resolve_public(host, port, lookup), pause=0)
    assert checker.check(server.url("/", "rebind.example")) is LinkStatus.INTERNAL
    assert (len(requested), connected) == (2, ["8.8.8.8"])


@pytest.mark.parametrize(
    "url",
    ["ftp://site.example/", "file:///etc/passwd", "gopher://site.example/", "javascript:alert(1)", "http://", "http:///a",
     "http://[::1", "http://[x]/", "http://site.example:99999/", "http://site.example:x/", "//site.example/", "",
     "http://" + "a" * 300 + ".example/", "http://a..example/", "http://\ud800.example/", "http://site.example:1/\x00"],
)  # fmt: skip
def test_malformed_urls(checker: OutsideChecker, url: str) -> None:
    assert checker.check(url) in {LinkStatus.MALFORMED, LinkStatus.UNREACHABLE}


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://site.example/", "http://[::1", "http://a:99999/"])
def test_redirects_to_other_schemes(server: Server, checker: OutsideChecker, location: str) -> None:
    server.responses["/to"] = (302, {"Location": location})
    assert checker.check(server.url("/to")) is LinkStatus.MALFORMED


def test_request_cannot_be_split(server: Server, checker: OutsideChecker) -> None:
    url = server.url("/a HTTP/1.1\r\nHost: x\r\n\r\nGET /b")
    assert checker.check(url) in {LinkStatus.MALFORMED, LinkStatus.FOUND}
    assert "/b" not in [path for _method, path, _host in server.requests]


def send_without_end(handler: Handler) -> None:
    handler.send_response(404 if handler.command == "HEAD" else 200)
    handler.end_headers()
    if handler.command == "GET":
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
        except OSError:
            return


def dribble(handler: Handler) -> None:
    try:
        for byte in b"HTTP/1.1 200 OK\r\n":
            handler.wfile.write(bytes([byte]))
            time.sleep(0.2)
    except OSError:
        return


def send_endless_headers(handler: Handler) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X-A: " + b"a" * 60_000 + b"\r\n")
    except OSError:
        return


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (send_without_end, LinkStatus.FOUND),
        (dribble, LinkStatus.UNREACHABLE),
        (send_endless_headers, LinkStatus.UNREACHABLE),
        (lambda handler: handler.wfile.write(b"\x00\xff not HTTP \r\n\r\n"), LinkStatus.UNREACHABLE),
        (lambda handler: time.sleep(3), LinkStatus.UNREACHABLE),
    ],
)
def test_servers_that_would_hold_the_check_up(
    server: Server, checker: OutsideChecker, behaviour: Callable[[Handler], None], expected: LinkStatus
) -> None:
    server.behaviours["/a"] = behaviour
    start = time.monotonic()
    assert checker.check(server.url("/a")) is expected
    assert time.monotonic() - start < 2.5


def test_silent_host_is_requested_once(checker: OutsideChecker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    resolved: list[str] = []
    checker.resolve = lambda host, port: (resolved.append(host), ["127.0.0.1"])[1]
    for number in range(3):
        assert checker.check(f"http://site.example:{port}/{number}") is LinkStatus.UNREACHABLE
    assert resolved == ["site.example"]


def test_pause_between_requests_to_one_host(server: Server, checker: OutsideChecker) -> None:
    checker.pause = 0.2
    start = time.monotonic()
    for host in ("a.site.example", "b.site.example", "a.site.example"):
        checker.check(server.url("/", host))
    assert 0.2 <= time.monotonic() - start < 0.6


def make_certificate(folder: Path) -> Path:
    """Write a certificate of “site.example”, signed by itself, with its key; return the path."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = timezone.now()
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = (
        builder.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    )
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("site.example")]), critical=True)
    certificate = builder.sign(key, hashes.SHA256())
    path, encoding = folder / "certificate.pem", serialization.Encoding.PEM
    unencrypted = serialization.NoEncryption()
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, unencrypted)
    path.write_bytes(certificate.public_bytes(encoding) + private)
    return path


def test_certificates(server: Server, checker: OutsideChecker, tmp_path: Path) -> None:
    assert checker.check(server.url("/").replace("http", "https")) is LinkStatus.UNREACHABLE  # there is no TLS
    path = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    url, of_other_name = (server.url("/", host).replace("http", "https") for host in ("site.example", "b.site.example"))
    assert OutsideChecker(checker.resolve, pause=0).check(url) is LinkStatus.CERTIFICATE
    trusting = OutsideChecker(checker.resolve, pause=0)
    trusting.tls.load_verify_locations(path)
    assert trusting.check(url) is LinkStatus.FOUND
    assert trusting.check(of_other_name) is LinkStatus.CERTIFICATE
