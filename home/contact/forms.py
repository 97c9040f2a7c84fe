"""The form that an editor puts together for a contact page, with a bound on everything that can be typed into it."""

import unicodedata
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm, FormBuilder, WagtailAdminFormPageForm

from mysite.cleaning import without_invisible
from mysite.forms import BasePageForm

#: Keeps what editors call their fields apart from the form's own ones.
PREFIX = "message"
MAX_LINE, MAX_TEXT, MAX_URL, MAX_DIGITS = 255, 5000, 500, 20
#: What browsers may fill in by themselves.
AUTOCOMPLETE = {"email": "email", "url": "url"}


class ContactPageForm(WagtailAdminFormPageForm, BasePageForm):
    """The editor's form: what a page needs, and no two fields of one name."""


class LineField(forms.CharField):
    """Text on one line, whatever was sent."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class ContactForm(BaseForm):
    """The visitor's form."""


def readable(data: QueryDict) -> tuple[QueryDict, bool]:
    """``data`` as people write: NFC, plain line ends, and nothing that neither database nor mail can hold.

    And whether anything was left out for that reason: NUL, control characters, half a character, no UTF-8.
    """
    found, lost = QueryDict(mutable=True), False
    for name, values in data.lists():
        texts = [without_invisible(value.replace("\r\n", "\n").replace("\r", "\n")) for value in values]
        kept = ["".join(filter(_is_readable, text)) for text in texts]
        found.setlist(name, kept)
        lost |= kept != texts
    return found, lost


def _is_readable(char: str) -> bool:
    return char in "\n\t" or (char != "\N{REPLACEMENT CHARACTER}" and unicodedata.category(char) not in {"Cc", "Cs"})


class ContactFormBuilder(FormBuilder):
    """Wagtail's builder of forms, with a greatest length for every kind of field."""

    def create_singleline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return LineField(**options, max_length=MAX_LINE)

    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 8})
        return forms.CharField(**options, max_length=MAX_TEXT, widget=widget)

    def create_email_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.EmailField(**options, max_length=MAX_LINE)

    def create_url_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.URLField(**options, max_length=MAX_URL, assume_scheme="https")

    def create_number_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.DecimalField(**options, max_digits=MAX_DIGITS)

    def create_hidden_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return LineField(**options, max_length=MAX_LINE, widget=forms.HiddenInput)

    def create_date_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.DateField(**options, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def create_datetime_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(**options, widget=widget)

    def create_dropdown_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A list that starts with nothing chosen, so that the first choice is nobody's by mistake."""
        chosen = [] if field.default_value else [("", _("choose…"))]
        return forms.ChoiceField(**options, choices=[*chosen, *self.get_formatted_field_choices(field)])

    def get_form_class(self) -> type[ContactForm]:
        fields = self.formfields
        for field, kind in zip(fields.values(), (field.field_type for field in self.fields), strict=True):
            if kind in AUTOCOMPLETE:
                field.widget.attrs["autocomplete"] = AUTOCOMPLETE[kind]
        return type("ContactForm", (ContactForm,), fields)
