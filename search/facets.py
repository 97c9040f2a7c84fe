"""Facets: the numbers of results by kind, section and year."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Length, Substr
from django.utils.translation import gettext as _
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page

from mysite.models import PortalDocument
from search.models import SearchEntry

from .filters import Scope, get_kind
from .forms import ResultKind, SearchForm, year_bounds

#: Maximum number of years shown, the newest first.
MAX_YEARS = 12
#: How well an index entry matches a query.
NO_MATCH, MATCH, GOOD_MATCH = range(3)


@dataclass(frozen=True)
class FacetRequest:
    """Conditions for matches and good matches of a query; an empty condition matches all entries."""

    matches: Q
    matches_well: Q


class Bucket(NamedTuple):
    """The number of results of one kind, below one parent page, of one year."""

    kind: ResultKind
    #: The tree path of their parent page; empty for documents.
    parent_path: str
    year: int | None
    is_in_dates: bool
    #: Whether they are good matches: see ``Facets.good_matches``.
    is_good: bool
    number: int


@dataclass(frozen=True)
class FacetValue:
    """A value by which the results can be filtered, with the number that would be left."""

    label: str
    count: int
    url: str
    is_selected: bool = False
    #: The nesting level of a section.
    depth: int = 0


@dataclass(frozen=True)
class Facets:
    """The results of a query in buckets, before filters are applied."""

    buckets: Sequence[Bucket]
    form: SearchForm
    all_sections: Sequence[Page]

    @classmethod
    def for_each(
        cls,
        questions: Sequence[FacetRequest],
        entries: QuerySet[SearchEntry],
        scope: Scope,
        form: SearchForm,
        sections: Sequence[Page],
    ) -> list[Self]:
        """Return the facets of each query among those of ``entries`` in ``scope``, unfiltered. One database query."""
        buckets_by_query: list[list[Bucket]] = [[] for _ in questions]
        rows = _query_buckets(questions, entries, scope, form)
        for content_type, above, year, is_in_dates, *match_qualities, count in rows:
            if above is None:  # not in scope
                continue
            for buckets, quality in zip(buckets_by_query, match_qualities, strict=True):
                if quality != NO_MATCH:
                    kind = get_kind(content_type)
                    buckets.append(Bucket(kind, above, year, bool(is_in_dates), quality == GOOD_MATCH, count))
        return [cls(buckets, form, sections) for buckets in buckets_by_query]

    @property
    def section(self) -> Page | None:
        return next((section for section in self.all_sections if section.pk == self.form.section), None)

    @property
    def total(self) -> int:
        """The number of results without filters."""
        return sum(bucket.number for bucket in self.buckets)

    @property
    def good_matches(self) -> int:
        """The number of good matches without filters."""
        return sum(bucket.number for bucket in self.buckets if bucket.is_good)

    @property
    def filtered_total(self) -> int:
        """The number of results with all filters."""
        return sum(self._count_by(lambda bucket: True, kind=True, section=True, dates=True).values())

    def kinds(self) -> list[FacetValue]:
        counted = self._count_by(lambda bucket: bucket.kind, section=True, dates=True)
        everything = FacetValue(
            _("All"), sum(counted.values()), self.form.build_url(loai=""), is_selected=not self.form.kind
        )
        return [
            everything,
            *(
                FacetValue(
                    label,
                    counted[ResultKind(value)],
                    self.form.build_url(loai=value),
                    ResultKind(value) == self.form.kind,
                )
                for value, label in ResultKind.choices
                if counted[ResultKind(value)] or ResultKind(value) == self.form.kind
            ),
        ]

    def sections(self) -> list[FacetValue]:
        """Return the sections with results in them or below them, in tree order."""
        counted = self._count_by(lambda bucket: bucket.parent_path, kind=True, dates=True)
        values = []
        for section in self.all_sections:
            count = sum(number for above, number in counted.items() if above.startswith(section.path))
            is_chosen = section == self.section
            if count or is_chosen:
                url = self.form.build_url(muc="" if is_chosen else section.pk)
                values.append(FacetValue(section.title, count, url, is_chosen, section.depth - 3))
        return values

    def years(self) -> list[FacetValue]:
        counted = self._count_by(lambda bucket: bucket.year, kind=True, section=True)
        newest = sorted((year for year in counted if year), reverse=True)[:MAX_YEARS]
        values = []
        for year in newest:
            is_chosen = year == self.form.year
            first, last = ("", "") if is_chosen else year_bounds(year)
            values.append(FacetValue(str(year), counted[year], self.form.build_url(tu=first, den=last), is_chosen))
        return values

    def _count_by(
        self, key: Callable[[Bucket], object], *, kind: bool = False, section: bool = False, dates: bool = False
    ) -> Counter:
        """Count results by ``key``, with the filters by kind, section and dates that are enabled here."""
        counted: Counter = Counter()
        for bucket in self.buckets:
            if kind and self.form.kind not in {None, bucket.kind}:
                continue
            if section and self.section and not bucket.parent_path.startswith(self.section.path):
                continue
            if dates and not bucket.is_in_dates:
                continue
            counted[key(bucket)] += bucket.number
        return counted


def _query_buckets(
    questions: Sequence[FacetRequest], entries: QuerySet[SearchEntry], scope: Scope, form: SearchForm
) -> Iterable[tuple]:
    start, end = form.date_range
    in_dates = Q(date__isnull=False) if start or end else Q()
    if start:
        in_dates &= Q(date__gte=start)
    if end:
        in_dates &= Q(date__lt=end)
    # Whether an entry is in scope is not a condition of the query, which would look up each page twice.
    page = scope.pages.order_by().filter(pk=OuterRef("object_id"))
    above = page.annotate(above=Substr("path", 1, Length("path") - Page.steplen))
    document = Exists(scope.documents.order_by().filter(pk=OuterRef("object_id")))
    match_qualities = {f"quality{number}": _match_quality(request) for number, request in enumerate(questions)}
    return (
        entries.order_by()
        .annotate(
            above=Case(
                When(Q(content_type__in=get_descendants_content_types_pks(Page)), then=Subquery(above.values("above"))),
                When(Q(content_type__in=get_descendants_content_types_pks(PortalDocument)) & document, then=Value("")),
                output_field=CharField(),
            ),
            is_in_dates=Case(When(in_dates, then=True), default=False, output_field=BooleanField())
            if in_dates
            else Value(True),
            **match_qualities,
        )
        .values_list("content_type", "above", "year", "is_in_dates", *match_qualities)
        .annotate(count=Count("pk"))
    )


def _match_quality(request: FacetRequest) -> Case | Value:
    well = [When(request.matches_well, then=GOOD_MATCH)] if request.matches_well else []
    otherwise = MATCH if well else GOOD_MATCH
    if not request.matches:
        return Case(*well, default=otherwise, output_field=IntegerField()) if well else Value(otherwise)
    return Case(*well, When(request.matches, then=otherwise), default=NO_MATCH, output_field=IntegerField())
