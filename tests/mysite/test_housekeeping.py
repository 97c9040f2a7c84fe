"""Housekeeping deletes what is older than its period, and nothing that anything else needs."""

import datetime
import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessLog
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from mysite import background_command
from mysite.background_command import BackgroundCommand
from mysite.bin.actions import put, restore_page
from mysite.housekeeping import jobs, rows, running
from mysite.models import BinItem, HousekeepingRecord, MissingURL, PortalDocument
from mysite.signals import nightly, scheduler_round
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.editors import EDITORS, create_editor, login_client
from tests.support.html import get_page, get_text

pytestmark = pytest.mark.django_db
URL = "/admin/housekeeping/"
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(rows, "PAUSE", 0)
    monkeypatch.setattr(running, "_command", BackgroundCommand("clean_up"))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The processes of housekeeping that the scheduler started; it starts other commands in the night too."""
    commands: list[list[str]] = []

    def start(command: list[str], **options: Any) -> None:
        if command[-1] == "clean_up":
            commands.append(command)

    monkeypatch.setattr(background_command.subprocess, "Popen", start)
    return commands


@pytest.fixture
def administrator() -> Client:
    return login_client(factories.UserFactory(is_superuser=True))


def keep(name: str, days: int) -> None:
    running.get_tasks()
    HousekeepingRecord.objects.filter(name=name).update(days=days)


def clean_up() -> str:
    output = io.StringIO()
    call_command("clean_up", stdout=output)
    return output.getvalue()


def get_record(name: str) -> HousekeepingRecord:
    return HousekeepingRecord.objects.get(name=name)


def save(page: NewsPage, title: str, days_ago: int, *, publish: bool = False) -> Revision:
    """Save a revision of a page as if it were ``days_ago``."""
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = title
    revision = draft.save_revision(log_action=True)
    if publish:
        revision.publish()
    Revision.objects.filter(pk=revision.pk).update(created_at=timezone.now() - days_ago * DAY)
    return revision


def get_kept(page: NewsPage) -> list[str]:
    return [revision.content["title"] for revision in page.revisions.order_by("created_at")]


def test_replaced_revisions_are_deleted_and_the_day_of_replacement_counts() -> None:
    article = factories.ArticleFactory()
    article.revisions.all().delete()
    for title, days in (("1", 900), ("2", 800), ("3", 500), ("4", 2), ("5", 1)):
        save(article, title, days, publish=title != "5")
    assert "revisions: 2 deleted" in clean_up()
    # “3” was live until two days ago.
    assert get_kept(article) == ["3", "4", "5"]
    keep("revisions", 0)
    Revision.objects.update(created_at=timezone.now() - 5000 * DAY)
    clean_up()
    assert get_kept(article) == ["3", "4", "5"]


def test_live_scheduled_and_submitted_revisions_are_kept_whatever_their_age() -> None:
    section = factories.SectionFactory()
    live, scheduled, submitted = factories.ArticleFactory.create_batch(3, parent=section)
    for article in (live, scheduled, submitted):
        article.revisions.all().delete()
    save(live, "live", 900, publish=True)
    revision = save(scheduled, "scheduled", 900)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() + DAY)
    save(submitted, "submitted", 900)
    draft = NewsPage.objects.get(pk=submitted.pk)
    state = draft.get_workflow().start(draft, create_editor())
    state.cancel()
    for article in (live, scheduled, submitted):
        save(article, "old draft", 800)
        save(article, "draft", 700)
    clean_up()
    assert get_kept(live) == ["live", "draft"]
    assert get_kept(scheduled) == ["scheduled", "draft"]
    assert get_kept(submitted) == ["submitted", "draft"]
    assert NewsPage.objects.get(pk=live.pk).live_revision is not None
    assert state.task_states.count() == 1


def test_history_and_comparison_work_without_old_revisions() -> None:
    article = factories.ArticleFactory()
    gone, _, live = (save(article, title, days, publish=True) for title, days in (("a", 900), ("b", 800), ("c", 700)))
    save(article, "draft", 0)
    clean_up()
    assert not Revision.objects.filter(pk=gone.pk).exists()
    assert PageLogEntry.objects.filter(page=article, action="wagtail.publish").count() == 3
    client = login_client(create_editor(EDITORS))
    base = f"/admin/pages/{article.pk}"
    history = get_page(client, f"{base}/history/")
    assert f"/revisions/{gone.pk}/" not in str(history)
    assert f"/revisions/{live.pk}/revert/" in str(history)
    for link in history.select(f"a[href^='{base}/revisions/']"):
        assert client.get(link["href"]).status_code == 200, link["href"]
    for pair in ("live...latest", "earliest...latest", f"{live.pk}...latest"):
        assert client.get(f"{base}/revisions/compare/{pair}/").status_code == 200
    assert client.get(f"{base}/revisions/{gone.pk}/revert/").status_code == 404
    assert client.get(f"{base}/revisions/compare/{gone.pk}...latest/").status_code == 404


def test_page_restored_from_the_bin_has_its_draft() -> None:
    article = factories.ArticleFactory()
    parent = article.get_parent()
    save(article, "live", 900, publish=True)
    save(article, "lost draft", 800)
    save(article, "draft", 700)
    put(NewsPage.objects.get(pk=article.pk), None)
    clean_up()
    restored = restore_page(BinItem.objects.get(), Page.objects.get(pk=parent.pk), None)
    assert restored.get_latest_revision_as_object().title == "draft"
    assert NewsPage.objects.get(pk=article.pk).live_revision.content["title"] == "live"


def test_snippets_and_translations_keep_what_they_need() -> None:
    unit = factories.UnitFactory()
    for days in (900, 800, 700):
        Revision.objects.filter(pk=unit.save_revision().pk).update(created_at=timezone.now() - days * DAY)
    unit.refresh_from_db()
    clean_up()
    assert list(unit.revisions) == [unit.latest_revision]


def test_batches_delete_everything_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "BATCH_SIZE", 3)
    article = factories.ArticleFactory()
    for _ in range(10):
        save(article, "x", 900)
    kept = save(article, "last", 800)
    assert rows.delete_in_batches(rows.find_old_revisions(1)) >= 10
    assert kept in article.revisions.all()
    assert rows.delete_in_batches(rows.find_old_revisions(1)) == 0


def test_rows_of_logs_sessions_and_missing_urls() -> None:
    article = factories.ArticleFactory()
    save(article, "x", 0)
    old = PageLogEntry.objects.filter(page=article).latest("pk")
    PageLogEntry.objects.filter(pk=old.pk).update(timestamp=timezone.now() - 1826 * DAY)
    others = PageLogEntry.objects.exclude(pk=old.pk).count()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + days * DAY)
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    for key, days in (("old", 91), ("new", 89)):
        MissingURL.objects.create(key=key, path=f"/{key}", requested_on=today - days * DAY)
        access = AccessLog.objects.create(username=key, ip_address="203.0.113.7")
        AccessLog.objects.filter(pk=access.pk).update(attempt_time=timezone.now() - days * DAY)
    clean_up()
    assert PageLogEntry.objects.count() == others
    assert not PageLogEntry.objects.filter(pk=old.pk).exists()
    assert [session.session_key for session in Session.objects.all()] == ["new"]
    assert [missing.key for missing in MissingURL.objects.all()] == ["new"]
    assert [access.username for access in AccessLog.objects.all()] == ["new"]


def test_bin_is_emptied() -> None:
    for title, days in (("Cũ", 31), ("Mới", 29)):
        item = put(factories.DocumentFactory(title=title), None)
        BinItem.objects.filter(pk=item.pk).update(deleted_at=timezone.now() - days * DAY)
    assert "bin: 1 deleted" in clean_up()
    assert [document.title for document in PortalDocument.objects.all()] == ["Mới"]


def write_orphan(media: Path, name: str, days: int) -> Path:
    path = media / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x" * 1000)
    os.utime(path, (time.time() - days * 86_400,) * 2)
    return path


def test_orphaned_files_are_deleted_by_the_second_run(media: Path) -> None:
    document = factories.DocumentFactory()
    old, young = write_orphan(media, "images/old.jpg", 31), write_orphan(media, "documents/young.pdf", 29)
    os.utime(document.file.path, (0, 0))
    clean_up()
    assert old.exists()
    assert "orphan_files: 1 deleted" in clean_up()
    assert not old.exists()
    assert young.exists()
    assert Path(document.file.path).exists()
    record = get_record("orphan_files")
    assert (record.deleted_size, record.left_count, record.left_size) == (1000, 1, 1000)
    keep("orphan_files", 0)
    write_orphan(media, "images/forever.jpg", 900)
    assert "orphan_files: 0 deleted" in clean_up() + clean_up()
    assert (media / "images/forever.jpg").exists()


def test_orphaned_files_stay_if_the_database_names_none(media: Path) -> None:
    orphan = write_orphan(media, "images/old.jpg", 900)
    assert not PortalDocument.objects.exists()
    clean_up()
    clean_up()
    assert orphan.exists()


def test_failure_is_logged_and_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch, caplog) -> None:
    monkeypatch.setattr(rows, "delete_in_batches", lambda queryset: 1 / 0)
    monkeypatch.setattr(jobs, "delete_in_batches", lambda queryset: 1 / 0)
    with pytest.raises(CommandError, match="addresses, log, missing_urls, revisions, sessions, sign_ins"):
        clean_up()
    assert get_record("revisions").has_failed
    assert get_record("revisions").started_at is None
    assert not get_record("bin").has_failed
    assert "Housekeeping failed: revisions" in caplog.text


def test_job_that_another_process_runs_is_left_to_it() -> None:
    running.get_tasks()
    HousekeepingRecord.objects.filter(name="bin").update(started_at=timezone.now())
    clean_up()
    assert get_record("bin").finished_at is None
    assert get_record("log").finished_at is not None
    HousekeepingRecord.objects.filter(name="bin").update(started_at=timezone.now() - DAY)  # killed
    clean_up()
    assert get_record("bin").finished_at is not None


def test_scheduler_starts_one_process_a_night(started: list[list[str]]) -> None:
    nightly.send(sender=None)
    assert started == []  # an office sees the periods before anything is deleted
    HousekeepingRecord.objects.update(night=timezone.localdate() - 2 * DAY)
    nightly.send(sender=None)
    (command,) = started
    assert command[-1] == "clean_up"
    clean_up()
    nightly.send(sender=None)
    assert len(started) == 1


def test_button_lets_the_scheduler_clean_up(administrator: Client, started: list[list[str]]) -> None:
    scheduler_round.send(sender=None)
    assert started == []
    response = administrator.post(URL, {**read_periods(administrator), "clean": "1"}, follow=True)
    assert "trong vòng nửa phút" in response.content.decode()
    assert "Đang chờ bộ lập lịch" in response.content.decode()
    assert not HousekeepingRecord.objects.filter(name="links", requested_at__isnull=False).exists()
    scheduler_round.send(sender=None)
    assert len(started) == 1
    clean_up()
    running._command = BackgroundCommand("clean_up")
    scheduler_round.send(sender=None)
    assert len(started) == 1


def read_periods(client: Client) -> dict[str, str]:
    fields = get_page(client, URL).select(".housekeeping input[type=number]")
    return {field["name"]: field["value"] for field in fields}


def test_screen_saves_periods_and_says_what_was_deleted(administrator: Client) -> None:
    periods = read_periods(administrator)
    assert periods == {
        "revisions": "365",
        "log": "1825",
        "addresses": "365",
        "sign_ins": "90",
        "missing_urls": "90",
        "orphan_files": "30",
        "views": "730",
    }
    administrator.post(URL, {**periods, "revisions": "10"})
    assert get_record("revisions").days == 10
    assert get_record("log").days is None
    article = factories.ArticleFactory()
    for days in (30, 20, 0):
        save(article, "x", days)
    clean_up()
    row = get_text(get_page(administrator, URL).select_one(".housekeeping__job"))
    assert "Bản lưu cũ" in row
    assert "Đã xoá: " in row
    log = get_page(administrator, "/admin/reports/site-history/")
    assert "Đã đổi thời hạn giữ dữ liệu" in log.get_text()


@pytest.mark.parametrize("value", ["-1", "36501", "x", "1e3", "", "٣", "1\0"])
def test_malformed_periods_are_refused(administrator: Client, value: str) -> None:
    response = administrator.post(URL, {**read_periods(administrator), "sign_ins": value, "clean": "1"})
    if value != "٣":  # a digit to Django
        assert response.status_code in {200, 400}
        assert get_record("sign_ins").days is None
        assert get_record("sign_ins").requested_at is None
    zero = administrator.post(URL, {**read_periods(administrator), "sign_ins": "0"})
    assert zero.status_code == 200
    assert get_record("sign_ins").days != 0


@pytest.mark.parametrize("role", [EDITORS, None])
def test_only_administrators_see_and_run_it(role: str | None) -> None:
    client = login_client(create_editor(role)) if role else Client()
    assert client.get(URL).status_code == 302
    assert client.post(URL, {"clean": "1"}).status_code == 302
    assert not HousekeepingRecord.objects.filter(requested_at__isnull=False).exists()
    assert URL not in client.get("/admin/", follow=True).content.decode()


def test_screen_takes_same_queries_for_every_number_of_rows(
    administrator: Client, django_assert_max_num_queries
) -> None:
    administrator.get(URL)
    for _ in range(2):
        factories.ArticleFactory.create_batch(5)
        with django_assert_max_num_queries(43):
            administrator.get(URL)
