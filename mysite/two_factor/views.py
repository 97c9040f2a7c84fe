"""The steps of signing in after the password: entering a code, and setting up the app."""

from base64 import b32encode
from textwrap import wrap
from typing import Any

import segno
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.contrib.auth import logout
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key
from wagtail.users.models import UserProfile

from mysite.audit.sign_ins import log_failed_code, log_sign_in
from mysite.editing.submissions import discard_submission
from mysite.lockout.handler import get_code_username
from mysite.lockout.responses import lockout_response

from .actions import create_recovery_codes, set_up
from .forms import CodeForm, SetUpForm, SetUpWithPasswordForm
from .state import TwoFactorState, get_pending_user, mark_verified

#: The session's key for the secret that is shown while an app is set up. Others who know the password get another one.
KEY_IN_SESSION = "two_factor_key"


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class StepView(RedirectURLMixin, FormView):
    """A step after the password, in the language of the account."""

    next_page = "wagtailadmin_home"
    user: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.pending = get_pending_user(request)
        self.user = self.pending or request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.user.is_authenticated:
            return self.redirect_to("wagtailadmin_login")
        with override(UserProfile.get_for_user(self.user).get_preferred_language()):
            response = super().dispatch(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def redirect_to(self, view_name: str) -> HttpResponse:
        next_url = self.get_redirect_url()
        return redirect(reverse(view_name) + (f"?{urlencode({'next': next_url})}" if next_url else ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"next": self.get_success_url(), "account": self.user, "is_pending": self.pending is not None}


class CodeView(StepView):
    """Asks for a code of the app, or a recovery code."""

    form_class = CodeForm
    template_name = "wagtailadmin/two_factor/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(self.get_success_url())
        if self.pending and TwoFactorState.read(self.pending).device is None:
            return self.redirect_to("two_factor_set_up")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.credentials = get_credentials(get_code_username(self.user))
        if not AxesProxyHandler.is_allowed(request, self.credentials):
            return lockout_response(request, None, self.credentials)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}

    def form_invalid(self, form: CodeForm) -> HttpResponse:
        if form.is_wrong:
            log_failed_code(self.user, self.request)
            # If this was the last allowed attempt, AxesMiddleware replaces the response.
            AxesProxyHandler.user_login_failed(sender=CodeView, credentials=self.credentials, request=self.request)
        return super().form_invalid(form)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        AxesProxyHandler.get_implementation().reset_user_attempts(self.request, self.credentials)
        mark_verified(self.request, self.user, form.device)
        log_sign_in(self.user, self.request)
        return redirect(self.get_success_url())


class SetUpView(StepView):
    """Shows the secret as a QR code and as text, and asks for a first code; then shows the recovery codes, once."""

    template_name = "wagtailadmin/two_factor/set_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Whoever has only the password must not replace the app.
        if self.user.is_authenticated and TwoFactorState.read(self.user).device is not None:
            return self.redirect_to("two_factor") if self.pending else redirect("two_factor_account")
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[SetUpForm]:
        return SetUpForm if self.pending else SetUpWithPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | ({} if self.pending else {"request": self.request})

    def get_key(self) -> str:
        key: str = self.request.session.setdefault(KEY_IN_SESSION, default_key())
        return key

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        device = TOTPDevice(user=self.user, key=self.get_key())
        qr_code = segno.make_qr(device.config_url).svg_inline(scale=4, border=4, light="#fff", omitsize=True)
        return super().get_context_data(**kwargs) | {"qr_code": qr_code, "secret": get_secret(device)}

    def form_valid(self, form: SetUpForm) -> HttpResponse:
        device = set_up(user=self.user, key=self.get_key(), code=form.cleaned_data["code"])
        if device is None:
            form.add_error(
                "code", _("This code does not belong to the secret shown. Enter the one that the app shows now.")
            )
            return self.form_invalid(form)
        del self.request.session[KEY_IN_SESSION]
        mark_verified(self.request, self.user, device)
        if self.pending:
            log_sign_in(self.user, self.request)
        discard_submission(self.request)
        context = {"codes": create_recovery_codes(user=self.user), "next": self.get_success_url()}
        return render(self.request, "wagtailadmin/two_factor/recovery_codes.html", context)


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """End a session whose second factor is missing."""
    if get_pending_user(request):
        logout(request)
    return redirect("wagtailadmin_login")


def get_secret(device: TOTPDevice) -> str:
    """Return the secret as people type it into an app, in groups of four."""
    return " ".join(wrap(b32encode(device.bin_key).decode(), 4))


URLS: list[URLPattern] = [
    path("admin/two-factor/", CodeView.as_view(), name="two_factor"),
    path("admin/two-factor/cancel/", cancel, name="two_factor_cancel"),
    path("admin/two-factor/set-up/", SetUpView.as_view(), name="two_factor_set_up"),
]
