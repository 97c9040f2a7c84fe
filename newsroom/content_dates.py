"""When an article's text last changed for its readers."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from newsroom.models import NewsPage

#: What readers see as the text. Bylines, tags, documents and the like do not make an article “updated”.
_TEXT_FIELDS = ["title", "lead", "main_image_id", "main_image_caption"]
_STREAM_FIELDS = ["body", "corrections"]


def _text_of(article: "NewsPage") -> list[Any]:
    streams = [getattr(article, name).get_prep_value() for name in _STREAM_FIELDS]
    return [*(getattr(article, name) for name in _TEXT_FIELDS), *streams]


def stamp(article: "NewsPage") -> None:
    """Set ``content_updated_at`` on an article about to be saved; compare it to the row that readers see now.

    First publication takes the date of first publication, unless an import brought its own. Later, a change of the
    text sets the present moment unless the editor called it minor. Anything else keeps the date of the row, whatever
    an old revision says.
    """
    if not article.live:
        return
    before = type(article).objects.filter(pk=article.pk).first() if article.pk else None
    if before is None or before.content_updated_at is None:
        article.content_updated_at = article.content_updated_at or article.first_published_at
    elif _text_of(before) == _text_of(article) or article.minor_edit:
        article.content_updated_at = before.content_updated_at
    else:
        article.content_updated_at = timezone.now()
