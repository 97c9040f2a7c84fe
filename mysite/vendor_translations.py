"""The words of the packages: what they say in English, and what ``locale_vendor/`` adds to their own Vietnamese.

A message is translated when every package that says it has it in its own ``vi``. Any other must be in
``locale_vendor/``, which may replace a package's translation too. It is a folder of its own because gettext would take
its messages for texts that the code no longer uses.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
from django.apps import apps
from django.conf import settings

from .translations import CODE_FOLDERS, placeholders_differ

DOMAINS = ["django", "djangojs"]
OURS = settings.BASE_DIR / "locale"
VENDOR = settings.BASE_DIR / "locale_vendor"

#: Wagtail's admin speaks through these though they are no applications here, so Django loads no catalogue of theirs.
WITHOUT_APP = ["django.contrib.humanize", "modelsearch", "treebeard"]

#: Messages that a package's source has and its catalogues have not.
UNLISTED = {
    "modelsearch": ["index entry", "index entries"],
    "rest_framework": ["A valid biginteger is required."],
    "treebeard": ["Can't move node to itself.", "You do not have permission to change this object."],
    "wagtail_localize": ["Can submit translations"],
    "wagtail.admin": ['You do not have permission to publish pages at "%(page_title)s"'],
}

_MEASURE = "a measure, written alike"
_PATTERN = "placeholders and signs only"
#: Messages that are right in Vietnamese as they are.
SAME = {
    ", ": _PATTERN,
    ":": _PATTERN,
    ":?.!": _PATTERN,
    "…": _PATTERN,
    "%(field_label)s:": _PATTERN,
    "%(range_start)s - %(range_end)s": _PATTERN,
    "%(time_zone_option)s: %(localized_time_zone_label)s": _PATTERN,
    "%(truncated_text)s…": _PATTERN,
    "%(size)d byte": _MEASURE,
    "%s KB": _MEASURE,
    "%s MB": _MEASURE,
    "%s GB": _MEASURE,
    "%s TB": _MEASURE,
    "%s PB": _MEASURE,
    "%(value)s googol": _MEASURE,
    "Email": "the word in use",
    "ID": "the word in use",
    "IPv4": "a name",
    "IPv6": "a name",
    "Wagtail API v2": "a name",
}

HEADER = """\
The words of the packages in Vietnamese: what their own catalogues lack or say in other words than docs/glossary.md.
Written by “make messages”: new messages come empty, those that no package has any more go."""
METADATA = {
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}

#: Context (empty for none) and message.
Key = tuple[str, str]


@dataclass
class Message:
    """An English message: which packages say it, and the Vietnamese they have for it."""

    plural: str = ""
    packages: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)
    vietnamese: dict[str, str] = field(default_factory=dict)

    @property
    def translated(self) -> bool:
        return self.packages <= self.vietnamese.keys()

    def add(self, package: str, entry: polib.POEntry, vietnamese: str) -> None:
        self.packages.add(package)
        self.plural = self.plural or entry.msgid_plural
        self.flags |= {flag for flag in entry.flags if flag.endswith("-format")}
        if vietnamese:
            self.vietnamese[package] = vietnamese


def packages() -> dict[str, Path]:
    """The folders of Django's core, of every application that is not ours, and of the packages without application."""
    found = {"django": find_folder("django") / "conf"}
    for app in apps.get_app_configs():
        if app.name.partition(".")[0] not in CODE_FOLDERS:
            found[app.name] = Path(app.path)
    return found | {name: find_folder(name) for name in WITHOUT_APP if name not in found}


def find_folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise LookupError(f"WITHOUT_APP names {package}, which is not installed")
    return Path(spec.origin).parent


def read(path: Path) -> dict[Key, polib.POEntry]:
    """The entries of a ``.po`` or ``.mo`` file, none if there is no such file."""
    if not path.exists():
        return {}
    opener: Callable[..., Iterable[polib.POEntry]] = polib.mofile if path.suffix == ".mo" else polib.pofile
    return {(entry.msgctxt or "", entry.msgid): entry for entry in opener(str(path)) if not entry.obsolete}


def text_of(entry: polib.POEntry | None) -> str:
    if entry is None:
        return ""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def english(folder: Path, domain: str) -> dict[Key, polib.POEntry]:
    """What a package says: its English catalogue, or else everything that its other languages translate."""
    for language in ("en", "en_US"):
        if entries := read(catalogue(folder / "locale", domain, language)):
            return entries
    for suffix in ("po", "mo"):
        entries = {}
        for path in sorted((folder / "locale").glob(f"*/LC_MESSAGES/{domain}.{suffix}")):
            entries |= read(path)
        if entries:
            return entries
    return {}


