"""Find the image files of a saved page in the folder it was saved in.

Nothing is downloaded, and no file outside the folder is read, whatever the image's URL.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import SplitResult, unquote, unquote_to_bytes, urljoin, urlsplit

from newsroom.importing.parsing.cleaning import clean_string
from newsroom.importing.records import EmbeddedImage

ImageSource = Path | EmbeddedImage

_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|heic|tiff?)$|^(?:img|dsc[fn]?|image|photo|picture|screenshot|hinh|anh)?[\s_-]*\d+$",
    re.I,
)
_DATA_URL = re.compile(r"data:image/(?P<type>[\w.+-]+)(?P<options>[^,]*),(?P<data>.*)", re.S | re.I)
#: Of the missing images named in one note.
_MAX_NAMES = 5


class ImageFolder:
    """The folder of a saved article, or the folder named on the command line, of which it is a part.

    ``refused`` collects the URLs that point outside of it and ``missing`` those of images that were not saved, both for
    the report. ``embedded`` are the images of an MHTML file by URL.
    """

    def __init__(
        self, folder: Path, root: Path | None = None, embedded: Mapping[str, bytes] | None = None, base_url: str = ""
    ) -> None:
        self.folder = folder.resolve()
        self.root = root.resolve() if root and self.folder.is_relative_to(root.resolve()) else self.folder
        self.embedded, self.base_url = embedded or {}, base_url
        self.refused: dict[str, None] = {}
        self.missing: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        notes = [f"the image “{name}” is not in the article's folder and was left out" for name in self.refused]
        if self.missing:
            names = ", ".join(list(self.missing)[:_MAX_NAMES]) + (" …" if len(self.missing) > _MAX_NAMES else "")
            notes.append(f"{len(self.missing)} image(s) were not saved with the page: {names}")
        return tuple(notes)

    def find_first(self, urls: list[str]) -> ImageSource | None:
        """Return the first image found of several versions of one; else report the first as missing."""
        refused = dict(self.refused)
        for url in urls:
            if found := self._find(url):
                self.refused = refused
                return found
        if urls and self.refused == refused:
            self.missing[clean_string(urls[0][:100])] = None
        return None

    def find(self, url: str) -> ImageSource | None:
        """Return the image that a URL refers to; None if it is missing or outside the folder."""
        return self.find_first([url]) if url.strip() else None

    def _find(self, url: str) -> ImageSource | None:
        url = url.strip().replace("\\", "/") if not url.startswith("data:") else url
        if url.startswith("data:"):
            return read_data_url(url)
        with suppress(ValueError):
            for location in (url, urljoin(self.base_url, url)):
                if location in self.embedded:
                    return EmbeddedImage(location[:200], self.embedded[location])
            parts = urlsplit(url)
            for name in dict.fromkeys(self._get_file_names(url, parts)):
                for spelling in ("NFC", "NFD"):
                    if path := self._find_inside(unicodedata.normalize(spelling, name)):
                        return path
            remote = parts.scheme in ("http", "https") or (parts.netloc and parts.scheme != "file")
            if not remote and (parts.scheme not in ("", "cid") or url.startswith("/")):
                self.refused[clean_string(url)[:80]] = None
        return None

    def _get_file_names(self, url: str, parts: SplitResult) -> Iterator[str]:
        """Yield the names that the file of an image may have below the folder, with those that mirrors give."""
        if parts.scheme in ("", "http", "https") and (parts.netloc or url.startswith("/")):
            for path in (parts.path, unquote(parts.path)):
                if parts.netloc:
                    yield f"{self.root}/{parts.netloc}{path}"
                yield f"{self.root}{path}"
        elif not parts.scheme:
            yield from (url, parts.path, unquote(parts.path))

    def _find_inside(self, name: str) -> Path | None:
        try:
            path = (self.folder / name).resolve()
            if not path.is_relative_to(self.root):
                self.refused[clean_string(name)[:80]] = None
                return None
            return path if path.is_file() else None
        except (OSError, ValueError, RuntimeError):  # an invalid file name, a loop of symbolic links
            return None


def read_data_url(url: str) -> EmbeddedImage | None:
    """Return the image in a ``data:`` URL; None for damaged ones and for placeholders of one pixel."""
    match = _DATA_URL.match(url)
    if match is None or "svg" in match["type"].lower():
        return None
    try:
        content = unquote_to_bytes(match["data"])
        if "base64" in match["options"].lower():
            content = base64.b64decode(re.sub(rb"\s", b"", content) + b"==")
    except (ValueError, binascii.Error):
        return None
    return None if is_one_pixel(content) else EmbeddedImage(f"data:image/{match['type']}", content)


def is_one_pixel(content: bytes) -> bool:
    """Return whether ``content`` is a GIF or PNG image of a single pixel, as counters and placeholders are."""
    if content.startswith(b"GIF8"):
        return content[6:10] == b"\x01\x00\x01\x00"
    return content.startswith(b"\x89PNG") and content[16:24] == b"\x00\x00\x00\x01" * 2


def clean_alt_text(alt: str, title: str) -> str:
    """Return an image's alternative text, or an empty string if it repeats the title or is a file name."""
    text = clean_string(alt)
    return "" if _FILE_NAME.search(text) or text.casefold() == title.casefold() else text
