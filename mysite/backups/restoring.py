"""Restores backups: everything is checked and extracted first, then database and media are replaced."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from wagtail.models import Page

from mysite.content_generation import raise_generation
from mysite.media.deletion import LockedError, keep_deleted_files
from mysite.models import ContentGeneration
from mysite.signals import restored

from . import conversion, postgres, sqlite
from .archive import DATABASE, extract, open_archive, read_manifest
from .manifest import BackupError, Manifest
from .media_exchange import bring_back_media, replace_media
from .writing import get_folder, list_media, make_backup_in_lock

#: Beginning of the temporary folder in ``DATA_DIR`` to which a backup is extracted.
WORK_PREFIX = ".restore-"
#: How the databases are read and written, by ``vendor``.
MODULES: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgres}
#: Tables whose rows are content: accounts, and pages below the home pages.
_CONTENT = ("SELECT 1 FROM mysite_user LIMIT 1", "SELECT 1 FROM wagtailcore_page WHERE depth > 2 LIMIT 1")


def check_backup(path: Path, *, any_key: bool = False) -> Manifest:
    """Check a backup completely without writing anything; raises ``BackupError``."""
    with open_archive(path) as archive:
        manifest = read_manifest(archive, any_key=any_key)
        extract(archive, manifest, target=None)
    return manifest


def restore_backup(
    path: Path,
    *,
    replace: bool = False,
    convert: bool = False,
    any_key: bool = False,
    report: Callable[[str], None] = lambda message: None,
) -> Manifest:
    """Restore a backup into an empty place; with ``replace`` into any, after backing it up.

    With ``convert`` a backup of SQLite is restored into PostgreSQL. Raises ``BackupError`` if the backup is refused,
    and the error of whatever else fails; database and media are then as they were.
    """
    with open_archive(path) as archive:
        manifest = read_manifest(archive, any_key=any_key)
        check_database_kind(manifest, convert=convert)
        check_migrations(manifest, exactly=convert)
        with _work_folder(MODULES[connection.vendor]) as (work, deleted):
            has_content = check_place(replace=replace)
            extract(archive, manifest, work)
            MODULES[manifest.database].check_snapshot(work / DATABASE)
            if has_content:
                kept = make_backup_in_lock(get_folder(), deleted, "-before-restore")
                report(f"Backed up what is replaced: {kept.path}")
            replace_everything(manifest, work)
    return manifest


def check_database_kind(manifest: Manifest, *, convert: bool) -> None:
    kinds = manifest.database, connection.vendor
    if convert and kinds != ("sqlite", "postgresql"):
        raise BackupError("--convert is for a backup of SQLite and a portal on PostgreSQL")
    if not convert and kinds[0] != kinds[1]:
        hint = ": use --convert" if kinds == ("sqlite", "postgresql") else ""
        raise BackupError(f"This backup is of {kinds[0]}, and this portal uses {kinds[1]}{hint}")


def check_migrations(manifest: Manifest, *, exactly: bool) -> None:
    """Raise ``BackupError`` if the backup was made by a newer version; with ``exactly`` also by an older one."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    latest = {app: max(name for other, name in known if other == app) for app, _name in known}
    applied = {(app, name) for app, name in manifest.migrations}
    newer = sorted(f"{app}.{name}" for app, name in applied if app in latest and name > latest[app])
    if newer:
        raise BackupError(
            f"A newer version of the portal has made this backup: install that version first ({', '.join(newer)})"
        )
    missing = set(loader.graph.leaf_nodes()) - applied
    if exactly and missing:
        raise BackupError("An older version of the portal has made this backup: upgrade there and back up again")


def check_place(*, replace: bool) -> bool:
    """Return whether this portal has content; raises ``BackupError`` if it has and ``replace`` is not given."""
    try:
        tables = connection.introspection.table_names()
    except DatabaseError as error:
        raise BackupError(f"The database is not available: {error}") from error
    if tables and "django_migrations" not in tables:
        raise BackupError("The database has tables of another program, which would be deleted")
    has_content = bool(list_media())
    try:
        with connection.cursor() as cursor:
            for statement in _CONTENT if tables else ():
                cursor.execute(statement)
                has_content = has_content or cursor.fetchone() is not None
    except DatabaseError:
        has_content = True  # of another version, or incomplete
    connection.close()
    if has_content and not replace:
        raise BackupError(
            "This portal has content, which would be lost. Restore into an empty one, or use --replace, which backs it "
            "up first"
        )
    return has_content


@contextmanager
def _work_folder(database: Any) -> Iterator[tuple[Path, Path]]:
    """Undo a restore that was killed; yield a temporary folder, and that of files deleted meanwhile."""
    folder = Path(settings.DATA_DIR)
    try:
        with keep_deleted_files() as deleted:
            for unfinished in folder.glob(f"{WORK_PREFIX}*"):
                if database.bring_back(unfinished):
                    bring_back_media(unfinished)
                shutil.rmtree(unfinished)
            with tempfile.TemporaryDirectory(prefix=WORK_PREFIX, dir=folder) as work:
                yield Path(work), deleted
    except LockedError as error:
        raise BackupError(str(error)) from error


def replace_everything(manifest: Manifest, work: Path) -> None:
    """Replace database and media by those extracted to ``work``; if anything fails, bring both back."""
    method = conversion if manifest.database != connection.vendor else MODULES[connection.vendor]
    generation = read_generation_number()
    with method.replaced_database(work):
        method.load_snapshot(work / DATABASE)
        try:
            call_command("prepare", verbosity=0)
        except CommandError as error:
            raise BackupError(f"The restored database cannot be upgraded: {error}") from error
        restored.send(sender=Manifest)
        Page.fix_tree()  # adding a page is no transaction on SQLite, so the snapshot may lack the parent's new count
        ContentGeneration.objects.filter(number__lt=generation).update(number=generation)
        raise_generation()
        replace_media(work)
    cache.clear()


def read_generation_number() -> int:
    """Return the content generation before the restore; the one after it must be higher for all caches."""
    try:
        return ContentGeneration.objects.values_list("number", flat=True).first() or 0
    except DatabaseError:
        return 0
    finally:
        connection.close()
