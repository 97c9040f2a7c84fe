"""Finds the pictures of a saved page: files in the page's own folder, and nothing else.

Nothing is ever fetched, and no file outside the folder is ever read, however the page spells its address.
"""

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from .cleaning import clean

_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|bmp|heic|tiff?)$|^(?:img|dsc[fn]?|image|photo|picture|screenshot|hinh|anh)?[\s_-]*\d+$",
    re.I,
)


class PictureFolder:
    """The folder an article lies in. ``notes`` collects the addresses that lead out of it, for the report."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.notes: list[str] = []

    def find(self, address: str) -> Path | None:
        """The file that ``address`` names inside the folder; None if it is missing or anywhere else."""
        address = address.strip().replace("\\", "/")
        if not address or address.startswith("data:"):
            return None
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme in ("http", "https") or (parts.netloc and parts.scheme != "file"):
            return None  # on the old portal: the photo was not saved
        if parts.scheme or parts.netloc or address.startswith("/"):
            self._refuse(address)
            return None
        for name in dict.fromkeys((address, parts.path, unquote(parts.path))):
            for spelling in ("NFC", "NFD"):
                if found := self._inside(unicodedata.normalize(spelling, name)):
                    return found
        return None

    def _inside(self, name: str) -> Path | None:
        try:
            path = (self.folder / name).resolve()
            if not path.is_relative_to(self.folder):
                self._refuse(name)
                return None
            return path if path.is_file() else None
        except (OSError, ValueError, RuntimeError):  # a name no file can have, a circle of links
            return None

    def _refuse(self, address: str) -> None:
        note = f"the picture “{clean(address)[:80]}” is not in the article's folder and was left out"
        if note not in self.notes:
            self.notes.append(note)


def alt_from_page(alt: str, title: str) -> str:
    """The alternative text a page gives a picture, unless it is the title or the name of a file."""
    text = clean(alt)
    return "" if _FILE_NAME.search(text) or text.casefold() == title.casefold() else text
