"""The scheduler publishes what is due and withdraws what has expired, also what came due while it did not run."""

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
    """Let ``timezone.now()`` run ahead, as after a night without electricity."""
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + delta)


def test_what_came_due_while_it_was_down_is_published(home, client, monkeypatch):
    page = make_page(home, live=False, go_live_at=timezone.now() + HOUR)
    assert not page.live
    travel(monkeypatch, 5 * HOUR)
    call_command("run_scheduler", "--once")
    page.refresh_from_db()
    assert page.live
    assert client.get(page.url).status_code == 200


def test_what_is_not_due_stays(home):
    page = make_page(home, live=False, go_live_at=timezone.now() + HOUR)
    call_command("run_scheduler", "--once")
    page.refresh_from_db()
    assert not page.live


def test_what_expired_while_it_was_down_is_withdrawn(home, monkeypatch):
    page = make_page(home, expire_at=timezone.now() + HOUR)
    assert page.live
    travel(monkeypatch, 5 * HOUR)
    call_command("run_scheduler", "--once")
    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_one_page_that_cannot_be_published_holds_up_no_other(home, monkeypatch, caplog):
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
    """The command module, its rounds under the test's control: a list of what each round does."""
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


def test_a_round_that_fails_is_logged_and_the_next_one_comes(command, caplog, tmp_path):
    call_command("run_scheduler", "--interval=0.01", f"--heartbeat={tmp_path / 'beat'}")
    assert command == [0, 1]
    assert "the database is away" in caplog.text
    assert (tmp_path / "beat").exists()


@pytest.mark.parametrize("answers", [True, False])
def test_the_heart_beats_while_the_database_answers(db, monkeypatch, tmp_path, answers):
    """A page that can never be published must not have the container restarted for ever."""
    from mysite.management.commands import run_scheduler

    def fail(*args, **options):
        os.kill(os.getpid(), signal.SIGTERM)
        raise RuntimeError("the address is taken")

    monkeypatch.setattr(run_scheduler, "call_command", fail)
    if not answers:
        monkeypatch.setattr(run_scheduler, "database_answers", lambda: False)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    call_command("run_scheduler", "--interval=0.01", f"--heartbeat={tmp_path / 'beat'}")
    signal.signal(signal.SIGTERM, before[0])
    signal.signal(signal.SIGINT, before[1])
    assert (tmp_path / "beat").exists() == answers


def test_a_single_round_that_fails_says_so(command):
    with pytest.raises(CommandError):
        call_command("run_scheduler", "--once")


def test_it_ends_cleanly_when_asked_to(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_scheduler", f"--heartbeat={tmp_path / 'beat'}"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Its first round fails, the database being empty: it has to survive that too.
    for line in process.stderr:
        if "failed" in line:
            break
    time.sleep(0.5)
    process.terminate()
    assert process.wait(timeout=10) == 0
    assert "The scheduler stops" in process.stderr.read()
    process.stderr.close()
