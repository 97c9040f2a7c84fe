"""Decide whether an article can be published as it was read, or has to be checked by an editor first."""

from collections.abc import Iterator
from dataclasses import replace

from newsroom.importing.records import Gallery, Heading, ImageBlock, ItemList, Paragraph, SavedArticle, Table

from .cleaning import strip_markup
from .legacy_text import is_doubtful


def add_doubts(article: SavedArticle) -> SavedArticle:
    """Return ``article`` with the reasons to create a draft: no date, a text that is no Vietnamese …"""
    doubts = list(article.doubts)
    if article.published_at is None:
        doubts.append("no valid date was found")
    texts = list(iter_texts(article))
    # The only paragraph of a short article is its lead.
    if not article.lead and all(isinstance(block, Heading) for block in article.blocks):
        doubts.append("it has neither text nor images")
    # The body may hide a title in a wrong encoding, and the other way round.
    if is_doubtful(article.title) or is_doubtful(article.lead) or is_doubtful(" ".join(texts)):
        doubts.append("the text may be in a wrong character set")
    return replace(article, doubts=tuple(doubts)) if doubts else article


def iter_texts(article: SavedArticle) -> Iterator[str]:
    """Yield the texts of the article's blocks in order, without markup."""
    for block in article.blocks:
        if isinstance(block, Paragraph):
            yield strip_markup(block.markup)
        elif isinstance(block, Heading):
            yield block.text
        elif isinstance(block, ItemList):
            yield from map(strip_markup, block.items)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, ImageBlock):
            yield block.photo.caption
        elif isinstance(block, Gallery):
            yield from (photo.caption for photo in block.photos)
