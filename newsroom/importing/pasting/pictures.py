"""Find the pictures of a pasted document: in the HTML, among the files of the clipboard, or in its RTF."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from newsroom.importing.parsing.cleaning import clean_string
from newsroom.importing.parsing.image_urls import find_image_urls
from newsroom.importing.readers.image_files import read_data_url
from newsroom.importing.records import EmbeddedImage

from .records import LeftOut, LeftOutLog
from .rtf import RtfPicture
from .word_markup import find_drawn_shapes

MAX_PICTURES = 100
#: ``data:`` URLs are taken out of the HTML before it is parsed, because parsers are slow on long attributes.
_DATA_URL = re.compile(r"(?<=[\"'])data:image/[^\"'<>]*|\bdata:image/[^\"'<>\s]*", re.I)
_PLACEHOLDER = "clipboard-data:"
#: URLs under which browsers hand over files of the clipboard.
_HANDLES = ("blob", "cid", "webkit-fake-url")
_LENGTH = re.compile(r"[\d.]+")


def extract_data_urls(html: str) -> tuple[str, list[str]]:
    """Return ``html`` with a short placeholder for each ``data:`` URL of an image, and the URLs."""
    urls: list[str] = []

    def replace(match: re.Match[str]) -> str:
        urls.append(match[0])
        return f"{_PLACEHOLDER}{len(urls) - 1}"

    return _DATA_URL.sub(replace, html), urls


class ClipboardPictures:
    """The pictures of a document by ``<img>`` tag. Nothing is downloaded, and no file of the server is read."""

    def __init__(
        self,
        page: BeautifulSoup,
        data_urls: Sequence[str],
        rtf: Sequence[RtfPicture],
        files: Sequence[EmbeddedImage],
        log: LeftOutLog,
    ) -> None:
        self._data_urls, self._log = data_urls, log
        self._found: dict[int, EmbeddedImage | None] = {}
        self._number = 0
        tags = _remove_drawings(page, log)
        local = [tag for tag in tags if _get_scheme(tag) not in ("http", "https", "clipboard-data")]
        if files and (len(tags) == 1 and not page.get_text(strip=True)):
            self._found[id(tags[0])] = files[0]  # a picture that was copied alone: the HTML names where it is from
        elif files and len(files) == len(blobs := [tag for tag in local if _get_scheme(tag) in _HANDLES]):
            self._found.update((id(tag), file) for tag, file in zip(blobs, files, strict=True))
        elif len(rtf) in (len(local), len(tags)):
            matched = local if len(rtf) == len(local) else tags
            self._found.update((id(tag), picture.image) for tag, picture in zip(matched, rtf, strict=True))
        else:
            self._found.update(_match_by_size(local, rtf))

    def take(self, tag: Tag) -> EmbeddedImage | None:
        """Return the picture of an ``<img>`` tag; None, with an entry in the log, if it cannot come."""
        source = str(tag.get("src") or "").strip()
        image = self._found.get(id(tag)) or self._read_data_url(source)
        if image is None:
            if not all(_get_length(tag, side) in (0, 1) for side in ("width", "height")):  # not one that counts readers
                sources = [url for url in (*find_image_urls(tag), source) if not url.startswith(_PLACEHOLDER)]
                self._log_missing(sources[0] if sources else "")
            return None
        self._number += 1
        if self._number > MAX_PICTURES:
            self._log.add(LeftOut.TOO_MANY_PICTURES)
            return None
        return image

    def _read_data_url(self, source: str) -> EmbeddedImage | None:
        number = source.removeprefix(_PLACEHOLDER)
        if number == source or not re.fullmatch("[0-9]{1,6}", number) or int(number) >= len(self._data_urls):
            return None
        return read_data_url(self._data_urls[int(number)])

    def _log_missing(self, source: str) -> None:
        is_remote = source.startswith(("http:", "https:", "//"))
        self._log.add(LeftOut.REMOTE_PICTURE if is_remote else LeftOut.MISSING_PICTURE, _describe(source))


def _get_scheme(tag: Tag) -> str:
    source = str(tag.get("src") or "").strip()
    if source.startswith("//"):
        return "http"
    return source.partition(":")[0].lower() if ":" in source else ""


def _describe(source: str) -> str:
    """Return the host of a picture on another website, or the name of its file."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return ""
    name = parts.netloc if parts.netloc and parts.scheme != "file" else parts.path.rpartition("/")[2]
    return clean_string(name)[:80]


def _remove_drawings(page: BeautifulSoup, log: LeftOutLog) -> list[Tag]:
    """Remove the fallback bitmaps of drawings from ``page`` and return the other ``<img>`` tags."""
    drawn = find_drawn_shapes(page)
    tags: list[Tag] = []
    for tag in page.find_all("img"):
        if drawn & set(str(tag.get("v:shapes") or "").split()):
            log.add(LeftOut.DRAWING)
            tag.decompose()
        else:
            tags.append(tag)
    return tags


def _match_by_size(tags: list[Tag], pictures: Sequence[RtfPicture]) -> dict[int, EmbeddedImage | None]:
    """Assign each tag the next picture of the size at which it is shown; the RTF has more or fewer than the HTML."""
    found: dict[int, EmbeddedImage | None] = {}
    following = 0
    for tag in tags:
        size = [_get_length(tag, side) for side in ("width", "height")]
        for number, picture in enumerate(pictures[following:], following):
            if all(abs(one - other) <= 2 + other * 0.03 for one, other in zip(size, _get_size(picture), strict=True)):
                found[id(tag)], following = picture.image, number + 1
                break
    return found


def _get_size(picture: RtfPicture) -> tuple[float, float]:
    return picture.width, picture.height


def _get_length(tag: Tag, side: str) -> float:
    match = _LENGTH.match(str(tag.get(side) or ""))
    try:
        return float(match[0]) if match else -100
    except ValueError:
        return -100
