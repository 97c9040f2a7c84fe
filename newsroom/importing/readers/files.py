"""Find the files below the paths given on the command line and stream their articles, each with the right reader."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsroom.importing.parsing.review import add_doubts
from newsroom.importing.records import NotAnArticle, Origin, ReadFailure, SavedArticle, UnreadableArticle

from .html import read_html_article
from .jsonl import read_jsonl
from .text import read_text_article

TEXT_SUFFIXES = frozenset((".txt", ".text"))
HTML_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml"))
#: Names that mirrors give to pages which programs on the server made; also with a query: ``chitiet.aspx@id=5``.
DYNAMIC_SUFFIXES = frozenset((".aspx", ".asp", ".php", ".jsp", ".jspx", ".cfm", ".do"))
JSONL_SUFFIXES = frozenset((".jsonl", ".ndjson"))
#: Parts of pages, which are read with these or not at all, and so are not reported as passed over.
_PAGE_PARTS = frozenset(
    ".jpg .jpeg .png .gif .webp .bmp .svg .ico .heic .tif .tiff .avif .css .js .woff .woff2 .ttf .eot .map".split()
)
#: Suffixes of the folders in which browsers save a page's images, frames and advertisements.
_COMPANION_FOLDER_SUFFIXES = ("_files", ".files", "-files", "_tệp", "_fichiers")
#: Names of print views: ``tin-5.html@print=1``, ``print.aspx``, ``savefile``, ``print/index.html``.
_PRINT_VIEW = re.compile(r"(?:^|[._=@?&-])(?:print|savefile|in-?bai(?:-?viet)?|ban-?in)(?:$|[._=@?&-])", re.I)

#: Maximum number of articles of a batch, and of bytes read for it.
BATCH_SIZE, BATCH_BYTES = 50, 2 * 1024 * 1024


class SourceFiles:
    """The files below ``paths``. ``size`` and ``done`` are in bytes, for a progress bar."""

    def __init__(self, paths: Iterable[str | Path]) -> None:
        self.failures: list[ReadFailure] = []
        self.files: list[Path] = []
        #: The files that are no articles, by the ending of their names.
        self.passed_over: dict[str, list[Path]] = {}
        #: The folder named on the command line by file: images are read anywhere below it.
        self._roots: dict[Path, Path] = {}
        seen: set[Path] = set()
        for path in map(Path, paths):
            for file in self._expand_path(path):
                # A file may be given by itself and also be in one of the folders.
                if (real := file.resolve()) not in seen:
                    seen.add(real)
                    self.files.append(file)
                    self._roots[file] = path if path.is_dir() else file.parent
        # The article is imported from its own page, which has its section, and the print view is the duplicate.
        self.files.sort(key=_is_print_view)
        self.size = sum(map(_get_size, self.files))
        self.done = 0

    def read_articles(self) -> Iterator[SavedArticle | ReadFailure]:
        """Yield every article in order, and a ``ReadFailure`` in place of each that cannot be read; never raises."""
        yield from self.failures
        for item in self._read_files():
            yield add_doubts(item) if isinstance(item, SavedArticle) else item

    def read_batches(self) -> Iterator[list[SavedArticle | ReadFailure]]:
        """Yield the articles in batches, which are written in one transaction each.

        A batch is small enough to be kept in memory and to keep editors from saving for no longer than a second. An
        article with images is a batch of its own.
        """
        batch: list[SavedArticle | ReadFailure] = []
        start = self.done
        for item in self.read_articles():
            if isinstance(item, SavedArticle) and any(photo.image for photo in item.photos):
                if batch:
                    yield batch
                yield [item]
                batch, start = [], self.done
                continue
            batch.append(item)
            if len(batch) == BATCH_SIZE or self.done - start > BATCH_BYTES:
                yield batch
                batch, start = [], self.done
        if batch:
            yield batch

    def _read_files(self) -> Iterator[SavedArticle | ReadFailure]:
        for file in self.files:
            before = self.done
            if _get_suffix(file) in JSONL_SUFFIXES:
                yield from self._read_lines(file, before)
            else:
                yield _read_article(file, self._roots[file])
            self.done = before + _get_size(file)

    def _read_lines(self, file: Path, before: int) -> Iterator[SavedArticle | ReadFailure]:
        try:
            raw = file.open("rb")
        except OSError as error:
            yield ReadFailure(Origin(file), f"the file cannot be opened: {error.strerror or error}")
            return
        with raw:
            for article in read_jsonl(file, raw):
                self.done = before + raw.tell()
                yield article

    def _expand_path(self, path: Path) -> Iterator[Path]:
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except (OSError, ValueError) as error:
            self.failures.append(ReadFailure(Origin(path), f"the path cannot be used: {error}"))
            return
        if is_folder:
            yield from self._walk_folder(path)
        elif not path.exists():
            self.failures.append(ReadFailure(Origin(path), "there is no such file or folder"))
        elif not is_file:
            self.failures.append(ReadFailure(Origin(path), "this is neither a file nor a folder"))
        elif not _get_suffix(path):
            kinds = ", ".join(sorted(TEXT_SUFFIXES | HTML_SUFFIXES | DYNAMIC_SUFFIXES | JSONL_SUFFIXES))
            self.failures.append(
                ReadFailure(Origin(path), f"this type of file cannot be imported ({kinds}, .jsonl.gz are possible)")
            )
        else:
            yield path

    def _walk_folder(self, folder: Path) -> Iterator[Path]:
        has_articles = False
        for here, folders, names in os.walk(folder, onerror=self._note_unreadable_folder):
            # Sorted, so that every run uses the same order.
            folders[:] = sorted(
                name for name in folders if not name.startswith(".") and not name.endswith(_COMPANION_FOLDER_SUFFIXES)
            )
            for name in sorted(names):
                path = Path(here, name)
                if name.startswith(".") or not path.is_file():
                    continue
                if not _get_suffix(path):
                    if (ending := path.suffix.lower()) not in _PAGE_PARTS:
                        self.passed_over.setdefault(ending, []).append(path)
                    continue
                has_articles = True
                if path.resolve().is_relative_to(folder.resolve()):
                    yield path
                else:
                    self.failures.append(ReadFailure(Origin(path), "this symbolic link points outside the folder"))
        if not has_articles:
            self.failures.append(ReadFailure(Origin(folder), "no saved articles in this folder"))

    def _note_unreadable_folder(self, error: OSError) -> None:
        self.failures.append(
            ReadFailure(Origin(Path(error.filename or "?")), f"the folder cannot be read: {error.strerror}")
        )


def _is_print_view(path: Path) -> bool:
    return any(map(_PRINT_VIEW.search, path.parts[-3:]))


def _get_suffix(path: Path) -> str:
    """Return the suffix that selects the reader; empty if the file cannot be imported."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    suffix = suffixes[-1] if suffixes else ""
    if suffix == ".gz":
        return suffixes[-2] if len(suffixes) > 1 and suffixes[-2] in JSONL_SUFFIXES else ""
    if suffix in TEXT_SUFFIXES | HTML_SUFFIXES | JSONL_SUFFIXES:
        return suffix
    suffix = Path(re.split(r"[?@]", path.name, maxsplit=1)[0]).suffix.lower()
    return suffix if suffix in DYNAMIC_SUFFIXES else ""


def _read_article(file: Path, root: Path) -> SavedArticle | ReadFailure:
    try:
        if _get_suffix(file) in TEXT_SUFFIXES:
            return read_text_article(file)
        return read_html_article(file, root)
    except UnreadableArticle as error:
        return ReadFailure(Origin(file), str(error), error.kind if isinstance(error, NotAnArticle) else "")


def _get_size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
