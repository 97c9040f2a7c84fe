"""What a visitor asks the search page, all of it in the address: words, kind, section, dates, order."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mysite.vietnamese import nfc

MAX_LENGTH = 200


class Kind(models.TextChoices):
    """What a result is; in addresses ``?loai=``."""

    NEWS = "tin", pgettext_lazy("kind of result", "News")
    EVENT = "su-kien", pgettext_lazy("kind of result", "Event")
    DOCUMENT = "tai-lieu", pgettext_lazy("kind of result", "Document")
    PAGE = "trang", pgettext_lazy("kind of result", "Page")


class Order(models.TextChoices):
    """In addresses ``?xep=``."""

    RELEVANCE = "", pgettext_lazy("order", "Best match first")
    DATE = "moi-nhat", pgettext_lazy("order", "Newest first")


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SearchForm(forms.Form):
    """The whole question. What cannot be read is left out, and complained of beside its field."""

    q = forms.CharField(required=False, label=_("What are you looking for?"))
    loai = forms.ChoiceField(required=False, choices=[("", _("Everything")), *Kind.choices])
    muc = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    tu = forms.DateField(required=False, label=pgettext_lazy("date", "From"), widget=_date_input())
    den = forms.DateField(required=False, label=pgettext_lazy("date", "To"), widget=_date_input())
    nguyen_van = forms.BooleanField(required=False)
    xep = forms.ChoiceField(required=False, choices=Order.choices)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.full_clean()

    def clean_q(self) -> str:
        return " ".join(nfc(self.cleaned_data["q"])[:MAX_LENGTH].split())

    def clean_tu(self) -> datetime.date | None:
        return _within_calendar(self.cleaned_data["tu"])

    def clean_den(self) -> datetime.date | None:
        return _within_calendar(self.cleaned_data["den"])

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if first and last and last < first:
            self.add_error("den", _("The last day is before the first one."))
        return self.cleaned_data

    @property
    def text(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def kind(self) -> Kind | None:
        value = self.cleaned_data.get("loai")
        return Kind(value) if value else None

    @property
    def section(self) -> int | None:
        return self.cleaned_data.get("muc")

    @property
    def order(self) -> Order:
        return Order(self.cleaned_data.get("xep", ""))

    @property
    def is_verbatim(self) -> bool:
        """Whether exactly these words are wanted, and nothing that may have been meant: ``?nguyen_van=1``."""
        return bool(self.cleaned_data.get("nguyen_van"))

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("loai", "muc", "tu", "den"))

    @property
    def date_fields(self) -> list[forms.BoundField]:
        return [self["tu"], self["den"]]

    @property
    def moments(self) -> tuple[datetime.datetime | None, datetime.datetime | None]:
        """From when, and before when, by the days of the portal's time zone."""
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        return _midnight(first), _midnight(last + datetime.timedelta(days=1)) if last else None

    @property
    def year(self) -> int | None:
        """The year that the dates are exactly."""
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if first and last and (first, last) == year_of(first.year):
            return first.year
        return None

    def address(self, **changes: Any) -> str:
        """The query of the address of this question, with ``changes``; from its first page on."""
        values = {name: value for name, value in self.cleaned_data.items() if value} | changes
        query = QueryDict(mutable=True)
        for name in self.fields:
            if values.get(name):
                query[name] = "1" if values[name] is True else str(values[name])
        return f"?{query.urlencode()}"


def year_of(year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def _within_calendar(day: datetime.date | None) -> datetime.date | None:
    if day and not 1900 <= day.year <= 2199:
        raise forms.ValidationError(_("Years are from 1900 to 2199."))
    return day


def _midnight(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min), timezone.get_default_timezone())
