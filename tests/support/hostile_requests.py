"""Hostile requests as bytes for a socket: paths, parameters, headers, hosts, methods, bodies and forms of the admin."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tests.support.hostile_urls import HOSTILE_TEXTS, URL_TEMPLATES
from tests.support.junk_urls import FAILED_URLS, LONG, list_junk_urls
from tests.support.malformed_fields import MALFORMED_FIELDS
from tests.support.poisoned_requests import HOSTS, PATHS, POISONED_HEADERS, RAW_REQUESTS
from tests.support.samples import space_evenly

HOST = "testserver"
API = "/api/v2/pages/"
SCRIPT = '"><script>alert(1)</script>'
FORM, JSON, FILES = "application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"
#: How many of the URLs with hostile text, and of the admin's with junk.
URLS, ADMIN_URLS = 150, 60
METHODS = [
    *("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "HEAD", "PURGE", "BREW", "CONNECT"),
    *("get", "A" * 5000, "G\0T", "GET GET"),
]


@dataclass(frozen=True)
class HostileRequest:
    name: str
    data: bytes
    #: Whether an editor sends it.
    is_admin: bool = False
    #: Whether it may be no HTTP, so that nginx may close the connection without a response.
    is_malformed: bool = False


@dataclass(frozen=True)
class Targets:
    """What the requests are about."""

    #: The URL of a public article.
    article: str
    #: URLs that readers send to: a contact page, a comment, an error report, the count of views.
    forms: list[str]
    #: URLs of pages that visitors may not see, and the primary keys of these.
    hidden: list[str]
    hidden_keys: list[int]
    #: The article that the editor opens, and the fields of its form.
    edited: int
    fields: dict[str, str]
    #: The cookies of the editor, and the token of the forms.
    cookie: str
    token: str


def build_request(
    method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"", host: str = HOST
) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
    lines += [f"Content-Length: {len(body)}"] if body else []
    lines += [f"{name}: {text}" for name, text in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def list_hostile_requests(targets: Targets) -> list[HostileRequest]:
    """Return all requests; those of the admin are the last ones."""
    groups = {
        "URL": list_urls(targets),
        "header": (build_request("GET", targets.article, headers) for headers in POISONED_HEADERS),
        "host": list_hosts(targets),
        "method": (
            build_request(method, url) for method in METHODS for url in ("/", targets.article, "/api/v2/pages/")
        ),
        "body": list_bodies(targets),
        "raw": list_raw(targets),
    }
    public = [
        HostileRequest(f"{name} {data[:150]!r}", data, is_malformed=name in {"raw", "method"})
        for name, requests in groups.items()
        for data in requests
    ]
    forms = [*list_admin_urls(targets), *list_article_forms(targets), *list_admin_bodies(targets)]
    return [*public, *(HostileRequest(f"admin {data[:150]!r}", data, is_admin=True) for data in forms)]


def list_urls(targets: Targets) -> Iterator[bytes]:
    urls = space_evenly([template.replace("{}", text) for template in URL_TEMPLATES for text in HOSTILE_TEXTS], URLS)
    urls += [path.replace("{}", f"{targets.article}?x=1") for path in PATHS]
    for url in targets.hidden:
        urls += [url, f"{url}?preview=1", f"//{HOST}{url}", quote(url).replace("b", "%62", 1), f"/en{url}", f"{url}%2f"]
    for key in targets.hidden_keys:
        urls += [f"/api/v2/pages/{key}/", f"/api/v2/pages/?child_of={key}", f"/chia-se/{key}-{'a' * 16}.png"]
        urls += [f"/binh-luan/{key}/", f"/bao-loi/{key}/", f"/luot-xem/{key}/", f"/admin/pages/{key}/edit/"]
    return (build_request("GET", url) for url in urls)


def list_hosts(targets: Targets) -> Iterator[bytes]:
    for host in HOSTS:
        for url in ("/", targets.article, "/admin/login/"):
            yield build_request("GET", url, host=host)


PART = b'--x\r\nContent-Disposition: form-data; name="a"'
#: Bodies by content type, each sent to all forms of readers.
BODIES: list[tuple[str, bytes]] = [
    (FORM, b""),
    (FORM, b"%00=%00&%ff=%fe"),
    (FORM, b"&" * 5000),
    (FORM, b"a=1&" * 5000),
    (FORM, b"comment-body=" + b"a" * 300_000),
    (FORM, urlencode({"comment-body": SCRIPT, "message-noi_dung": SCRIPT, "opened": "x"}).encode()),
    (FORM, b"csrfmiddlewaretoken=" + b"a" * 40),
    (JSON, b"[" * 100_000),
    (JSON, b'{"a": NaN}'),
    (FILES, b""),
    (FILES, b"--x"),
    (FILES, b'--x\r\nContent-Disposition: form-data; name="a"; filename="../../x"\r\n\r\n1\r\n--x--\r\n'),
    (FILES, b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n--x--'),
    (FILES, b"--x\r\n\r\n\r\n" * 5000),
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=" + "a" * 300, b"--x--"),
    ("text/plain; charset=utf-7", b"+ADw-script+AD4-"),
    (f"{FORM}; charset=utf-16", "a=1".encode("utf-16")),
    ("\x7f/\x7f", b"x"),
]


def list_bodies(targets: Targets) -> Iterator[bytes]:
    for url in targets.forms:
        for content_type, body in BODIES:
            yield build_request("POST", url, {"Content-Type": content_type}, body)
    large = b"x" * 1_000_000
    for url in (*targets.forms, "/", "/tim-kiem/", API, "/admin/login/", "/khong-co/"):
        yield build_request("POST", url, {"Content-Type": FORM}, large)
    yield build_request(
        "POST", targets.forms[0], {"Content-Encoding": "gzip", "Content-Type": FORM}, b"\x1f\x8b\x08" * 9
    )


def list_raw(targets: Targets) -> Iterator[bytes]:
    for lines in RAW_REQUESTS:
        yield "\r\n".join(lines).format(url=targets.article).encode()
    ending = f"Host: {HOST}\r\nConnection: close\r\n".encode()
    lines = [b"", b"\0" * 50, b"\xff\xfe" * 30, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"PRI * HTTP/2.0"]
    lines += [b"GET / HTTP/9.9", b"GET / HTTP/1.1 HTTP/1.1", b"GET * HTTP/1.1", b"GET  HTTP/1.1"]
    lines += [b"\r\nGET / HTTP/1.1", b"GET /\0 HTTP/1.1"]
    lines += [b"GET /\xc4\x91 HTTP/1.1", b"GET /" + b"a" * 20_000 + b" HTTP/1.1", b"GET /../../etc/passwd HTTP/1.1"]
    lines += [
        b"OPTIONS * HTTP/1.1",
        b"CONNECT evil.example:443 HTTP/1.1",
        b"GET http:///x HTTP/1.1",
        b"\r\nGET / HTTP/1.1",
    ]
    for line in lines:
        yield line + b"\r\n" + ending + b"\r\n"
    headers = [b"X: " + b"a" * 40_000, b"X: a\r\n" * 200, b": x", b"X" * 300, b"X: \0", b"X\0: a", b"X: a\rY: b"]
    headers += [b"Content-Length: -1", b"Content-Length: 1, 1", b"Content-Length: 99999999999999999999"]
    headers += [b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: xchunked", b"Cookie: " + b"a=b; " * 5000]
    for header in headers:
        yield b"GET / HTTP/1.1\r\n" + ending + header.rstrip(b"\r\n") + b"\r\n\r\n"
    chunks = [b"zz\r\n", b"-1\r\n", b"5\r\nabc", b"0\r\nSet-Cookie: x=1\r\n\r\n", b"f" * 30 + b"\r\n"]
    for chunk in chunks:
        yield b"POST / HTTP/1.1\r\n" + ending + b"Transfer-Encoding: chunked\r\n\r\n" + chunk + b"\r\n0\r\n\r\n"


# --- The admin, as an editor


def build_admin_request(targets: Targets, method: str, url: str, body: bytes = b"", content_type: str = FORM) -> bytes:
    headers = {"Cookie": targets.cookie, "X-CSRFToken": targets.token, "Content-Type": content_type}
    return build_request(method, url, headers, body)


def list_admin_urls(targets: Targets) -> Iterator[bytes]:
    for url in [*FAILED_URLS, *space_evenly(list_junk_urls(targets.edited), ADMIN_URLS)]:
        yield build_admin_request(targets, "GET", url)


def list_article_forms(targets: Targets) -> Iterator[bytes]:
    url = f"/admin/pages/{targets.edited}/edit/"
    for name, value in [*MALFORMED_FIELDS, ("title", SCRIPT), ("body-0-value", LONG), ("tags", SCRIPT)]:
        fields = {key: text for key, text in targets.fields.items() if key != name}
        fields |= {} if value is None else {name: value}
        yield build_admin_request(targets, "POST", url, urlencode(fields).encode())


#: JSON that is no value of its field, or is too deep.
JSON_TEXTS = [
    "",
    "{",
    "null",
    "[1]",
    '"a"',
    "[" * 50_000,
    json.dumps({"a": SCRIPT}),
    '{"a": "\\ud800"}',
    '{"id": 1e999}',
]


def list_admin_bodies(targets: Targets) -> Iterator[bytes]:
    urls = [
        "/admin/images/add/",
        "/admin/images/multiple/add/",
        "/admin/documents/multiple/add/",
        "/admin/api/main/pages/",
    ]
    urls += ["/admin/login/", "/admin/snippets/newsroom/author/add/", f"/admin/pages/{targets.edited}/edit/preview/"]
    for url in urls:
        for text in JSON_TEXTS:
            yield build_admin_request(targets, "POST", url, text.encode(), JSON)
        for content_type, body in BODIES:
            if content_type == FILES:
                yield build_admin_request(targets, "POST", url, body, content_type)
