"""The scheduler publishes and unpublishes what is due, including what came due while it was not running."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from home.models import HomePage, StandardPage
from tests.support.servers import PATIENCE

HOUR = timedelta(hours=1)


@pytest.fixture
def home(db):
    return HomePage.objects.get(slug="home")


def make_page(home, **fields):
    page = home.add_child(instance=StandardPage(title="Thông báo", **fields))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def travel(monkeypatch, delta):
    """Move ``timezone.now()`` forward, as after a power cut."""
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + delta)


def test_missed_publication_is_made_up(home, client, monkeypatch):
    page = make_page(home, live=False, go_live_at=timezone.now() + HOUR)
    assert not page.live
    travel(monkeypatch, 5 * HOUR)
    call_command("run_scheduler", "--once")
    page.refresh_from_db()
    assert page.live
    assert client.get(page.url).status_code == 200


def test_future_page_is_not_published(home):
    page = make_page(home, live=False, go_live_at=timezone.now() + HOUR)
    call_command("run_scheduler", "--once")
    page.refresh_from_db()
    assert not page.live


def test_missed_expiry_is_made_up(home, monkeypatch):
    page = make_page(home, expire_at=timezone.now() + HOUR)
    assert page.live
    travel(monkeypatch, 5 * HOUR)
    call_command("run_scheduler", "--once")
    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_failing_page_does_not_block_others(home, monkeypatch, caplog):
    stuck = home.add_child(instance=StandardPage(title="Thông báo", slug="first", live=False))
    stuck.slug = "taken"
    stuck.save_revision(approved_go_live_at=timezone.now() + HOUR)
    make_page(home, slug="taken")
    waiting = make_page(home, slug="second", live=False, go_live_at=timezone.now() + 2 * HOUR)
    travel(monkeypatch, 5 * HOUR)
    with pytest.raises(CommandError):
        call_command("run_scheduler", "--once")
    stuck.refresh_from_db()
    waiting.refresh_from_db()
    assert not stuck.live
    assert stuck.scheduled_revision
    assert waiting.live
    assert "Cannot publish" in caplog.text


@pytest.fixture
def command(monkeypatch, db):
    """The command module with its rounds replaced by a list of functions."""
    from mysite.management.commands import run_scheduler

    rounds = []

    def publish(*args, **options):
        number = len(rounds)
        rounds.append(number)
        if number == 0:
            raise RuntimeError("the database is away")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(run_scheduler, "call_command", publish)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    yield rounds
    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])


def test_failed_round_is_logged_and_next_one_runs(command, caplog, tmp_path):
    call_command("run_scheduler", "--interval=0.01", f"--heartbeat={tmp_path / 'beat'}")
    assert command == [0, 1]
    assert "the database is away" in caplog.text
    assert (tmp_path / "beat").exists()


@pytest.mark.parametrize("is_available", [True, False])
def test_heartbeat_continues_while_database_is_available(db, monkeypatch, tmp_path, is_available):
    """A page that can never be published must not make the container restart for ever."""
    from mysite.management.commands import run_scheduler

    def fail(*args, **options):
        os.kill(os.getpid(), signal.SIGTERM)
        raise RuntimeError("the URL is taken")

    monkeypatch.setattr(run_scheduler, "call_command", fail)
    if not is_available:
        monkeypatch.setattr(run_scheduler, "is_database_available", lambda: False)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    call_command("run_scheduler", "--interval=0.01", f"--heartbeat={tmp_path / 'beat'}")
    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])
    assert (tmp_path / "beat").exists() == is_available


def test_failed_single_round_exits_with_error(command):
    with pytest.raises(CommandError):
        call_command("run_scheduler", "--once")


def test_sigterm_ends_scheduler_cleanly(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_scheduler", f"--heartbeat={tmp_path / 'beat'}"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Its first round fails because the database is empty; it has to survive that too.
    for line in process.stderr:
        if "failed" in line:
            break
    time.sleep(0.5)
    process.terminate()
    assert process.wait(timeout=PATIENCE) == 0
    assert "Scheduler stopped" in process.stderr.read()
    process.stderr.close()
