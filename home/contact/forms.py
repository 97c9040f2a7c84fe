"""Contact form built from the fields that editors define, with a maximum length for every field."""

import re
import unicodedata
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.forms.forms import BaseForm, FormBuilder, WagtailAdminFormPageForm

from mysite.pages.forms import BasePageForm
from mysite.text.cleaning import strip_invisible

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


class SingleLineField(forms.CharField):
    """A ``CharField`` whose value is one line: white space, line breaks included, is collapsed."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class ContactForm(BaseForm):
    """The form that visitors fill in."""


def clean_form_data(data: QueryDict) -> tuple[QueryDict, bool]:
    """Return ``data`` with ``\\n`` line breaks and without invisible and invalid characters, and whether any were lost.

    Lost are NUL and other control characters, lone surrogates and bytes that are not UTF-8: neither the database nor
    a mail can contain them. Invisible characters such as zero-width spaces do not count as lost.
    """
    cleaned_data, has_lost_characters = QueryDict(mutable=True), False
    for name, values in data.lists():
        texts = [strip_invisible(value.replace("\r\n", "\n").replace("\r", "\n")) for value in values]
        cleaned_texts = ["".join(filter(_is_allowed_character, text)) for text in texts]
        cleaned_data.setlist(name, cleaned_texts)
        has_lost_characters |= cleaned_texts != texts
    return cleaned_data, has_lost_characters


def _is_allowed_character(char: str) -> bool:
    return char in "\n\t" or (char != "\N{REPLACEMENT CHARACTER}" and unicodedata.category(char) not in {"Cc", "Cs"})


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
            _name_field_in_messages(field)
        return type("ContactForm", (ContactForm,), fields)


def _find_autocomplete_token(name: str) -> str:
    return next((token for pattern, token in AUTOCOMPLETE_BY_NAME if pattern.search(name)), "")


def _name_field_in_messages(field: forms.Field) -> None:
    """Let the commonest messages name the field, so that a screen reader's user need not look for it."""
    label = {"label": field.label or ""}
    is_choice = isinstance(field, forms.ChoiceField | forms.BooleanField)
    required = _("Please choose something for “%(label)s”.") if is_choice else _("Please fill in “%(label)s”.")
    field.error_messages["required"] = required % label
    if isinstance(field, forms.EmailField):
        message = _("“%(label)s” needs an address like name@example.com.") % label
        field.error_messages["invalid"] = message.replace("%", "%%")  # the validator formats it with the value
