"""The page cache: answers anonymous requests with stored responses of the current content generation.

It is WSGI middleware, because a stored page is sent before Django builds a request. See
docs/decisions/047-page-cache.md.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl, urlencode

from cachetools import LRUCache
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from mysite.content_generation import DatabaseUnresponsive, Generation, read_generation
from mysite.generation_cache import GenerationCache
from mysite.http.admin_urls import admin_path
from mysite.http.redirect_keys import is_redirected_by_query
from mysite.postgresql.limits import UNRESPONSIVE

from .stored_response import MAX_AGE, ClosingBody, Headers, StoredResponse, choose_encoding, is_storable

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
URL = tuple[str, str, str]
View = Callable[..., HttpResponse]

#: Bytes of stored responses per process.
MAX_BYTES = 48 * 1024 * 1024
#: Longer paths and query strings are not stored.
MAX_PATH, MAX_QUERY = 1000, 500
#: URLs whose query parameters are remembered.
MAX_URLS = 20_000
#: Threads that wait while another one renders the same page, and how long they wait in seconds.
MAX_WAITING, MAX_WAIT = 2, 3.0
#: While a page is rendered again, others may get the previous response if it was current this many seconds ago.
MAX_STALE_SECONDS = 2.0
#: Request headers that would make Django respond with less than the whole page.
CONDITIONAL_HEADERS = {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_RANGE", "HTTP_IF_RANGE"}


@dataclass
class Exchange:
    """A request that the page cache may answer, and where its response goes."""

    environ: dict[str, Any]
    start_response: Callable[..., Any]
    generation: Generation

    @property
    def url(self) -> URL:
        """Scheme, host and path; the scheme as the proxy says it, for the redirect to HTTPS."""
        environ = self.environ
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "") or environ["wsgi.url_scheme"]
        host = environ.get("HTTP_HOST", "") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
        return scheme, host.lower(), environ["PATH_INFO"]

    def send(self, stored: StoredResponse) -> Iterable[bytes]:
        encoding = choose_encoding(self.environ.get("HTTP_ACCEPT_ENCODING", ""))
        if_none_match = self.environ.get("HTTP_IF_NONE_MATCH", "")
        status, headers, body = stored.respond(encoding, if_none_match, self.generation.next_expiry)
        self.start_response(status, headers)
        return [] if self.environ["REQUEST_METHOD"] == "HEAD" else [body]

    def call(self, application: Application) -> tuple[Iterable[bytes], str, Headers]:
        """Request the whole page, whatever the client has already; return the response with its status and headers."""
        whole = {name: value for name, value in self.environ.items() if name not in CONDITIONAL_HEADERS}
        started: list[tuple[str, Headers]] = []
        response = application(
            {**whole, "REQUEST_METHOD": "GET"}, lambda status, headers, *_: started.append((status, headers))
        )
        return response, *started[0]


class PageStore:
    """Stored responses by URL and the query parameters that matter; those not used for longest are dropped first."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._responses: LRUCache[tuple[URL, str], StoredResponse] = LRUCache(MAX_BYTES, getsizeof=StoredResponse.size)
        #: The query parameters that the view of a URL reads; None if all of them matter.
        self._parameters: LRUCache[URL, frozenset[str] | None] = LRUCache(MAX_URLS)

    def get(self, exchange: Exchange) -> StoredResponse | None:
        with self._lock:
            return self._responses.get(self.get_key(exchange))

    def clear(self) -> None:
        with self._lock:
            self._responses.clear()
            self._parameters.clear()

    def get_key(self, exchange: Exchange) -> tuple[URL, str]:
        url, query = exchange.url, exchange.environ.get("QUERY_STRING", "")
        with self._lock:
            names = self._parameters.get(url) if query else None
        if names is not None:
            pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in names]
            query = urlencode(sorted(pairs, key=itemgetter(0)))
        return url, query

    def add(self, exchange: Exchange, stored: StoredResponse, parameters: frozenset[str] | None) -> None:
        with self._lock:
            if stored.status.startswith("200"):
                self._parameters[exchange.url] = parameters
            self._responses[self.get_key(exchange)] = stored


@dataclass
class Render:
    """A response that a thread is rendering for others too."""

    done: threading.Event = field(default_factory=threading.Event)
    waiting: int = 0


