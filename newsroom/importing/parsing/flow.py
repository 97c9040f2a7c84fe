"""Convert the flow of a page, a flat sequence of lines, photos, lists and tables, into blocks.

All readers produce the same flow, so that lists, galleries and bylines are recognised here for every format.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from newsroom.importing.records import Block, Gallery, Heading, ImageBlock, ItemList, Paragraph, Photo, Table

from . import line_patterns
from .bylines import Byline, parse_byline, parse_source_name
from .cleaning import clean_string, escape_html, strip_markup

#: Text below an image that is longer than this is a paragraph, not a caption.
MAX_CAPTION = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with hints from the page's own markup about what it is."""

    markup: str
    is_caption: bool = False
    heading: int = 0
    is_author: bool = False
    is_lead: bool = False

    @property
    def text(self) -> str:
        return _get_text(self.markup)


@lru_cache(maxsize=64)
def _get_text(markup: str) -> str:
    return clean_string(strip_markup(markup))


FlowItem = Line | Photo | ItemList | Table


@dataclass(slots=True)
class ParsedBody:
    blocks: tuple[Block, ...]
    author: str = ""
    unit: str = ""
    source_name: str = ""
    photographer: str = ""


def cut_flow_at_end(flow: Iterable[FlowItem]) -> list[FlowItem]:
    """Return the flow up to the end of the article, without empty lines and boilerplate."""
    kept: list[FlowItem] = []
    for item in flow:
        if isinstance(item, Line):
            text = item.text
            rest, ends = line_patterns.split_at_end(text)
            if ends:
                if rest:
                    kept.append(Line(escape_html(rest)))
                break
            if not text or line_patterns.is_boilerplate(text):
                continue
        elif isinstance(item, ItemList) and any(
            line_patterns.split_at_end(clean_string(strip_markup(i)))[1] for i in item.items[:1]
        ):
            break
        kept.append(item)
    return kept


def assemble_body(flow: list[FlowItem], *, is_structured: bool = False) -> ParsedBody:
    """Build blocks from a flow that starts after the lead and was cut at the end of the article.

    If the source is structured and names gallery and byline itself, no line is taken for them.
    """
    body = ParsedBody(blocks=())
    if not is_structured:
        flow = _extract_signature(flow, body)
    blocks: list[Block] = []
    position = 0
    while position < len(flow):
        item = flow[position]
        if isinstance(item, Line) and not is_structured and line_patterns.is_gallery_opening(item.text):
            gallery, position = _read_gallery(item, flow, position)
            blocks.append(gallery)
        elif isinstance(item, Line):
            made, position = _read_text_block(item, flow, position)
            blocks.append(made)
        elif isinstance(item, Photo):
            made, position = _read_image(flow, position)
            blocks.append(made)
        else:
            blocks.append(item)
            position += 1
    body.blocks = tuple(blocks)
    return body


def _extract_signature(flow: list[FlowItem], body: ParsedBody) -> list[FlowItem]:
    """Move byline and source from the end of the flow to ``body``; photos after them are kept."""
    kept = list(flow)
    lines = [(n, item) for n, item in enumerate(kept) if isinstance(item, Line)]
    for n, line in reversed(lines[-4:]):
        byline = _parse_byline(line)
        source = parse_source_name(line.text) if byline is None else byline.source_name
        if byline is None and not source:
            break
        if byline and byline.author and body.author:
            break
        body.source_name = body.source_name or source
        if byline:
            body.author, body.unit = body.author or byline.author, body.unit or byline.unit
            body.photographer = body.photographer or byline.photographer
        del kept[n]
    return kept


def _parse_byline(line: Line) -> Byline | None:
    byline = parse_byline(line.text)
    if byline is None and line.is_author and len(line.text) <= 100 and not parse_source_name(line.text):
        return Byline(line.text.strip(" ()."))
    return byline


def add_photographer(blocks: tuple[Block, ...], name: str) -> tuple[Block, ...]:
    """Return ``blocks`` with ``name`` as the credit of the photos that have none."""
    if not name:
        return blocks

    def add_credit(photo: Photo) -> Photo:
        return replace(photo, credit=photo.credit or name)

    return tuple(
        ImageBlock(add_credit(block.photo))
        if isinstance(block, ImageBlock)
        else Gallery(block.title, tuple(map(add_credit, block.photos)))
        if isinstance(block, Gallery)
        else block
        for block in blocks
    )


