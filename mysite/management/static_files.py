"""Runs ``collectstatic`` only when a static file has changed, and copies the collected files for nginx."""

import hashlib
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

FINGERPRINT_FILE = ".collected"
#: Files of the collection that are for the portal only.
NOT_PUBLIC = {FINGERPRINT_FILE, "staticfiles.json"}
#: Days for which files of earlier versions are kept, for pages that are open or stored.
KEPT_DAYS = 90


def collect_static_if_changed() -> bool:
    """Collect the static files if they differ from those collected last; return whether they did."""
    stamp = Path(settings.STATIC_ROOT) / FINGERPRINT_FILE
    fingerprint = compute_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def compute_fingerprint() -> str:
    """Return a digest of the name, size and modification time of every file that would be collected."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda file: str(file[0])):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def publish_static_files() -> None:
    """Copy the collected static files to ``PUBLIC_STATIC_DIR``, and delete those that no version has had for long.

    nginx is not replaced with the portal, and serves the files of the version before as well.
    """
    source, target = Path(settings.STATIC_ROOT), Path(settings.PUBLIC_STATIC_DIR)
    for file in source.rglob("*"):
        if file.is_file() and file.name not in NOT_PUBLIC:
            copy_whole(file, target / file.relative_to(source))
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for file in target.rglob("*"):
        if file.is_file() and file.stat().st_mtime < oldest:
            file.unlink()


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that nobody reads half of it. Its modification time says when it was last part of a version."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, part)
        part.replace(target)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
