"""What visitors send with a form, without characters that cannot be stored, and messages about it."""

import unicodedata
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mysite.text.cleaning import strip_invisible


class SingleLineField(forms.CharField):
    """A ``CharField`` whose value is one line: white space, line breaks included, is collapsed."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


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


def name_field_in_messages(field: forms.Field) -> None:
    """Let the commonest messages name the field, so that a screen reader's user need not look for it."""
    label = {"label": field.label or ""}
    is_choice = isinstance(field, forms.ChoiceField | forms.BooleanField)
    required = _("Please choose something for “%(label)s”.") if is_choice else _("Please fill in “%(label)s”.")
    field.error_messages["required"] = required % label
    if isinstance(field, forms.EmailField):
        message = _("“%(label)s” needs an address like name@example.com.") % label
        field.error_messages["invalid"] = message.replace("%", "%%")  # the validator formats it with the value
