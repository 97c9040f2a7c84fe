"""A restored portal has the same rows and files; what a restore replaces is backed up, and comes back if it fails."""

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from mysite import background_command
from mysite.backups import media_exchange, postgres, restoring, writing
from mysite.backups.manifest import BackupError
from mysite.backups.retention import has_backup_of_this_night, list_backups, start_nightly_backup
from mysite.http.site_url import update_default_site
from mysite.media.deletion import get_deleted_folder, keep_deleted_files
from mysite.media.orphan_files import Cursor
from mysite.models import PortalDocument, PortalImage
from mysite.signals import nightly
from newsroom.models import NewsPage
from tests.support import factories
from tests.support.backups import digest_media, digest_portal, new_portal
from tests.support.samples import TEST_ALL
from tests.support.servers import PATIENCE
from tests.support.services import POSTGRES_URL

pytestmark = pytest.mark.django_db(transaction=True)


SERVER = POSTGRES_URL.rpartition("/")[0]


def fill() -> None:
    """Create content of several kinds."""
    update_default_site()  # as manage.py prepare does, also after restoring
    image = factories.SmallImageFactory()
    image.get_rendition("width-48")
    article = factories.ArticleFactory(main_image=image, tags=("Tuyển sinh",))
    article.save_revision(user=factories.UserFactory())
    factories.DocumentFactory()


def back_up(*options: str) -> Path:
    call_command("backup", *options)
    return list_backups(writing.get_folder())[0]


@pytest.fixture
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    with new_portal(tmp_path / "portal", is_migrated=True) as folder:
        if TEST_ALL and request.function is test_restored_portal_is_equal:
            call_command("seed_demo", picture_width=160, verbosity=0)
        fill()
        yield folder


@pytest.fixture
def backup(portal: Path) -> Path:
    return back_up()


def test_restored_portal_is_equal(portal: Path, backup: Path, tmp_path: Path) -> None:
    before = digest_portal()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    call_command("restore", str(backup), "--check")
    with new_portal(tmp_path / "new") as new:
        call_command("restore", str(backup))
        assert digest_portal() == before
        assert sorted(path.name for path in new.iterdir() if "sqlite" not in path.name) == ["backup.lock", "media"]
        article = NewsPage.objects.get(tags__name="Tuyển sinh", main_image__title__startswith="IMG_")
        assert article.main_image.file.size > 100
        article.save_revision().publish()  # sequences go on after the restored rows
        factories.ArticleFactory()
    assert len(before) > 100


def test_freshly_prepared_portal_is_empty(backup: Path, tmp_path: Path) -> None:
    before = digest_portal()
    with new_portal(tmp_path / "new", is_migrated=True):
        call_command("restore", str(backup))
        assert digest_portal() == before


def test_content_is_refused_or_backed_up_and_replaced(backup: Path, tmp_path: Path) -> None:
    before = digest_portal()
    with new_portal(tmp_path / "other", is_migrated=True) as other:
        fill()
        factories.ArticleFactory(title="Bài khác")
        theirs = digest_portal()
        with pytest.raises(CommandError, match="has content"):
            call_command("restore", str(backup))
        assert digest_portal() == theirs
        call_command("restore", str(backup), "--replace")
        assert digest_portal() == before
        (kept,) = (other / "backups").iterdir()
        assert kept.name.endswith("-before-restore.zip")
        call_command("restore", str(kept), "--replace")
        assert digest_portal() == theirs


def test_media_alone_are_content(backup: Path, tmp_path: Path) -> None:
    with new_portal(tmp_path / "other") as other:
        (other / "media" / "file.txt").write_text("x")
        with pytest.raises(CommandError, match="has content"):
            call_command("restore", str(backup))


def test_tables_of_another_program_are_never_replaced(backup: Path, tmp_path: Path) -> None:
    with new_portal(tmp_path / "other"):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE theirs (id integer)")
        with pytest.raises(CommandError, match="another program"):
            call_command("restore", str(backup), "--replace")
        assert connection.introspection.table_names() == ["theirs"]


