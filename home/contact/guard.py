"""What tells people from programs without anyone else's service: a field to leave empty, and a signed time.

Neither needs a cookie or a script, and a page that a cache keeps for hours stays usable. Whoever is taken for a program
by mistake is told, finds what they typed in the form, and can send it again: nothing is thrown away behind their back.
"""

import datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

#: Nobody reads a form and fills it in faster than this.
FASTEST = datetime.timedelta(seconds=3)
#: As long as a page may lie open or in a cache.
OLDEST = datetime.timedelta(hours=48)


class Guard(forms.Form):
    """The two fields beside those of the editor. ``opened`` says when the form was drawn, and for which page."""

    # Not a name that browsers fill in by themselves.
    leave_empty = forms.CharField(
        label=_("Leave this field empty"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, page_id: int, data: QueryDict | None = None, lost_characters: bool = False) -> None:
        self._lost_characters = lost_characters
        self._signer = signing.TimestampSigner(salt=f"contact-form-{page_id}")
        super().__init__(data, initial={"opened": self._signer.sign("")}, auto_id="contact_%s", label_suffix="")

    def clean_leave_empty(self) -> str:
        if self.cleaned_data["leave_empty"]:
            message = _("This field is there to catch programs that fill in forms. Please empty it and send again.")
            raise forms.ValidationError(message)
        return ""

    def clean_opened(self) -> str:
        stamp = self.cleaned_data["opened"]
        try:
            self._signer.unsign(stamp, max_age=OLDEST)
        except signing.BadSignature:
            self._renew()
            raise forms.ValidationError(_("The form lay open for too long. Please send it again.")) from None
        try:
            self._signer.unsign(stamp, max_age=FASTEST)
        except signing.SignatureExpired:
            return stamp
        raise forms.ValidationError(_("That was very fast. Please wait a few seconds and send it again."))

    def clean(self) -> dict[str, Any] | None:
        if self._lost_characters:
            raise forms.ValidationError(
                _("Some characters could not be read and were left out. Please check the text and send it again.")
            )
        return super().clean()

    def _renew(self) -> None:
        """Show the form again with a time that counts."""
        self.data = {"leave_empty": self["leave_empty"].value(), "opened": self._signer.sign("")}

    @property
    def caught(self) -> bool:
        """Whether the field to leave empty was filled in, so that a person must get to see it."""
        return "leave_empty" in self.errors if self.is_bound else False
