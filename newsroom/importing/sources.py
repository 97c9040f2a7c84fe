"""From the paths of a command line to saved articles: walks folders, picks the reader, streams."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from .html import read_html_article
from .jsonl import read_jsonl
from .records import Failure, Origin, SavedArticle, UnreadableArticle
from .text import read_text_article

TEXT, HTML, JSONL = (
    frozenset((".txt", ".text")),
    frozenset((".html", ".htm", ".xhtml")),
    frozenset((".jsonl", ".ndjson")),
)
#: Folders in which browsers put what belongs to a page: pictures, frames, advertisements.
_COMPANIONS = ("_files", ".files", "-files", "_tệp", "_fichiers")


class Sources:
    """The files behind ``paths``. ``size`` and ``done`` are bytes, for a progress bar."""

    def __init__(self, paths: Iterable[str | Path]) -> None:
        self.failures: list[Failure] = []
        self.files: list[Path] = []
        seen: set[Path] = set()
        for path in map(Path, paths):
            for file in self._files(path):
                # The same file may be named and lie in a named folder.
                if (real := file.resolve()) not in seen:
                    seen.add(real)
                    self.files.append(file)
        self.size = sum(map(_size, self.files))
        self.done = 0

    def articles(self) -> Iterator[SavedArticle | Failure]:
        """Every article in order; what cannot be read comes as a ``Failure`` in its place, never as an exception."""
        yield from self.failures
        for file in self.files:
            before = self.done
            if _kind(file) in JSONL:
                yield from self._lines(file, before)
            else:
                yield _one(file)
            self.done = before + _size(file)

    def _lines(self, file: Path, before: int) -> Iterator[SavedArticle | Failure]:
        try:
            raw = file.open("rb")
        except OSError as error:
            yield Failure(Origin(file), f"the file cannot be opened: {error.strerror or error}")
            return
        with raw:
            for article in read_jsonl(file, raw):
                self.done = before + raw.tell()
                yield article

    def _files(self, path: Path) -> Iterator[Path]:
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except (OSError, ValueError) as error:
            self.failures.append(Failure(Origin(path), f"the path cannot be used: {error}"))
            return
        if is_folder:
            yield from self._folder(path)
        elif not path.exists():
            self.failures.append(Failure(Origin(path), "there is no such file or folder"))
        elif not is_file:
            self.failures.append(Failure(Origin(path), "this is neither a file nor a folder"))
        elif not _kind(path):
            kinds = ", ".join(sorted(TEXT | HTML | JSONL))
            self.failures.append(
                Failure(Origin(path), f"this is not a kind of file that can be imported ({kinds}, .jsonl.gz)")
            )
        else:
            yield path

    def _folder(self, folder: Path) -> Iterator[Path]:
        found = False
        for here, folders, names in os.walk(folder, onerror=self._unreadable):
            # Sorted, so that two runs go the same way.
            folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(_COMPANIONS))
            for name in sorted(names):
                path = Path(here, name)
                if name.startswith(".") or not _kind(path) or not path.is_file():
                    continue
                found = True
                if path.resolve().is_relative_to(folder.resolve()):
                    yield path
                else:
                    self.failures.append(Failure(Origin(path), "this is a link that leads out of the folder"))
        if not found:
            self.failures.append(Failure(Origin(folder), "no saved articles in this folder"))

    def _unreadable(self, error: OSError) -> None:
        self.failures.append(
            Failure(Origin(Path(error.filename or "?")), f"the folder cannot be read: {error.strerror}")
        )


def _kind(path: Path) -> str:
    """The suffix that decides on the reader, empty for other files."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    suffix = suffixes[-1] if suffixes else ""
    if suffix == ".gz":
        return suffixes[-2] if len(suffixes) > 1 and suffixes[-2] in JSONL else ""
    return suffix if suffix in TEXT | HTML | JSONL else ""


def _one(file: Path) -> SavedArticle | Failure:
    try:
        return read_html_article(file) if _kind(file) in HTML else read_text_article(file)
    except UnreadableArticle as error:
        return Failure(Origin(file), str(error))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
