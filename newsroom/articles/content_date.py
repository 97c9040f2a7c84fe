"""The content date of an article: when its text last changed for readers."""

import datetime
import re
from functools import partial
from typing import Any

from django.utils import timezone

from mysite.blocks.stored_text import clean_one_text, map_stream_text
from mysite.blocks.text import RICH_TEXT_FEATURES
from mysite.models import BasePage

#: The fields compared as text. Changes of bylines, tags, attachments and the like do not make an article “updated”.
_TEXT_FIELDS = ["title", "lead", "main_image_id", "main_image_caption"]
_STREAM_FIELDS = ["body", "corrections"]

#: Keys and attributes that the editor's widgets add to stored blocks; they are not content.
_IGNORED_KEYS = {"id", "table_header_choice"}
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def _extract_text(article: BasePage, *, round_trip: bool) -> list[Any]:
    """Return the text of ``article``, cleaned, so that a new cleaning rule does not count as a change.

    With ``round_trip``, rich text is converted as by the rich text editor, so that an imported article that was saved
    in the edit form does not count as changed. That is slow and rarely necessary.
    """
    normalize = partial(_normalize_markup, round_trip=round_trip)
    fields = [getattr(article, name) for name in _TEXT_FIELDS]
    texts = [clean_one_text(value, is_markup=False) if isinstance(value, str) else value for value in fields]
    for name in _STREAM_FIELDS:
        block = article._meta.get_field(name).stream_block
        texts.append(map_stream_text(block, getattr(article, name).get_prep_value(), normalize))
    return _normalize_value(texts)


def _normalize_markup(text: str, is_markup: bool, *, round_trip: bool) -> str:
    if text and is_markup and round_trip:
        # Not at module level: Wagtail's admin cannot be imported while models are loaded.
        from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

        converter = ContentstateConverter(features=RICH_TEXT_FEATURES)  # not shared: it is not thread-safe
        text = converter.to_database_format(converter.from_database_format(text))
    return clean_one_text(text, is_markup)


def _normalize_value(value: Any) -> Any:
    """Normalise stored content: drop ids and empty values, collapse white space."""
    if isinstance(value, dict):
        return {key: _normalize_value(part) for key, part in value.items() if part and key not in _IGNORED_KEYS}
    if isinstance(value, list):
        return [_normalize_value(part) for part in value]
    if isinstance(value, str):
        return " ".join(_BLOCK_KEY.sub("", value).split())
    return value or ""


def _has_same_text(one: BasePage, other: BasePage) -> bool:
    return any(
        _extract_text(one, round_trip=round_trip) == _extract_text(other, round_trip=round_trip)
        for round_trip in (False, True)
    )


def set_content_date(article: BasePage) -> None:
    """Set ``content_updated_at`` of an article about to be saved, by comparison with its database row.

    On first publication it is the date of publication, unless an import has set it. Later it is set when a changed
    text is published, unless the change is marked as minor. Otherwise it stays that of the row, whatever the revision
    contains.

    While an article is unpublished, Wagtail writes drafts to its row. The first change then clears the date, so that
    publishing sets it although row and revision are equal by that time.
    """
    before = type(article).objects.filter(pk=article.pk).first() if article.pk else None
    if before is None or before.first_published_at is None:
        if article.live:
            # A copy has the date of its source.
            dates = filter(None, (article.content_updated_at, article.first_published_at))
            article.content_updated_at = max(dates, default=None)
    elif before.content_updated_at is None:
        article.content_updated_at = _get_publication_time(article, before) if article.live else None
    elif article.minor_edit or _has_same_text(before, article):
        article.content_updated_at = before.content_updated_at
    else:
        article.content_updated_at = _get_publication_time(article, before) if article.live else None


def _get_publication_time(article: BasePage, before: BasePage) -> datetime.datetime:
    """Return the time of the publication in progress, or now if the article is saved in another way."""
    published = article.last_published_at
    is_new = published and (before.last_published_at is None or published > before.last_published_at)
    return published if is_new else timezone.now()
