"""Requests URLs of other sites, and never an address of an internal network.

An editor decides what is requested here, so a link must not reach what only this server can: its own services, the
database, the metadata of a cloud. Each host is resolved once, every address is checked, and the connection is made to
the address that was checked: a name that resolves to another address the next time gains nothing. Redirects are
followed one by one, each with the same checks.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from readership.models import LinkStatus

from .portal import find_portal_status, is_portal_url

#: Seconds for each step of a connection, and for a request as a whole, which a slow server could prolong for ever.
TIMEOUT, DEADLINE = 5.0, 15.0
#: Seconds between two requests to one host.
PAUSE = 1.0
MAX_REDIRECTS = 5
#: Programs are often refused what browsers get: that a page exists is then all that can be said.
_GONE = {404, 410}
_DEFAULT_PORTS = {"http": 80, "https": 443}

Resolver = Callable[[str, int], list[str]]


class InternalAddressError(OSError):
    """The host has an address that is not on the public internet."""


def resolve_public(host: str, port: int, lookup: Callable[..., list[Any]] = socket.getaddrinfo) -> list[str]:
    """Return the addresses of ``host``. Raises ``InternalAddressError`` if any of them is not public."""
    addresses = [str(row[4][0]) for row in lookup(host, port, type=socket.SOCK_STREAM)]
    if not all(map(is_public, addresses)):
        raise InternalAddressError(f"{host} has an internal address")
    return addresses


def is_public(address: str) -> bool:
    """Return whether ``address`` is on the public internet.

    IPv6 addresses that contain an IPv4 address (mapped, NAT64, 6to4) are not: the network would connect to that one.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # with a zone: an address of this link
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.sixtofour or ip.is_site_local):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


class OutsideChecker:
    """Checks URLs of other sites one after another."""

    def __init__(self, resolve: Resolver = resolve_public, pause: float = PAUSE, deadline: float = DEADLINE) -> None:
        self.resolve, self.pause, self.deadline = resolve, pause, deadline
        self._requested_at: dict[str, float] = {}
        #: Hosts that have not answered, which are not tried again.
        self._silent: set[tuple[str, int]] = set()
        self.tls = ssl.create_default_context()

    def check(self, url: str) -> LinkStatus:
        try:
            return self._follow(url)
        except InternalAddressError:
            return LinkStatus.INTERNAL
        except ssl.SSLCertVerificationError:
            return LinkStatus.CERTIFICATE
        except (OSError, HTTPException):
            return LinkStatus.UNREACHABLE
        except ValueError:  # also UnicodeError: a host that is no name
            return LinkStatus.MALFORMED

    def _follow(self, url: str) -> LinkStatus:
        for _redirect in range(MAX_REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
                return LinkStatus.MALFORMED
            if is_portal_url(parts):  # it may have an internal address
                return find_portal_status(parts)
            status, location = self._request("HEAD", parts)
            if status >= 400:  # many servers answer HEAD with an error
                status, location = self._request("GET", parts)
            if not (300 <= status < 400 and location):
                return _judge(status)
            url = urljoin(url, location)
        return LinkStatus.REDIRECTS

    def _request(self, method: str, parts: SplitResult) -> tuple[int, str]:
        """Return the status and ``Location`` of a response, of which no body is read."""
        host, port = str(parts.hostname), parts.port or _DEFAULT_PORTS[parts.scheme]
        if (host, port) in self._silent:
            raise ConnectionError(f"{host} did not answer before")
        self._wait_for_turn(host)
        try:
            with closing(self._connect(self.resolve(host, port), port)) as plain:
                return self._send(method, parts, plain)
        except (TimeoutError, ConnectionError, socket.gaierror):
            self._silent.add((host, port))
            raise

    def _wait_for_turn(self, host: str) -> None:
        time.sleep(max(0.0, self._requested_at.get(host, 0.0) + self.pause - time.monotonic()))
        self._requested_at[host] = time.monotonic()

    def _connect(self, addresses: list[str], port: int) -> socket.socket:
        """Connect to the first address that answers, of two: a server may have IPv6 that does not work from here."""
        error = OSError("no address")
        for address in addresses[:2]:
            try:
                return socket.create_connection((address, port), TIMEOUT)
            except OSError as reason:
                error = reason
        raise error

    def _send(self, method: str, parts: SplitResult, plain: socket.socket) -> tuple[int, str]:
        connection = HTTPConnection(str(parts.hostname), parts.port or _DEFAULT_PORTS[parts.scheme], timeout=TIMEOUT)
        sock = plain
        if parts.scheme == "https":
            sock = self.tls.wrap_socket(plain, server_hostname=parts.hostname, do_handshake_on_connect=False)
        connection.sock = sock  # of the address that was checked: it resolves nothing itself
        timer = threading.Timer(self.deadline, _shut_down, [sock])
        timer.start()
        try:
            if isinstance(sock, ssl.SSLSocket):
                sock.do_handshake()
            target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            agent = f"Mozilla/5.0 (compatible; link check of {settings.SITE_HOST})"
            connection.request(method, iri_to_uri(target), headers={"User-Agent": agent, "Accept": "*/*"})
            response = connection.getresponse()
            return response.status, response.getheader("Location", "")
        finally:
            timer.cancel()
            sock.close()


def _shut_down(sock: socket.socket) -> None:
    """End what another thread reads or writes; it gets an error."""
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:  # it has ended meanwhile
        return


def _judge(status: int) -> LinkStatus:
    if status in _GONE:
        return LinkStatus.MISSING
    return LinkStatus.ERROR if status >= 500 else LinkStatus.FOUND
