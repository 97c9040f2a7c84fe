"""The form of a comment, and the checks that tell a comment from spam."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mysite.http.form_data import SingleLineField, name_field_in_messages
from mysite.text.plain import clean_plain_text
from mysite.text.vietnamese import tokenize_forms
from newsroom.models.comments import MAX_BODY_LENGTH, MAX_NAME_LENGTH, MAX_QUOTE_LENGTH

MAX_LINKS = 2
_LINK = re.compile(r"https?:|www\.|\bhref\b|\[url", re.I)


class PlainLineField(SingleLineField):
    def to_python(self, value: Any) -> str:
        return super().to_python(clean_plain_text(str(value or "")))


class PlainTextField(forms.CharField):
    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_plain_text(str(value or "")))


class ReaderForm(forms.Form):
    """What both forms have: an e-mail address if the reader likes, a text, and consent."""

    author_email = forms.EmailField(
        label=pgettext_lazy("comment", "Email address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    body = PlainTextField(max_length=MAX_BODY_LENGTH, widget=forms.Textarea(attrs={"rows": 6}))
    consent = forms.BooleanField(
        label=_("I agree that the portal keeps these data as described above."),
        error_messages={"required": _("Please tick the box, so that the form can be sent.")},
    )
    body_label: Any
    email_help_text: Any

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="comment", auto_id="%s", label_suffix="")
        self.fields["body"].label = self.body_label
        self.fields["author_email"].help_text = self.email_help_text
        for name in self.fields.keys() - {"consent"}:
            name_field_in_messages(self.fields[name])

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not any(map(str.isalnum, body)):
            raise forms.ValidationError(_("Please write a text."))
        if len(_LINK.findall(body)) > MAX_LINKS:
            raise forms.ValidationError(_("A comment may have at most two links."))
        return body


class CommentForm(ReaderForm):
    author_name = PlainLineField(
        label=_("Your name"),
        max_length=MAX_NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Shown beside your comment."),
    )
    body_label, email_help_text = _("Your comment"), _("Never shown.")
    field_order = ("author_name", "author_email", "body", "consent")

    def clean_author_name(self) -> str:
        name: str = self.cleaned_data["author_name"]
        if _LINK.search(name) or not any(map(str.isalpha, name)):
            raise forms.ValidationError(_("Please enter a name."))
        return name


class ErrorReportForm(ReaderForm):
    quote = PlainTextField(
        label=_("Passage with the error"),
        required=False,
        max_length=MAX_QUOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body_label = _("What is wrong")
    email_help_text = _("If you would like to hear what became of it. Never shown.")
    field_order = ("quote", "body", "author_email", "consent")

    def __init__(self, data: QueryDict | None = None, quote: str = "") -> None:
        super().__init__(data)
        self.fields["quote"].initial = clean_plain_text(quote)[:MAX_QUOTE_LENGTH]

    def clean_quote(self) -> str:
        return " ".join(self.cleaned_data["quote"].split())


def contains_blocked_word(text: str, blocked_words: str) -> bool:
    """Return whether ``text`` contains a line of ``blocked_words``, as whole words in any case and spacing."""
    words = _join_words(text)
    phrases = {_join_words(line) for line in blocked_words.splitlines()} - {"  "}
    return any(phrase in words for phrase in phrases)


def _join_words(text: str) -> str:
    return f" {' '.join(form.lowercase for form in tokenize_forms(text))} "
