"""The search form: query, kind, section, dates and order, all of them URL parameters."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mysite.local_time import local_midnight
from mysite.text.vietnamese import nfc
from mysite.years import FIRST_YEAR, LAST_YEAR, year_error

MAX_QUERY_LENGTH = 200


class ResultKind(models.TextChoices):
    """The kind of a result, in URLs ``?loai=``."""

    NEWS = "tin", pgettext_lazy("kind of result", "News")
    EVENT = "su-kien", pgettext_lazy("kind of result", "Event")
    DOCUMENT = "tai-lieu", pgettext_lazy("kind of result", "Document")
    PAGE = "trang", pgettext_lazy("kind of result", "Page")


class Order(models.TextChoices):
    """The order of results, in URLs ``?xep=``."""

    RELEVANCE = "", pgettext_lazy("order", "Best match first")
    DATE = "moi-nhat", pgettext_lazy("order", "Newest first")


class DateInput(forms.DateInput):
    """A date input of the browser. It takes ISO dates only, whatever the language."""

    input_type = "date"


class SearchForm(forms.Form):
    """The search form. An invalid parameter is ignored and reported as an error of its field."""

    q = forms.CharField(required=False, label=_("What are you looking for?"))
    loai = forms.ChoiceField(required=False, choices=[("", _("All")), *ResultKind.choices])
    muc = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    tu = forms.DateField(required=False, label=pgettext_lazy("date", "From"), widget=DateInput(format="%Y-%m-%d"))
    den = forms.DateField(required=False, label=pgettext_lazy("date", "To"), widget=DateInput(format="%Y-%m-%d"))
    nguyen_van = forms.BooleanField(required=False)
    xep = forms.ChoiceField(required=False, choices=Order.choices)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.full_clean()

    def clean_q(self) -> str:
        return " ".join(nfc(self.cleaned_data["q"])[:MAX_QUERY_LENGTH].split())

    def clean_tu(self) -> datetime.date | None:
        return _validate_year(self.cleaned_data["tu"])

    def clean_den(self) -> datetime.date | None:
        return _validate_year(self.cleaned_data["den"])

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if first and last and last < first:
            self.add_error("den", _("The end date is before the start date."))
        return self.cleaned_data

    @property
    def text(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def kind(self) -> ResultKind | None:
        value = self.cleaned_data.get("loai")
        return ResultKind(value) if value else None

    @property
    def section(self) -> int | None:
        return self.cleaned_data.get("muc")

    @property
    def order(self) -> Order:
        return Order(self.cleaned_data.get("xep", ""))

    @property
    def is_verbatim(self) -> bool:
        """Whether spelling correction is off: ``?nguyen_van=1``."""
        return bool(self.cleaned_data.get("nguyen_van"))

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("loai", "muc", "tu", "den"))

    @property
    def date_fields(self) -> list[forms.BoundField]:
        return [self["tu"], self["den"]]

    @property
    def date_range(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """The datetimes from which and before which results are dated, in the portal's time zone."""
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        return first and local_midnight(first), last and local_midnight(last + datetime.timedelta(days=1))

    @property
    def year(self) -> int | None:
        """The year, if the dates are its first and last day."""
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if first and last and (first, last) == year_bounds(first.year):
            return first.year
        return None

    def build_url(self, **changes: Any) -> str:
        """Return the query string of this search with ``changes``, on the first page of results."""
        values = {name: value for name, value in self.cleaned_data.items() if value} | changes
        query = QueryDict(mutable=True)
        for name in self.fields:
            if values.get(name):
                query[name] = "1" if values[name] is True else str(values[name])
        return f"?{query.urlencode()}"


def year_bounds(year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def _validate_year(day: datetime.date | None) -> datetime.date | None:
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(year_error())
    return day
