"""API fields of articles, events and their sections. Related objects are prefetched for all rows at once."""

from typing import TYPE_CHECKING, Any

from django.db.models import Min, prefetch_related_objects
from django.utils import timezone, translation
from wagtail.models import Page

from mysite.api import schemas
from mysite.api.fields import (
    api_field,
    render_stream,
    serialize_document,
    serialize_image,
    serialize_link,
    serialize_links,
)
from mysite.api.views import PageTypeConfig
from mysite.http.site_url import absolute_url
from mysite.images import page_images
from mysite.images.filters import WIDE
from mysite.images.renditions import load_renditions
from mysite.models import live_or_none
from newsroom.events.schedule import Occurrence
from newsroom.models import EventOccurrence, EventPage, EventSection, NewsPage, NewsPageByline, NewsSection
from newsroom.models.news_children import filter_live_bylines
from newsroom.models.querysets import attach_sections
from newsroom.models.related_objects import get_public_attachments

from .events import ical

if TYPE_CHECKING:
    from newsroom.models import Author, Unit

#: How many upcoming occurrences of an event are listed.
MAX_NEXT_OCCURRENCES = 10


def load_main_images(pages: list[Any]) -> None:
    prefetch_related_objects(pages, "main_image")
    load_renditions([page.main_image for page in pages if page.main_image], WIDE)


def serialize_main_image(page: NewsPage | EventPage) -> dict[str, Any] | None:
    words = {"alt_text": page.alternative_text, "caption": page.caption_text, "credit": page.credit_text}
    return serialize_image(page.main_image, **words)


def serialize_body(page: NewsPage | EventPage) -> str:
    page_images.load_page_renditions(page.image_uses())
    return render_stream(page.body)


def serialize_attachments(page: NewsPage | EventPage) -> list[dict[str, Any]]:
    return [serialize_document(row.document, row.title) for row in get_public_attachments(page)]


# --- Articles


def prefetch_articles(articles: list[NewsPage], field_names: set[str]) -> None:
    if "main_image" in field_names:
        load_main_images(articles)
    if "section" in field_names:
        attach_sections(articles)
    if "tags" in field_names:
        prefetch_related_objects(articles, "tagged_items__tag")
    if "bylines" in field_names:
        prefetch_related_objects(articles, "bylines__author__locale", "bylines__unit__locale")


def _get_tag_names(article: NewsPage) -> list[str]:
    return [tagged.tag.name for tagged in article.tagged_items.all()]


def _serialize_byline(byline: NewsPageByline) -> dict[str, Any]:
    return {
        "author": serialize_profile(byline.author),
        "unit": serialize_profile(byline.live_unit) if byline.live_unit else None,
    }


def serialize_profile(profile: "Author | Unit") -> dict[str, str]:
    with translation.override(profile.text_language):  # a profile that is not translated yet
        return {"name": profile.name, "html_url": absolute_url(profile.get_absolute_url())}


def _serialize_corrections(article: NewsPage) -> str:
    return render_stream(article.corrections)


ARTICLE_TYPE = PageTypeConfig(
    fields=(
        api_field("lead"),
        api_field("content_updated_at"),
        api_field("section", lambda article: serialize_link(article.section), schemas.nullable(schemas.LINK)),
        api_field("main_image", serialize_main_image, schemas.nullable(schemas.IMAGE)),
        api_field("tags", _get_tag_names, schemas.list_of(schemas.TEXT)),
        api_field(
            "bylines",
            lambda article: [_serialize_byline(row) for row in filter_live_bylines(article.bylines.all())],
            schemas.list_of(schemas.BYLINE),
        ),
        api_field("source_name"),
        api_field("source_url"),
        api_field("is_headline"),
        api_field("body", serialize_body, schemas.HTML),
        api_field("corrections", _serialize_corrections, schemas.HTML),
        api_field("attachments", serialize_attachments, schemas.list_of(schemas.ATTACHMENT)),
        api_field(
            "related_pages", lambda article: serialize_links(article.get_related_pages()), schemas.list_of(schemas.LINK)
        ),
        api_field(
            "events", lambda article: serialize_links(article.get_related_events()), schemas.list_of(schemas.LINK)
        ),
    ),
    listing_default=("lead", "content_updated_at", "section"),
    detail_only=("body", "corrections", "attachments", "related_pages", "events"),
    filters=frozenset({"tags", "is_headline"}),
    orderings=frozenset({"content_updated_at"}),
    prefetch=prefetch_articles,
)


# --- Events


