"""From which address a request comes, and what may be pretended."""

import pytest
from django.test import RequestFactory

from mysite.visitors import UNKNOWN, visitor_address, visitor_network


def address(settings, *, behind_proxy: bool, peer: str = "192.0.2.1", forwarded: str | None = None) -> str:
    settings.BEHIND_PROXY = behind_proxy
    extra = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return visitor_address(RequestFactory().get("/", REMOTE_ADDR=peer, **extra))


def test_without_a_proxy_nobody_is_believed(settings) -> None:
    assert address(settings, behind_proxy=False, forwarded="198.51.100.1") == "192.0.2.1"


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
def test_behind_a_proxy_its_own_word_counts(settings, forwarded: str, expected: str) -> None:
    assert address(settings, behind_proxy=True, forwarded=forwarded) == expected


@pytest.mark.parametrize("forwarded", [None, "", "unknown", ",", "1.2.3", "1.2.3.4.5", "[", "::::", "\xff", "a" * 5000])
def test_what_is_no_address_counts_for_nothing(settings, forwarded: str | None) -> None:
    assert address(settings, behind_proxy=True, forwarded=forwarded) == "192.0.2.1"


def test_a_server_behind_a_socket_file_knows_no_address(settings) -> None:
    assert address(settings, behind_proxy=False, peer="") == UNKNOWN


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::"),
        ("", UNKNOWN),
    ],
)
def test_a_household_is_one_visitor(peer: str, expected: str) -> None:
    assert visitor_network(RequestFactory().get("/", REMOTE_ADDR=peer)) == expected
