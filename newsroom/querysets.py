"""Which articles and events a list shows, and exactly what its cards need."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from wagtail.models import Page

from mysite.querysets import PageQuerySet, visible
from mysite.renditions import images_for_cards

if TYPE_CHECKING:
    from newsroom.models import NewsPage


class NewsPageQuerySet(PageQuerySet):
    """Articles. ``visible()`` first, then which, then ``for_cards()``."""

    def newest_first(self) -> Self:
        return self.order_by(F("first_published_at").desc(nulls_last=True), "-pk")

    def in_section(self, section: Page) -> Self:
        """The articles of ``section`` and of all sections below it."""
        return self.descendant_of(section)

    def in_section_of(self, article: "NewsPage") -> Self:
        """The articles that the list of ``article``'s section shows, itself among them."""
        return self.filter(path__startswith=article.path[: -Page.steplen])

    def in_year(self, year: int) -> Self:
        return self._published_between(datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1))

    def in_month(self, year: int, month: int) -> Self:
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return self._published_between(datetime.date(year, month, 1), following)

    def _published_between(self, first: datetime.date, end: datetime.date) -> Self:
        """Articles first published on days of the site's time zone from ``first`` to before ``end``."""
        start, stop = (timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)) for day in (first, end))
        return self.filter(first_published_at__gte=start, first_published_at__lt=stop)

    def for_cards(self) -> Self:
        """Load what a card shows: no body, the picture at card size, the locale that the address needs."""
        return (
            self.defer_streamfields()
            .select_related("locale")
            .prefetch_related(Prefetch("main_image", queryset=images_for_cards()))
        )


class EventPageQuerySet(PageQuerySet):
    """Events. ``visible()`` first, then which, then ``for_cards()``."""

    def in_section(self, section: Page) -> Self:
        """The events of ``section`` and of all sections below it."""
        return self.descendant_of(section)

    def coming(self, now: datetime.datetime) -> Self:
        """The events that are not over, each once, by the next time it takes place, as ``next_start``."""
        ahead = _occurrences().filter(over_at__gt=now).order_by("starts_at", "pk")
        return self.filter(Exists(ahead))._shown_by(ahead).order_by("next_start", "pk")

    def past(self, now: datetime.datetime) -> Self:
        """The events that are over, the last one first, by the last time it took place, as ``next_start``."""
        all_times = _occurrences().order_by("-starts_at", "-pk")
        return (
            self.filter(Exists(all_times), ~Exists(_occurrences().filter(over_at__gt=now)))
            ._shown_by(all_times)
            .order_by("-next_start", "-pk")
        )

    def _shown_by(self, times: QuerySet) -> Self:
        """Give each event the first of ``times``. A subquery: grouping by all columns of two tables is slow."""
        return self.annotate(
            next_start=Subquery(times.values("starts_at")[:1]), next_day=Subquery(times.values("first_day")[:1])
        )

    def not_over(self, moment: datetime.datetime) -> Self:
        """The events that take place, or took place, after ``moment``, in no order."""
        return self.filter(Exists(_occurrences().filter(over_at__gt=moment)))

    def for_cards(self) -> Self:
        """Load what a card shows: no text, no picture, the locale that the address needs."""
        return self.defer_streamfields().select_related("locale")


def _occurrences() -> QuerySet:
    """The times that the event of the outer query takes place."""
    from newsroom.models import EventOccurrence

    return EventOccurrence.objects.filter(event=OuterRef("pk"))


def attach_sections(articles: Iterable["NewsPage"], sections: Iterable[Page] | None = None) -> list["NewsPage"]:
    """Give each article its section as ``article.section``: one of ``sections``, or found in one query for them all.

    None for a section that visitors may not see: it can be unpublished while its articles stay.
    """
    articles = list(articles)
    paths = {article.path[: -Page.steplen] for article in articles}
    if sections is None:
        sections = visible(Page.objects.filter(path__in=paths)).select_related("locale")
    at_path = {section.path: section for section in sections}
    for article in articles:
        article.section = at_path.get(article.path[: -Page.steplen])
    return articles
