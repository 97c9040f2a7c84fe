"""Apply the length limits of the page's fields to a saved article without losing text, or reject it with a reason."""

import re
from collections.abc import Iterator
from dataclasses import replace

from newsroom.importing.records import (
    Block,
    Gallery,
    Heading,
    ImageBlock,
    Paragraph,
    Photo,
    SavedArticle,
    UnreadableArticle,
)

from .cleaning import escape_html

MAX_TITLE = MAX_NAME = 255
MAX_LEAD = 1000
MAX_URL = 500
MAX_CAPTION = 500
MAX_HEADING = MAX_PHOTOS = 200
#: Characters with markup: more than a book of 200 pages. Saving and indexing take time in proportion to it.
MAX_TEXT = 1_000_000


def apply_limits(article: SavedArticle) -> SavedArticle:
    """Return ``article`` within the limits of a page. Raises ``UnreadableArticle`` if it has no title or cannot fit."""
    title = article.title
    if not title:
        raise UnreadableArticle("no title found")
    if len(title) > MAX_TITLE:
        raise UnreadableArticle(
            f"the title has {len(title):,} characters, a page takes at most {MAX_TITLE}: “{title[:60]}…”"
        )
    if not article.lead and not article.blocks:
        raise UnreadableArticle(f"no text found below the title “{title[:60]}”")
    names = (("section", article.section), ("author", (article.author,)), ("unit", (article.unit,)))
    for what, values in (*names, ("source", (article.source_name,))):
        if any(len(value) > MAX_NAME for value in values):
            raise UnreadableArticle(f"the name of the {what} is longer than {MAX_NAME} characters")
    if len(article.source_url) > MAX_URL:
        raise UnreadableArticle(f"the source URL is longer than {MAX_URL} characters")
    if article.source_url and not re.match(r"https?://[^\s/]+", article.source_url):
        raise UnreadableArticle(f"the source URL is not valid: “{article.source_url[:60]}”")
    for photo in article.photos:
        if max(len(photo.caption), len(photo.alt_text)) > MAX_CAPTION:
            raise UnreadableArticle(f"a caption is longer than {MAX_CAPTION} characters: “{photo.caption[:60]}…”")
    length = len(article.lead) + sum(len(block.markup) for block in article.blocks if isinstance(block, Paragraph))
    check_length(length)
    lead, blocks = _limit_lead(article)
    fitted = tuple(made for block in blocks for made in _limit_block(block))
    return replace(article, lead=lead, blocks=fitted, notes=(*article.notes, *_describe_lost_images(article)))


def check_length(length: int) -> None:
    if length > MAX_TEXT:
        raise UnreadableArticle(f"the text has {length:,} characters, an article takes at most {MAX_TEXT:,}")


def _describe_lost_images(article: SavedArticle) -> Iterator[str]:
    if lost := sum(1 for photo in article.photos if _is_lost(photo)):
        yield f"{lost} missing image(s) without a caption were left out"


def _is_lost(photo: Photo) -> bool:
    """Return whether ``photo`` has neither a file nor any text, so that there is nothing to show."""
    return photo.image is None and not photo.caption and not photo.alt_text


def _limit_photo(photo: Photo) -> Photo:
    # The alternative text of a missing photo is kept as its caption: it is all that is left of it.
    caption = photo.caption or (photo.alt_text if photo.image is None else "")
    return replace(photo, caption=caption, alt_text=photo.alt_text[:255], credit=photo.credit[:255])


def _limit_lead(article: SavedArticle) -> tuple[str, tuple[Block, ...]]:
    """Cut a lead that is too long after a sentence, else after a word, and make the rest the first paragraph."""
    lead = article.lead
    if len(lead) <= MAX_LEAD:
        return lead, article.blocks
    ends = [match.end() for match in re.finditer(r"[.!?…][”\"’)]?(?= )", lead[:MAX_LEAD])]
    end = ends[-1] if ends else lead.rfind(" ", 0, MAX_LEAD) if " " in lead[:MAX_LEAD] else MAX_LEAD
    return lead[:end], (Paragraph(escape_html(lead[end:].strip())), *article.blocks)


def _limit_block(block: Block) -> Iterator[Block]:
    if isinstance(block, Heading) and len(block.text) > MAX_HEADING:
        yield Paragraph(f"<b>{escape_html(block.text)}</b>")
    elif isinstance(block, ImageBlock):
        if not _is_lost(block.photo):
            yield ImageBlock(_limit_photo(block.photo))
    elif isinstance(block, Gallery):
        title = block.title
        if len(title) > MAX_HEADING:
            yield Paragraph(escape_html(title))
            title = ""
        photos = [_limit_photo(photo) for photo in block.photos if not _is_lost(photo)]
        for start in range(0, len(photos), MAX_PHOTOS):
            yield Gallery(title if start == 0 else "", tuple(photos[start : start + MAX_PHOTOS]))
    else:
        yield block
