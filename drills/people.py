"""The load of a drill: visitors who read, an editor who publishes and uploads, somebody who sends messages."""

import http.client
import json
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from drills.content import PASSWORD, SECRET_KEY, USERNAME, Content
from tests.support import factories
from tests.support.admin_browser import AdminBrowser
from tests.support.contact_form import FORM_DATA, BackdatedSigner

#: Seconds after which a visitor gives up.
PATIENCE = 20.0
#: People of each kind, and the seconds between two requests of one.
READERS, SEARCHERS = 4, 2
PAUSE = 0.15
#: Seconds between two publications. Each deletes all pages that nginx has stored.
PUBLISHING_PAUSE = 1.5


@dataclass(frozen=True)
class Sample:
    """A request: when it was sent, its status (0: no response), its seconds, and what nginx says about its cache."""

    sent: float
    path: str
    status: int
    seconds: float
    cache: str = ""
    error: str = ""

    @property
    def failed(self) -> bool:
        return self.status == 0 or self.status >= 500 or self.status == 409


def visit(port: int, path: str) -> Sample:
    """Request a page over a new connection."""
    sent = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        response.read()
        cache = response.headers.get("X-Cache") or ""
        return Sample(sent, path, response.status, time.monotonic() - sent, cache)
    except (OSError, http.client.HTTPException) as error:
        name = "timeout" if isinstance(error, TimeoutError | socket.timeout) else type(error).__name__
        return Sample(sent, path, 0, time.monotonic() - sent, error=name)
    finally:
        connection.close()


class People:
    """Threads that use the portal until they are stopped."""

    def __init__(self, port: int, content: Content) -> None:
        self.port, self.content = port, content
        #: Requests for the ten pages, searches (never stored by nginx), and what the editor and the writer sent.
        self.reads: list[Sample] = []
        self.searches: list[Sample] = []
        self.edits: list[Sample] = []
        self.messages: list[Sample] = []
        self.published: list[str] = []
        self.sent: list[str] = []
        self.publishing = threading.Event()
        self.pen = threading.Lock()
        self._stop = threading.Event()
        self._run = uuid.uuid4().hex[:6]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let the editor sign in, then everybody work until the end of the block."""
        self.editor = AdminBrowser(self.port, follows_redirects=False)
        self.editor.sign_in(USERNAME, PASSWORD)
        workers = [threading.Thread(target=self.read, args=[number]) for number in range(READERS)]
        workers += [threading.Thread(target=self.search, args=[number]) for number in range(SEARCHERS)]
        workers += [threading.Thread(target=self.publish), threading.Thread(target=self.write)]
        for worker in workers:
            worker.start()
        try:
            yield
        finally:
            self._stop.set()
            for worker in workers:
                worker.join()

    def read(self, number: int) -> None:
        for turn in count(number):
            if self._stop.wait(PAUSE):
                return
            self.reads.append(visit(self.port, self.content.pages[turn % len(self.content.pages)]))

    def search(self, number: int) -> None:
        for turn in count():
            if self._stop.wait(2 * PAUSE):
                return
            path = f"/tim-kiem/?q=thi+{self._run}+{number}+{turn}" if turn % 2 else f"/api/v2/pages/?offset={turn % 5}"
            self.searches.append(visit(self.port, path))

    def publish(self) -> None:
        """Publish new titles of one article; after an error press the button again, as ``submit-once.js`` does."""
        path = f"/admin/pages/{self.content.edited_pk}/edit/"
        for number in count(1):
            title = f"Bản tin {self._run} {number}"
            token, form = str(uuid.uuid4()), None
            while title not in self.published:
                if self._stop.wait(2 * PAUSE if form else PUBLISHING_PAUSE):
                    return
                form = form or self.load_form(path)
                if form is None:
                    continue
                fields = form | self.content.edited_form | {"title": title, "submission_token": token}
                fields["action-publish"] = "1"
                with self.pen:
                    self.publishing.set()
                    sample = self.submit(self.editor, path, fields)
                    self.publishing.clear()
                self.edits.append(sample)
                if sample.status == 302:
                    self.published.append(title)
                elif sample.status not in {0, 502, 504}:  # an answer: the next press is another one
                    token = str(uuid.uuid4())
                if sample.status == 409:  # the outcome of the first press is unknown: the editor looks
                    form = None

    @contextmanager
    def nothing_published_unread(self) -> Iterator[None]:
        """Wait for a publication, let visitors read each of the ten pages, and let nobody publish meanwhile.

        So the fault comes while the second deletion of stored pages is pending (``mysite/http/proxy_cache.py``).
        """
        before, deadline = len(self.published), time.monotonic() + PATIENCE
        while len(self.published) == before and time.monotonic() < deadline:
            time.sleep(0.02)
        with self.pen:
            for path in self.content.pages:
                visit(self.port, path)
            yield

    def load_form(self, path: str) -> dict | None:
        sent = time.monotonic()
        try:
            return self.editor.form(path)
        except (OSError, http.client.HTTPException, AttributeError):  # no form in an error page
            self.edits.append(Sample(sent, path, 0, time.monotonic() - sent, error="no form"))
            return None

    def write(self) -> None:
        """Send messages, from a page that was opened a minute ago; after an error send the same one again."""
        browser = AdminBrowser(self.port, follows_redirects=False)
        opened = BackdatedSigner(60, key=SECRET_KEY, salt=f"contact-form-{self.content.contact_pk}").sign("")
        for number in count(1):
            text = f"Câu hỏi {self._run} {number}"
            fields = {**FORM_DATA, "opened": opened, "leave_empty": "", "message-noi_dung": text}
            while text not in self.sent:
                if self._stop.wait(2 * PAUSE):
                    return
                sample = self.submit(browser, self.content.send_path, fields)
                self.messages.append(sample)
                if sample.status == 302:
                    self.sent.append(text)

    def upload(self) -> str:
        """Upload a photo as the gallery of the editor does; return “stored”, “refused” or the status of an error."""
        token = next(cookie.value for cookie in self.editor.cookies if cookie.name.endswith("csrf"))
        photo = factories.image_file(size=(800, 600)).read()
        body = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="anh.jpg"\r\n\r\n' + photo + b"\r\n--x--\r\n"
        )
        headers = {"Content-Type": "multipart/form-data; boundary=x", "X-CSRFToken": str(token)}
        try:
            status, text, _ = self.editor.request("/admin/gallery-photos/", body, **headers)
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
        return str(status) if status != 200 else "stored" if json.loads(text).get("chosen") else "refused"

    def submit(self, browser: AdminBrowser, path: str, data: dict | bytes, **headers: str) -> Sample:
        sent = time.monotonic()
        try:
            status, _, _ = browser.request(path, data, **headers)
        except (OSError, http.client.HTTPException) as error:
            return Sample(sent, path, 0, time.monotonic() - sent, error=type(error).__name__)
        return Sample(sent, path, status, time.monotonic() - sent)
