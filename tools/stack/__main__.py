"""Run compose.yaml whole, replace the portal under load, and say what was seen.

``python -m tools.stack IMAGE NEW_IMAGE`` needs podman, podman-compose and the images (README.md). Everything is on this
machine: ports 8080 and 8443 of 127.0.0.1. Volumes of the project “portal” are used if there are any, and stay.
"""

import os
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .containers import Stack
from .load import Client, Result, use_portal

ROOT = Path(__file__).resolve().parent.parent.parent
HOST, WEB_PORT, HTTPS_PORT = "portal.test", 8080, 8443
SERVICES = ["database", "cache", "migrate", "web", "proxy", "scheduler"]
LONG_RUNNING = [name for name in SERVICES if name != "migrate"]
#: The most read pages, and some that nobody has asked for before.
PATHS = ["/", "/tin-tuc/", "/su-kien/", "/en/", "/gioi-thieu/", "/rss/", "/tim-kiem/?q=thi+NUMBER", "/admin/login/"]
EDITOR = "kiem-tra"
SECONDS_OF_LOAD = 15
ADD_EDITOR = """
from mysite.models import User
user = User.objects.filter(username="{name}").first() or User(username="{name}", email="{name}@portal.test")
user.is_superuser = user.is_staff = True
user.set_password("{password}")
user.save()
"""
FIND_TAGS = "from newsroom.models import NewsTag; print(*NewsTag.objects.values_list('name', flat=True))"
FIND_CONTENT = "from wagtail.models import Page, Revision; print(Page.objects.count(), Revision.objects.count())"


def make_certificate(folder: Path) -> None:
    """Make a certificate for the host that signs itself, readable for nginx."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "10", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=DNS:{HOST}"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)
    for name in ("privkey.pem", "fullchain.pem"):
        os.chown(folder / name, 10001, 10001)
    folder.chmod(0o755)


def make_stack(folder: Path, image: str) -> Stack:
    """Return the stack with a ``.env`` beside a copy of what compose.yaml mounts."""
    shutil.copy(ROOT / "compose.yaml", folder)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    (folder / "certificate").mkdir()
    make_certificate(folder / "certificate")
    secret, password = (os.environ.get(name, secrets.token_hex(25)) for name in ("SECRET_KEY", "POSTGRES_PASSWORD"))
    (folder / ".env").write_text(
        f"SECRET_KEY={secret}\nSITE_URL=https://{HOST}:{HTTPS_PORT}\nPOSTGRES_PASSWORD={password}\n"
        f"WEB_PORT=127.0.0.1:{WEB_PORT}\nHTTPS_PORT=127.0.0.1:{HTTPS_PORT}\n"
        f"CERTIFICATE_VOLUME={folder}/certificate\n"
    )
    return Stack(folder / "compose.yaml", os.environ | {"PORTAL_IMAGE": image})


def report(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')}  {text}\n")
    sys.stdout.flush()


def check(condition: object, seen: object) -> None:
    if not condition:
        raise SystemExit(f"Unexpected: {seen!r}")


def start(stack: Stack) -> None:
    started = time.monotonic()
    stack.up(*SERVICES)
    stack.wait_until_healthy(*LONG_RUNNING)
    report(f"all services are healthy after {time.monotonic() - started:.0f} s: {', '.join(LONG_RUNNING)}")


def check_https(client: Client) -> None:
    client.request("/")  # the first page of a new process may take longer than nginx waits
    status, headers, body = client.request("/")
    check(status == 200, status)
    check(b"<h1" in body, body)
    check(headers["Strict-Transport-Security"], headers)
    context = ssl.create_default_context(cafile=str(client.authority))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", client.port)) as line:
        connection = context.wrap_socket(line, server_hostname=HOST)
        protocols = connection.version(), connection.selected_alpn_protocol()
    check(protocols == ("TLSv1.3", "h2"), protocols)
    with socket.create_connection(("127.0.0.1", WEB_PORT)) as line:
        line.sendall(b"GET /tin-tuc/?page=2 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        redirect = line.makefile("rb").read()
    check(f"Location: https://{HOST}:{HTTPS_PORT}/tin-tuc/?page=2\r\n".encode() in redirect, redirect)
    report(f"a page over HTTPS, {protocols[0]} and {protocols[1]}; HTTP is redirected to SITE_URL")


def check_rights(stack: Stack) -> None:
    query = "SELECT rolsuper FROM pg_roles WHERE rolname = 'portal'"
    superuser = stack.execute("database", "psql", "--username=portal", "--dbname=portal", "-Atc", query)
    report(f"the portal's role is superuser: {superuser}")
    limits = {name: stack.inspect(name, ".HostConfig.Memory") for name in LONG_RUNNING}
    check(all(int(limit) > 0 for limit in limits.values()), limits)
    report(f"limits of memory in MB: { {name: int(limit) // 2**20 for name, limit in limits.items()} }")


def show(result: Result) -> None:
    for (kind, outcome), number in sorted(result.statuses.items()):
        report(f"  {number:5} {kind}: {outcome}")
    report(f"  longest wait {result.longest:.1f} s, {len(result.errors)} errors: {result.errors[:5]}")


def replace(stack: Stack, image: str) -> None:
    """Replace the portal as ``docker compose up --detach`` does with a new image."""
    stack.environment["PORTAL_IMAGE"] = image
    before = stack.inspect("proxy", ".Id")
    stack.up("migrate", "web", "scheduler")
    stack.wait_until_healthy("web", "scheduler")
    check(stack.inspect("proxy", ".Id") == before, "nginx was replaced")
    report(f"replaced by {stack.inspect('web', '.ImageName')}")


def count(stack: Stack, query: str) -> str:
    return stack.execute("web", "python", "manage.py", "shell", "-v0", "-c", query).splitlines()[-1]


def main(image: str, new_image: str) -> int:
    folder = Path(tempfile.mkdtemp(prefix="portal-stack-"))
    folder.chmod(0o755)
    stack = make_stack(folder, image)
    password = secrets.token_hex(10)
    try:
        with stack.health_checks():
            start(stack)
            client = Client(HOST, HTTPS_PORT, folder / "certificate" / "fullchain.pem")
            check_https(client)
            check_rights(stack)
            count(stack, ADD_EDITOR.format(name=EDITOR, password=password) + "print(user)")
            before = count(stack, FIND_CONTENT)
            stack.down()
            start(stack)
            check_https(client)
            after = count(stack, FIND_CONTENT)
            check(before == after, (before, after))
            report(f"after “down” and “up”: {after} pages and revisions, as before")
            editor = Client(HOST, HTTPS_PORT, client.authority)
            editor.sign_in(EDITOR, password)
            with use_portal(client, editor, PATHS) as result:
                time.sleep(SECONDS_OF_LOAD)
                replace(stack, new_image)
                time.sleep(SECONDS_OF_LOAD)
            show(result)
            lost = set(result.saved) - set(count(stack, FIND_TAGS).split())
            report(f"saves acknowledged: {len(result.saved)}, lost: {len(lost)}")
            return 1 if result.errors or lost else 0
    finally:
        stack.down()
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
