"""Runs ``collectstatic`` only when a static file has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

FINGERPRINT_FILE = ".collected"


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