@pytest.mark.parametrize("failing", ["database", "media", "prepare"])
def test_failed_restore_changes_nothing(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise OSError("no space left")

    module = restoring.MODULES[connection.vendor]
    target = {"database": (module, "load_snapshot"), "media": (media_exchange.shutil, "move")}
    with new_portal(tmp_path / "other", is_migrated=True):
        fill()
        theirs = digest_portal()
        monkeypatch.setattr(*target.get(failing, (restoring, "call_command")), fail)
        with pytest.raises(OSError, match="no space left"):
            call_command("restore", str(backup), "--replace")
        assert digest_portal() == theirs


def delete_in_thread(*objects: PortalImage | PortalDocument) -> None:
    """Delete objects as another process does, while the backup reads its snapshot."""

    def delete() -> None:
        for instance in objects:
            instance.delete()
        connection.close()

    thread = threading.Thread(target=delete)
    thread.start()
    thread.join()


def test_files_deleted_during_backup_are_in_it(portal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest_media()
    read = writing.read_file_names

    def read_and_delete(cursor: Cursor) -> set[str]:
        names = read(cursor)
        delete_in_thread(*PortalImage.objects.all(), *PortalDocument.objects.all())
        for name in names:  # their names are used again
            (portal / "media" / name).write_text("another file")
        return names

    monkeypatch.setattr(writing, "read_file_names", read_and_delete)
    made = back_up()
    assert not get_deleted_folder().exists()
    monkeypatch.undo()
    with new_portal(tmp_path / "new"):
        call_command("restore", str(made))
        assert digest_media() == before


def test_file_that_was_missing_already_is_named(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = PortalDocument.objects.get().file.name
    (portal / "media" / name).unlink()
    back_up()
    assert f"missing already, the database refers to it: {name}" in capsys.readouterr().err


def test_one_backup_at_a_time(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mysite.media.deletion.PATIENCE", 0.1)
    with keep_deleted_files(), pytest.raises(CommandError, match="Another backup"):
        back_up()
    assert list_backups(portal / "backups") == []
    made = back_up()
    with keep_deleted_files(), pytest.raises(CommandError, match="Another backup"):
        call_command("restore", str(made), "--replace")


def test_newest_backups_are_kept(portal: Path) -> None:
    folder = portal / "backups"
    folder.mkdir()
    others = {"portal-2026-01-01-030000-before-restore.zip", "notes.txt"}
    for name in {f"portal-2026-01-0{day}-030000.zip" for day in range(1, 6)} | others:
        (folder / name).touch()
    (folder / ".backup-interrupted").mkdir()
    made = back_up("--keep=2")
    assert {path.name for path in folder.iterdir()} == {made.name, "portal-2026-01-05-030000.zip", *others}
    with pytest.raises(CommandError, match="at least 1"):
        back_up("--keep=0")


def test_full_disk_leaves_no_file(portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = os.statvfs(portal)
    monkeypatch.setattr("shutil.disk_usage", lambda folder: type("Usage", (), {"free": usage.f_bsize}))
    with pytest.raises(CommandError, match="too full"):
        back_up()
    assert list((portal / "backups").iterdir()) == []


def test_media_folder_is_no_place_for_backups(portal: Path) -> None:
    with pytest.raises(CommandError, match="media folder"):
        call_command("backup", f"--folder={portal / 'media' / 'backups'}")


@pytest.mark.parametrize(("output", "message"), [("pg_dump (PostgreSQL) 9.6.1", "older than"), (None, "not installed")])
def test_client_must_be_as_new_as_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str | None, message: str
) -> None:
    if output:
        (tmp_path / "pg_dump").write_text(f"#!/bin/sh\necho '{output}'\n")
        (tmp_path / "pg_dump").chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(type(connection), "pg_version", 170_002, raising=False)
    with pytest.raises(BackupError, match=message):
        postgres.check_client("pg_dump")


def test_scheduler_makes_one_backup_a_night(tmp_path: Path, settings) -> None:
    """A real scheduler, on the migrated database, with its own process for the backup."""
    folder, backups = tmp_path / "data", tmp_path / "nightly"
    with new_portal(folder, is_migrated=True):
        name = str(connection.settings_dict["NAME"])
        environment = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"sqlite:///{name}" if connection.vendor == "sqlite" else f"{SERVER}/{name}",
            "DATA_DIR": str(folder),
            "BACKUP_DIR": str(backups),
        }
        command = [sys.executable, "manage.py", "run_scheduler", "--interval=0.2"]
        with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL) as scheduler:
            try:
                deadline = time.monotonic() + PATIENCE
                while not list_backups(backups):
                    assert time.monotonic() < deadline
                    time.sleep(0.1)
            finally:
                scheduler.terminate()
        settings.BACKUP_DIR = str(backups)
        assert has_backup_of_this_night()
        (made,) = list_backups(backups)
        os.utime(made, (time.time() - 25 * 3600,) * 2)
        assert not has_backup_of_this_night()


def test_nightly_backup_needs_a_folder(settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(background_command.subprocess, "Popen", lambda command, **options: started.append(command))
    settings.BACKUP_DIR = ""
    start_nightly_backup()
    assert started == []
    settings.BACKUP_DIR = str(tmp_path)
    nightly.send(sender=None)
    assert "backup" in started[0]
    (tmp_path / "portal-2026-01-01-030000.zip").touch()  # written just now
    start_nightly_backup()
    assert len(started) == 1


@pytest.mark.parametrize("step", ["load_snapshot", "move_entries", "call_command"])
def test_killed_restore_is_undone_by_the_next_one(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = digest_portal()
    owners = {"load_snapshot": restoring.MODULES[connection.vendor], "move_entries": media_exchange}
    with new_portal(tmp_path / "other", is_migrated=True) as other:
        fill()
        theirs = digest_portal()
        child = os.fork()
        if not child:
            try:
                monkeypatch.setattr(owners.get(step, restoring), step, lambda *args, **options: os._exit(9))
                call_command("restore", str(backup), "--replace")
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
        assert list(other.glob(".restore-*"))
        with pytest.raises(CommandError, match="has content"):
            call_command("restore", str(backup))
        assert digest_portal() == theirs
        assert not list(other.glob(".restore-*"))
        call_command("restore", str(backup), "--replace")
        assert digest_portal() == before


def test_backup_of_an_older_version_is_upgraded(portal: Path, tmp_path: Path) -> None:
    before = digest_portal()
    call_command("migrate", "search", "0004", verbosity=0)
    made = back_up()
    with new_portal(tmp_path / "new"):
        call_command("restore", str(made))
        after = digest_portal()
    assert after.keys() == before.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"django_migrations", "search_searchentry", "search_fulltext_content", "auth_permission"}
    assert "search_searchentry" in after
