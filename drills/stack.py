"""The servers of a drill, each a process of its own on a free port, with all data in temporary folders."""

import dataclasses
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

import psycopg
from django.conf import settings

from drills import content
from drills.content import SECRET_KEY, Content
from drills.disk import MediaDisk
from tests.support import template_databases
from tests.support.proxies import ProxyFolder, proxy_folder, run_nginx, write_configuration
from tests.support.servers import PATIENCE, PostgresServer, RedisServer, free_port, wait_for_response

#: As in compose.yaml.
WORKERS, THREADS = 2, 8
#: How long nginx holds requests while nobody listens, as in the image.
HOLD_TIME = "90s"


class Program:
    """A Python program that can be stopped, killed and started again."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self.command, self.environment, self.log = [sys.executable, *arguments], environment, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=settings.BASE_DIR,
                env=self.environment,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def run(self) -> str:
        """Run the program to its end and return what it prints."""
        done = subprocess.run(
            self.command, cwd=settings.BASE_DIR, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def children(self) -> list[int]:
        assert self.process
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def stop(self) -> float:
        """Send SIGTERM and return the seconds until the program has ended."""
        assert self.process
        started = time.monotonic()
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)
        return time.monotonic() - started

    def kill(self) -> None:
        """Kill the program with all its processes."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Stack:
    """The portal as in ``compose.yaml``, or on SQLite and the in-process cache behind nginx."""

    def __init__(self, folder: ProxyFolder, *, sqlite: bool) -> None:
        self.folder, self.path = folder, folder.path
        self.portal_port, self.port = free_port(), free_port()
        self.postgres = None if sqlite else PostgresServer()
        self.redis = None if sqlite else RedisServer()
        self.disk = MediaDisk(folder.media)
        database = self.postgres.url if self.postgres else f"sqlite:///{self.path / 'portal.sqlite3'}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": database,
            "REDIS_URL": self.redis.url if self.redis else "",
            "DATA_DIR": str(self.path),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "TRUSTED_PROXIES": "1",
            "X_ACCEL_REDIRECT": "true",
            "PROXY_CACHE_DIR": str(folder.cached_pages),
            "CONTACT_LIMIT_PER_ADDRESS": "100000/h",
            "CONTACT_LIMIT_PER_SITE": "100000/h",
            "API_RATE": "100000/m",
            "WEB_BIND": f"127.0.0.1:{self.portal_port}",
            "WEB_THREADS": str(THREADS),
            "WEB_CONCURRENCY": "1" if sqlite else str(WORKERS),
            "DJANGO_SETTINGS_MODULE": "tests.support.servers_settings",
        }
        self.web = self.program("web", "-m", "gunicorn")
        self.scheduler = self.program("scheduler", "manage.py", "run_scheduler", "--interval=2")

    def program(self, name: str, *arguments: str) -> Program:
        return Program(list(arguments), self.environment, self.path / f"{name}.log")

    def start_web(self) -> None:
        self.web.start()
        assert self.web.process
        wait_for_response(self.web.process, self.portal_port)

    def prepare(self) -> Content:
        """Create the database with its content, or copy that of an earlier drill with the same code."""
        kept = template_databases.FOLDER / f"drills-{compute_digest()}"
        facts = kept.with_suffix(".json" if self.postgres else ".sqlite.json")
        if facts.exists() and self.restore(kept):
            self.program("site", "manage.py", "shell", "-v0", "-c", UPDATE_SITE).run()
            return Content(**json.loads(facts.read_text()))
        if self.postgres:
            self.postgres.restore_template()
        else:
            template_databases.copy_sqlite_template(self.path / "portal.sqlite3")
        self.program("prepare", "manage.py", "prepare", "-v0").run()
        created = Content(**json.loads(self.program("content", "-m", "drills.content").run().splitlines()[-1]))
        if self.postgres:
            self.postgres.dump(kept.with_suffix(".sql"))
        else:
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.path / "portal.sqlite3", kept.with_suffix(".sqlite3"))
        facts.write_text(json.dumps(dataclasses.asdict(created)))
        return created

    def restore(self, kept: Path) -> bool:
        if self.postgres:
            return self.postgres.restore(kept.with_suffix(".sql"))
        source = kept.with_suffix(".sqlite3")
        if source.exists():
            shutil.copyfile(source, self.path / "portal.sqlite3")
        return source.exists()

    def query(self, sql: str) -> list[tuple]:
        """Return rows of the database, past the portal."""
        if self.postgres:
            with psycopg.connect(self.postgres.url) as connection:
                return connection.execute(sql).fetchall()
        return query_sqlite(self.path / "portal.sqlite3", sql)

    def close(self) -> None:
        for program in (self.web, self.scheduler):
            program.kill()
        for server in (self.postgres, self.redis):
            if server:
                server.thaw()
                server.stop()
        self.disk.close()


UPDATE_SITE = "from mysite.http.site_url import update_default_site; update_default_site()"


def query_sqlite(file: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
        return connection.execute(sql).fetchall()


def compute_digest() -> str:
    own = hashlib.sha256(Path(content.__file__).read_bytes()).hexdigest()
    return f"{template_databases.compute_digest()}-{own[:8]}"


@contextmanager
def run_stack(*, sqlite: bool = False) -> Iterator[tuple[Stack, Content]]:
    """Start all servers, with content, and nginx in front; stop and delete everything at the end."""
    with ExitStack() as cleanup:
        folder = cleanup.enter_context(proxy_folder())
        stack = Stack(folder, sqlite=sqlite)
        cleanup.callback(stack.close)
        created = stack.prepare()
        stack.start_web()
        stack.scheduler.start()
        configuration = write_configuration(folder, stack.port, stack.portal_port, HOLD_TIME=HOLD_TIME)
        cleanup.enter_context(run_nginx(configuration, stack.port))
        yield stack, created
