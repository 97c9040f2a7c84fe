"""What the API says of articles, events and their sections; every kind of thing is loaded for all rows at once."""

from typing import TYPE_CHECKING, Any

from django.db.models import Min, prefetch_related_objects
from django.utils import timezone, translation
from wagtail.models import Page

from mysite import body_pictures
from mysite.api.fields import PICTURE_SPECS, document, field, html, link, links, picture
from mysite.api.views import Kind
from mysite.public_address import absolute
from mysite.renditions import load_renditions
from newsroom import article_page, calendar_file, event_page
from newsroom.event_dates import Times, all_times, recurrence_of
from newsroom.models import EventOccurrence, EventPage, EventSection, NewsPage, NewsPageByline, NewsSection
from newsroom.querysets import attach_sections

if TYPE_CHECKING:
    from newsroom.models import Author, Unit

#: How many of an event's next times are listed.
NEXT_TIMES = 10


def _load_pictures(pages: list[Any]) -> None:
    prefetch_related_objects(pages, "main_image")
    load_renditions([page.main_image for page in pages if page.main_image], PICTURE_SPECS)


def _main_picture(page: NewsPage | EventPage) -> dict[str, Any] | None:
    words = {"alternative": page.alternative_text, "caption": page.caption_text, "credit": page.credit_text}
    return picture(page.main_image, **words)


def _body(page: NewsPage | EventPage) -> str:
    body_pictures.load(page.pictures())
    return html(page.body)


def _attachments(page: NewsPage | EventPage) -> list[dict[str, Any]]:
    return [document(row.document, row.title) for row in article_page.attachments(page)]


# --- Articles


def load_articles(articles: list[NewsPage], names: set[str]) -> None:
    if "main_image" in names:
        _load_pictures(articles)
    if "section" in names:
        attach_sections(articles)
    if "tags" in names:
        prefetch_related_objects(articles, "tagged_items__tag")
    if "bylines" in names:
        prefetch_related_objects(articles, "bylines__author__locale", "bylines__unit__locale")


def _tags(article: NewsPage) -> list[str]:
    return [tagged.tag.name for tagged in article.tagged_items.all()]


def _byline(byline: NewsPageByline) -> dict[str, Any]:
    return {"author": _who(byline.author), "unit": _who(byline.unit) if byline.unit else None}


def _who(who: "Author | Unit") -> dict[str, str]:
    with translation.override(who.text_language):  # somebody whom nobody has translated
        return {"name": who.name, "html_url": absolute(who.get_absolute_url())}


def _corrections(article: NewsPage) -> str:
    return html(article.corrections)


ARTICLE = Kind(
    fields=(
        field("lead"),
        field("content_updated_at"),
        field("section", lambda article: link(article.section)),
        field("main_image", _main_picture),
        field("tags", _tags),
        field("bylines", lambda article: [_byline(byline) for byline in article.bylines.all()]),
        field("source_name"),
        field("source_url"),
        field("is_headline"),
        field("body", _body),
        field("corrections", _corrections),
        field("attachments", _attachments),
        field("related_pages", lambda article: links(article_page.related_pages(article))),
        field("events", lambda article: links(article_page.events_about(article, without=[]))),
    ),
    listed=("lead", "content_updated_at", "section"),
    detail_only=("body", "corrections", "attachments", "related_pages", "events"),
    filters=frozenset({"tags", "is_headline"}),
    orders=frozenset({"content_updated_at"}),
    load=load_articles,
)


# --- Events


def load_events(events: list[EventPage], names: set[str]) -> None:
    if "main_image" in names:
        _load_pictures(events)
    if "organiser" in names:
        prefetch_related_objects(events, "organiser__locale")
    if "repeats" in names:
        prefetch_related_objects(events, "exceptions")
    if "next_start" in names:
        ahead = EventOccurrence.objects.filter(event__in=events, over_at__gt=timezone.now())
        starts = dict(ahead.order_by().values_list("event").annotate(Min("starts_at")))
        for event in events:
            event.next_start = starts.get(event.pk)


def _moment(value: Any) -> str | None:
    return timezone.localtime(value, timezone.get_default_timezone()).isoformat() if value else None


def _repeats(event: EventPage) -> dict[str, Any] | None:
    """The rule as RFC 5545 writes it, and the days left out."""
    rule = recurrence_of(event) if event.start_date else None
    if rule is None or not rule.repeats:
        return None
    end = {"UNTIL": f"{rule.until:%Y%m%d}"} if rule.until else {"COUNT": rule.count}
    parts = {**rule.parts(), **end}
    text = ";".join(f"{name}={','.join(value) if isinstance(value, list) else value}" for name, value in parts.items())
    return {"rule": text, "except": sorted(rule.exceptions)}


def _next_times(event: EventPage) -> list[dict[str, Any]]:
    now = timezone.now()
    ahead = [times for times in all_times(event) if times.over_at > now]
    return [_times(times) for times in ahead[:NEXT_TIMES]]


def _times(times: Times) -> dict[str, Any]:
    return {
        "first_day": times.first_day,
        "last_day": times.last_day,
        "starts_at": _moment(times.starts_at),
        "ends_at": _moment(times.ends_at),
    }


def _agenda(event: EventPage) -> list[dict[str, Any]]:
    return [{name: block.value[name] for name in ("date", "time", "text", "speaker")} for block in event.agenda]


EVENT = Kind(
    fields=(
        field("lead"),
        field("start_date"),
        field("start_time"),
        field("end_date"),
        field("end_time"),
        field("all_day"),
        field("time_zone", lambda event: timezone.get_default_timezone_name()),
        field("next_start", lambda event: _moment(event.next_start)),
        field("repeats", _repeats),
        field("status"),
        field("status_note"),
        field("place"),
        field("address"),
        field("organiser", lambda event: _who(event.organiser) if event.organiser else None),
        field("main_image", _main_picture),
        field("contact_name"),
        field("contact_phone"),
        field("contact_email"),
        field("sign_up_url"),
        field("calendar_url", lambda event: absolute(calendar_file.address_below(event))),
        field("next_times", _next_times),
        field("agenda", _agenda),
        field("body", _body),
        field("attachments", _attachments),
        field("articles", lambda event: links(event_page.articles_about(event))),
    ),
    listed=("lead", "start_date", "start_time", "end_date", "end_time", "all_day", "next_start", "status", "place"),
    detail_only=("next_times", "agenda", "body", "attachments", "articles"),
    filters=frozenset({"coming", "status"}),
    orders=frozenset({"start_date"}),
    load=load_events,
)


# --- Sections


def _feed(section: Page) -> str:
    return f"{absolute(section.url)}rss/"


SECTION = Kind(fields=(field("introduction"), field("feed_url", _feed)), listed=("introduction",))
EVENT_SECTION = Kind(
    fields=(*SECTION.fields, field("calendar_url", lambda section: absolute(calendar_file.address_below(section)))),
    listed=SECTION.listed,
)

KINDS = {NewsPage: ARTICLE, NewsSection: SECTION, EventPage: EVENT, EventSection: EVENT_SECTION}
