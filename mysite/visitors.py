"""From where on the internet a request comes."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

#: For a server that is asked over a socket file by a proxy that does not say for whom.
UNKNOWN = "0.0.0.0"  # noqa: S104  stands for “no address”; nothing listens there


def visitor_address(request: HttpRequest) -> str:
    """The address of the visitor, always a well-formed one.

    Behind a proxy it is the last one of ``X-Forwarded-For``, the only one that the proxy wrote itself: whatever stands
    before it the visitor may have sent.
    """
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2] if settings.BEHIND_PROXY else ""
    return _address(told) or _address(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def visitor_network(request: HttpRequest) -> str:
    """Who is one visitor where requests are counted: an IPv4 address, or a /64 of IPv6, which is one household's."""
    address = visitor_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def _address(text: str) -> str:
    """``text`` without port, brackets or zone; empty if it is no address. IPv4 written as IPv6 is IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
