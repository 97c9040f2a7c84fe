"""Hostile files through upload and import: refused or inert, within limits of memory and time, and without network."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from mysite.media.views import INERT, INLINE_TYPES
from mysite.models import PortalDocument, PortalImage
from search import text_extraction
from search.document_reader import TIME_LIMIT
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.hostile_files import IMAGES, PAYLOADS, documents
from tests.support.proxies import Response, send_request
from tests.support.samples import TEST_ALL, sample
from tests.support.servers import run_gunicorn_worker_for_test, separate_database

MAX_MEMORY = 300
TOKEN = "a" * 32
#: Images that take seconds to make and to read.
LARGE = [name for name in IMAGES if "megapixel" in name or "large" in name or "frames" in name or "gigabyte" in name]
SMALL = [name for name in IMAGES if name not in LARGE]
#: The photos of today's phones; the second takes ten seconds.
PHOTOS = ["JPEG of 49 megapixels to be turned", *(["HEIC of 49 megapixels"] if TEST_ALL else [])]
DOCUMENTS = documents("http://127.0.0.1:9/")
#: Those that take seconds to make are left out of ``make test``; test_zip_bomb_is_aborted has one of them.
CASES = [name for name in DOCUMENTS if "expands" not in name or TEST_ALL]
READABLE = [name for name in CASES if DOCUMENTS[name][0].endswith((".docx", ".pdf", ".txt"))]


class Portal:
    """The portal under gunicorn, with an editor's session."""

    def __init__(self, port: int, worker: int) -> None:
        self.port, self.process = port, Path(f"/proc/{worker}")
        session = login_client(create_editor(EDITORS)).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.headers = {"Cookie": cookies, "X-CSRFToken": TOKEN, "Content-Type": MULTIPART_CONTENT}

    def upload(self, view: str, name: str, content: bytes) -> Response:
        file = SimpleUploadedFile("file", content)
        file._name = name  # Django's own would remove what an attacker sends
        body = encode_multipart(BOUNDARY, {"file": file})
        return send_request(self.port, reverse(view), self.headers, method="POST", body=body)

    def upload_measured(self, view: str, name: str, content: bytes) -> tuple[Response, float]:
        """Upload the file; return the response and the peak of memory above idle in MB."""
        (self.process / "clear_refs").write_text("5")  # the peak is that of what follows
        idle = self.read_memory("VmRSS")
        return self.upload(view, name, content), self.read_memory("VmHWM") - idle

    def read_memory(self, field: str) -> float:
        [line] = [line for line in (self.process / "status").read_text().splitlines() if line.startswith(f"{field}:")]
        return int(line.split()[1]) / 1024

    def get(self, url: str) -> Response:
        return send_request(self.port, url)


@pytest.fixture(scope="module")
def portal(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("hostile")
    with ExitStack() as stack:
        stack.enter_context(override_settings(MEDIA_ROOT=folder / "media"))
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(separate_database(folder))
        # Without this, glibc keeps the memory of one image for the next, which would then be measured as idle.
        environment = {"MALLOC_MMAP_THRESHOLD_": "4194304"}
        portal = Portal(*stack.enter_context(run_gunicorn_worker_for_test(**environment)))
        portal.upload("upload_photo", "a.jpg", IMAGES["image with the extension of HTML"][1]())  # loads the codecs
        yield portal


def is_refused(response: Response) -> bool:
    return response.status == 400 or "error" in json.loads(response.body)


@pytest.mark.parametrize("case", sorted({*SMALL, *PHOTOS, *sample(LARGE, 1)}))
def test_hostile_image_is_refused_or_inert(portal: Portal, case: str) -> None:
    name, make = IMAGES[case]
    response, memory = portal.upload_measured("upload_photo", name, make())
    assert response.status in {200, 400}
    assert memory <= MAX_MEMORY
    assert not (case in PHOTOS and is_refused(response))
    if is_refused(response):
        return
    image = PortalImage.objects.latest("pk")
    served = portal.get(image.file.url)
    assert served.status == 200
    assert served.headers["Content-Type"] in INLINE_TYPES
    assert served.headers["Content-Security-Policy"] == INERT
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert Path(image.file.name).suffix in {".jpg", ".jpeg", ".png", ".gif", ".webp"}
    assert [payload for payload in PAYLOADS if payload in served.body] == []


@pytest.mark.parametrize("case", CASES)
def test_hostile_document_is_refused_or_inert(portal: Portal, case: str) -> None:
    name, make = DOCUMENTS[case]
    response, memory = portal.upload_measured("upload_document", name, make())
    assert response.status == 200
    assert memory <= MAX_MEMORY
    assert is_refused(response) == (Path(name).suffix not in {".docx", ".pdf", ".txt"})
    if is_refused(response):
        return
    served = portal.get(PortalDocument.objects.latest("pk").url)
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    if name.endswith(".pdf"):
        assert served.headers["Content-Type"] == "application/pdf"
        assert served.headers["Content-Security-Policy"] == "default-src 'none'"
    else:
        assert served.headers["Content-Disposition"].startswith("attachment;")
        assert served.headers["Content-Security-Policy"] == INERT


@pytest.mark.parametrize("case", sample(READABLE, 7))
def test_reading_a_hostile_document_ends_within_limits(tmp_path: Path, case: str) -> None:
    """The limit of memory is that of the operating system for the process that reads; its peak is measured too."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        name, make = documents(f"http://127.0.0.1:{listener.getsockname()[1]}/")[case]
        file = tmp_path / name
        file.write_bytes(make())
        command = [sys.executable, "-m", "search.text_extraction", str(file)]
        started = time.monotonic()
        done = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT, cwd=settings.BASE_DIR, check=False)
        assert time.monotonic() - started < TIME_LIMIT
        listener.settimeout(0.01)
        with pytest.raises(TimeoutError):
            listener.accept()
    assert done.returncode in {0, text_extraction.BROKEN, text_extraction.LOCKED}
    assert b"root:" not in done.stdout
    assert len(done.stdout) <= text_extraction.MAX_CHARACTERS + 100
    assert text_extraction.MEMORY_LIMIT <= MAX_MEMORY * 1024 * 1024


def test_limit_of_memory_holds_for_the_reader() -> None:
    script = "from search.text_extraction import limit_memory; limit_memory(); bytes(300 * 1024 * 1024)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=settings.BASE_DIR, check=False)
    assert b"MemoryError" in done.stderr


def test_hostile_images_beside_an_imported_page(portal: Portal, tmp_path: Path, media: Path) -> None:
    """Images that can be read are stored under the extension of their content, and others are left out."""
    sources = []
    for number, case in enumerate(SMALL):
        name, make = IMAGES[case]
        path = tmp_path / f"{number}{Path(name.replace(chr(0), '')).suffix}"
        path.write_bytes(make())
        sources.append(f'<p><img src="{path.name}" alt="{case}"></p>')
    sources.append("<p>Trường nhận hồ sơ của học sinh lớp mười từ ngày mai.</p>")
    page = f"<html><head><title>Tuyển sinh</title></head><body><h1>Tuyển sinh</h1>{''.join(sources)}</body></html>"
    (tmp_path / "tuyen-sinh.html").write_text(page)
    call_command("import_articles", str(tmp_path / "tuyen-sinh.html"), section="Tin tức", verbosity=0)
    assert PortalImage.objects.exists()
    files = [path for path in media.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".jpg", ".jpeg", ".png", ".gif", ".webp"}
    for path in files:
        assert [payload for payload in PAYLOADS if payload in path.read_bytes()] == [], path.name
