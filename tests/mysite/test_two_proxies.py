"""The client's address and scheme behind one and two proxies, and forged headers."""

import http.client
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from axes.models import AccessAttempt
from django.test import override_settings

from tests.support.proxies import ProxyFolder, proxy_folder, run_outer_proxy, run_proxy
from tests.support.servers import PATIENCE, run_gunicorn_for_test, separate_database

pytestmark = pytest.mark.nginx

#: Not the host of SITE_URL, whose origin Django accepts with any scheme.
HOST = "portal.example"
FORGED = "203.0.113.66"
FORGED_HEADERS = {
    "none": {},
    "an address": {"X-Forwarded-For": FORGED},
    "a list": {"X-Forwarded-For": f"{FORGED}, {FORGED}"},
    "a list with separators": {"X-Forwarded-For": f"{FORGED},,"},
    "other names": {"X-Real-IP": FORGED, "X_Forwarded_For": FORGED, "Forwarded": f"for={FORGED};proto=https"},
    "http": {"X-Forwarded-Proto": "http", "X-Forwarded-Ssl": "off"},
    "https": {"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on", "Front-End-Https": "on"},
}


@dataclass
class Chain:
    """The ports of the portal's nginx and of an office's own proxy in front of it."""

    proxy: int
    outer: int


@pytest.fixture(scope="module")
def folder(django_db_blocker) -> Iterator[ProxyFolder]:
    with ExitStack() as stack:
        folder = stack.enter_context(proxy_folder())
        stack.enter_context(override_settings(MEDIA_ROOT=folder.media))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder.path))
        yield folder


@pytest.fixture(scope="module", params=[1, 2])
def chain(folder: ProxyFolder, request) -> Iterator[Chain]:
    proxies = str(request.param)
    with (
        run_gunicorn_for_test(TRUSTED_PROXIES=proxies, GUNICORN_SSL_REDIRECT=str(proxies == "2").lower()) as portal,
        run_proxy(folder, portal, TRUSTED_PROXIES=proxies) as proxy,
        run_outer_proxy(proxy) as outer,
    ):
        yield Chain(proxy, outer)


def fail_login(port: int, client: str, scheme: str, forged: dict[str, str]) -> str:
    """Sign in with a wrong password from the address ``client``; return the address that the portal has counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(client, 0))
    connection.request("GET", "/admin/login/", headers={"Host": HOST, **forged})
    response = connection.getresponse()
    form = response.read().decode()
    assert response.status == 200, response.getheader("Location")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    headers = {
        "Host": HOST,
        "Cookie": response.headers["Set-Cookie"].partition(";")[0],
        "Origin": f"{scheme}://{HOST}",  # Django compares it with the scheme of the request
        "Content-Type": "application/x-www-form-urlencoded",
        **forged,
    }
    body = f"csrfmiddlewaretoken={token[1]}&username=lan&password=sai"
    connection.request("POST", "/admin/login/", body, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 200
    attempt = AccessAttempt.objects.get()
    attempt.delete()
    return str(attempt.ip_address)


@pytest.mark.parametrize("forged", FORGED_HEADERS.values(), ids=FORGED_HEADERS)
@pytest.mark.parametrize("chain", [1], indirect=True)
def test_one_proxy(chain: Chain, forged: dict[str, str]) -> None:
    assert fail_login(chain.proxy, "127.0.0.5", "http", forged) == "127.0.0.5"


@pytest.mark.parametrize("forged", FORGED_HEADERS.values(), ids=FORGED_HEADERS)
@pytest.mark.parametrize("chain", [2], indirect=True)
def test_two_proxies(chain: Chain, forged: dict[str, str]) -> None:
    """The outer proxy ends TLS, so the portal must take the request for HTTPS, or would redirect it endlessly."""
    assert fail_login(chain.outer, "127.0.0.5", "https", forged) == "127.0.0.5"


@pytest.mark.parametrize("chain", [2], indirect=True)
def test_plain_http_is_redirected_and_stored_separately(chain: Chain) -> None:
    """A request to the portal's own proxy, without the outer one, does not use HTTPS."""
    for _ in range(2):
        for port, status in ((chain.proxy, 301), (chain.outer, 200)):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request("GET", "/", headers={"Host": HOST})
            assert connection.getresponse().status == status
            connection.close()