class PageCache:
    """WSGI middleware around Django. Each process has its own store.

    Views declare the query parameters they read with ``vary_on_query``, so that others do not make another page of it.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.store = PageStore()
        self.values = GenerationCache()
        self._renders: dict[tuple[URL, str], Render] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            generation = read_generation() if is_cacheable(environ) else None
        except DatabaseUnresponsive:
            environ[UNRESPONSIVE] = True
            generation = None
        if generation is None:
            return self.application(environ, start_response)
        exchange = Exchange(environ, start_response, generation)
        if environ.get("QUERY_STRING") and self._is_old_url(exchange):
            return self.application(environ, start_response)
        stored = self.store.get(exchange)
        if stored is None or not stored.is_current(generation.number):
            return self._render_once(exchange)
        stored.current_at = time.monotonic()
        stored.count_use()
        return exchange.send(stored)

    def _is_old_url(self, exchange: Exchange) -> bool:
        """Return whether a redirect with a query applies, perhaps at the path of a stored page, such as ``/?p=77``."""
        with self._get_values(exchange.generation.number).open(""):
            return is_redirected_by_query(exchange.environ)

    def _render_once(self, exchange: Exchange) -> Iterable[bytes]:
        """Render the page, unless another thread does: then wait for that one, or send the previous response."""
        key = self.store.get_key(exchange)
        with self._lock:
            running = self._renders.get(key)
            if running is None:
                self._renders[key] = own = Render()
            waits = running is not None and running.waiting < MAX_WAITING
            if running is not None and waits:
                running.waiting += 1
        if running is None:
            try:
                return self._render(exchange)
            finally:
                with self._lock:
                    del self._renders[key]
                own.done.set()
        if waits:
            running.done.wait(MAX_WAIT)
        stored = self.store.get(exchange)
        if stored and (stored.is_current(exchange.generation.number) or stored.was_current(MAX_STALE_SECONDS)):
            stored.count_use()
            return exchange.send(stored)
        return self._render(exchange)

    def _render(self, exchange: Exchange) -> Iterable[bytes]:
        """Call Django, store the response if it may be, and send it."""
        with self._get_values(exchange.generation.number).open(exchange.url[:2]):
            response, status, headers = exchange.call(self.application)
        if not isinstance(response, HttpResponse) or not is_storable(response):
            exchange.start_response(status, headers)
            return response if exchange.environ["REQUEST_METHOD"] == "GET" else close(response)
        stored = StoredResponse.create(response, status, headers, exchange.generation.number)
        sent = exchange.send(stored)  # before it is stored, because its size changes when it is encoded
        self.store.add(exchange, stored, getattr(response, "query_parameters", None))
        return ClosingBody(sent, response.close)

    def _get_values(self, generation: int) -> GenerationCache:
        """Return what has been computed for other pages of the generation, for at most ``MAX_AGE`` seconds."""
        values = self.values
        if values.generation != generation or time.monotonic() - values.created_at > MAX_AGE:
            values = self.values = GenerationCache(generation)
        return values

    def clear(self) -> None:
        self.store.clear()
        self.values = GenerationCache()


def close(response: Any) -> list[bytes]:
    """Close a response whose body is not sent to the client, as a WSGI server would, and return an empty one."""
    response.close()
    return []


def is_cacheable(environ: dict[str, Any]) -> bool:
    """Return whether a request may be answered from the store: anonymous, and not for the admin or a file."""
    return (
        environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        and f"{settings.SESSION_COOKIE_NAME}=" not in environ.get("HTTP_COOKIE", "")
        and "HTTP_AUTHORIZATION" not in environ
        and len(environ.get("QUERY_STRING", "")) <= MAX_QUERY
        and len(environ["PATH_INFO"]) <= MAX_PATH
        and not environ["PATH_INFO"].startswith(
            (admin_path(), settings.STATIC_URL, settings.MEDIA_URL, "/documents/", "/healthz/")
        )
    )


def vary_on_query(*names: str) -> Callable[[View], View]:
    """Decorate a view whose response visitors share, and which depends on the query parameters ``names`` only.

    Other methods than GET and HEAD are not allowed.
    """

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def view_with_parameters(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            restrict_parameters(request, names)
            return declare_parameters(view(request, *args, **kwargs), names)

        setattr(view_with_parameters, "query_parameters", frozenset(names))  # noqa: B010  mypy
        return view_with_parameters

    return decorate


def restrict_parameters(request: HttpRequest, names: Iterable[str]) -> None:
    """Remove all query parameters but ``names`` from the request, so that the view cannot depend on others."""
    kept = QueryDict(mutable=True)
    for name in request.GET.keys() & set(names):
        kept.setlist(name, request.GET.getlist(name))
    request.GET = kept


def declare_parameters(response: HttpResponse, names: Iterable[str] | None) -> HttpResponse:
    """Declare that ``response`` depends on these query parameters only; None: on the whole query string."""
    response.query_parameters = None if names is None else frozenset(names)
    return response
