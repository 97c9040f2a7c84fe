"""Read the clipboard into blocks, with the parser of the import."""

from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag

from newsroom.importing.parsing.cleaning import escape_html
from newsroom.importing.parsing.dom import BLOCK_TAGS, IGNORED_TAGS, parse_page
from newsroom.importing.parsing.flow import FlowItem, Line, assemble_body
from newsroom.importing.parsing.hidden import remove_hidden
from newsroom.importing.parsing.inline_markup import get_runs, render_runs
from newsroom.importing.parsing.legacy_text import convert_page
from newsroom.importing.parsing.limits import MAX_HEADING, check_length
from newsroom.importing.parsing.tables import read_table
from newsroom.importing.parsing.walker import PageWalker
from newsroom.importing.readers.image_files import clean_alt_text
from newsroom.importing.records import (
    Block,
    Gallery,
    Heading,
    ImageBlock,
    ItemList,
    Paragraph,
    Photo,
    Table,
    UnreadableArticle,
)

from .pictures import ClipboardPictures, extract_data_urls
from .records import Clipboard, LeftOut, LeftOutLog, PastedContent
from .rtf import read_pictures
from .word_markup import clean_word_markup, get_style

_DRAWINGS = ("svg", "canvas", "math", "applet")
_EMBEDS = ("iframe", "object", "embed", "video", "audio")
_LISTS = ("ol", "ul")
MAX_ALT_TEXT = 255
#: What Word adds to the alternative texts that it makes itself.
_MADE_BY_WORD = (
    "Description automatically generated",
    "Mô tả được tạo tự động",
    "AI-generated content may be incorrect",
)


def read_clipboard(clipboard: Clipboard) -> PastedContent:
    """Return the blocks for ``clipboard``. Raises ``UnreadableArticle`` if it exceeds the limits of a page."""
    log = LeftOutLog()
    if not clipboard.html.strip():
        return PastedContent(tuple(ImageBlock(Photo(image=file)) for file in clipboard.files), log)
    html, data_urls = extract_data_urls(clipboard.html.replace("\0", ""))
    page = parse_page(html)
    _remove_ignored(page, log)
    rtf = read_pictures(clipboard.rtf) if clipboard.rtf else []
    pictures = ClipboardPictures(page, data_urls, rtf, clipboard.files, log)
    _clean_page(page, log)
    walker = ClipboardWalker(pictures)
    body = page.body or page
    walker.walk(body, body)
    blocks = tuple(_fit_blocks(assemble_body(walker.items, is_structured=True).blocks))
    check_length(sum(len(block.markup) for block in blocks if isinstance(block, Paragraph)))
    return PastedContent(blocks, log)


def _remove_ignored(page: BeautifulSoup, log: LeftOutLog) -> None:
    for tag in page.find_all(True):
        if tag.parent is None or (tag.name not in IGNORED_TAGS and tag.name not in ("title", "embed")):
            continue
        log.add(LeftOut.DRAWING, number=int(tag.name in _DRAWINGS))
        log.add(LeftOut.EMBED, number=int(tag.name in _EMBEDS))
        tag.decompose()


def _clean_page(page: BeautifulSoup, log: LeftOutLog) -> None:
    try:
        if convert_page(page):
            log.add(LeftOut.OLD_FONT)
    except UnreadableArticle:
        log.add(LeftOut.OLD_FONT)
    remove_hidden(page)
    log.add(LeftOut.REVIEW_COMMENT, number=clean_word_markup(page))
    log.add(LeftOut.ALIGNMENT, number=sum(map(_is_centred, page.find_all(("p", "div", "center")))))
    for number in page.select("a.sdfootnotesym"):  # LibreOffice writes the footnote's text right after its number
        number.insert_after(" ")
    _move_out_of_containers(page)


def _is_centred(tag: Tag) -> bool:
    """Return whether ``tag`` is a centred line of text."""
    align = f"{tag.get('align') or ''} {get_style(tag).replace(' ', '')}".lower()
    if "align:center" not in align and not align.startswith("center") and tag.name != "center":
        return False
    is_holder = any(isinstance(child, Tag) and child.name in ("img", *BLOCK_TAGS) for child in tag.children)
    return not is_holder and not tag.find_parent("table") and any(text.strip() for text in tag.strings)


def _move_out_of_containers(page: BeautifulSoup) -> None:
    """Move images out of lists and tables, and tables out of tables, to the place after them."""
    for container in [tag for tag in page.find_all(True) if tag.name in ("table", *_LISTS)]:
        if container.find_parent(("table", *_LISTS)) or (container.name == "table" and not read_table(container)):
            continue
        for inner in reversed(container.find_all(("img", "table"))):
            if inner.name == "img" or (container.name == "table" and inner.find_parent("table") is container):
                container.insert_after(inner.extract())


class ClipboardWalker(PageWalker):
    """Collects the flow of a document, in which tables, lists and headings are what they are."""

    def __init__(self, pictures: ClipboardPictures) -> None:
        super().__init__(None, None, "", skip=lambda tag: False)
        self._pictures = pictures

    def _add_image(self, tag: Tag) -> None:
        if image := self._pictures.take(tag):
            self._flush()
            alt = str(tag.get("alt") or "")
            for phrase in _MADE_BY_WORD:
                alt = alt.replace(phrase, "")
            self.items.append(Photo(image=image, alt_text=clean_alt_text(alt, "")[:MAX_ALT_TEXT]))

    def _parse_table(self, tag: Tag) -> list[Heading | Table]:
        return read_table(tag)

    def _parse_list(self, tag: Tag, ordered: bool) -> Sequence[FlowItem]:
        tags = tag.find_all(True)
        if any(inner.name in ("table", "h2", "h3") for inner in tags):
            return []
        for inner in tags:
            if inner.name == "br":
                inner.replace_with(" ")
            elif inner.name in ("p", "div"):
                inner.append(" ")
        start = str(tag.get("start") or "1")
        items = _read_items(tag)
        if ordered and start.isdecimal() and len(start) < 7 and start != "1":
            # It continues a list above, and a list always begins with 1.
            return [Line(f"{number}. {item}") for number, item in enumerate(items, int(start))]
        return [ItemList(tuple(items), ordered)] if items else []


def _read_items(tag: Tag) -> list[str]:
    """Return the markup of the items of a list, with the lists in them, which are taken out of the tree."""
    items: list[str] = []
    for child in _get_children(tag):
        nested = [child] if child.name in _LISTS else [inner.extract() for inner in list(_iter_lists(child))]
        if child.name not in _LISTS and (markup := render_runs(get_runs(child))):
            items.append(markup)
        for inner in nested:
            inner_items = _read_items(inner)
            if inner_items and items:
                items[-1] += f"<{inner.name}>{''.join(f'<li>{item}</li>' for item in inner_items)}</{inner.name}>"
            else:
                items.extend(inner_items)
    return items


def _get_children(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag)]


def _iter_lists(tag: Tag) -> Iterator[Tag]:
    """Yield the lists in ``tag``, without those in them."""
    for child in _get_children(tag):
        if child.name in _LISTS:
            yield child
        else:
            yield from _iter_lists(child)


def _fit_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield ``blocks`` with one block for each picture, and without headings that are too long for one."""
    for block in blocks:
        if isinstance(block, Gallery):
            yield from map(ImageBlock, block.photos)
        elif isinstance(block, Heading) and len(block.text) > MAX_HEADING:
            yield Paragraph(f"<b>{escape_html(block.text)}</b>")
        else:
            yield block
