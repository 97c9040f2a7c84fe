"""The client's IP address, with and without a proxy, and attempts to forge it."""

import pytest
from django.test import RequestFactory

from mysite.http.client_ip import UNKNOWN_IP, get_client_ip, get_client_network


def get_ip(settings, *, proxies: int, peer: str = "192.0.2.1", forwarded: str | None = None) -> str:
    settings.TRUSTED_PROXIES = proxies
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return get_client_ip(RequestFactory().get("/", REMOTE_ADDR=peer, **extra))


def test_forwarded_header_is_ignored_without_proxy(settings) -> None:
    assert get_ip(settings, proxies=0, forwarded="198.51.100.1") == "192.0.2.1"


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("x, y,198.51.100.1 ", "198.51.100.1"),
        ("198.51.100.1:4711", "198.51.100.1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_ip_added_by_proxy_is_used(settings, forwarded: str, expected: str) -> None:
    assert get_ip(settings, proxies=1, forwarded=forwarded) == expected


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        ("198.51.100.1, 192.0.2.7", "198.51.100.1"),
        ("203.0.113.5, 198.51.100.1, 192.0.2.7", "198.51.100.1"),
        ("203.0.113.5,,198.51.100.1:4711 ,192.0.2.7", "198.51.100.1"),
        ("198.51.100.1", "198.51.100.1"),  # a request that came to the second proxy directly
        ("203.0.113.5, unknown, 192.0.2.7", "192.0.2.1"),
        (", 192.0.2.7", "192.0.2.1"),
        (None, "192.0.2.1"),
    ],
)
def test_ip_added_by_first_of_two_proxies_is_used(settings, forwarded: str | None, expected: str) -> None:
    assert get_ip(settings, proxies=2, forwarded=forwarded) == expected


@pytest.mark.parametrize("forwarded", [None, "", "unknown", ",", "1.2.3", "1.2.3.4.5", "[", "::::", "\xff", "a" * 5000])
def test_invalid_forwarded_ip_is_ignored(settings, forwarded: str | None) -> None:
    assert get_ip(settings, proxies=1, forwarded=forwarded) == "192.0.2.1"


def test_unix_socket_gives_unknown_ip(settings) -> None:
    assert get_ip(settings, proxies=0, peer="") == UNKNOWN_IP


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::"),
        ("", UNKNOWN_IP),
    ],
)
def test_ipv6_network_is_one_client(peer: str, expected: str) -> None:
    assert get_client_network(RequestFactory().get("/", REMOTE_ADDR=peer)) == expected
