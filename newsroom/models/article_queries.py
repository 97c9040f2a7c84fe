"""Queries of what an article shows beside its own text."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page

from mysite.compiled_queries import compiled_query

from .events import EventArticle, EventPage
from .querysets import LINK_FIELDS
from .tags import NewsTag

#: How many events about it an article lists.
MAX_EVENTS = 12


@compiled_query
def find_tags(pk: int) -> QuerySet[NewsTag]:
    return NewsTag.objects.filter(tagged_articles__content_object=pk).order_by("tagged_articles__pk")


@compiled_query
def find_events_about(
    key: UUID, locale_id: int, exclude_pks: Collection[int], now: datetime.datetime
) -> QuerySet[EventPage]:
    translations = Page.objects.filter(translation_key=key).values("pk")
    naming = EventArticle.objects.filter(article__in=translations).values("event")
    events = EventPage.objects.visible(now).exclude_aliases().filter(locale=locale_id, pk__in=naming)
    events = events.exclude(pk__in=exclude_pks).only(*LINK_FIELDS, "status", "start_date").select_related("locale")
    return events.order_by("-start_date", "-pk")[:MAX_EVENTS]
