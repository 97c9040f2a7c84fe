"""Blocks of an article as the value of a page's body."""

import uuid
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from mysite.models import PortalImage

from .records import Block, Gallery, Heading, ItemList, Paragraph, Photo, Picture, Table

Raw = dict[str, Any]
ImageOf = Callable[[Photo], PortalImage | None]

# Blocks are numbered, not named at random: importing an article again gives its blocks the ids they had, and with them
# their translations.
_BLOCK_IDS = uuid.UUID("5f1c1b0e-6f5d-4f0a-9a52-7d3b8f2d6c41")


def raw_body(blocks: tuple[Block, ...], image_of: ImageOf) -> list[Raw]:
    """The stored form of a body; neighbouring paragraphs and lists become one text, as an editor would write them."""
    raw: list[Raw] = []
    for is_text, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph | ItemList)):
        if is_text:
            raw.append({"type": "paragraph", "value": "".join(_html(block) for block in group)})
        else:
            raw.extend(made for block in group for made in _other(block, image_of))
    for position, block in enumerate(raw):
        block["id"] = _block_id(f"{position}:{block['type']}")
        if block["type"] == "gallery":
            for number, photo in enumerate(block["value"]["photos"]):
                photo["id"] = _block_id(f"{position}:{number}")
    return raw


def _block_id(name: str) -> str:
    return str(uuid.uuid5(_BLOCK_IDS, name))


def _html(block: Block) -> str:
    if isinstance(block, ItemList):
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in block.items)}</{tag}>"
    return f"<p>{block.markup}</p>" if isinstance(block, Paragraph) else ""


def _other(block: Block, image_of: ImageOf) -> Iterator[Raw]:
    if isinstance(block, Heading):
        yield {"type": "heading", "value": {"text": block.text, "level": f"h{block.level}"}}
    elif isinstance(block, Table):
        header = "row" if block.has_header else "neither"
        value = {"data": [list(row) for row in block.rows], "table_caption": "", "table_header_choice": header}
        yield {
            "type": "table",
            "value": {**value, "first_row_is_table_header": block.has_header, "first_col_is_header": False},
        }
    elif isinstance(block, Picture):
        photo = _photo(block.photo, image_of)
        if photo["image"] is not None:
            yield {"type": "picture", "value": photo}
        elif photo["caption"]:
            # Only galleries keep captions without a photo.
            yield {"type": "gallery", "value": {"title": "", "photos": [{"type": "item", "value": photo}]}}
    elif isinstance(block, Gallery):
        photos = [_photo(photo, image_of) for photo in block.photos]
        kept = [{"type": "item", "value": photo} for photo in photos if photo["image"] is not None or photo["caption"]]
        if kept:
            yield {"type": "gallery", "value": {"title": block.title, "photos": kept}}


def _photo(photo: Photo, image_of: ImageOf) -> Raw:
    image = image_of(photo)
    return {
        "image": image.pk if image else None,
        "caption": photo.caption,
        "alt_text": photo.alt_text,
        "credit": photo.credit,
    }
