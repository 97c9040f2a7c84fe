"""Requests through the page cache, as a WSGI server makes them. (Django's test client starts behind it.)"""

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import brotli
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory

from mysite.wsgi import application


@dataclass
class WsgiResponse:
    status_code: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body, decompressed."""
        decode: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
        return decode.get(self.headers.get("Content-Encoding", ""), bytes)(self.body).decode()


@contextmanager
def kept_connection() -> Iterator[None]:
    """Do not close the connection with the test's transaction at the start and end of a request."""
    if not connection.in_atomic_block:
        yield
        return
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def request(
    path: str, method: str = "GET", to: Callable[..., Iterable[bytes]] = application, **environ: Any
) -> WsgiResponse:
    """Send a request to a WSGI application, by default the portal; request headers are given as ``HTTP_…``."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    sent = RequestFactory().generic(method, path, **environ).environ
    # As a server passes it on; Django has decoded it to create the request.
    sent["PATH_INFO"] = sent["PATH_INFO"].encode().decode("latin-1")
    with kept_connection():
        response = to(
            sent,
            lambda status, headers, *_: started.append((status, headers)),
        )
        body = b"".join(response)
        if hasattr(response, "close"):
            response.close()
    status, headers = started[0]
    names = [name.lower() for name, _ in headers]
    assert len(set(names) - {"set-cookie"}) == len([name for name in names if name != "set-cookie"]), "repeated headers"
    return WsgiResponse(int(status.split()[0]), dict(headers), body)
