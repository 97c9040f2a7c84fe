"""The markup of the demo's texts, and what it becomes: raw data of a body's StreamField.

Blank lines separate. A piece is

- ``## Heading`` or ``### Subheading``,
- lines that all begin with ``- `` or with ``1. ``: a bulleted or numbered list,
- ``> What was said — who said it``: a quote,
- ``@name``: the block of that name in the entry's ``blocks`` (``type`` table, picture, gallery, video,
  document, links or correction),
- anything else: a paragraph.

Inside a line ``**bold**`` is bold. Paragraphs and lists that follow one another share one text block, as editors do it.
"""

import datetime
import html
import re
import uuid
from typing import Any, Protocol

from .content import Entry

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_NUMBER = re.compile(r"\d+\. ")

RawBlock = dict[str, Any]


class Library(Protocol):
    """What blocks refer to, in one language; each method gives a primary key."""

    language: str

    def image(self, key: str) -> int: ...
    def alternative(self, key: str) -> str:
        """What picture ``key`` shows, empty where the library's own words are in this language."""

    def credit(self) -> str: ...
    def document(self, key: str) -> int: ...
    def page(self, reference: str) -> int: ...


def rich_text(text: str) -> str:
    """Turn one piece of plain markup into a paragraph or a list of HTML."""
    lines = text.strip().splitlines()
    for mark, tag in ((re.compile("- "), "ul"), (_NUMBER, "ol")):
        if all(mark.match(line) for line in lines):
            items = "".join(f"<li>{_inline(mark.sub('', line, count=1))}</li>" for line in lines)
            return f"<{tag}>{items}</{tag}>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))


def stream(markup: str, blocks: Entry, library: Library, *, name: str) -> list[RawBlock]:
    """Turn ``markup`` into raw StreamField data; ``name`` makes the blocks' ids, the same in both languages."""
    found: list[tuple[str, Any]] = []
    for piece in filter(None, (piece.strip() for piece in re.split(r"\n\s*\n", markup))):
        kind, value = _block(piece, blocks, library)
        if kind == "paragraph" and found and found[-1][0] == "paragraph":
            found[-1] = (kind, found[-1][1] + value)
        else:
            found.append((kind, value))
    return [
        {"type": kind, "value": value, "id": identity(f"{name}/{number}/{kind}")}
        for number, (kind, value) in enumerate(found)
    ]


def agenda(lines: list[list[Any]], first_day: datetime.date, *, name: str) -> list[RawBlock]:
    """Turn lines of ``[time, what]`` or ``[time, what, who]`` into an agenda; a number in front counts the days."""
    items = []
    for number, line in enumerate(lines):
        day, *line = line if isinstance(line[0], int) else (None, *line)
        time, what, *who = line
        date = first_day + datetime.timedelta(days=day) if day is not None else None
        value = {"date": date and date.isoformat(), "time": time, "text": what, "speaker": who[0] if who else ""}
        items.append({"type": "item", "value": value, "id": identity(f"agenda/{name}/{number}")})
    return items


def identity(name: str) -> str:
    """A block's id, the same each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def _block(piece: str, blocks: Entry, library: Library) -> tuple[str, Any]:
    if piece.startswith("#"):
        marks, _, text = piece.partition(" ")
        return "heading", {"text": text, "level": f"h{len(marks)}"}
    if piece.startswith("> "):
        text, _, who = piece.removeprefix("> ").rpartition(" — ")
        return "quote", {"text": text, "attribution": who}
    if piece.startswith("@"):
        entry = blocks[piece.removeprefix("@")]
        return entry["type"], _MAKERS[entry["type"]](entry, library)
    return "paragraph", rich_text(piece)


def _table(entry: Entry, library: Library) -> Entry:
    return {
        "data": entry["rows"],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": entry["caption"],
    }


def _photo(key: str, caption: str, library: Library) -> Entry:
    return {
        "image": library.image(key),
        "caption": caption,
        "alt_text": library.alternative(key),
        "credit": library.credit(),
    }


def _picture(entry: Entry, library: Library) -> Entry:
    return _photo(entry["picture"], entry["caption"], library)


def _correction(entry: Entry, library: Library) -> Entry:
    return {"date": entry["date"], "text": rich_text(entry["text"])}


def _gallery(entry: Entry, library: Library) -> Entry:
    photos = [_photo(key, caption, library) for key, caption in entry["photos"]]
    name = f"{entry['photos'][0][0]}/{len(photos)}"
    items = [
        {"type": "item", "value": photo, "id": identity(f"{name}/{number}")} for number, photo in enumerate(photos)
    ]
    return {"title": entry["title"], "photos": items}


def _video(entry: Entry, library: Library) -> Entry:
    picture = entry["picture"]
    return {
        "url": entry["url"],
        "title": entry["title"],
        "picture": library.image(picture),
        "alt_text": library.alternative(picture),
    }


def _document(entry: Entry, library: Library) -> Entry:
    return {"document": library.document(entry["document"]), "title": entry["title"]}


def _links(entry: Entry, library: Library) -> Entry:
    return {"title": entry["title"], "links": link_items(entry["links"], library)}


def link_items(entries: list[Entry], library: Library, *, picture: bool = False) -> list[RawBlock]:
    """Links to pages and elsewhere, with a place for a ``picture`` where the block has one."""
    links = [
        {
            "page": library.page(link["page"]) if "page" in link else None,
            "url": link.get("url", ""),
            "label": link["label"],
            "description": link.get("description", ""),
        }
        for link in entries
    ]
    if picture:
        for link, entry in zip(links, entries, strict=True):
            link["picture"] = library.image(entry["picture"]) if "picture" in entry else None
    return [{"type": "item", "value": link, "id": identity(link["label"])} for link in links]


_MAKERS = {
    "correction": _correction,
    "document": _document,
    "gallery": _gallery,
    "links": _links,
    "picture": _picture,
    "table": _table,
    "video": _video,
}
