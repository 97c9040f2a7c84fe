"""The archive by year and month."""

import datetime
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncMonth

from newsroom.querysets import NewsPageQuerySet


@dataclass(frozen=True)
class Month:
    """A month with articles."""

    first_day: datetime.date
    count: int


def months_of(articles: NewsPageQuerySet) -> list[Month]:
    """The months, in the site's time zone, in which ``articles`` were published, latest first. One query."""
    rows = (
        articles.order_by()
        .annotate(month=TruncMonth("first_published_at"))
        .values_list("month")
        .annotate(count=Count("pk"))
        .order_by("-month")
    )
    return [Month(month.date(), count) for month, count in rows if month]
