"""When an article's text last changed for its readers."""

import datetime
import re
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from mysite.blocks.text import RICH_TEXT_FEATURES
from mysite.cleaning import clean

if TYPE_CHECKING:
    from newsroom.models import NewsPage

#: What readers see as the text. Bylines, tags, documents and the like do not make an article “updated”.
_TEXT_FIELDS = ["title", "lead", "main_image_id", "main_image_caption"]
_STREAM_FIELDS = ["body", "corrections"]

#: What the editor's widgets add to stored blocks without anybody having written it.
_NOT_TEXT = {"id", "table_header_choice"}
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def _text_of(article: "NewsPage", *, as_edited: bool) -> list[Any]:
    streams = [getattr(article, name).get_prep_value() for name in _STREAM_FIELDS]
    return _words([*(getattr(article, name) for name in _TEXT_FIELDS), *streams], as_edited=as_edited)


def _words(value: Any, *, as_edited: bool) -> Any:
    """Reduce stored content to what was written: no identifiers, no kinds of emptiness, no kinds of white space.

    And clean, so that an article from before a rule of cleaning is not changed by it.

    With ``as_edited`` also as the rich text editor would spell it, so that an imported article is not changed by
    having been through the form. That takes time; most comparisons end without.
    """
    if isinstance(value, dict):
        kept = {key: part for key, part in value.items() if part and key not in _NOT_TEXT}
        return {key: _words(part, as_edited=as_edited) for key, part in kept.items()}
    if isinstance(value, list):
        return [_words(part, as_edited=as_edited) for part in value]
    if isinstance(value, str):
        if value.startswith("<") and as_edited:
            converter = ContentstateConverter(features=RICH_TEXT_FEATURES)
            value = converter.to_database_format(converter.from_database_format(value))
        return " ".join(_BLOCK_KEY.sub("", clean(value)).split())
    return value or ""


def _reads_the_same(one: "NewsPage", other: "NewsPage") -> bool:
    return any(_text_of(one, as_edited=way) == _text_of(other, as_edited=way) for way in (False, True))


def stamp(article: "NewsPage") -> None:
    """Set ``content_updated_at`` on an article about to be saved; compare it to the row that is there.

    First publication takes the date of first publication, unless an import brought its own. Later, a change of the
    text sets the moment of its publication unless the editor called it minor. Anything else keeps the date of the
    row, whatever an old revision says.

    While an article is withdrawn, Wagtail writes drafts to its row. Then the date is emptied by the first change, so
    that publishing sets it although row and revision say the same by that time.
    """
    before = type(article).objects.filter(pk=article.pk).first() if article.pk else None
    if before is None or before.first_published_at is None:
        if article.live:
            article.content_updated_at = article.content_updated_at or article.first_published_at
    elif before.content_updated_at is None:
        article.content_updated_at = _moment_of(article, before) if article.live else None
    elif article.minor_edit or _reads_the_same(before, article):
        article.content_updated_at = before.content_updated_at
    else:
        article.content_updated_at = _moment_of(article, before) if article.live else None


def _moment_of(article: "NewsPage", before: "NewsPage") -> datetime.datetime:
    """The moment of the publication that is going on; now, if somebody just saves the article."""
    published = article.last_published_at
    is_new = published and (before.last_published_at is None or published > before.last_published_at)
    return published if is_new else timezone.now()
