"""What ``make run`` starts: the whole portal on one machine, on 127.0.0.1."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mysite.collected import collect_if_needed

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Set up what is missing, then serve the portal with gunicorn and its scheduler until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="leave an empty site empty")

    def handle(self, *args: Any, **options: Any) -> None:
        port = int(os.environ.get("PORT", settings.SITE_PORT))
        refuse_taken_port(port)
        call_command("prepare", verbosity=options["verbosity"], stdout=self.stdout)
        if collect_if_needed():
            self.stdout.write("Collected the static files")
        if not options["no_demo"]:
            call_command("seed_demo", "--if-empty", stdout=self.stdout)
        sys.exit(serve(port, when_serving=partial(self.announce, port)))

    def announce(self, port: int) -> None:
        """Print where the portal answers, and who can log in."""
        address = f"http://{HOST}:{port}"
        lines = ["", f"  Portal   {address}/", f"  English  {address}/en/", f"  Admin    {address}/admin/"]
        logins = Path(settings.DATA_DIR) / "demo-logins.json"
        if logins.exists():
            lines += ["", "  Demo logins (only on this machine):"]
            lines += [f"    {name:12} {password}" for name, password in json.loads(logins.read_text()).items()]
        self.stdout.write("\n".join([*lines, "", "  Ctrl-C stops it.", ""]))
        self.stdout.flush()


def refuse_taken_port(port: int) -> None:
    """Raise ``CommandError`` when nobody could listen on ``port``."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(f"Cannot serve on port {port}: {reason}. Choose another: make run PORT=8001") from None


def serve(port: int, when_serving: Callable[[], None] | None) -> int:
    """Run the web server and the scheduler until a signal arrives or one of them ends; return the exit status.

    ``when_serving`` is called once, when the port answers.

    Both stay in this process group: whatever ends the group, a closing terminal too, ends them all.
    """
    asked: list[int] = []

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    commands = {
        "The web server": ["-m", "gunicorn", f"--bind={HOST}:{port}", "--workers=1"],
        "The scheduler": ["manage.py", "run_scheduler"],
    }
    children = {
        name: subprocess.Popen([sys.executable, *arguments], cwd=settings.BASE_DIR)
        for name, arguments in commands.items()
    }
    dead = None
    while not asked and dead is None:
        time.sleep(0.1)
        dead = next((name for name, child in children.items() if child.poll() is not None), None)
        if when_serving and answers(port):
            when_serving()
            when_serving = None
    stop(list(children.values()))
    if dead and not asked:
        print(f"{dead} ended with status {children[dead].returncode}; the rest was stopped.", file=sys.stderr)
        return 1
    return 0


def answers(port: int) -> bool:
    """Tell whether somebody listens on ``port``."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask every child to finish, and insist after ten seconds."""
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
