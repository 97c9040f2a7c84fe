"""The years and months of the archive, with the number of articles."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from newsroom.models.listings import ArticleListingQuerySet


@dataclass(frozen=True)
class ArchiveMonth:
    """A month with the number of its articles, which may be 0."""

    first_day: datetime.date
    count: int


@dataclass(frozen=True)
class ArchiveYear:
    """A year with all its months, in which at least one article was published."""

    number: int
    months: list[ArchiveMonth]

    @property
    def count(self) -> int:
        return sum(month.count for month in self.months)


def get_archive_years(listings: ArticleListingQuerySet) -> list[ArchiveYear]:
    """Return the years in which articles were published, in the site's time zone, latest first. One query."""
    rows = listings.exclude(month=None).values_list("month").annotate(count=Count("pk")).order_by("-month")
    return [_build_year(year, dict(months)) for year, months in groupby(rows, key=lambda row: row[0].year)]


def _build_year(year: int, counts: dict[datetime.date, int]) -> ArchiveYear:
    first_days = [datetime.date(year, number, 1) for number in range(1, 13)]
    return ArchiveYear(year, [ArchiveMonth(first_day, counts.get(first_day, 0)) for first_day in first_days])
