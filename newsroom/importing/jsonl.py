"""Reads articles from JSON Lines, plain or gzip, one line at a time: memory does not grow with the file."""

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from .cleaning import clean, clean_motto, escape
from .dates import parse_iso
from .fitting import fit
from .flow import FlowItem, Line, assemble
from .pictures import PictureFolder, alt_from_page
from .records import Failure, Gallery, Origin, Photo, SavedArticle, UnreadableArticle

#: No article is larger; a longer line is skipped without being held.
MAX_LINE = 4 * 1024 * 1024


def read_jsonl(path: Path, raw: IO[bytes]) -> Iterator[SavedArticle | Failure]:
    """The articles of an open file; a line that cannot be read is a ``Failure`` in its place."""
    file: IO[bytes] = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw  # type: ignore[assignment]
    number = 0
    found = False
    try:
        while line := file.readline(MAX_LINE + 1):
            number += 1
            origin = Origin(path, number)
            if len(line) > MAX_LINE:
                while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                    pass
                found = True
                yield Failure(origin, f"the line is longer than {MAX_LINE // 1024 // 1024} MB, no article is")
            elif line.strip(b"\xef\xbb\xbf\r\n\t \x00"):
                found = True
                yield _parse(line, origin)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Failure(Origin(path, number + 1), f"the gzip file is damaged or cut off here: {error}")
    except OSError as error:
        yield Failure(Origin(path, number + 1), f"the file cannot be read further: {error.strerror or error}")
    else:
        if not found:
            yield Failure(Origin(path), "the file is empty")


def _parse(line: bytes, origin: Origin) -> SavedArticle | Failure:
    try:
        return parse_record(json.loads(line.decode("utf-8-sig"), strict=False), origin)
    except UnicodeDecodeError as error:
        return Failure(origin, f"the line is not UTF-8 (byte {error.start:,})")
    except RecursionError:
        return Failure(origin, "the line nests its values too deep")
    except UnreadableArticle as error:
        return Failure(origin, str(error))
    except ValueError as error:
        return Failure(origin, f"the line is not valid JSON: {error}")


def parse_record(record: Any, origin: Origin) -> SavedArticle:
    """One decoded line. Raises ``UnreadableArticle`` on fields of the wrong type, impossible dates and the like."""
    if not isinstance(record, dict):
        raise UnreadableArticle(f"the line is not an object but {_kind(record)}")
    pictures = PictureFolder(origin.file.parent)
    title = _text(record, "title")
    paragraphs: list[FlowItem] = [
        Line(escape(text)) for part in _list(record, "body") if (text := clean(_string(part, "body")))
    ]
    # The record names author and gallery itself: no line of the body may be taken for them.
    blocks = assemble(paragraphs, marked_up=True).blocks
    if photos := tuple(_photo(entry, title, pictures) for entry in _list(record, "gallery")):
        blocks = (*blocks, Gallery("", photos))
    section = _text(record, "section").split("/")
    published, updated = _moment(record, "published_at"), _moment(record, "updated_at")
    return fit(
        SavedArticle(
            title=title,
            origin=origin,
            lead=_text(record, "lead"),
            blocks=blocks,
            section=tuple(step.strip() for step in section if step.strip()),
            motto=clean_motto(_text(record, "motto")),
            author=_text(record, "author"),
            unit=_text(record, "unit"),
            source_name=_text(record, "source_name"),
            source_url=_text(record, "source_url"),
            published_at=published or updated,
            updated_at=updated or published,
            notes=tuple(pictures.notes),
        )
    )


def _photo(entry: Any, title: str, pictures: PictureFolder) -> Photo:
    if not isinstance(entry, dict):
        raise UnreadableArticle(f"an entry of “gallery” is not an object but {_kind(entry)}")
    address = _text(entry, "image")
    return Photo(
        caption=_text(entry, "caption"),
        image=pictures.find(address) if address else None,
        alt_text=alt_from_page(_text(entry, "alt_text"), title),
        credit=_text(entry, "credit"),
    )


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return "" if value is None else clean(_string(value, key))


def _string(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise UnreadableArticle(f"“{key}” holds {_kind(value)}, it must be text")
    return value


def _list(record: dict[str, Any], key: str) -> list[Any]:
    value = record.get(key)
    if value is None:
        return []
    if isinstance(value, str) and key == "body":
        return value.splitlines()
    if not isinstance(value, list):
        raise UnreadableArticle(f"“{key}” holds {_kind(value)}, it must be a list")
    return value


def _moment(record: dict[str, Any], key: str) -> datetime | None:
    text = _text(record, key)
    return parse_iso(text) if text else None


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")