def catalogue(folder: Path, domain: str, language: str = "vi") -> Path:
    return folder / language / "LC_MESSAGES" / f"{domain}.po"


@cache
def said(domain: str) -> dict[Key, Message]:
    """Everything that the packages say, by context and message."""
    found: dict[Key, Message] = {}
    for package, folder in packages().items():
        entries = english(folder, domain)
        if domain == "django":
            for msgid in UNLISTED.get(package, ()):
                entries.setdefault(("", msgid), polib.POEntry(msgid=msgid))
        # Not the .po file: it is the compiled one that Django reads. And it reads those of applications only.
        vietnamese = {} if package in WITHOUT_APP else read(catalogue(folder / "locale", domain).with_suffix(".mo"))
        for key, entry in entries.items():
            found.setdefault(key, Message()).add(package, entry, text_of(vietnamese.get(key)))
    return found


def render(domain: str, entries: dict[Key, polib.POEntry]) -> str:
    """The catalogue as it must be: ``entries`` that somebody still says, and an empty one for each without words."""
    file = polib.POFile(wrapwidth=0)
    file.header, file.metadata = HEADER, METADATA
    wanted = [(key, message) for key, message in said(domain).items() if key in entries or not message.translated]
    for (context, msgid), message in sorted(wanted, key=lambda item: (min(item[1].packages), item[0][1], item[0][0])):
        old = entries.get((context, msgid))
        text = text_of(old)
        flags = message.flags | ({"fuzzy"} if old is not None and old.fuzzy else set())
        entry = polib.POEntry(msgid=msgid, comment=", ".join(sorted(message.packages)), flags=sorted(flags))
        entry.msgctxt = context or None
        if message.plural:
            entry.msgid_plural, entry.msgstr_plural = message.plural, {0: text}
        else:
            entry.msgstr = text
        file.append(entry)
    return f"{file}".rstrip("\n") + "\n"


def update(folder: Path = VENDOR) -> Iterator[str]:
    """Bring the catalogues in ``folder`` up to date with the packages; say what is new and what has gone."""
    for domain in DOMAINS:
        path = catalogue(folder, domain)
        before = read(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(domain, before), encoding="utf-8")
        after = read(path)
        yield from (f"{path.name}: new: “{msgid}”" for context, msgid in after.keys() - before.keys())
        yield from (f"{path.name}: gone: “{msgid}”" for context, msgid in before.keys() - after.keys())


def vendor_problems(folder: Path = VENDOR) -> Iterator[str]:
    """What is wrong with the words of the packages, a sentence each; ``translations.problems`` tells the rest."""
    for domain in DOMAINS:
        path = catalogue(folder, domain)
        entries = read(path)
        for (context, msgid), message in said(domain).items():
            where = f"{path.name}, “{msgid[:60]}” of {', '.join(sorted(message.packages))}"
            entry = entries.get((context, msgid))
            if entry is None and not message.translated:
                yield f"{where}: not in the catalogue (make messages)"
            for text in [text_of(entry)] if entry is not None else message.vietnamese.values():
                if text == msgid and msgid not in SAME:
                    yield f"{where}: still English"
                if entry is None and placeholders_differ(message.plural or msgid, text):
                    yield f"{where}: the placeholders of its own translation differ"
        if path.exists() and path.read_text(encoding="utf-8") != render(domain, entries):
            yield f"{path.name}: not as it is written by make messages"


def clashes(ours: Path = OURS, folder: Path = VENDOR) -> Iterator[str]:
    """Messages that our code and a package share though they mean different things: ours would win in both places."""
    entries = read(catalogue(folder, "django"))
    for key, entry in read(catalogue(ours, "django")).items():
        if message := said("django").get(key):
            for text in [text_of(entries[key])] if key in entries else sorted(set(message.vietnamese.values())):
                if text and text != text_of(entry):
                    where = f"“{key[1][:60]}” of {', '.join(sorted(message.packages))}"
                    yield f"{where}: “{text}” there, “{text_of(entry)}” in our catalogue (give ours a context)"


def counts(folder: Path = VENDOR) -> dict[str, tuple[int, int]]:
    """How many messages each package has, and how many of them are in our words."""
    found: dict[str, tuple[int, int]] = {}
    for domain in DOMAINS:
        entries = read(catalogue(folder, domain))
        for key, message in said(domain).items():
            for package in message.packages:
                everything, ours = found.get(package, (0, 0))
                found[package] = (everything + 1, ours + (key in entries))
    return dict(sorted(found.items()))
