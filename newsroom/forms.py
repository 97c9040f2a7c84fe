"""Edit forms of articles and events."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mysite.blocks.filled import has_content
from mysite.pages.forms import BasePageForm
from newsroom.events.recurrence import WEEKDAYS, Repeat, parse_weekdays
from newsroom.events.schedule import RECURRENCE_FIELDS

EMPTY_ARTICLE = _("An article needs a text, an image or an attached document to be published. Add one here.")


class NewsroomPageForm(BasePageForm):
    """Requires the main image's alternative text and the search description for publishing, but not for drafts."""

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        image = cleaned_data.get("main_image")
        alt_text = cleaned_data.get("main_image_alt") or (image.description if image else "")
        if self.is_deferred_validation:
            return cleaned_data
        if "search_description" in self.fields and not (cleaned_data.get("search_description") or "").strip():
            self.add_error(
                "search_description",
                ValidationError(
                    _("Describe the content in one or two sentences, for search engines and shared links.")
                ),
            )
        if image and not alt_text.strip():
            self.add_error("main_image_alt", ValidationError(_("Describe the image for people who cannot see it.")))
        return cleaned_data


class NewsPageForm(NewsroomPageForm):
    """Requires content for publishing, and resets “minor edit” when a published article is edited again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_unpublished_changes:
            # “Minor edit” refers to the current change, not to the one published last.
            self.initial["minor_edit"] = False

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if not self.is_deferred_validation and not self._has_content() and not self.instance.was_published_empty():
            self.add_error("body", ValidationError(EMPTY_ARTICLE))
        return cleaned_data

    def _has_content(self) -> bool:
        """Return whether there is anything to read, as far as that is valid; other errors are shown by themselves."""
        if "body" in self.errors or self.cleaned_data.get("main_image"):
            return True
        attachments = self.formsets["attachments"]
        if not attachments.is_valid() or any(form not in attachments.deleted_forms for form in attachments.forms):
            return True
        return has_content(self.cleaned_data["body"].get_prep_value())


class WeekdaysField(forms.MultipleChoiceField):
    """Checkboxes for weekdays; the value is a string in the format of RFC 5545: ``MO,WE``."""

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
    """Validates dates, recurrence and the URL of online events for publishing, but not for drafts."""

    repeat_weekdays = WeekdaysField(
        label=capfirst(_("repeat on")),
        required=False,
        help_text=_("Leave empty to use the weekday of the start date."),
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(None if data is None else _drop_hidden_values(data), *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        is_online = cleaned_data.get("attendance") in {"online", "mixed"}
        if is_online and cleaned_data.get("online_url") == "" and not self.is_deferred_validation:
            self.add_error("online_url", ValidationError(_("Enter the URL at which visitors take part.")))
        return cleaned_data

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation:
            try:
                self.instance.build_schedule().validate(invalid_fields=self.errors)
            except ValidationError as error:
                self.add_error(None, error)

    def is_valid(self) -> bool:
        """Validate the formset of exceptions too, against the recurrence rule if that is valid."""
        valid = super().is_valid()
        if self.is_bound and not self.is_deferred_validation:
            self._validate_exceptions()
            valid = valid and self.formsets["exceptions"].is_valid()
        return valid

    def _validate_exceptions(self) -> None:
        self.formsets["exceptions"].is_valid()  # fills cleaned_data
        rows = [form for form in self.formsets["exceptions"].forms if _is_filled_in(form)]
        rule = self.instance.build_schedule().recurrence
        if not rule or not rule.repeat or not rows or not RECURRENCE_FIELDS.isdisjoint(self.errors):
            return
        given = set(rule.expand_rule())
        for row in rows:
            if row.cleaned_data["date"] not in given:
                row.add_error("date", ValidationError(_("The event does not take place on this day.")))
        if given <= {row.cleaned_data.get("date") for row in rows}:
            rows[-1].add_error("date", ValidationError(_("At least one occurrence must remain.")))


def _drop_hidden_values(data: QueryDict) -> QueryDict:
    """Return the data without the values of hidden fields, whose errors the editor could not see and correct."""
    data = data.copy()
    if data.get("all_day"):
        data["start_time"] = data["end_time"] = ""
    if data.get("attendance") == "offline":
        data["online_url"] = ""
    if data.get("repeat") == Repeat.NEVER:
        for name in ("repeat_weekdays", "repeat_until", "repeat_count"):
            data.pop(name, None)
        data["repeat_every"] = "1"
        for name in [name for name in data if re.fullmatch(r"exceptions-\d+-date", name)]:
            data[name.removesuffix("date") + "DELETE"] = "on"
    return data


def _is_filled_in(row: forms.ModelForm) -> bool:
    return bool(row.cleaned_data.get("date")) and not row.cleaned_data.get("DELETE")
