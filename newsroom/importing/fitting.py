"""What a page can hold: an article is brought into its bounds without losing a word, or refused in clear words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from .cleaning import escape
from .records import Block, Gallery, Heading, Paragraph, Photo, Picture, SavedArticle, UnreadableArticle

MAX_TITLE = MAX_NAME = 255
MAX_LEAD = 1000
MAX_ADDRESS = 500
MAX_CAPTION = 500
MAX_HEADING = MAX_PHOTOS = 200


def fit(article: SavedArticle) -> SavedArticle:
    """Return ``article`` as a page can hold it. Raises ``UnreadableArticle`` if no page can be made of it."""
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
    if len(article.source_url) > MAX_ADDRESS:
        raise UnreadableArticle(f"the source address is longer than {MAX_ADDRESS} characters")
    if article.source_url and not re.match(r"https?://[^\s/]+", article.source_url):
        raise UnreadableArticle(f"the source address is not a web address: “{article.source_url[:60]}”")
    for photo in article.photos:
        if max(len(photo.caption), len(photo.alt_text)) > MAX_CAPTION:
            raise UnreadableArticle(f"a caption is longer than {MAX_CAPTION} characters: “{photo.caption[:60]}…”")
    lead, blocks = _fit_lead(article)
    fitted = tuple(made for block in blocks for made in _fit_block(block))
    return replace(article, lead=lead, blocks=fitted, notes=(*article.notes, *_lost_pictures(article)))


def _lost_pictures(article: SavedArticle) -> Iterator[str]:
    if lost := sum(1 for photo in article.photos if _is_lost(photo)):
        yield f"{lost} missing picture(s) without a caption left out"


def _is_lost(photo: Photo) -> bool:
    """No file and no word about it: nothing is left that could be shown."""
    return photo.image is None and not photo.caption and not photo.alt_text


def _fit_photo(photo: Photo) -> Photo:
    # Of a photo that is missing, what the page says about it is all there is.
    caption = photo.caption or (photo.alt_text if photo.image is None else "")
    return replace(photo, caption=caption, alt_text=photo.alt_text[:255], credit=photo.credit[:255])


def _fit_lead(article: SavedArticle) -> tuple[str, tuple[Block, ...]]:
    """A lead that is too long ends after a sentence (or a word); the rest becomes the first paragraph."""
    lead = article.lead
    if len(lead) <= MAX_LEAD:
        return lead, article.blocks
    ends = [match.end() for match in re.finditer(r"[.!?…][”\"’)]?(?= )", lead[:MAX_LEAD])]
    end = ends[-1] if ends else lead.rfind(" ", 0, MAX_LEAD) if " " in lead[:MAX_LEAD] else MAX_LEAD
    return lead[:end], (Paragraph(escape(lead[end:].strip())), *article.blocks)


def _fit_block(block: Block) -> Iterator[Block]:
    if isinstance(block, Heading) and len(block.text) > MAX_HEADING:
        yield Paragraph(f"<b>{escape(block.text)}</b>")
    elif isinstance(block, Picture):
        if not _is_lost(block.photo):
            yield Picture(_fit_photo(block.photo))
    elif isinstance(block, Gallery):
        title = block.title
        if len(title) > MAX_HEADING:
            yield Paragraph(escape(title))
            title = ""
        photos = [_fit_photo(photo) for photo in block.photos if not _is_lost(photo)]
        for start in range(0, len(photos), MAX_PHOTOS):
            yield Gallery(title if start == 0 else "", tuple(photos[start : start + MAX_PHOTOS]))
    else:
        yield block
