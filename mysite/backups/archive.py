"""The archive of a backup: a ZIP file with the database, the media files and a signed manifest.

Archives are read without trust: no name leads out of the target folder, no entry is larger than declared, and nothing
is declared larger than the disk.
"""

import hashlib
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.template.defaultfilters import filesizeformat

from .manifest import BackupError, Manifest, StoredFile, is_signed, sign

MANIFEST, SIGNATURE = "manifest.json", "manifest.hmac"
DATABASE, MEDIA = "database", "media/"
MAX_MANIFEST_SIZE = 256 * 1024 * 1024
_CHUNK = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError)


def add_file(archive: zipfile.ZipFile, name: str, source: BinaryIO, *, compress: bool = False) -> StoredFile:
    """Copy an open file into the archive. Media are not compressed, because images are already."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
    entry.external_attr = (stat.S_IFREG | 0o600) << 16
    digest, size = hashlib.sha256(), 0
    with archive.open(entry, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return StoredFile(size, digest.hexdigest(), os.fstat(source.fileno()).st_mtime)


def add_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    data = manifest.to_json()
    archive.writestr(MANIFEST, data)
    archive.writestr(SIGNATURE, sign(data))


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive for reading; raises ``BackupError`` for damage found here or in the block."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}")
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except _DAMAGE as error:
        raise BackupError(f"This file is truncated, damaged or no backup: {error}") from error


def read_manifest(archive: zipfile.ZipFile, *, any_key: bool = False) -> Manifest:
    """Check the list of entries and the signature, and return the manifest.

    With ``any_key`` the signature may be that of another ``SECRET_KEY``.
    """
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(names) < len(entries):
        raise BackupError("This backup has two entries of the same name")
    if not {MANIFEST, SIGNATURE} <= names:
        raise BackupError("This file is no backup of the portal: it has no signed manifest")
    for entry in entries:
        check_entry(entry)
    data = _read_small(archive, MANIFEST)
    if not any_key and not is_signed(data, _read_small(archive, SIGNATURE)):
        raise BackupError(
            "This backup was changed, or made with another SECRET_KEY. If you made it yourself and that key is lost, "
            "use --any-key; a backup from others could run any command in the database"
        )
    manifest = Manifest.from_json(data)
    if DATABASE not in manifest.files:
        raise BackupError("This backup contains no database")
    stored = {entry.filename: entry.file_size for entry in entries if entry.filename not in (MANIFEST, SIGNATURE)}
    if stored != {name: file.size for name, file in manifest.files.items()}:
        raise BackupError("The entries of this backup are not those in its manifest")
    return manifest


def check_entry(entry: zipfile.ZipInfo) -> None:
    """Raise ``BackupError`` unless the entry is a plain file with a name that a backup can have."""
    name, mode = entry.filename, entry.external_attr >> 16
    is_plain = not mode or stat.S_IFMT(mode) in (0, stat.S_IFREG)
    if not is_plain or entry.is_dir() or entry.flag_bits & 1 or entry.orig_filename != name or not is_valid_name(name):
        raise BackupError(f"This backup has an entry that the portal has not written: {entry.orig_filename!r}")


def is_valid_name(name: str) -> bool:
    """Return whether ``name`` is one of the portal's own, or a relative path below ``media/``."""
    if name in (MANIFEST, SIGNATURE, DATABASE):
        return True
    parts = name.split("/")
    return name.startswith(MEDIA) and not {"", ".", ".."} & set(parts) and not {"\\", "\0"} & set(name)


def _read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MAX_MANIFEST_SIZE:
        raise BackupError("The manifest of this backup is too large")
    return archive.read(name)


def check_space(needed: int, folder: Path) -> None:
    """Raise ``BackupError`` if the disk of ``folder`` has less than ``needed`` bytes free."""
    free = shutil.disk_usage(folder).free
    if needed > free:
        sizes = filesizeformat(needed), filesizeformat(free)
        raise BackupError("The disk of {} is too full: {} are needed, {} are free".format(folder, *sizes))


def extract(archive: zipfile.ZipFile, manifest: Manifest, target: Path | None) -> None:
    """Extract all files to the new folder ``target`` and compare their checksums; with None only compare them."""
    if target:
        check_space(sum(file.size for file in manifest.files.values()), target)
    for name, file in manifest.files.items():
        digest = hashlib.sha256()
        with archive.open(name) as source, _open_target(target, name) as out:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != file.sha256:
            raise BackupError(f"The checksum of {name} in this backup is wrong")
        if target:
            os.utime(target / name, (file.modified, file.modified))


def _open_target(target: Path | None, name: str) -> BinaryIO:
    if target is None:
        return open(os.devnull, "wb")
    path = target / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
    except OSError as error:
        raise BackupError(f"Cannot extract {name}: {error.strerror}") from error
