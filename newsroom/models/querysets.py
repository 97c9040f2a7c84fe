"""QuerySets of articles and events."""

import datetime
from collections.abc import Collection, Iterable
from typing import Self, TypeVar

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page

from mysite.compiled_queries import compiled_query
from mysite.images.filters import CARD
from mysite.images.renditions import load_renditions
from mysite.pages.querysets import PageQuerySet, visible

from .event_children import EventOccurrence

Article = TypeVar("Article", bound=Page)

#: Fields for links to pages. Lists load no others: building and compiling a query takes longer for each column.
LINK_FIELDS = ("title", "path", "url_path", "first_published_at", "locale__language_code")

CARD_FIELDS = (*LINK_FIELDS, "lead", "main_image")


class NewsPageQuerySet(PageQuerySet):
    """Articles. Chain ``visible()``, then the filters, then ``for_cards()``."""

    def newest_first(self) -> Self:
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")

    def below(self, path: str) -> Self:
        """Return the articles below the page at ``path`` in the tree, newest first, in the order of an index.

        They have the annotations ``listed_at`` and ``listed_pk`` to filter and order by.
        """
        listed = self.filter(listings__ancestor_path=path)
        listed = listed.alias(listed_at=F("listings__published_at"), listed_pk=F("listings__article_id"))
        return listed.order_by("-listed_at", "-listed_pk")

    def for_links(self) -> Self:
        """Load what a link with title and date shows."""
        return self.only(*LINK_FIELDS).select_related("locale")

    def for_cards(self) -> Self:
        """Load what a card shows, but its image and section: see ``load_cards``."""
        return self.only(*CARD_FIELDS).select_related("locale")


class EventPageQuerySet(PageQuerySet):
    """Events. Chain ``visible()``, then the filters, then ``for_cards()``."""

    def in_section(self, section: Page) -> Self:
        """Return the events of ``section`` and of all sections below it."""
        return self.descendant_of(section)

    def upcoming(self, now: datetime.datetime) -> Self:
        """Return the events that are not over, ordered by the start of their next occurrence, ``next_start``."""
        ahead = _outer_occurrences().filter(over_at__gt=now).order_by("starts_at", "pk")
        return self.filter(Exists(ahead))._annotate_next(ahead).order_by("next_start", "pk")

    def past(self, now: datetime.datetime) -> Self:
        """Return the events that are over, the latest first, with the last occurrence's start as ``next_start``."""
        all_times = _outer_occurrences().order_by("-starts_at", "-pk")
        return (
            self.filter(Exists(all_times), ~Exists(_outer_occurrences().filter(over_at__gt=now)))
            ._annotate_next(all_times)
            .order_by("-next_start", "-pk")
        )

    def _annotate_next(self, times: QuerySet) -> Self:
        """Annotate events with the first of ``times``, by subquery: grouping by all columns of two tables is slow."""
        return self.annotate(
            next_start=Subquery(times.values("starts_at")[:1]), next_day=Subquery(times.values("first_day")[:1])
        )

    def ending_after(self, moment: datetime.datetime) -> Self:
        """Return the events with an occurrence that ends after ``moment``, unordered."""
        return self.filter(Exists(_outer_occurrences().filter(over_at__gt=moment)))

    def for_cards(self) -> Self:
        """Load what a card shows: the locale for the URL, but neither body nor image."""
        return self.defer_streamfields().select_related("locale")


def _outer_occurrences() -> QuerySet:
    """Subquery of the occurrences of the outer query's event."""
    return EventOccurrence.objects.filter(event=OuterRef("pk"))


def load_cards(articles: Iterable[Article], sections: Iterable[Page] | None = None) -> list[Article]:
    """Return the articles, which have their images, with renditions and sections. Two queries at most."""
    cards = attach_sections(articles, sections)
    load_renditions([article.main_image for article in cards if article.main_image], CARD)
    return cards


def attach_sections(articles: Iterable[Article], sections: Iterable[Page] | None = None) -> list[Article]:
    """Set ``article.section`` of each article: one of ``sections``, or loaded with one query for all articles.

    It is None if the section is not visible: it can be unpublished while its articles are live.
    """
    articles = list(articles)
    paths = {article.path[: -Page.steplen] for article in articles}
    if sections is None:
        sections = _find_sections(paths, timezone.now())
    at_path = {section.path: section for section in sections}
    for article in articles:
        article.section = at_path.get(article.path[: -Page.steplen])
    return articles


@compiled_query
def _find_sections(paths: Collection[str], now: datetime.datetime) -> QuerySet[Page]:
    return visible(Page.objects.filter(path__in=paths), now).select_related("locale")
