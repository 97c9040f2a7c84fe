"""Contact form built from the fields that editors define, with a maximum length for every field."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm, FormBuilder, WagtailAdminFormPageForm

from mysite.http.form_data import SingleLineField, name_field_in_messages
from mysite.pages.forms import BasePageForm

#: Form prefix, which separates the editors' field names from the form's own fields.
FIELD_PREFIX = "message"
MAX_LINE_LENGTH, MAX_TEXT_LENGTH, MAX_URL_LENGTH, MAX_DIGITS = 255, 5000, 500, 20
#: ``autocomplete`` attributes by field type, and of lines by words of the name that the value is stored under.
AUTOCOMPLETE_TOKENS = {"email": "email", "url": "url"}
AUTOCOMPLETE_BY_NAME = (
    (re.compile(r"dien_thoai|sdt|phone|mobile"), "tel"),
    (re.compile(r"dia_chi|address"), "street-address"),
    (re.compile(r"don_vi|co_quan|organi[sz]ation"), "organization"),
    (re.compile(r"^(?:ho_(?:va_)?ten|ten|(?:full_|your_)?name)\b"), "name"),
)


class ContactPageForm(WagtailAdminFormPageForm, BasePageForm):
    """The edit form of a contact page; checks that field names are unique."""


class ContactForm(BaseForm):
    """The form that visitors fill in."""


class ContactFormBuilder(FormBuilder):
    """Wagtail's form builder with a maximum length for every field type."""

    def create_singleline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return SingleLineField(**options, max_length=MAX_LINE_LENGTH)

    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 8})
        return forms.CharField(**options, max_length=MAX_TEXT_LENGTH, widget=widget)

    def create_email_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.EmailField(**options, max_length=MAX_LINE_LENGTH)

    def create_url_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.URLField(**options, max_length=MAX_URL_LENGTH, assume_scheme="https")

    def create_number_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.DecimalField(**options, max_digits=MAX_DIGITS)

    def create_hidden_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return SingleLineField(**options, max_length=MAX_LINE_LENGTH, widget=forms.HiddenInput)

    def create_date_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return forms.DateField(**options, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def create_datetime_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(**options, widget=widget)

    def create_dropdown_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        """A list that starts with an empty choice, so that the first one is not submitted by accident."""
        chosen = [] if field.default_value else [("", _("Choose…"))]
        return forms.ChoiceField(**options, choices=[*chosen, *self.get_formatted_field_choices(field)])

    def get_form_class(self) -> type[ContactForm]:
        fields = self.formfields
        for (name, field), kind in zip(fields.items(), (field.field_type for field in self.fields), strict=True):
            purpose = AUTOCOMPLETE_TOKENS.get(kind) or (_find_autocomplete_token(name) if kind == "singleline" else "")
            if purpose:
                field.widget.attrs["autocomplete"] = purpose
            if purpose == "tel":
                field.widget.input_type = "tel"
            name_field_in_messages(field)
        return type("ContactForm", (ContactForm,), fields)


def _find_autocomplete_token(name: str) -> str:
    return next((token for pattern, token in AUTOCOMPLETE_BY_NAME if pattern.search(name)), "")
