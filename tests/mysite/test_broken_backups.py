"""Damaged, foreign and hostile files are refused, also if they are signed, and nothing is changed."""

import hashlib
import json
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from mysite.backups import archive
from mysite.backups.manifest import sign
from mysite.backups.retention import list_backups
from tests.support import factories
from tests.support.backups import digest_portal, new_portal

pytestmark = pytest.mark.django_db(transaction=True)

Entries = dict[str, bytes]
Change = Callable[[Entries, dict], object]


@pytest.fixture(scope="module")
def good(django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with one article, its image and a document."""
    with (
        django_db_blocker.unblock(),
        new_portal(tmp_path_factory.mktemp("good") / "portal", is_migrated=True) as folder,
    ):
        factories.ArticleFactory(main_image=factories.SmallImageFactory())
        factories.DocumentFactory()
        call_command("backup", verbosity=0)
        (backup,) = list_backups(folder / "backups")
        kept = folder.parent / "good.zip"
        shutil.copy(backup, kept)
    return kept


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Path]:
    """The portal that a hostile file must not change, with files beside it."""
    with new_portal(tmp_path / "portal", is_migrated=True) as folder:
        factories.ArticleFactory(main_image=factories.SmallImageFactory())
        (tmp_path / "outside").write_text("mine")
        yield folder


def list_all(folder: Path) -> set[str]:
    """Return all files and folders, except the lock and what SQLite keeps beside its database."""
    names = {str(path.relative_to(folder)) for path in folder.rglob("*")}
    return {name for name in names if not name.endswith(("backup.lock", "-wal", "-shm"))}


def assert_refused(backup: Path, message: str, *options: str) -> None:
    """Try to restore ``backup`` over existing content; it is refused with ``message``, and nothing changes."""
    before, names = digest_portal(), list_all(backup.parent)
    with pytest.raises(CommandError, match=message):
        call_command("restore", str(backup), "--replace", *options)
    assert digest_portal() == before
    assert list_all(backup.parent) == names
    assert (backup.parent / "outside").read_text() == "mine"


def read(good: Path) -> tuple[Entries, dict]:
    with zipfile.ZipFile(good) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    return entries, json.loads(entries.pop(archive.MANIFEST))


def write(path: Path, entries: Entries, manifest: dict | bytes, *extra: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """Write an archive with a valid signature, and entries that ``ZipFile`` would not create."""
    data = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in {**entries, archive.MANIFEST: data, archive.SIGNATURE: sign(data)}.items():
            target.writestr(name, content)
        for entry, content in extra:
            target.writestr(entry, content)
    return path


def add(name: str, content: bytes = b"hostile") -> Change:
    """Return a change that adds a file, also to the manifest, with the right checksum."""

    def change(entries: Entries, manifest: dict) -> None:
        template = dict(manifest["files"]["database"])
        entries[name] = content
        manifest["files"][name] = template | {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    return change


def damage_media(entries: Entries, manifest: dict) -> None:
    name = next(name for name in entries if name.startswith("media/documents/"))
    entries[name] = b"x" * len(entries[name])


def set_manifest(**values: object) -> Change:
    return lambda entries, manifest: manifest.update(values)


def replace_database(entries: Entries, manifest: dict) -> None:
    add("database", b"no database at all" * 1000)(entries, manifest)


CHANGES: dict[str, tuple[Change, str]] = {
    "wrong checksum": (damage_media, "checksum of media/documents/"),
    "missing media": (lambda entries, _: entries.pop(next(n for n in entries if "images/" in n)), "not those in its"),
    "file not in the manifest": (lambda entries, _: entries.update({"media/more.txt": b"x"}), "not those in its"),
    "no database": (lambda entries, manifest: manifest["files"].pop("database"), "contains no database"),
    "traversal": (add("media/../../outside"), "not written"),
    "absolute name": (add("/tmp/outside"), "not written"),  # noqa: S108
    "other folder": (add("static/x.js"), "not written"),
    "backslashes": (add("media/..\\..\\outside"), "not written"),
    "empty part": (add("media//etc/passwd"), "not written"),
    "too long name": (add(f"media/{'x' * 300}"), "Cannot extract"),
    "file as folder": (lambda e, m: (add("media/a")(e, m), add("media/a/b")(e, m)), "Cannot extract"),
    "newer format": (set_manifest(format=2), "newer version"),
    "format of another type": (set_manifest(format="1"), "malformed"),
    "newer migrations": (lambda _, m: m["migrations"].append(["mysite", "9999_later"]), "newer version.*9999_later"),
    "files of another type": (set_manifest(files=["database"]), "malformed"),
    "size of another type": (lambda _, m: m["files"]["database"].update(size="1"), "malformed"),
    "unknown field": (lambda _, m: m["files"]["database"].update(owner="root"), "malformed"),
    "migrations of another type": (set_manifest(migrations=5), "malformed"),
    "another program's database": (set_manifest(database="oracle"), "of oracle"),
    "damaged database": (replace_database, "damaged|pg_restore failed"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changed_contents_are_refused_though_signed(good: Path, portal: Path, name: str) -> None:
    change, message = CHANGES[name]
    entries, manifest = read(good)
    entries.pop(archive.SIGNATURE)
    change(entries, manifest)
    assert_refused(write(portal.parent / "bad.zip", entries, manifest), message)


@pytest.mark.parametrize("share", [0, 1, 50, 99, 99.99])
def test_truncated_file_is_refused(good: Path, portal: Path, share: float) -> None:
    data = good.read_bytes()
    bad = portal.parent / "bad.zip"
    bad.write_bytes(data[: int(len(data) * share / 100)])
    assert_refused(bad, "truncated, damaged or no backup")


def test_changed_byte_is_refused_anywhere(good: Path, portal: Path) -> None:
    data = good.read_bytes()
    bad = portal.parent / "bad.zip"
    for number in range(1, 8):
        position = len(data) * number // 8
        bad.write_bytes(data[:position] + bytes([data[position] ^ 0x55]) + data[position + 1 :])
        with pytest.raises(CommandError):
            call_command("restore", str(bad), "--check")
    assert_refused(bad, "Nothing was changed")


def test_file_of_another_kind_is_refused(portal: Path) -> None:
    folder = portal.parent
    for kind in ("tar", "gztar", "zip"):
        assert_refused(Path(shutil.make_archive(str(folder / "other"), kind, portal / "media")), "no backup")
    (folder / "text.zip").write_text("PK not really")
    assert_refused(folder / "text.zip", "no backup")
    assert_refused(folder / "nothing.zip", "There is no file")
    (folder / "folder.zip").mkdir()
    assert_refused(folder / "folder.zip", "There is no file")


def test_unsigned_changes_are_refused(good: Path, portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = portal.parent / "bad.zip"
    entries, manifest = read(good)
    manifest["made_at"] = "yesterday"
    with zipfile.ZipFile(bad, "w") as target:
        for name, content in {**entries, archive.MANIFEST: json.dumps(manifest).encode()}.items():
            target.writestr(name, content)
    assert_refused(bad, "another SECRET_KEY")
    shutil.copy(good, bad)
    monkeypatch.setattr(settings, "SECRET_KEY", "another" * 8)
    assert_refused(bad, "another SECRET_KEY")
    call_command("restore", str(bad), "--check", "--any-key")
    with zipfile.ZipFile(bad, "w") as target:
        target.writestr("media/../../outside", b"hostile")
        target.writestr(archive.MANIFEST, b"{}")
        target.writestr(archive.SIGNATURE, b"\xff")
    assert_refused(bad, "not written", "--any-key")


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFDIR])
def test_links_and_devices_are_refused(good: Path, portal: Path, mode: int) -> None:
    entries, manifest = read(good)
    entries.pop(archive.SIGNATURE)
    add("media/link", b"/etc/passwd")(entries, manifest)
    content = entries.pop("media/link")
    link = zipfile.ZipInfo("media/link")
    link.external_attr = (mode | 0o777) << 16
    assert_refused(write(portal.parent / "bad.zip", entries, manifest, (link, content)), "not written")


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["database", archive.MANIFEST])
def test_entries_of_the_same_name_are_refused(good: Path, portal: Path, name: str) -> None:
    entries, manifest = read(good)
    entries.pop(archive.SIGNATURE)
    assert_refused(write(portal.parent / "bad.zip", entries, manifest, (name, b"second")), "two entries")


def test_bomb_is_refused_before_it_is_unpacked(good: Path, portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries, manifest = read(good)
    entries.pop(archive.SIGNATURE)
    add("media/bomb", bytes(20_000_000))(entries, manifest)
    bad = write(portal.parent / "bad.zip", entries, manifest)
    monkeypatch.setattr(archive.shutil, "disk_usage", lambda folder: type("Usage", (), {"free": 10_000_000}))
    assert_refused(bad, "too full")


def test_entry_larger_than_declared_is_refused(good: Path, portal: Path) -> None:
    entries, manifest = read(good)
    entries.pop(archive.SIGNATURE)
    add("media/bomb", bytes(5_000_000))(entries, manifest)
    add("media/bomb", bytes(5))({}, manifest)
    bad = write(portal.parent / "bad.zip", entries, manifest)
    data = bad.read_bytes()
    assert data.count(struct.pack("<L", 5_000_000)) == 2  # in both headers
    bad.write_bytes(data.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 5)))
    assert_refused(bad, "truncated, damaged|checksum")


def test_encrypted_entry_is_refused(good: Path, portal: Path) -> None:
    bad = portal.parent / "bad.zip"
    shutil.copy(good, bad)
    data = bytearray(bad.read_bytes())
    position = data.index(b"PK\x01\x02")
    data[position + 8] |= 1
    bad.write_bytes(data)
    assert_refused(bad, "not written")


def test_backup_of_the_other_database_is_refused(good: Path, portal: Path) -> None:
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    entries, manifest = read(good)
    entries.pop(archive.SIGNATURE)
    bad = write(portal.parent / "bad.zip", entries, manifest | {"database": other})
    assert_refused(bad, f"of {other}, and this portal uses {connection.vendor}")
    if connection.vendor == "sqlite":
        assert_refused(bad, "--convert is for", "--convert")


def test_huge_manifest_is_refused(good: Path, portal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MANIFEST_SIZE", 100)
    bad = portal.parent / "bad.zip"
    shutil.copy(good, bad)
    assert_refused(bad, "too large")


@pytest.mark.parametrize("manifest", [b"[]", b"{", b'"x"', b"[" * 100_000, b"\xff\xfe", b'{"format": 1}', b"null"])
def test_malformed_manifest_is_refused(good: Path, portal: Path, manifest: bytes) -> None:
    entries, _manifest = read(good)
    entries.pop(archive.SIGNATURE)
    assert_refused(write(portal.parent / "bad.zip", entries, manifest), "malformed")
