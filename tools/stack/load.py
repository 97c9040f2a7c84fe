"""Visitors and an editor who use the portal over HTTPS, and what they see."""

import http.client
import re
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

TIMEOUT = 120
#: Seconds between two requests of a visitor.
PAUSE = 0.2
#: Where the editor saves.
TAG_FORM = "/admin/snippets/newsroom/newstag/add/"


@dataclass
class Client:
    """A browser with cookies. The names are resolved to 127.0.0.1, and the certificate is checked."""

    host: str
    port: int
    authority: Path
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def request(
        self, path: str, data: list[tuple[str, str]] | None = None, method: str = ""
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        context = ssl.create_default_context(cafile=str(self.authority))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=TIMEOUT, context=context)
        connection._create_connection = self._connect  # type: ignore[attr-defined]
        connection.host = self.host
        origin = f"https://{self.host}:{self.port}"
        headers = {"Cookie": "; ".join(f"{m.key}={m.value}" for m in self.cookies.values()), "Referer": f"{origin}/"}
        headers["Host"] = f"{self.host}:{self.port}"
        body = None
        if data is not None:
            body = urlencode(data)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method or ("GET" if body is None else "POST"), path, body, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return response.status, response.headers, content

    def _connect(self, address: tuple[str, int], *arguments: object) -> object:
        return socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)

    def sign_in(self, name: str, password: str) -> None:
        token = self.get_token("/admin/login/")
        data = [("csrfmiddlewaretoken", token), ("username", name), ("password", password), ("next", "/admin/")]
        status, headers, _ = self.request("/admin/login/", data)
        if status != 302:
            raise SystemExit(f"Cannot sign in: {status} {headers}")

    def get_token(self, path: str) -> str:
        match = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.request(path)[2])
        if not match:
            raise SystemExit(f"{path} has no form")
        return match[1].decode()


@dataclass
class Result:
    """The responses of visitors and the editor, by kind and status, and the longest wait."""

    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    longest: float = 0
    errors: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, client: Client, kind: str, path: str, data: list[tuple[str, str]] | None = None) -> bool:
        """Send a request and record its response; return whether it is the expected one."""
        expected = HTTPStatus.OK if data is None else HTTPStatus.FOUND
        started = time.monotonic()
        try:
            status, headers, _ = client.request(path, data)
            outcome = f"{status} stored earlier" if headers.get("X-Cache") == "STALE" else str(status)
        except (OSError, http.client.HTTPException) as error:
            status, outcome = 0, type(error).__name__
        with self.lock:
            self.longest = max(self.longest, time.monotonic() - started)
            self.statuses[kind, outcome] += 1
            if status != expected:
                self.errors.append(f"{kind} {path}: {outcome}")
        return status == expected


def visit(number: int, visitor: Client, paths: list[str], result: Result, stop: threading.Event) -> None:
    count = number
    while not stop.wait(PAUSE):
        count += 1
        result.send(visitor, "page", paths[count % len(paths)].replace("NUMBER", f"{number}{count}"))


def edit(editor: Client, result: Result, stop: threading.Event) -> None:
    token = editor.get_token(TAG_FORM)
    while not stop.wait(PAUSE):
        name = f"thu-tai-{time.time_ns()}"
        if result.send(editor, "save", TAG_FORM, [("csrfmiddlewaretoken", token), ("name", name)]):
            result.saved.append(name)


@contextmanager
def use_portal(client: Client, editor: Client, paths: list[str]) -> Iterator[Result]:
    """Request pages as eight visitors, and save tags as an editor, until the block ends."""
    result, stop = Result(), threading.Event()
    visitors = [Client(client.host, client.port, client.authority) for _ in range(8)]
    threads = [
        threading.Thread(target=visit, args=[number, visitor, paths, result, stop])
        for number, visitor in enumerate(visitors)
    ]
    threads.append(threading.Thread(target=edit, args=[editor, result, stop]))
    for thread in threads:
        thread.start()
    try:
        yield result
    finally:
        stop.set()
        for thread in threads:
            thread.join()
