"""Headers that only a proxy may set, sent by a visitor to a real gunicorn."""

import http.client
import re
from collections.abc import Iterator

import pytest

from tests.support import factories
from tests.support.servers import PATIENCE, run_gunicorn_for_test

#: Each value would show in the response, or cause an error, if the server used it.
FORGED = {
    "SCRIPT_NAME": "/tin-tuc",
    "Script-Name": "/tin-tuc",
    "PATH_INFO": "/admin/",
    "Path-Info": "/admin/",
    "REMOTE_USER": "admin",
    "Remote-User": "admin",
    "REMOTE_ADDR": "10.0.0.1",
    "SERVER_NAME": "evil.example",
    "HTTP_HOST": "evil.example",
    "QUERY_STRING": "page=99",
    "REQUEST_METHOD": "POST",
    "WSGI.URL_SCHEME": "https",
    "X-Forwarded-Proto": "https",
    "X_FORWARDED_PROTO": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Ssl": "on",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Port": "443",
    "X-Forwarded-Prefix": "/tin-tuc",
    "X-Script-Name": "/tin-tuc",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "POST",
    "Forwarded": "host=evil.example;proto=https",
}
CHANGING = re.compile(r"csrf[^>]*>|nonce-[\w+/=]+|nonce=\"[^\"]*\"", re.IGNORECASE)


@pytest.fixture
def section(transactional_db) -> str:
    article = factories.ArticleFactory(title="Lịch thi", parent=factories.SectionFactory(title="Tin tức"))
    return str(article.get_parent().url)


@pytest.fixture
def port(section) -> Iterator[int]:
    with run_gunicorn_for_test() as port:
        yield port


def send_request(port: int, path: str, headers: dict[str, str]) -> tuple[int, str | None, str]:
    """Return the status, ``Location`` and body of the response, without parts that change each time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers={"Host": "testserver", **headers})
    response = connection.getresponse()
    body = CHANGING.sub("", response.read().decode())
    connection.close()
    return response.status, response.getheader("Location"), body


def test_forged_headers_are_ignored(port, section) -> None:
    paths = ["/", section, "/admin/"]
    plain = {path: send_request(port, path, {}) for path in paths}
    assert [plain[path][0] for path in paths] == [200, 200, 302]
    for name, value in FORGED.items():
        for path in paths:
            assert send_request(port, path, {name: value}) == plain[path], f"{name}: {value} at {path}"


@pytest.mark.parametrize(
    ("proxies", "believed"), [("0", []), ("1", [("X-Forwarded-Proto", "https")])], ids=["alone", "proxied"]
)
def test_forwarded_scheme_is_used_behind_proxy_only(section, proxies, believed) -> None:
    """Plain HTTP is redirected to HTTPS, unless a configured proxy forwards that the visitor used HTTPS."""
    headers = [("X-Forwarded-Proto", "https"), ("X_FORWARDED_PROTO", "https"), ("X-Forwarded-Ssl", "on")]
    with run_gunicorn_for_test(TRUSTED_PROXIES=proxies, GUNICORN_SSL_REDIRECT="true") as port:
        statuses = {header: send_request(port, section, dict([header]))[0] for header in headers}
    assert statuses == {header: 200 if header in believed else 301 for header in headers}
