"""The forms behind the edit screens of articles and events."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mysite.forms import BasePageForm
from newsroom import event_dates
from newsroom.recurrence import WEEKDAYS, parse_weekdays


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

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation and not self.errors:
            try:
                event_dates.refuse_impossible(self.instance)
            except ValidationError as error:
                self._update_errors(error)

    def is_valid(self) -> bool:
        """The days left out are a formset: they are known, and compared with the rule, once all else is valid."""
        return super().is_valid() and (self.is_deferred_validation or self._exceptions_fit())

    def _exceptions_fit(self) -> bool:
        rows = [form for form in self.formsets["exceptions"].forms if _is_kept(form)]
        if not self.instance.repeat or not rows:
            return True
        given = set(event_dates.recurrence_of(self.instance).rule_days())
        for row in rows:
            if row.cleaned_data["date"] not in given:
                row.add_error("date", ValidationError(_("It does not take place on this day anyway.")))
        if given <= {row.cleaned_data.get("date") for row in rows}:
            rows[-1].add_error("date", ValidationError(_("Then no day is left on which it takes place.")))
        return all(row.is_valid() for row in rows)


def _is_kept(row: forms.ModelForm) -> bool:
    return bool(row.cleaned_data.get("date")) and not row.cleaned_data.get("DELETE")