def prefetch_events(events: list[EventPage], field_names: set[str]) -> None:
    if "main_image" in field_names:
        load_main_images(events)
    if "organiser" in field_names:
        prefetch_related_objects(events, "organiser__locale")
    if "repeats" in field_names:
        prefetch_related_objects(events, "exceptions")
    if "next_start" in field_names:
        ahead = EventOccurrence.objects.filter(event__in=events, over_at__gt=timezone.now())
        starts = dict(ahead.order_by().values_list("event").annotate(Min("starts_at")))
        for event in events:
            event.next_start = starts.get(event.pk)


def _format_datetime(value: Any) -> str | None:
    return timezone.localtime(value, timezone.get_default_timezone()).isoformat() if value else None


def _serialize_recurrence(event: EventPage) -> dict[str, Any] | None:
    """Return the recurrence rule in the format of RFC 5545, and the exceptions."""
    rule = event.schedule.recurrence
    if rule is None or not rule.is_recurring:
        return None
    end = {"UNTIL": f"{rule.until:%Y%m%d}"} if rule.until else {"COUNT": rule.count}
    parts = {**rule.rrule_parts(), **end}
    text = ";".join(f"{name}={','.join(value) if isinstance(value, list) else value}" for name, value in parts.items())
    return {"rule": text, "except": sorted(rule.exceptions)}


def _serialize_next_occurrences(event: EventPage) -> list[dict[str, Any]]:
    now = timezone.now()
    ahead = [occurrence for occurrence in event.schedule.occurrences if occurrence.over_at > now]
    return [_serialize_occurrence(occurrence) for occurrence in ahead[:MAX_NEXT_OCCURRENCES]]


def _serialize_occurrence(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "first_day": occurrence.first_day,
        "last_day": occurrence.last_day,
        "starts_at": _format_datetime(occurrence.starts_at),
        "ends_at": _format_datetime(occurrence.ends_at),
    }


def _serialize_agenda(event: EventPage) -> list[dict[str, Any]]:
    return [{name: block.value[name] for name in ("date", "time", "text", "speaker")} for block in event.agenda]


EVENT_TYPE = PageTypeConfig(
    fields=(
        api_field("lead"),
        api_field("start_date"),
        api_field("start_time"),
        api_field("end_date"),
        api_field("end_time"),
        api_field("all_day"),
        api_field("time_zone", lambda event: timezone.get_default_timezone_name()),
        api_field("next_start", lambda event: _format_datetime(event.next_start), schemas.nullable(schemas.DATE_TIME)),
        api_field("repeats", _serialize_recurrence, schemas.nullable(schemas.RECURRENCE)),
        api_field("status"),
        api_field("status_note"),
        api_field("attendance"),
        api_field("place"),
        api_field("address"),
        api_field("online_url", lambda event: event.joining_url),
        api_field(
            "organiser",
            lambda event: serialize_profile(event.organiser) if live_or_none(event.organiser) else None,
            schemas.nullable(schemas.PROFILE),
        ),
        api_field("main_image", serialize_main_image, schemas.nullable(schemas.IMAGE)),
        api_field("contact_name"),
        api_field("contact_phone"),
        api_field("contact_email"),
        api_field("sign_up_url"),
        api_field("calendar_url", lambda event: absolute_url(ical.get_calendar_url(event)), schemas.URL),
        api_field("next_times", _serialize_next_occurrences, schemas.list_of(schemas.OCCURRENCE)),
        api_field("agenda", _serialize_agenda, schemas.list_of(schemas.AGENDA_ITEM)),
        api_field("body", serialize_body, schemas.HTML),
        api_field("attachments", serialize_attachments, schemas.list_of(schemas.ATTACHMENT)),
        api_field(
            "articles", lambda event: serialize_links(event.get_related_articles()), schemas.list_of(schemas.LINK)
        ),
    ),
    listing_default=(
        "lead",
        "start_date",
        "start_time",
        "end_date",
        "end_time",
        "all_day",
        "next_start",
        "status",
        "place",
    ),
    detail_only=("next_times", "agenda", "body", "attachments", "articles"),
    filters=frozenset({"coming", "status"}),
    orderings=frozenset({"start_date"}),
    prefetch=prefetch_events,
)


# --- Sections


def _get_feed_url(section: Page) -> str:
    return f"{absolute_url(section.url)}rss/"


SECTION_TYPE = PageTypeConfig(
    fields=(api_field("introduction"), api_field("feed_url", _get_feed_url, schemas.URL)),
    listing_default=("introduction",),
)
EVENT_SECTION_TYPE = PageTypeConfig(
    fields=(
        *SECTION_TYPE.fields,
        api_field("calendar_url", lambda section: absolute_url(ical.get_calendar_url(section)), schemas.URL),
    ),
    listing_default=SECTION_TYPE.listing_default,
)

PAGE_TYPES = {
    NewsPage: ARTICLE_TYPE,
    NewsSection: SECTION_TYPE,
    EventPage: EVENT_TYPE,
    EventSection: EVENT_SECTION_TYPE,
}
