"""Starts nginx with the configuration of a deployment, and a second one in front of it."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from django.conf import settings

from tests.support.servers import PATIENCE, free_port
from tests.support.services import find_nginx

TEMPLATE = Path(settings.BASE_DIR) / "deploy" / "nginx" / "nginx.conf.template"
#: A user that exists on Debian, as which nginx runs if the tests run as root.
UNPRIVILEGED_USER = "nobody"

#: An office's own proxy, which ends TLS: all its visitors use HTTPS.
OUTER_CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{inner_port};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto https;
        }}
    }}
}}
"""


class ProxyFolder:
    """A temporary folder that nginx may read and write: its cache, media and static files."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="portal-nginx-"))
        self.path.chmod(0o755)
        for name in ("cache", "run", "server.d", "tls.d", "acme", "static", "media"):
            (self.path / name).mkdir()
            if os.getuid() == 0 and name in {"cache", "run"}:
                shutil.chown(self.path / name, UNPRIVILEGED_USER)

    @property
    def cached_pages(self) -> Path:
        return self.path / "cache" / "pages"

    @property
    def media(self) -> Path:
        return self.path / "media"

    def list_cached_files(self) -> list[Path]:
        return [path for path in self.cached_pages.rglob("*") if path.is_file()]


@contextmanager
def proxy_folder() -> Iterator[ProxyFolder]:
    folder = ProxyFolder()
    try:
        yield folder
    finally:
        shutil.rmtree(folder.path)


def write_configuration(folder: ProxyFolder, port: int, portal_port: int, **variables: str) -> Path:
    """Write the deployment's configuration, filled in as the container image does."""
    variables = {
        "LISTEN": f"127.0.0.1:{port}",
        "PORTAL": f"127.0.0.1:{portal_port}",
        "RESOLVER": "127.0.0.1",
        "TRUSTED_PROXIES": "1",
        "UPLOAD_LIMIT_MB": "5",
        "PAGE_TIMEOUT": "15s",
        "HOLD_LISTEN": f"127.0.0.1:{free_port()}",
        "HOLD_TIME": "1s",
        "TLS_CONF_DIR": str(folder.path / "tls.d"),
        "ACME_DIR": str(folder.path / "acme"),
        "CACHE_DIR": str(folder.path / "cache"),
        "RUN_DIR": str(folder.path / "run"),
        "SERVER_CONF_DIR": str(folder.path / "server.d"),
        "STATIC_ROOT": str(folder.path / "static"),
        "MEDIA_ROOT": str(folder.media),
        "PAGES_DIR": str(TEMPLATE.parent / "pages"),
        "ERROR_LOG": str(folder.path / "run" / "error.log"),
        "ACCESS_LOG": str(folder.path / "run" / "access.log"),
        **variables,
    }
    if os.getuid() == 0:  # the checkout may be readable to root only
        variables["PAGES_DIR"] = str(folder.path / "pages")
        shutil.copytree(TEMPLATE.parent / "pages", folder.path / "pages", dirs_exist_ok=True)
    file = folder.path / "nginx.conf"
    file.write_text(re.sub(r"\$\{([A-Z_]+)\}", lambda match: variables[match[1]], TEMPLATE.read_text()))
    return file


def nginx_command(file: Path, *arguments: str) -> list[str]:
    program = find_nginx()
    assert program
    return [program, "-e", "stderr", "-p", str(file.parent), "-c", str(file), *arguments]


@contextmanager
def run_nginx(file: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    user = UNPRIVILEGED_USER if os.getuid() == 0 else None
    process = subprocess.Popen(nginx_command(file), user=user)
    try:
        wait_for_port(process, port)
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_for_port(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.02)
    raise AssertionError("nginx does not start")


@contextmanager
def run_proxy(folder: ProxyFolder, portal_port: int, **variables: str) -> Iterator[int]:
    """Run the nginx of a deployment in front of the portal; yield its port."""
    port = free_port()
    with run_nginx(write_configuration(folder, port, portal_port, **variables), port):
        yield port


@contextmanager
def run_outer_proxy(inner_port: int) -> Iterator[int]:
    """Run an office's own proxy in front of ``inner_port``; yield its port."""
    port = free_port()
    with proxy_folder() as folder:
        file = folder.path / "outer.conf"
        file.write_text(OUTER_CONFIGURATION.format(folder=folder.path / "run", port=port, inner_port=inner_port))
        with run_nginx(file, port):
            yield port


@dataclass(frozen=True)
class Response:
    status: int
    headers: Message
    body: bytes

    @property
    def cache_status(self) -> str:
        """Return what nginx says about its cache: MISS, HIT, STALE, …; empty if the cache was not used."""
        return str(self.headers.get("X-Cache", ""))


def send_request(
    port: int, path: str, headers: Mapping[str, str] | None = None, *, method: str = "GET", body: bytes | None = None
) -> Response:
    """Send a request as it is, without normalizing its path, to the host “testserver”."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": "testserver", **(headers or {})}.items():
        connection.putheader(name, value.encode())
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    received = Response(response.status, response.headers, response.read())
    connection.close()
    return received
