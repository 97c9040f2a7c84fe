"""Read articles from JSON Lines, plain or gzip, line by line, so that memory does not grow with the file."""

import gzip
import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from newsroom.importing.parsing.cleaning import clean_motto, clean_string, escape_html
from newsroom.importing.parsing.dates import parse_iso
from newsroom.importing.parsing.flow import FlowItem, Line, assemble_body
from newsroom.importing.parsing.limits import apply_limits
from newsroom.importing.records import Gallery, Origin, Photo, ReadFailure, SavedArticle, UnreadableArticle

from .image_files import ImageFolder, clean_alt_text

#: In bytes. A longer line is skipped without being read into memory.
MAX_LINE_SIZE = 4 * 1024 * 1024
#: Texts of articles are compressed to a fifth, and seldom to less than a twentieth. In bytes, from which on it counts.
MAX_EXPANSION, FREE_EXPANSION = 100, 16 * 1024 * 1024
MAX_EMPTY_LINES = 100_000


def read_jsonl(path: Path, raw: IO[bytes]) -> Iterator[SavedArticle | ReadFailure]:
    """Yield the articles of an open file, and a ``ReadFailure`` for each line that cannot be read."""
    file: IO[bytes] = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw  # type: ignore[assignment]
    number = empty = 0
    has_lines = False
    try:
        while line := file.readline(MAX_LINE_SIZE + 1):
            number += 1
            origin = Origin(path, number)
            _check_expansion(file, raw)
            if len(line) > MAX_LINE_SIZE:
                while (rest := file.readline(MAX_LINE_SIZE)) and not rest.endswith(b"\n"):
                    _check_expansion(file, raw)
                has_lines = True
                yield ReadFailure(origin, f"the line is longer than {MAX_LINE_SIZE // 1024 // 1024} MB")
            elif line.strip(b"\xef\xbb\xbf\r\n\t \x00"):
                has_lines = True
                yield _parse_line(line, origin)
            elif (empty := empty + 1) > MAX_EMPTY_LINES:
                raise UnreadableArticle(f"the file has more than {MAX_EMPTY_LINES:,} empty lines")
    except UnreadableArticle as error:
        yield ReadFailure(Origin(path, number), str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield ReadFailure(Origin(path, number + 1), f"the gzip file is damaged or cut off here: {error}")
    except OSError as error:
        yield ReadFailure(Origin(path, number + 1), f"the file cannot be read further: {error.strerror or error}")
    else:
        if not has_lines:
            yield ReadFailure(Origin(path), "the file is empty")


def _check_expansion(file: IO[bytes], raw: IO[bytes]) -> None:
    """Raise ``UnreadableArticle`` if a gzip file expands far more than text does."""
    if file.tell() > FREE_EXPANSION and file.tell() > MAX_EXPANSION * raw.tell():
        raise UnreadableArticle(f"the gzip file expands to more than {MAX_EXPANSION} times its size")


def _parse_line(line: bytes, origin: Origin) -> SavedArticle | ReadFailure:
    try:
        return parse_record(json.loads(line.decode("utf-8-sig"), strict=False), origin)
    except UnicodeDecodeError as error:
        return ReadFailure(origin, f"the line is not UTF-8 (byte {error.start:,})")
    except RecursionError:
        return ReadFailure(origin, "the values are nested too deeply")
    except UnreadableArticle as error:
        return ReadFailure(origin, str(error))
    except ValueError as error:
        return ReadFailure(origin, f"the line is not valid JSON: {error}")


def parse_record(record: Any, origin: Origin) -> SavedArticle:
    """Convert one decoded line into an article. Raises ``UnreadableArticle`` for wrong types and invalid dates."""
    if not isinstance(record, dict):
        raise UnreadableArticle(f"the line must be an object, not {_describe_type(record)}")
    image_files = ImageFolder(origin.file.parent)
    title = _get_text(record, "title")
    paragraphs: list[FlowItem] = [
        Line(escape_html(text))
        for part in _get_list(record, "body")
        if (text := clean_string(_require_string(part, "body")))
    ]
    # The record has author and gallery in fields of their own: no line of the body may be taken for them.
    blocks = assemble_body(paragraphs, is_structured=True).blocks
    if photos := tuple(_parse_photo(entry, title, image_files) for entry in _get_list(record, "gallery")):
        blocks = (*blocks, Gallery("", photos))
    section = _get_text(record, "section").split("/")
    published, updated = _get_datetime(record, "published_at"), _get_datetime(record, "updated_at")
    return apply_limits(
        SavedArticle(
            title=title,
            origin=origin,
            lead=_get_text(record, "lead"),
            blocks=blocks,
            section=tuple(step.strip() for step in section if step.strip()),
            motto=clean_motto(_get_text(record, "motto")),
            author=_get_text(record, "author"),
            unit=_get_text(record, "unit"),
            source_name=_get_text(record, "source_name"),
            source_url=_get_text(record, "source_url"),
            published_at=published or updated,
            updated_at=updated or published,
            notes=image_files.notes,
        )
    )


def _parse_photo(entry: Any, title: str, image_files: ImageFolder) -> Photo:
    if not isinstance(entry, dict):
        raise UnreadableArticle(f"an entry of “gallery” must be an object, not {_describe_type(entry)}")
    path = _get_text(entry, "image")
    return Photo(
        caption=_get_text(entry, "caption"),
        image=image_files.find(path) if path else None,
        alt_text=clean_alt_text(_get_text(entry, "alt_text"), title),
        credit=_get_text(entry, "credit"),
    )


def _get_text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    return "" if value is None else clean_string(_require_string(value, key))


def _require_string(value: Any, key: str) -> str:
    if not isinstance(value, str):
        raise UnreadableArticle(f"“{key}” must be text, not {_describe_type(value)}")
    return value


def _get_list(record: dict[str, Any], key: str) -> list[Any]:
    value = record.get(key)
    if value is None:
        return []
    if isinstance(value, str) and key == "body":
        return value.splitlines()
    if not isinstance(value, list):
        raise UnreadableArticle(f"“{key}” must be a list, not {_describe_type(value)}")
    return value


def _get_datetime(record: dict[str, Any], key: str) -> datetime | None:
    text = _get_text(record, key)
    return parse_iso(text) if text else None


def _describe_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false", type(None): "nothing"}
    return names.get(type(value), "a number")
