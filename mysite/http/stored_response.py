"""A response kept by the page cache: its headers, and its body in the encodings that clients have asked for."""

import gzip
import hashlib
import math
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

import brotli
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import cc_delim_re
from django.utils.http import parse_etags

#: Encodings by preference. The levels are those at which another per cent costs as much time as all before.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, compresslevel=5, mtime=0),
    "identity": bytes,
}
DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "identity": bytes,
}
#: Statuses that are stored: pages, and pages that do not exist.
STATUSES = {200, 404}
#: Larger responses are sent but not stored.
MAX_BODY = 2 * 1024 * 1024
#: How long a proxy may serve a stored page while the portal fails.
MAX_STALE = 24 * 60 * 60
#: Seconds after which a response is rendered again. Limits the harm if a process is killed after a commit and before it
#: raises the generation.
MAX_AGE = 600.0
#: Bytes that an entry takes in memory beside its bodies.
OVERHEAD = 2048
#: Tells proxy_cache.py to which content generation a page belongs that nginx has stored.
GENERATION_HEADER = "X-Content-Generation"
#: Headers that are written anew for each request.
_VARYING_HEADERS = {"cache-control", "content-encoding", "content-length", "etag", "last-modified", "vary"}
_ACCEPTED = re.compile(r"(?:^|[\s,])(br|gzip)\s*(?:;\s*q=0*\.?0*[1-9][\d.]*|;\s*q=1[\d.]*|)\s*(?:,|$)")

Headers = list[tuple[str, str]]


@dataclass
class StoredResponse:
    """A response of one content generation."""

    status: str
    headers: Headers
    etag: str
    generation: int
    stored_at: float
    #: When it was last known to be current.
    current_at: float
    #: The body by encoding; at least one. The others are made when they are first asked for.
    bodies: dict[str, bytes] = field(default_factory=dict)
    #: Called each time the response is sent again.
    on_reuse: Callable[[], None] | None = None
    #: When the page changes although nothing is saved, in seconds since the epoch; see ``declare_change``.
    changes_at: float = math.inf

    @classmethod
    def create(cls, response: HttpResponse, status: str, headers: Headers, generation: int) -> "StoredResponse":
        kept = [(name, value) for name, value in headers if name.lower() not in _VARYING_HEADERS]
        digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        on_reuse = getattr(response, "on_reuse", None)
        changes_at = getattr(response, "changes_at", math.inf)
        now, bodies = time.monotonic(), {"identity": response.content}
        return cls(status, kept, f'W/"{digest}"', generation, now, now, bodies, on_reuse, changes_at)

    def is_current(self, generation: int) -> bool:
        is_young = time.monotonic() - self.stored_at <= MAX_AGE
        return self.generation == generation and is_young and time.time() < self.changes_at

    def was_current(self, seconds: float) -> bool:
        """Return whether it was known to be current at most so many seconds ago."""
        return time.monotonic() - self.current_at <= seconds

    def count_use(self) -> None:
        """Note that the response is sent again."""
        if self.on_reuse:
            self.on_reuse()

    def get_body(self, encoding: str) -> bytes:
        """Return the body in ``encoding``. Only bodies that were asked for are kept."""
        if encoding not in self.bodies:
            known, body = next(iter(self.bodies.items()))
            self.bodies = {**self.bodies, encoding: ENCODERS[encoding](DECODERS[known](body))}
            if encoding != "identity":  # it takes several times the memory of the others, and few clients ask for it
                self.bodies.pop("identity", None)
        return self.bodies[encoding]

    def size(self) -> int:
        """Return the bytes it takes, with room for a second encoding."""
        return OVERHEAD + 2 * max(map(len, self.bodies.values()))

    def respond(self, encoding: str, if_none_match: str, next_expiry: int | None) -> tuple[str, Headers, bytes]:
        """Return status, headers and body for a client; 304 without body if ``if_none_match`` names the ETag."""
        headers = [
            *self.headers,
            ("Cache-Control", build_cache_control(next_expiry)),
            ("Vary", "Accept-Encoding"),
            ("ETag", self.etag),
        ]
        if settings.PROXY_CACHE_DIR:
            headers.append((GENERATION_HEADER, str(self.generation)))
        if if_none_match and self.etag.removeprefix("W/") in {
            etag.removeprefix("W/") for etag in parse_etags(if_none_match)
        }:
            headers = [(name, value) for name, value in headers if name.lower() != "content-type"]
            return "304 Not Modified", headers, b""
        body = self.get_body(encoding)
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(body))))
        return self.status, headers, body


def declare_change(response: HttpResponseBase, moment: datetime) -> None:
    """Declare that this response alone is rendered again from ``moment`` on; others by the content generation."""
    response.changes_at = moment.timestamp()


def choose_encoding(accept_encoding: str) -> str:
    """Return the best of ``ENCODERS`` that a client accepts."""
    accepted = {match[1] for match in _ACCEPTED.finditer(accept_encoding.lower())}
    return next((encoding for encoding in ENCODERS if encoding in accepted), "identity")


def build_cache_control(next_expiry: int | None) -> str:
    """Browsers ask again each time, a proxy after a second.

    While the portal fails, a proxy whose stored pages the portal can delete may serve them until a page expires, and
    for a second while it requests the page again, so that it need not pass on all requests meanwhile.
    """
    directives = "max-age=0, s-maxage=1"
    if not settings.PROXY_CACHE_DIR:
        return directives
    # nginx counts whole seconds after s-maxage and includes the last one; next_expiry is rounded up.
    stale = MAX_STALE if next_expiry is None else int(next_expiry - timezone.now().timestamp()) - 3
    stale = max(0, min(MAX_STALE, stale))
    return f"{directives}, stale-while-revalidate={min(1, stale)}, stale-if-error={stale}"


def is_storable(response: HttpResponseBase) -> bool:
    """Return whether the response is the same for all visitors, and its view has declared what it depends on.

    Views that use the session, the user or a CSRF token vary by cookie, so they are never stored.
    """
    return (
        isinstance(response, HttpResponse)
        and response.status_code in STATUSES
        and not response.cookies
        and _split(response.get("Vary", "")) <= {"accept-encoding"}
        and _split(response.get("Cache-Control", "")) <= {"no-cache"}
        and len(response.content) <= MAX_BODY
        and (response.status_code == 404 or hasattr(response, "query_parameters"))
    )


def _split(value: str) -> set[str]:
    return {item.lower() for item in cc_delim_re.split(value) if item}


class ClosingBody(list[bytes]):
    """A body after which the WSGI server calls ``close``: what the request leaves to do then delays nobody."""

    def __init__(self, body: Iterable[bytes], close: Callable[[], None]) -> None:
        super().__init__(body)
        self.close = close
