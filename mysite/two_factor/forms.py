"""Forms of two-factor sign-in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from .actions import get_wait, is_app_code, normalize_code, verify


class CodeField(forms.CharField):
    """A code of the app or a recovery code, with or without spaces."""

    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> str:
        return normalize_code(super().to_python(value) or "")


class CodeForm(forms.Form):
    """The second step of signing in."""

    code = CodeField(
        label=_("Two-factor code"),
        help_text=_("The six digits that the app on your phone shows now, or one of your recovery codes."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.device: TOTPDevice | None = None
        #: Whether a code was compared and found wrong, which counts towards the lockout.
        self.is_wrong = False

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if is_app_code(code) and (wait := get_wait(self.user)):
            message = ngettext(
                "Too many wrong codes. Wait %(count)s second and enter a new one.",
                "Too many wrong codes. Wait %(count)s seconds and enter a new one.",
                wait,
            )
            raise forms.ValidationError(message % {"count": wait})
        self.device = verify(user=self.user, code=code)
        if self.device is None:
            self.is_wrong = True
            raise forms.ValidationError(
                _(
                    "This code is wrong or has been used. Wait for the next one; check that the time on the phone is "
                    "right."
                )
            )
        return code


class PasswordForm(forms.Form):
    """Asks for the account's own password again; wrong ones count as failed sign-ins."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        username = self.request.user.get_username()
        user = authenticate(self.request, username=username, password=password)
        if user != self.request.user:
            raise forms.ValidationError(_("This is not your password."))
        return password


class SetUpForm(forms.Form):
    """The first code of an app, which proves that it has the secret."""

    code = CodeField(label=_("Two-factor code"), help_text=_("The six digits that the app shows now."))


class SetUpWithPasswordForm(PasswordForm, SetUpForm):
    """For those who are signed in; in the middle of signing in the password has just been given."""

    field_order = ["code", "password"]
