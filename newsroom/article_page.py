"""What an article's page shows besides the article's own fields, each loaded in as few queries as there are kinds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet, prefetch_related_objects
from wagtail.models import Page

from mysite import body_pictures
from mysite.querysets import in_restricted_collection, pages_in_this_language
from mysite.renditions import CARD, WIDE
from mysite.sorting import sort_key

if TYPE_CHECKING:
    from newsroom.models import EventPage, NewsPage

NEWER, OLDER = 3, 5
EVENTS = 12


def context(article: "NewsPage") -> dict[str, Any]:
    """The template context of ``article``: bylines, tags, attachments, related pages, other news, comments."""
    body_pictures.load(pictures(article))
    related = related_pages(article)
    return {
        "bylines": with_related(article.bylines, "author__locale", "unit__locale"),
        "tags": sorted(article.tags.all(), key=lambda tag: sort_key(tag.name)),
        "attachments": attachments(article),
        "related_pages": related,
        "events_about": events_about(article, without=[page.pk for page in related]),
        "other_news": other_news(article, without=[page.pk for page in related]),
        "comments": list(article.comments.approved()) if article.comments_enabled and article.pk else [],
    }


def with_related(children: Any, *names: str) -> list[Any]:
    """The child objects of a relation with what they point at, whether saved or those of a preview."""
    rows = list(children.select_related(*names))
    prefetch_related_objects(rows, *names)  # the rows of a preview come from memory, not from one query
    return rows


def attachments(page: "NewsPage | EventPage") -> list[Any]:
    """The documents of ``page`` that anyone may have; all of them in a preview, whose rows come from memory."""
    rows = page.attachments.all()
    if isinstance(rows, QuerySet):
        rows = rows.filter(~in_restricted_collection("document__collection__path"))
    return with_related(rows, "document")


def pictures(article: "NewsPage") -> Iterator[body_pictures.Shown]:
    """Every picture of ``article``; the main one is on its page and in lists. The first is shared."""
    main: list[body_pictures.Shown] = [(article.main_image, (*WIDE, *CARD))] if article.main_image else []
    yield from body_pictures.for_sharing([*main, *body_pictures.pictures_in(article.body)])


def count_missing_photos(article: "NewsPage") -> int:
    """How many photos of ``article`` have a caption but no image."""
    return sum(len(block.value.missing) for block in article.body if block.block_type == "gallery")


def related_pages(article: "NewsPage") -> list[Page]:
    """The pages that the editor chose, in order, those that visitors may see, in the language being read."""
    chosen = [related.page for related in with_related(article.related_pages, "page")]
    pages = pages_in_this_language(chosen) if chosen else {}
    return [pages[page.translation_key] for page in chosen if page.translation_key in pages]


def events_about(article: "NewsPage", without: list[int]) -> list["EventPage"]:
    """The events that name ``article``, in its language, except those already linked to. One query."""
    from newsroom.models import EventPage

    naming = (
        EventPage.objects.visible()
        .originals()
        .filter(locale=article.locale_id, articles__article__translation_key=article.translation_key)
    )
    events = naming.exclude(pk__in=without).distinct().defer_streamfields().select_related("locale")
    return list(events.order_by("-start_date", "-pk")[:EVENTS])


def other_news(article: "NewsPage", without: list[int]) -> dict[str, list["NewsPage"]]:
    """“Các tin khác”: the articles of the section, sub-sections' too, before and after this one, newest first."""
    moment = article.first_published_at
    if moment is None:  # the preview of an article that has never been published
        return {"newer": [], "older": []}
    others = (
        type(article).objects.in_section_of(article).visible().in_own_language().exclude(pk__in=[article.pk, *without])
    )
    others = others.defer_streamfields().select_related("locale")
    newer = others.filter(first_published_at__gt=moment).order_by("first_published_at", "pk")[:NEWER]
    older = others.filter(first_published_at__lte=moment).newest_first()[:OLDER]
    return {"newer": list(newer)[::-1], "older": list(older)}
