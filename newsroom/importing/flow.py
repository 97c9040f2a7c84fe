"""The running content of a page as a flat sequence, and the blocks that it makes.

Readers of every format produce the same flow; what is a list, a gallery, a byline is decided once, here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from . import shapes
from .cleaning import clean, escape, plain
from .records import Block, Gallery, Heading, ItemList, Paragraph, Photo, Picture, Table

#: A caption is no longer than this; longer text below a picture is a paragraph.
MAX_CAPTION = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; all but ``markup`` is what the page itself says about it."""

    markup: str
    is_caption: bool = False
    heading: int = 0
    is_author: bool = False
    is_lead: bool = False

    @property
    def text(self) -> str:
        return clean(plain(self.markup))


FlowItem = Line | Photo | ItemList | Table


@dataclass(slots=True)
class Body:
    blocks: tuple[Block, ...]
    author: str = ""
    unit: str = ""
    source_name: str = ""


def until_end(flow: Iterable[FlowItem]) -> list[FlowItem]:
    """The flow up to where the article ends, without empty lines and page furniture."""
    kept: list[FlowItem] = []
    for item in flow:
        if isinstance(item, Line):
            text = item.text
            rest, ends = shapes.before_end(text)
            if ends:
                if rest:
                    kept.append(Line(escape(rest)))
                break
            if not text or shapes.is_furniture(text):
                continue
        elif isinstance(item, ItemList) and any(shapes.before_end(clean(plain(i)))[1] for i in item.items[:1]):
            break
        kept.append(item)
    return kept


def assemble(flow: list[FlowItem], *, marked_up: bool = False) -> Body:
    """Make blocks of a flow that starts after the lead and was cut by ``until_end``.

    ``marked_up`` says that gallery and byline are known already: no line is taken for them.
    """
    body = Body(blocks=())
    if not marked_up:
        flow = _take_signature(flow, body)
    blocks: list[Block] = []
    position = 0
    while position < len(flow):
        item = flow[position]
        if isinstance(item, Line) and not marked_up and shapes.opens_gallery(item.text):
            gallery, position = _gallery(item, flow, position)
            blocks.append(gallery)
        elif isinstance(item, Line):
            made, position = _text(item, flow, position)
            blocks.append(made)
        elif isinstance(item, Photo):
            made, position = _picture(flow, position)
            blocks.append(made)
        else:
            blocks.append(item)
            position += 1
    body.blocks = tuple(blocks)
    return body


def _take_signature(flow: list[FlowItem], body: Body) -> list[FlowItem]:
    """Take byline and source off the end of the flow; photos after them stay."""
    kept = list(flow)
    lines = [(n, item) for n, item in enumerate(kept) if isinstance(item, Line)]
    for n, line in reversed(lines[-4:]):
        if not body.source_name and (source := shapes.source_name(line.text)):
            body.source_name = source
        elif not body.author and (byline := _byline(line)):
            body.author, body.unit = byline
        else:
            break
        del kept[n]
    return kept


def _byline(line: Line) -> tuple[str, str] | None:
    found = shapes.split_byline(line.text)
    if found is None and line.is_author and len(line.text) <= 100:
        return line.text.strip(" ()."), ""
    return found


def _text(line: Line, flow: list[FlowItem], start: int) -> tuple[Block, int]:
    """The paragraph, heading or list that starts at ``start``, and the position after it."""
    if line.heading:
        return Heading(line.text, line.heading), start + 1
    items: list[str] = []
    position = start
    while position < len(flow) and isinstance(following := flow[position], Line):
        number = shapes.numbered(following.markup)
        if number is None or number[0] != len(items) + 1:
            break
        items.append(number[1])
        position += 1
    if len(items) > 1:
        return ItemList(tuple(items), ordered=True), position
    items, position = [], start
    while position < len(flow) and isinstance(following := flow[position], Line):
        item = shapes.bulleted(following.markup)
        if item is None:
            break
        items.append(item)
        position += 1
    if len(items) > 1:
        return ItemList(tuple(items), ordered=False), position
    if shapes.is_heading(line.text):
        return Heading(line.text), start + 1
    return Paragraph(line.markup), start + 1


def _gallery(opening: Line, flow: list[FlowItem], start: int) -> tuple[Block, int]:
    """The gallery that the line at ``start`` opens: photos with their captions, or captions whose photo is lost."""
    photos: list[Photo] = []
    position = start + 1
    while position < len(flow):
        item = flow[position]
        if isinstance(item, Photo):
            pictures, position = _run_of_photos(flow, position)
            captions: list[str] = []
            while len(captions) < _wanted(pictures) and position < len(flow) and _is_caption(flow[position]):
                captions.append(_line_text(flow[position]))
                position += 1
            photos.extend(_captioned(pictures, captions))
        elif _is_caption(item):
            photos.append(_with_caption(Photo(), _line_text(item)))
            position += 1
        else:
            break
    if not photos:
        return Paragraph(opening.markup), start + 1
    return Gallery(opening.text, tuple(photos)), position


def _picture(flow: list[FlowItem], start: int) -> tuple[Block, int]:
    """A picture in the running text with the line below it, if the page or its shape says it is the caption."""
    pictures, position = _run_of_photos(flow, start)
    captions: list[str] = []
    while len(captions) < _wanted(pictures) and position < len(flow):
        item = flow[position]
        if not isinstance(item, Line) or not item.is_caption or len(item.text) > MAX_CAPTION:
            break
        captions.append(item.text)
        position += 1
    photos = _captioned(pictures, captions)
    return (Picture(photos[0]) if len(photos) == 1 else Gallery("", tuple(photos))), position


def _run_of_photos(flow: list[FlowItem], start: int) -> tuple[list[Photo], int]:
    run: list[Photo] = []
    while start < len(flow) and isinstance(item := flow[start], Photo):
        run.append(item)
        start += 1
        if item.caption:
            break
    return run, start


def _wanted(photos: list[Photo]) -> int:
    """How many lines may be captions of these photos: none if the page's own markup already tied them."""
    return 0 if any(photo.caption for photo in photos) else len(photos)


def _captioned(photos: list[Photo], captions: list[str]) -> list[Photo]:
    """Captions go to their photos one by one; where one line stands below several photos, to the last of them."""
    if captions and len(captions) < len(photos):
        captions = [""] * (len(photos) - len(captions)) + captions
    return [_with_caption(photo, captions[n] if n < len(captions) else photo.caption) for n, photo in enumerate(photos)]


def _with_caption(photo: Photo, caption: str) -> Photo:
    text, credit = shapes.split_credit(caption)
    return Photo(text, photo.image, photo.alt_text, photo.credit or credit)


def _is_caption(item: FlowItem) -> bool:
    if not isinstance(item, Line) or item.heading:
        return False
    text = item.text
    sentences = text.count(". ") + text.count("! ") + text.count("? ")
    return item.is_caption or (len(text) <= MAX_CAPTION and sentences <= 2 and not shapes.is_heading(text))


def _line_text(item: FlowItem) -> str:
    return item.text if isinstance(item, Line) else ""