def _read_text_block(line: Line, flow: list[FlowItem], start: int) -> tuple[Block, int]:
    """Return the paragraph, heading or list at ``start`` and the position after it."""
    if line.heading:
        return Heading(line.text, line.heading), start + 1
    items: list[str] = []
    position = start
    while position < len(flow) and isinstance(following := flow[position], Line):
        number = line_patterns.parse_numbered_item(following.markup)
        if number is None or number[0] != len(items) + 1:
            break
        items.append(number[1])
        position += 1
    if len(items) > 1:
        return ItemList(tuple(items), ordered=True), position
    items, position = [], start
    while position < len(flow) and isinstance(following := flow[position], Line):
        item = line_patterns.parse_bulleted_item(following.markup)
        if item is None:
            break
        items.append(item)
        position += 1
    if len(items) > 1:
        return ItemList(tuple(items), ordered=False), position
    if line_patterns.is_heading(line.text):
        return Heading(line.text), start + 1
    return Paragraph(line.markup), start + 1


def _read_gallery(opening: Line, flow: list[FlowItem], start: int) -> tuple[Block, int]:
    """Return the gallery opened by the line at ``start`` and the position after it.

    It has photos with their captions, and captions whose photo is missing.
    """
    captioned: list[Photo] = []
    position = start + 1
    while position < len(flow):
        item = flow[position]
        if isinstance(item, Photo):
            photos, position = _read_photo_run(flow, position)
            captions: list[str] = []
            while (
                len(captions) < _count_expected_captions(photos)
                and position < len(flow)
                and _is_caption(flow[position])
            ):
                captions.append(_get_line_text(flow[position]))
                position += 1
            captioned.extend(_assign_captions(photos, captions))
        elif _is_caption(item):
            captioned.append(_set_caption(Photo(), _get_line_text(item)))
            position += 1
        else:
            break
    if not captioned:
        return Paragraph(opening.markup), start + 1
    return Gallery(opening.text, tuple(captioned)), position


def _read_image(flow: list[FlowItem], start: int) -> tuple[Block, int]:
    """Return the images at ``start``, with the captions marked as such below them, and the position after them."""
    photos, position = _read_photo_run(flow, start)
    captions: list[str] = []
    while len(captions) < _count_expected_captions(photos) and position < len(flow):
        item = flow[position]
        if not isinstance(item, Line) or not item.is_caption or len(item.text) > MAX_CAPTION:
            break
        captions.append(item.text)
        position += 1
    captioned = _assign_captions(photos, captions)
    return (ImageBlock(captioned[0]) if len(captioned) == 1 else Gallery("", tuple(captioned))), position


def _read_photo_run(flow: list[FlowItem], start: int) -> tuple[list[Photo], int]:
    run: list[Photo] = []
    while start < len(flow) and isinstance(item := flow[start], Photo):
        run.append(item)
        start += 1
        if item.caption:
            break
    return run, start


def _count_expected_captions(photos: list[Photo]) -> int:
    """Return how many of the following lines may be captions: none if the page's markup has already assigned them."""
    return 0 if any(photo.caption for photo in photos) else len(photos)


def _assign_captions(photos: list[Photo], captions: list[str]) -> list[Photo]:
    """Assign captions to photos in order; if there are fewer captions than photos, to the last ones."""
    if captions and len(captions) < len(photos):
        captions = [""] * (len(photos) - len(captions)) + captions
    return [_set_caption(photo, captions[n] if n < len(captions) else photo.caption) for n, photo in enumerate(photos)]


def _set_caption(photo: Photo, caption: str) -> Photo:
    text, credit = line_patterns.split_credit(caption)
    return Photo(text, photo.image, photo.alt_text, photo.credit or credit)


def _is_caption(item: FlowItem) -> bool:
    if not isinstance(item, Line) or item.heading:
        return False
    text = item.text
    sentences = text.count(". ") + text.count("! ") + text.count("? ")
    return item.is_caption or (len(text) <= MAX_CAPTION and sentences <= 2 and not line_patterns.is_heading(text))


def _get_line_text(item: FlowItem) -> str:
    return item.text if isinstance(item, Line) else ""
