"""Limits of the size of request bodies."""

import io
import socket
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from mysite.models import PortalDocument
from tests.support import factories
from tests.support.contact_form import FORM_DATA, get_send_url, get_stored_messages, parse_response, sign_open_time
from tests.support.editors import create_editor, login_client
from tests.support.html import get_text
from tests.support.servers import PATIENCE, run_portal

URLS = ["/", "/en/", "/admin/login/", "/admin/pages/1/edit/", "/api/v2/pages/", "/gui-loi-nhan/1/"]
MEGABYTE = 1024 * 1024
BEGINNING = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.zip"\r\n\r\n'


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A real server with an empty database; large bodies are spooled to a temporary folder."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "tmp").mkdir()
    (folder / "static").mkdir()
    with run_portal(folder, TMPDIR=str(folder / "tmp")) as (port, worker):
        send_body(port, "/", chunked=False, size=3 * MEGABYTE)  # the first request loads most of the code
        yield port, worker


def send_body(port: int, path: str, *, chunked: bool, size: int = 200 * MEGABYTE) -> tuple[int, int, bytes]:
    """Send a body of ``size`` until there is a response; return the bytes sent, the status and the page."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    content = "Content-Type: multipart/form-data; boundary=x"
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{content}\r\n{length}\r\n\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(head.encode())
        part = BEGINNING + bytes(MEGABYTE - len(BEGINNING))
        try:
            while sent < size:
                line.sendall(b"%x\r\n%s\r\n" % (len(part), part) if chunked else part)
                sent += len(part)
                part = bytes(min(MEGABYTE, size - sent))
            if chunked:
                line.sendall(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server has responded and closed the connection
        response = b""
        while b"</html>" not in response and (more := line.recv(65536)):
            response += more
    return sent, int(response.split()[1]), response


def get_peak_memory(worker: int) -> int:
    """Return the peak memory of the process."""
    status = Path(f"/proc/{worker}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "chunked"])
@pytest.mark.parametrize("path", URLS)
def test_oversized_body_is_rejected_before_it_is_stored(server, path, chunked) -> None:
    port, worker = server
    send_body(port, path, chunked=chunked, size=3 * MEGABYTE)  # loads the code of the response
    before = get_peak_memory(worker)
    sent, status, _page = send_body(port, path, chunked=chunked)
    assert status == 413
    assert sent < 40 * MEGABYTE  # held by network buffers
    assert get_peak_memory(worker) - before < 40 * MEGABYTE


def test_response_names_limit_in_language_of_url(server) -> None:
    port, _worker = server
    page = send_body(port, "/", chunked=False)[2].decode()
    assert "2,5 MB" in page.replace("\xa0", " ")
    assert "2.5 MB" in send_body(port, "/en/", chunked=False)[2].decode().replace("\xa0", " ")


@pytest.mark.django_db
class TestInTheAdmin:
    @pytest.fixture
    def file(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("de-thi.pdf", b"%PDF-1.4\n" + bytes(3 * MEGABYTE), "application/pdf")

    def send(self, client: Client, file: SimpleUploadedFile) -> int:
        file.seek(0)
        collection = PortalDocument._meta.get_field("collection").get_default()
        data = {"title": "Đề thi", "file": file, "collection": collection}
        return client.post(reverse("wagtaildocs:add"), data).status_code

    def test_editor_can_upload_large_file(self, file) -> None:
        assert self.send(login_client(create_editor()), file) == 302
        assert PortalDocument.objects.get().file_size > 3 * MEGABYTE

    def test_upload_limit_is_a_setting(self, file, settings) -> None:
        settings.UPLOAD_LIMIT = 3 * MEGABYTE
        assert self.send(login_client(create_editor()), file) == 413

    def test_largest_allowed_image_fits_upload_limit(self, settings) -> None:
        assert settings.UPLOAD_LIMIT > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE

    def test_large_uploads_require_permission(self, file) -> None:
        assert self.send(Client(), file) == 413
        assert self.send(login_client(factories.UserFactory()), file) == 413

    def test_other_urls_have_lower_limit_for_editors(self, file) -> None:
        response = login_client(create_editor()).post(reverse("wagtail_serve", args=[""]), {"file": file})
        assert response.status_code == 413
        assert get_text(parse_response(response).h1)


@pytest.mark.django_db
def test_api_responds_with_json(client: Client) -> None:
    response = client.post("/api/v2/pages/", bytes(3 * MEGABYTE), content_type="application/octet-stream")
    assert response.status_code == 413
    assert "too large" in response.json()["message"]


@pytest.mark.django_db(transaction=True)
def test_a_short_chunked_form_is_read() -> None:
    from mysite.wsgi import application

    page = factories.ContactPageFactory()
    form = urlencode({"opened": sign_open_time(page), "leave_empty": "", **FORM_DATA}).encode()
    environ = RequestFactory().post(get_send_url(page), headers={"transfer-encoding": "chunked"}).environ
    environ |= {"wsgi.input": io.BytesIO(form), "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    del environ["CONTENT_LENGTH"]
    statuses = []
    application(environ, lambda status, headers: statuses.append(status))
    assert statuses == ["302 Found"]
    assert len(get_stored_messages()) == 1
