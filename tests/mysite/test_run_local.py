"""`manage.py run_local`, which `make run` starts, run as a subprocess."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing

import pytest
from django.conf import settings

from tests.support import template_databases
from tests.support.servers import PATIENCE


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A data folder with a migrated, empty site, shared by the module because migrating takes most of the time.

    It is indexed too, because the scheduler fills an empty index at a moment of its own.
    """
    folder = tmp_path_factory.mktemp("prepared")
    template_databases.copy_sqlite_template(folder / "portal.sqlite3")
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder)}
    for command in (["prepare"], ["update_index", "--verbosity=0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environment, check=True)
    return folder


@pytest.fixture
def data(prepared, tmp_path):
    folder = tmp_path / "var"
    shutil.copytree(prepared, folder)
    return folder


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(data, port):
    """Return a function that starts the portal on ``port``. Processes still running after the test are killed."""
    started = []

    def run() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_local", "--no-demo"],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(data), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def wait_until_serving(process: subprocess.Popen[str]) -> list[str]:
    """Read the output up to the URLs and return it."""
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            return lines
    raise AssertionError("".join(lines))


def get_status(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE) as response:
        return response.status


def dump_database(data) -> str:
    """Return the statements of a dump, but for the scheduler's records of its jobs, which its first round makes."""
    with closing(sqlite3.connect(data / "portal.sqlite3")) as connection:
        return "\n".join(line for line in connection.iterdump() if "mysite_housekeepingrecord" not in line)


def test_restart_keeps_data(start, data, port):
    process = start()
    printed = "".join(wait_until_serving(process))
    assert f"http://127.0.0.1:{port}/admin/" in printed
    assert get_status(port, "/healthz/ready") == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=PATIENCE) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0

    before, collected = dump_database(data), (data / "static" / ".collected").stat().st_mtime_ns
    process = start()
    wait_until_serving(process)
    assert get_status(port, "/healthz/ready") == 200
    process.terminate()
    assert process.wait(timeout=PATIENCE) == 0
    assert dump_database(data) == before
    assert (data / "static" / ".collected").stat().st_mtime_ns == collected


@pytest.mark.long_form
def test_dead_process_stops_the_other(start, port):
    process = start()
    wait_until_serving(process)
    children = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(process.pid)], capture_output=True, text=True)
    scheduler = next(line for line in children.stdout.splitlines() if "run_scheduler" in line)
    os.kill(int(scheduler.split()[0]), signal.SIGKILL)
    assert process.wait(timeout=PATIENCE) == 1
    assert "The scheduler ended" in process.stdout.read()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_taken_port_is_one_clear_error_before_start(start, data, port):
    (data / "portal.sqlite3").unlink()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        process = start()
        printed = process.communicate(timeout=PATIENCE)[0]
    assert process.returncode != 0
    (line,) = printed.strip().splitlines()
    assert f"port {port}" in line
    assert not (data / "portal.sqlite3").exists()
