"""Template context of the event page: occurrences and related articles."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from mysite.pages.querysets import union_of_ids, visible
from newsroom.models.news_children import NewsPageRelatedPage

from . import formatting
from .schedule import Schedule

#: How many further occurrences the page of a recurring event lists.
MAX_NEXT_OCCURRENCES = 6
MAX_ARTICLES = 12


def build_time_context(schedule: Schedule) -> dict[str, Any]:
    """Return the formatted next occurrence and, for a recurring event, the rule and the following occurrences."""
    now = timezone.now()
    times = schedule.occurrences
    ahead = [time for time in times if time.over_at > now]
    shown = ahead[0] if ahead else times[-1] if times else None
    after = ahead[1 : MAX_NEXT_OCCURRENCES + 1]
    return {
        "occurrence": shown,
        "occurrence_text": formatting.format_occurrence(shown, all_day=schedule.all_day) if shown else "",
        "is_over": bool(times) and not ahead,
        "is_under_way": bool(ahead) and ahead[0].starts_at <= now,
        "recurrence_text": formatting.format_recurrence(schedule.recurrence) if times else "",
        "next_occurrences": [(time, formatting.format_occurrence(time, all_day=schedule.all_day)) for time in after],
        "further_occurrences": len(ahead) - 1 - len(after),
    }


def get_related_articles(chosen: Collection[int], event_key: UUID, locale_id: int) -> list[Page]:
    """Return the articles chosen in an event, in order, then those that refer to it, in its language if possible."""
    chosen = list(chosen)
    keys = Page.objects.filter(pk__in=chosen).values("translation_key")
    # Aliases only if they were chosen: an alias copies its source's references and is not a translation.
    sources = Page.objects.filter(locale=locale_id, alias_of__isnull=True)
    about = union_of_ids(
        Page.objects.filter(pk__in=chosen),
        sources.filter(translation_key__in=keys),
        sources.filter(pk__in=NewsPageRelatedPage.objects.filter(page__translation_key=event_key).values("article")),
    )
    articles = visible(Page.objects.filter(pk__in=about)).select_related("locale")
    articles = list(
        articles.order_by(F("first_published_at").desc(nulls_last=True), "-pk")[: MAX_ARTICLES + 2 * len(chosen)]
    )
    order = {article.translation_key: chosen.index(article.pk) for article in articles if article.pk in chosen}
    # A chosen article in another language is replaced by its translation.
    articles.sort(key=lambda article: article.locale_id == locale_id)
    by_key = {article.translation_key: article for article in articles}
    shown = sorted(by_key.values(), key=lambda article: article.first_published_at or timezone.now(), reverse=True)
    return sorted(shown, key=lambda article: order.get(article.translation_key, len(chosen)))[:MAX_ARTICLES]
