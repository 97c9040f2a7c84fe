"""Convert the plain markup of the demo's texts to raw StreamField data.

Blank lines separate blocks. A block is

- ``## Heading`` or ``### Subheading``,
- lines that all begin with ``- `` or with ``1. ``: a bulleted or numbered list,
- ``> What was said — who said it``: a quote,
- ``@name``: the block of that name in the entry's ``blocks`` (``type`` table, picture, gallery, video,
  document, links or correction),
- anything else: a paragraph.

Inside a line ``**bold**`` is bold. Consecutive paragraphs and lists share one rich text block, as editors write them.
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


class ContentLibrary(Protocol):
    """The content of one language that blocks refer to; methods return primary keys."""

    language: str

    def image(self, key: str) -> int: ...
    def alt_text(self, key: str) -> str:
        """Return the alternative text of image ``key``; empty if the image's own is in this language."""

    def credit(self) -> str: ...
    def document(self, key: str) -> int: ...
    def page(self, reference: str) -> int: ...


def render_rich_text(text: str) -> str:
    """Convert one block of plain markup to an HTML paragraph or list."""
    lines = text.strip().splitlines()
    for marker, tag in ((re.compile("- "), "ul"), (_NUMBER, "ol")):
        if all(marker.match(line) for line in lines):
            list_items = "".join(f"<li>{_render_inline(marker.sub('', line, count=1))}</li>" for line in lines)
            return f"<{tag}>{list_items}</{tag}>"
    return f"<p>{_render_inline(' '.join(lines))}</p>"


def _render_inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))


def build_stream(markup: str, blocks: Entry, library: ContentLibrary, *, name: str) -> list[RawBlock]:
    """Convert ``markup`` to raw StreamField data; block ids are derived from ``name``, the same in both languages."""
    parts: list[tuple[str, Any]] = []
    for part in filter(None, (part.strip() for part in re.split(r"\n\s*\n", markup))):
        block_type, value = _build_block(part, blocks, library)
        if block_type == "paragraph" and parts and parts[-1][0] == "paragraph":
            parts[-1] = (block_type, parts[-1][1] + value)
        else:
            parts.append((block_type, value))
    return [
        {"type": block_type, "value": value, "id": make_block_id(f"{name}/{number}/{block_type}")}
        for number, (block_type, value) in enumerate(parts)
    ]


def build_agenda(lines: list[list[Any]], first_day: datetime.date, *, name: str) -> list[RawBlock]:
    """Convert ``[time, text]`` and ``[time, text, speaker]`` lines to an agenda; a leading number is a day offset."""
    items = []
    for number, line in enumerate(lines):
        day_offset, *line = line if isinstance(line[0], int) else (None, *line)
        time, text, *speaker = line
        date = first_day + datetime.timedelta(days=day_offset) if day_offset is not None else None
        value = {
            "date": date and date.isoformat(),
            "time": time,
            "text": text,
            "speaker": speaker[0] if speaker else "",
        }
        items.append({"type": "item", "value": value, "id": make_block_id(f"agenda/{name}/{number}")})
    return items


def make_block_id(name: str) -> str:
    """Return a block id derived from ``name``, so that it is the same in each seeding."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def _build_block(part: str, blocks: Entry, library: ContentLibrary) -> tuple[str, Any]:
    if part.startswith("#"):
        marks, _, text = part.partition(" ")
        return "heading", {"text": text, "level": f"h{len(marks)}"}
    if part.startswith("> "):
        text, _, attribution = part.removeprefix("> ").rpartition(" — ")
        return "quote", {"text": text, "attribution": attribution}
    if part.startswith("@"):
        entry = blocks[part.removeprefix("@")]
        return entry["type"], _BUILDERS[entry["type"]](entry, library)
    return "paragraph", render_rich_text(part)


def _build_table(entry: Entry, library: ContentLibrary) -> Entry:
    return {
        "data": entry["rows"],
        "cell": [],
        "mergeCells": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": entry["caption"],
    }


def _build_photo(key: str, caption: str, library: ContentLibrary) -> Entry:
    return {
        "image": library.image(key),
        "caption": caption,
        "alt_text": library.alt_text(key),
        "credit": library.credit(),
    }


def _build_image(entry: Entry, library: ContentLibrary) -> Entry:
    return _build_photo(entry["picture"], entry["caption"], library)


def _build_correction(entry: Entry, library: ContentLibrary) -> Entry:
    return {"date": entry["date"], "text": render_rich_text(entry["text"])}


def _build_gallery(entry: Entry, library: ContentLibrary) -> Entry:
    photos = [_build_photo(key, caption, library) for key, caption in entry["photos"]]
    name = f"{entry['photos'][0][0]}/{len(photos)}"
    items = [
        {"type": "item", "value": photo, "id": make_block_id(f"{name}/{number}")} for number, photo in enumerate(photos)
    ]
    return {"title": entry["title"], "photos": items}


def _build_video(entry: Entry, library: ContentLibrary) -> Entry:
    image = entry["picture"]
    return {
        "url": entry["url"],
        "title": entry["title"],
        "picture": library.image(image),
        "alt_text": library.alt_text(image),
    }


def _build_document(entry: Entry, library: ContentLibrary) -> Entry:
    return {"document": library.document(entry["document"]), "title": entry["title"]}


def _build_links(entry: Entry, library: ContentLibrary) -> Entry:
    return {"title": entry["title"], "links": build_link_items(entry["links"], library)}


def build_link_items(entries: list[Entry], library: ContentLibrary, *, with_image: bool = False) -> list[RawBlock]:
    """Return list items of links to pages or URLs, with an image if the block has that field."""
    links = [
        {
            "page": library.page(link["page"]) if "page" in link else None,
            "url": link.get("url", ""),
            "label": link["label"],
            "description": link.get("description", ""),
        }
        for link in entries
    ]
    if with_image:
        for link, entry in zip(links, entries, strict=True):
            link["picture"] = library.image(entry["picture"]) if "picture" in entry else None
    return [{"type": "item", "value": link, "id": make_block_id(link["label"])} for link in links]


_BUILDERS = {
    "correction": _build_correction,
    "document": _build_document,
    "gallery": _build_gallery,
    "links": _build_links,
    "picture": _build_image,
    "table": _build_table,
    "video": _build_video,
}
