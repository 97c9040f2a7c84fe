"""What an event's page shows besides the event's own fields, each loaded in as few queries as there are kinds."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from mysite import body_pictures
from mysite.renditions import CARD, WIDE
from newsroom import calendar_file, event_words
from newsroom.article_page import attachments
from newsroom.event_dates import all_times, recurrence_of

if TYPE_CHECKING:
    from newsroom.models import EventPage, NewsPage, Unit

#: How many of its next times the page of a repeating event lists.
NEXT_TIMES = 6
ARTICLES = 12


def context(event: "EventPage") -> dict[str, Any]:
    """The template context of ``event``: when, organiser, documents, articles about it."""
    body_pictures.load(pictures(event))
    if event.pk:
        prefetch_related_objects([event], "exceptions")
    return {
        **_when(event),
        "organiser": organiser_of(event),
        "attachments": attachments(event),
        "articles_about": articles_about(event),
        "calendar_url": calendar_file.address_below(event) if event.pk else "",
    }


def organiser_of(event: "EventPage") -> "Unit | None":
    """The unit that organises it, with the language its name is in."""
    from newsroom.models import Unit

    return Unit.objects.select_related("locale").filter(pk=event.organiser_id).first() if event.organiser_id else None


def _when(event: "EventPage") -> dict[str, Any]:
    """Its times in words; of one that repeats the rule, the next time and those after it."""
    now = timezone.now()
    times = all_times(event)
    ahead = [time for time in times if time.over_at > now]
    shown = ahead[0] if ahead else times[-1] if times else None
    after = ahead[1 : NEXT_TIMES + 1]
    return {
        "times": shown,
        "when": event_words.when(shown, all_day=event.all_day) if shown else "",
        "recurrence": recurrence_of(event) if times else None,
        "is_over": bool(times) and not ahead,
        "is_on": bool(ahead) and ahead[0].starts_at <= now,
        "repeats": event_words.repeats(event) if times else "",
        "next_times": [(time, event_words.when(time, all_day=event.all_day)) for time in after],
        "more_times": len(ahead) - 1 - len(after),
    }


def articles_about(event: "EventPage") -> list["NewsPage"]:
    """The articles that the event names, in order, then those that name it; in the event's language if they are."""
    from newsroom.models import NewsPage

    chosen = [row.article_id for row in event.articles.all()]
    keys = NewsPage.objects.filter(pk__in=chosen).values("translation_key")
    # Aliases only where the event names them: they are no translations, and name what their source names.
    naming = Q(related_pages__page__translation_key=event.translation_key)
    others = Q(Q(translation_key__in=keys) | naming, locale=event.locale_id, alias_of__isnull=True)
    wanted = Q(pk__in=chosen) | others
    found = NewsPage.objects.visible().filter(wanted).distinct().defer_streamfields().newest_first()
    found = list(found.select_related("locale")[: ARTICLES + 2 * len(chosen)])
    order = {article.translation_key: chosen.index(article.pk) for article in found if article.pk in chosen}
    # An article chosen in another language stands aside for its translation.
    found.sort(key=lambda article: article.locale_id == event.locale_id)
    about = {article.translation_key: article for article in found}.values()
    shown = sorted(about, key=lambda article: article.first_published_at or timezone.now(), reverse=True)
    return sorted(shown, key=lambda article: order.get(article.translation_key, len(chosen)))[:ARTICLES]


def pictures(event: "EventPage") -> Iterator[body_pictures.Shown]:
    """Every picture of ``event``; the main one is on its page and in lists. The first is shared."""
    main: list[body_pictures.Shown] = [(event.main_image, (*WIDE, *CARD))] if event.main_image else []
    yield from body_pictures.for_sharing([*main, *body_pictures.pictures_in(event.body)])
