"""Starts servers for tests: gunicorn as in a deployment, and PostgreSQL."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from tests.support.services import find_postgres_programs
from tests.support.template_databases import copy_sqlite_template, get_postgres_dump, get_sqlite_template

PATIENCE = 60
"""Seconds until a test gives up on another process. It says nothing about speed: the machine may be busy."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def run_gunicorn(environment: dict[str, str], *arguments: str) -> Iterator[tuple[int, int]]:
    """Run gunicorn with the project's configuration; yield its port and the process ID of its worker."""
    port = free_port()
    environment = {"SITE_URL": f"http://127.0.0.1:{port}"} | environment | {"WEB_BIND": f"127.0.0.1:{port}"}
    command = [sys.executable, "-m", "gunicorn", "--workers=1", *arguments]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)
    try:
        wait_for_response(process, port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        yield port, int(children.read_text().split()[0])
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for_response(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait for the first response: gunicorn listens before it has loaded the application."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
            line.sendall(b"GET /healthz/live HTTP/1.0\r\n\r\n")
            if line.recv(100):
                return
        time.sleep(0.1)
    raise AssertionError("gunicorn does not answer")


@contextmanager
def run_portal(folder: Path, database_url: str = "", **environment: str) -> Iterator[tuple[int, int]]:
    """Run the portal as in a deployment with its data in ``folder``; yield port and worker process ID."""
    deployment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "k" * 50,
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'portal.sqlite3'}",
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.support.servers_settings",
    }
    with run_gunicorn(deployment | environment) as server:
        yield server


@contextmanager
def run_gunicorn_for_test(**environment: str) -> Iterator[int]:
    """Run the portal on the database and media folder of the current, transactional test; yield the port."""
    with run_gunicorn_worker_for_test(**environment) as (port, _worker):
        yield port


@contextmanager
def run_gunicorn_worker_for_test(*arguments: str, **environment: str) -> Iterator[tuple[int, int]]:
    """Do the same, but yield the port and the process ID of the worker."""
    test = {
        "DJANGO_SETTINGS_MODULE": "tests.support.gunicorn_settings",
        "GUNICORN_DATABASE": str(connection.settings_dict["NAME"]),
        "GUNICORN_MEDIA": str(settings.MEDIA_ROOT),
    }
    with run_gunicorn(dict(os.environ) | test | environment, *arguments) as server:
        yield server


@contextmanager
def separate_database(folder: Path) -> Iterator[None]:
    """Use a new SQLite database in ``folder``: its content is committed, and shared by the tests of a module."""
    name = connection.settings_dict["NAME"]
    connection.close()
    copy_sqlite_template(folder / "portal.sqlite3")
    connection.settings_dict["NAME"] = str(folder / "portal.sqlite3")
    try:
        if not get_sqlite_template().exists():
            call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


class PostgresServer:
    """A PostgreSQL server with a temporary data folder, which can be frozen."""

    def __init__(self, superuser: str = "postgres") -> None:
        self.superuser = superuser
        # Not below pytest's folder, which only the user running the tests can access.
        folder = self.folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        self.port = free_port()
        programs = find_postgres_programs()
        assert programs
        self.programs = programs
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.getuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        initdb = [programs / "initdb", "-D", folder / "db", "-U", superuser, "--auth=trust", "--no-sync"]
        initdb += ["--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(initdb, user=self.user, check=True, stdout=subprocess.DEVNULL, cwd=folder, env={})
        self.start()

    def start(self) -> None:
        folder, programs = self.folder, self.programs
        server = [programs / "postgres", "-D", folder / "db", "-p", str(self.port), "-h", "127.0.0.1", "-k", folder]
        self.process = subprocess.Popen(
            [*server, "-c", "fsync=off"], user=self.user, start_new_session=True, stderr=subprocess.DEVNULL, cwd=folder
        )
        # The port is open while the server is still starting, so a connection is tried.
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            assert self.process.poll() is None
            time.sleep(0.1)

    @property
    def url(self) -> str:
        return self.get_url(self.superuser, "postgres")

    def get_url(self, user: str, database: str) -> str:
        return f"postgres://{user}@127.0.0.1:{self.port}/{database}"

    def dump(self, file: Path, url: str = "") -> None:
        """Dump the database for the next run; migrating takes a minute."""
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        subprocess.run([self.programs / "pg_dump", "--no-owner", "-d", url or self.url, "-f", part], check=True)
        part.rename(file)

    def restore_template(self, url: str = "") -> bool:
        """Copy the template of the test databases into the empty database; return whether there is one."""
        return self.restore(get_postgres_dump(), url)

    def restore(self, file: Path, url: str = "") -> bool:
        """Restore the dump into the empty database; return whether there was one."""
        if file.exists():
            psql = [self.programs / "psql", "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1"]
            subprocess.run([*psql, "-d", url or self.url, "-f", file], check=True)
        return file.exists()

    def signal(self, number: int) -> None:
        """Send a signal to the server and all its connection processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in [self.process.pid, *map(int, children)]:
            with suppress(ProcessLookupError):  # a connection that has ended meanwhile
                os.kill(pid, number)

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def halt(self) -> None:
        """Stop the server without a checkpoint, as when it crashes; it can be started again."""
        self.thaw()
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def stop(self) -> None:
        """Stop the server and delete its data."""
        if self.process.poll() is None:
            self.halt()
        shutil.rmtree(self.folder)


class RedisServer:
    """A Redis server without files, which can be frozen."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=tempfile.gettempdir())
        while not self.is_listening():
            assert self.process.poll() is None
            time.sleep(0.05)

    def is_listening(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
