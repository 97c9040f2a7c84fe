"""How many results there are of each kind, in each section, of each year: what a question can be narrowed to."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
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
from wagtail.models import Page

from mysite.models import PortalDocument
from search.models import SearchEntry
from search.question import Kind, SearchForm, year_of
from search.scope import kind_of

#: Years that are offered, the newest ones.
MOST_YEARS = 12
#: How an entry answers a question: not at all, in some way, well.
NOT, SOMEHOW, WELL = range(3)


@dataclass(frozen=True)
class Wanted:
    """Which entries answer a question, and which of these answer it well; all where a condition is empty."""

    answering: Q
    well: Q


class Group(NamedTuple):
    """Results that are of one kind, right below one page, of one year."""

    kind: Kind
    #: The tree path of the page above them; empty for documents.
    above: str
    year: int | None
    is_in_dates: bool
    #: Whether they answer well: see ``Counts.answered``.
    is_good: bool
    number: int


@dataclass(frozen=True)
class Choice:
    """A way to narrow the results, with how many would be left."""

    label: str
    count: int
    address: str
    is_chosen: bool = False
    #: How deep a section is nested.
    depth: int = 0


@dataclass(frozen=True)
class Counts:
    """The results of a question in groups, whatever it is narrowed to."""

    groups: Sequence[Group]
    form: SearchForm
    all_sections: Sequence[Page]

    @classmethod
    def of_each(
        cls, questions: Sequence[Wanted], entries: QuerySet[SearchEntry], form: SearchForm, sections: Sequence[Page]
    ) -> list[Self]:
        """The results of each question among ``entries``, by no kind, section or date. One query."""
        found: list[list[Group]] = [[] for _ in questions]
        for content_type, above, year, is_in_dates, *answers, count in _grouped(questions, entries, form):
            for groups, answer in zip(found, answers, strict=True):
                if answer != NOT:
                    kind = kind_of(content_type)
                    groups.append(Group(kind, above or "", year, bool(is_in_dates), answer == WELL, count))
        return [cls(groups, form, sections) for groups in found]

    @property
    def section(self) -> Page | None:
        return next((section for section in self.all_sections if section.pk == self.form.section), None)

    @property
    def total(self) -> int:
        """How many there are in all, narrowed to nothing."""
        return sum(group.number for group in self.groups)

    @property
    def answered(self) -> int:
        """How many of them answer well."""
        return sum(group.number for group in self.groups if group.is_good)

    @property
    def chosen(self) -> int:
        """How many there are of what the question is narrowed to."""
        return sum(self._by(lambda group: True, kind=True, section=True, dates=True).values())

    def kinds(self) -> list[Choice]:
        counted = self._by(lambda group: group.kind, section=True, dates=True)
        everything = Choice(
            _("Everything"), sum(counted.values()), self.form.address(loai=""), is_chosen=not self.form.kind
        )
        return [
            everything,
            *(
                Choice(label, counted[Kind(value)], self.form.address(loai=value), Kind(value) == self.form.kind)
                for value, label in Kind.choices
                if counted[Kind(value)] or Kind(value) == self.form.kind
            ),
        ]

    def sections(self) -> list[Choice]:
        """Each section with results in it or below it, in the order of the tree."""
        counted = self._by(lambda group: group.above, kind=True, dates=True)
        found = []
        for section in self.all_sections:
            count = sum(number for above, number in counted.items() if above.startswith(section.path))
            is_chosen = section == self.section
            if count or is_chosen:
                address = self.form.address(muc="" if is_chosen else section.pk)
                found.append(Choice(section.title, count, address, is_chosen, section.depth - 3))
        return found

    def years(self) -> list[Choice]:
        counted = self._by(lambda group: group.year, kind=True, section=True)
        newest = sorted((year for year in counted if year), reverse=True)[:MOST_YEARS]
        found = []
        for year in newest:
            is_chosen = year == self.form.year
            first, last = ("", "") if is_chosen else year_of(year)
            found.append(Choice(str(year), counted[year], self.form.address(tu=first, den=last), is_chosen))
        return found

    def _by(
        self, key: Callable[[Group], object], *, kind: bool = False, section: bool = False, dates: bool = False
    ) -> Counter:
        """Numbers of results by ``key``, of the chosen kind, section and dates alone where these are asked for."""
        counted: Counter = Counter()
        for group in self.groups:
            if kind and self.form.kind not in {None, group.kind}:
                continue
            if section and self.section and not group.above.startswith(self.section.path):
                continue
            if dates and not group.is_in_dates:
                continue
            counted[key(group)] += group.number
        return counted


def _grouped(questions: Sequence[Wanted], entries: QuerySet[SearchEntry], form: SearchForm) -> Iterable[tuple]:
    start, end = form.moments
    in_dates = Q(date__isnull=False) if start or end else Q()
    if start:
        in_dates &= Q(date__gte=start)
    if end:
        in_dates &= Q(date__lt=end)
    page = Page.objects.filter(pk=OuterRef("object_id")).order_by()
    above = page.annotate(above=Substr("path", 1, Length("path") - Page.steplen))
    document = ContentType.objects.get_for_model(PortalDocument)
    answers = {f"answers{place}": _answers(wanted) for place, wanted in enumerate(questions)}
    return (
        entries.order_by()
        .annotate(
            above=Case(
                When(content_type=document, then=Value("")),  # its number may be that of some page
                default=Subquery(above.values("above")[:1]),
                output_field=CharField(),
            ),
            is_in_dates=Case(When(in_dates, then=True), default=False, output_field=BooleanField())
            if in_dates
            else Value(True),
            **answers,
        )
        .values_list("content_type", "above", "year", "is_in_dates", *answers)
        .annotate(count=Count("pk"))
    )


def _answers(wanted: Wanted) -> Case | Value:
    well = [When(wanted.well, then=WELL)] if wanted.well else []
    otherwise = SOMEHOW if well else WELL
    if not wanted.answering:
        return Case(*well, default=otherwise, output_field=IntegerField()) if well else Value(otherwise)
    return Case(*well, When(wanted.answering, then=otherwise), default=NOT, output_field=IntegerField())
