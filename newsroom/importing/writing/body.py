"""Convert the blocks of a saved article into raw StreamField data."""

import uuid
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from mysite.blocks.merged_cells import clean_merged_cells
from mysite.models import PortalImage
from newsroom.importing.records import Block, Gallery, Heading, ImageBlock, ItemList, Paragraph, Photo, Table

RawBlock = dict[str, Any]
ImageLookup = Callable[[Photo], PortalImage | None]

# Block ids are derived from positions instead of random: a second import keeps them, and with them the translations.
_BLOCK_ID_NAMESPACE = uuid.UUID("5f1c1b0e-6f5d-4f0a-9a52-7d3b8f2d6c41")


def build_raw_body(blocks: tuple[Block, ...], find_image: ImageLookup) -> list[RawBlock]:
    """Return raw StreamField data; adjacent paragraphs and lists are merged into one rich text block."""
    raw: list[RawBlock] = []
    for is_text, group in groupby(blocks, key=lambda block: isinstance(block, Paragraph | ItemList)):
        if is_text:
            raw.append({"type": "paragraph", "value": "".join(_render_text_block(block) for block in group)})
        else:
            raw.extend(made for block in group for made in _build_blocks(block, find_image))
    for position, block in enumerate(raw):
        block["id"] = _make_block_id(f"{position}:{block['type']}")
        if block["type"] == "gallery":
            for number, photo in enumerate(block["value"]["photos"]):
                photo["id"] = _make_block_id(f"{position}:{number}")
    return raw


def _make_block_id(name: str) -> str:
    return str(uuid.uuid5(_BLOCK_ID_NAMESPACE, name))


def _render_text_block(block: Block) -> str:
    if isinstance(block, ItemList):
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in block.items)}</{tag}>"
    return f"<p>{block.markup}</p>" if isinstance(block, Paragraph) else ""


def _build_blocks(block: Block, find_image: ImageLookup) -> Iterator[RawBlock]:
    if isinstance(block, Heading):
        yield {"type": "heading", "value": {"text": block.text, "level": f"h{block.level}"}}
    elif isinstance(block, Table):
        header = "row" if block.has_header else "neither"
        value: RawBlock = {
            "data": [list(row) for row in block.rows],
            "table_caption": "",
            "table_header_choice": header,
            "first_row_is_table_header": block.has_header,
            "first_col_is_header": False,
        }
        if block.merged:
            names = ("row", "col", "rowspan", "colspan")
            value["mergeCells"] = [dict(zip(names, area, strict=True)) for area in block.merged]
        yield {"type": "table", "value": clean_merged_cells(value)}
    elif isinstance(block, ImageBlock):
        photo = _build_photo(block.photo, find_image)
        if photo["image"] is not None:
            yield {"type": "picture", "value": photo}
        elif photo["caption"]:
            # Only a gallery can store a caption without an image.
            yield {"type": "gallery", "value": {"title": "", "photos": [{"type": "item", "value": photo}]}}
    elif isinstance(block, Gallery):
        photos = [_build_photo(photo, find_image) for photo in block.photos]
        kept = [{"type": "item", "value": photo} for photo in photos if photo["image"] is not None or photo["caption"]]
        if kept:
            yield {"type": "gallery", "value": {"title": block.title, "photos": kept}}


def _build_photo(photo: Photo, find_image: ImageLookup) -> RawBlock:
    image = find_image(photo)
    return {
        "image": image.pk if image else None,
        "caption": photo.caption,
        "alt_text": photo.alt_text,
        "credit": photo.credit,
    }
