"""The forms behind the edit screens of articles and events."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mysite.forms import BasePageForm
from newsroom import event_dates
from newsroom.recurrence import WEEKDAYS, Repeat, parse_weekdays


class NewsroomPageForm(BasePageForm):
    """Asks for the main picture's alternative text and the description for search engines before publishing."""

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        image = cleaned_data.get("main_image")
        words = cleaned_data.get("main_image_alt") or (image.description if image else "")
        if self.is_deferred_validation:
            return cleaned_data
        if "search_description" in self.fields and not (cleaned_data.get("search_description") or "").strip():
            self.add_error(
                "search_description",
                ValidationError(
                    _("Say in a sentence or two what it is about: search engines and shared links show it.")
                ),
            )
        if image and not words.strip():
            self.add_error(
                "main_image_alt", ValidationError(_("Say what the picture shows, for those who cannot see it."))
            )
        return cleaned_data


class NewsPageForm(NewsroomPageForm):
    """Starts every round of edits with “minor edit” unticked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_unpublished_changes:
            # “Minor edit” speaks of the change being made, not of the one published last.
            self.initial["minor_edit"] = False


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week, ticked; stored as RFC 5545 writes them: ``MO,WE``."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(day, WEEKDAY_NAMES[number]) for number, day in enumerate(WEEKDAYS)], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return parse_weekdays(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return ",".join(parse_weekdays(",".join(super().clean(value))))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class EventPageForm(NewsroomPageForm):
    """Refuses to publish impossible dates, each error beside its field."""

    repeat_weekdays = WeekdaysField(
        label=capfirst(_("on these days of the week")),
        required=False,
        help_text=_("Left empty: the weekday of the first day."),
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(None if data is None else _what_applies(data), *args, **kwargs)

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation:
            try:
                event_dates.refuse_impossible(self.instance, unknown=self.errors)
            except ValidationError as error:
                self._update_errors(error)

    def is_valid(self) -> bool:
        """The days left out are a formset: they are compared with the rule once that is right."""
        valid = super().is_valid()
        if self.is_bound and not self.is_deferred_validation:
            self._compare_exceptions()
            valid = valid and self.formsets["exceptions"].is_valid()
        return valid

    def _compare_exceptions(self) -> None:
        self.formsets["exceptions"].is_valid()  # looks at every row
        rows = [form for form in self.formsets["exceptions"].forms if _is_kept(form)]
        if not self.instance.repeat or not rows or not event_dates.REPEAT_FIELDS.isdisjoint(self.errors):
            return
        given = set(event_dates.recurrence_of(self.instance).rule_days())
        for row in rows:
            if row.cleaned_data["date"] not in given:
                row.add_error("date", ValidationError(_("It does not take place on this day anyway.")))
        if given <= {row.cleaned_data.get("date") for row in rows}:
            rows[-1].add_error("date", ValidationError(_("Then no day is left on which it takes place.")))


def _what_applies(data: QueryDict) -> QueryDict:
    """What was typed, without what the form hides: nobody could see, and mend, what is wrong there."""
    data = data.copy()
    if data.get("all_day"):
        data["start_time"] = data["end_time"] = ""
    if data.get("repeat") == Repeat.NEVER:
        for name in ("repeat_weekdays", "repeat_until", "repeat_count"):
            data.pop(name, None)
        data["repeat_every"] = "1"
        for name in [name for name in data if re.fullmatch(r"exceptions-\d+-date", name)]:
            data[name.removesuffix("date") + "DELETE"] = "on"
    return data


def _is_kept(row: forms.ModelForm) -> bool:
    return bool(row.cleaned_data.get("date")) and not row.cleaned_data.get("DELETE")
