"""The IP address of the client of a request."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

#: For requests over a Unix socket from a proxy that does not send the client's address.
UNKNOWN_IP = "0.0.0.0"  # noqa: S104  means “no address”; nothing is bound to it


def get_client_ip(request: HttpRequest) -> str:
    """Return the client's IP address, always a valid one.

    Each trusted proxy appends to ``X-Forwarded-For`` the address that connected to it, so with two of them it is the
    last entry but one. The client may have sent the entries before.
    """
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-proxies:][0] if proxies else ""
    return _parse_ip(forwarded) or _parse_ip(request.META.get("REMOTE_ADDR", "")) or UNKNOWN_IP


def get_client_network(request: HttpRequest) -> str:
    """Return the key for rate limits: an IPv4 address, or the /64 network of an IPv6 address (one household)."""
    address = get_client_ip(request)
    if ":" not in address:
        return address
    return str(ipaddress.ip_network(f"{address}/64", strict=False).network_address)


def _parse_ip(text: str) -> str:
    """Parse an IP address with optional port, brackets and zone; empty if invalid. IPv4-mapped IPv6 becomes IPv4."""
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
