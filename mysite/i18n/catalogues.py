"""The project's message catalogues: extracting, compiling without gettext, and checks."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings

CODE_FOLDERS = ["mysite", "home", "newsroom", "readership", "search"]
#: What a translation must repeat: Python's two kinds of placeholders, escaped percent signs, tags, URL converters,
#: entities, and line breaks at either end.
PLACEHOLDER = re.compile(
    r"%%|%\(\w+\)[-#0 +\d.]*[a-zA-Z]|%[sdifr]|\{[\w.]*(?:![rsa])?(?::[^{}]*)?\}|</?[a-zA-Z][^<>]*>|&#?\w+;|\A\n|\n\Z"
)
XGETTEXT = [
    "makemessages",
    "--locale",
    "vi",
    "--no-wrap",
    "--add-location",
    "file",
    "--no-obsolete",
    "--verbosity",
    "0",
]


def find_catalogues() -> Iterator[Path]:
    """Yield the paths of all ``.po`` files of the project."""
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).rglob("*.po"))


def compile_catalogue(path: Path) -> None:
    """Write the ``.mo`` file of a ``.po`` file."""
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def find_problems(path: Path) -> Iterator[str]:
    """Yield the problems of a catalogue, one sentence each."""
    catalogue = polib.pofile(str(path), check_for_duplicates=False)
    seen = set()
    for entry in catalogue:
        if entry.obsolete:
            continue
        where = f"{path.name}, “{entry.msgid[:60]}”"
        if (entry.msgctxt, entry.msgid) in seen:
            yield f"{where}: duplicate"
        seen.add((entry.msgctxt, entry.msgid))
        if entry.fuzzy:
            yield f"{where}: marked fuzzy"
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not texts or not all(text.strip() for text in texts):
            yield f"{where}: not translated"
            continue
        if any(placeholders_differ(entry.msgid_plural or entry.msgid, text) for text in texts):
            yield f"{where}: the placeholders differ"
    compiled = path.with_suffix(".mo")
    if not compiled.exists():
        yield f"{path.name}: not compiled"
    elif translated_messages(polib.mofile(str(compiled))) != translated_messages(catalogue):
        yield f"{path.name}: the compiled catalogue is outdated (make messages)"


def placeholders_differ(message: str, text: str) -> bool:
    return sorted(PLACEHOLDER.findall(message)) != sorted(PLACEHOLDER.findall(text))


def translated_messages(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], str]:
    """Return the translated texts of a catalogue by context and message."""
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr or str(sorted(entry.msgstr_plural.items()))
        for entry in catalogue.translated_entries()
    }


def find_missing_messages() -> list[str]:
    """Return messages of the code that the Vietnamese catalogue lacks. Needs the xgettext program."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for folder in CODE_FOLDERS:
            shutil.copytree(settings.BASE_DIR / folder, copy / folder)
        (copy / "locale").mkdir()
        extract_messages(copy)
        extracted = polib.pofile(str(copy / "locale/vi/LC_MESSAGES/django.po"))
    # Not the vendor catalogue: there a message has the meaning that a package gives it.
    ours = polib.pofile(str(settings.BASE_DIR / "locale/vi/LC_MESSAGES/django.po"))
    known = {(entry.msgctxt, entry.msgid) for entry in ours if not entry.obsolete}
    return [entry.msgid for entry in extracted if (entry.msgctxt, entry.msgid) not in known]


def extract_messages(folder: Path) -> None:
    """Update ``locale/vi`` below ``folder`` from the code there, with gettext."""
    # In a separate process without settings, because their LOCALE_PATHS would point to the original folders.
    command = [sys.executable, "-m", "django", *XGETTEXT, "--ignore", "var", "--ignore", ".venv", "--ignore", "tests"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=folder, env=environment, check=True)
