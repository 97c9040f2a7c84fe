"""``manage.py run_local``, started by ``make run``: the whole portal on one machine, on 127.0.0.1."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mysite.management.static_files import collect_static_if_changed

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Set up what is missing, then serve the portal with gunicorn and its scheduler until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="do not create demo content")

    def handle(self, *args: Any, **options: Any) -> None:
        port = int(os.environ.get("PORT", settings.SITE_PORT))
        check_port(port)
        call_command("prepare", verbosity=options["verbosity"], stdout=self.stdout)
        if collect_static_if_changed():
            self.stdout.write("Collected the static files")
        if not options["no_demo"]:
            call_command("seed_demo", "--if-empty", stdout=self.stdout)
        sys.exit(run_servers(port, on_ready=partial(self.announce, port)))

    def announce(self, port: int) -> None:
        """Print the URLs of the portal and the demo logins."""
        url = f"http://{HOST}:{port}"
        lines = ["", f"  Portal   {url}/", f"  English  {url}/en/", f"  Admin    {url}/admin/"]
        logins = Path(settings.DATA_DIR) / "demo-logins.json"
        if logins.exists():
            lines += ["", "  Demo logins (only on this machine):"]
            lines += [f"    {name:12} {password}" for name, password in json.loads(logins.read_text()).items()]
        lines += ["", "  Not for the internet: slow clients could block it. See docs/howto/deploy.md."]
        self.stdout.write("\n".join([*lines, "", "  Press Ctrl-C to stop.", ""]))
        self.stdout.flush()


def check_port(port: int) -> None:
    """Raise ``CommandError`` if ``port`` cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(
                f"Cannot listen on port {port}: {reason}. Choose another one: make run PORT=8001"
            ) from None


def run_servers(port: int, on_ready: Callable[[], None] | None) -> int:
    """Run the web server and the scheduler until a signal arrives or one of them ends; return the exit status.

    ``on_ready`` is called once, when the portal answers requests.

    Both stay in this process group, so that a signal to the group, as from a closing terminal, ends them all.
    """
    received_signals: list[int] = []

    def record_signal(signal_number: int, frame: FrameType | None) -> None:
        received_signals.append(signal_number)

    for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signal_number, record_signal)
    commands = {
        "The web server": ["-m", "gunicorn", f"--bind={HOST}:{port}", "--workers=1", "--graceful-timeout=8"],
        "The scheduler": ["manage.py", "run_scheduler"],
    }
    children = {
        name: subprocess.Popen([sys.executable, *arguments], cwd=settings.BASE_DIR)
        for name, arguments in commands.items()
    }
    stopped_name = None
    while not received_signals and stopped_name is None:
        time.sleep(0.1)
        stopped_name = next((name for name, child in children.items() if child.poll() is not None), None)
        if on_ready and is_answering(port):
            on_ready()
            on_ready = None
    stop_processes(list(children.values()))
    if stopped_name and not received_signals:
        print(
            f"{stopped_name} ended with status {children[stopped_name].returncode}; the rest was stopped.",
            file=sys.stderr,
        )
        return 1
    return 0


def is_answering(port: int) -> bool:
    """Return whether the portal answers on ``port``: gunicorn listens some seconds before it has loaded it."""
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    with closing(connection), suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/healthz/live")
        return connection.getresponse().status == HTTPStatus.OK
    return False


def stop_processes(children: list[subprocess.Popen[bytes]]) -> None:
    """Terminate all child processes, and kill them after ten seconds."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + 10
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
