"""Spam protection without an external service: a honeypot field and a signed timestamp.

Neither needs cookies or JavaScript, and both work on a page that was cached for hours. A false positive loses nothing:
the form is shown again with an error message and everything that was typed, and can be sent again.
"""

import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

#: Forms sent faster than this after loading are rejected.
MIN_FILL_TIME = datetime.timedelta(seconds=3)
#: How long a page may stay open, or in a cache, before the form has to be sent again.
MAX_FORM_AGE = datetime.timedelta(hours=48)


class HoneypotForm(forms.Form):
    """The honeypot field and the timestamp: ``opened`` is signed, with the form's name as salt."""

    # A name that browsers do not fill in automatically.
    leave_empty = forms.CharField(
        label=_("Leave this field empty"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, form_name: str, data: QueryDict | None = None, lost_characters: bool = False) -> None:
        self._lost_characters = lost_characters
        self._signer = signing.TimestampSigner(salt=form_name)
        super().__init__(data, initial={"opened": self._signer.sign("")}, auto_id="contact_%s", label_suffix="")

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            message = _("This field detects programs that fill in forms. Please clear it and send the form again.")
            raise forms.ValidationError(message)
        return ""

    def clean_opened(self) -> str:
        stamp = self.cleaned_data["opened"]
        try:
            self._signer.unsign(stamp, max_age=MAX_FORM_AGE)
        except signing.BadSignature:
            self._renew_timestamp()
            raise forms.ValidationError(_("The form was open for too long. Please send it again.")) from None
        try:
            self._signer.unsign(stamp, max_age=MIN_FILL_TIME)
        except signing.SignatureExpired:
            return stamp
        raise forms.ValidationError(_("The form was sent too quickly. Please wait a few seconds and send it again."))

    def clean(self) -> dict[str, Any] | None:
        if self._lost_characters:
            raise forms.ValidationError(
                _("Some characters could not be read and were removed. Please check the text and send it again.")
            )
        return super().clean()

    def _renew_timestamp(self) -> None:
        """Replace the submitted timestamp by a current one, so that sending again succeeds."""
        self.data = {"leave_empty": self["leave_empty"].value(), "opened": self._signer.sign("")}

    @property
    def is_honeypot_filled(self) -> bool:
        """Whether the honeypot field was filled in, so that it must be shown for people to empty it."""
        return "leave_empty" in self.errors if self.is_bound else False
