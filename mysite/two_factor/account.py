"""Screens of the admin about the second factor: one's own, and resetting that of others."""

from typing import Any

from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from mysite.audit import Action
from mysite.editing.submissions import discard_submission
from mysite.models import User
from mysite.staff.forms import ADMINISTRATORS, AdministratorFormView, OneButtonFormView

from .actions import create_recovery_codes, remove, reset
from .forms import PasswordForm
from .state import TwoFactorState


class OwnTwoFactorView(WagtailAdminTemplateMixin, TemplateView):
    """Says whether the account has a second factor, and leads to setting up and changing it."""

    template_name = "mysite/two_factor/account.html"
    page_title = _("Two-factor sign-in")
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = TwoFactorState.read(self.request.user)
        set_up_url = f"{reverse('two_factor_set_up')}?{urlencode({REDIRECT_FIELD_NAME: reverse('two_factor_account')})}"
        codes_left = self.request.user.recovery_codes.count()
        return super().get_context_data(**kwargs) | {"state": state, "set_up_url": set_up_url, "codes_left": codes_left}


class OwnPasswordFormView(OneButtonFormView):
    """A form of one's own second factor, which asks for the password again."""

    form_class = PasswordForm
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if TwoFactorState.read(request.user).device is None:
            return redirect("two_factor_account")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}


class RecoveryCodesView(OwnPasswordFormView):
    page_title = _("New recovery codes")
    submit_button_label = _("Create new codes")
    introduction = (_("The codes that you have now will no longer be accepted."),)

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        discard_submission(self.request)
        context = {"codes": create_recovery_codes(user=self.request.user), "next": reverse("two_factor_account")}
        return render(self.request, "wagtailadmin/two_factor/recovery_codes.html", context)


class RemoveView(OwnPasswordFormView):
    page_title = _("Remove two-factor sign-in")
    submit_button_label = _("Remove")

    @property
    def introduction(self) -> list[str]:
        if TwoFactorState.read(self.request.user).is_required:
            return [
                gettext(
                    "Your group requires two-factor sign-in, so you will set it up again at once: on a new phone, "
                    "for example."
                )
            ]
        return [gettext("Your password alone will be enough to sign in.")]

    def form_valid(self, form: PasswordForm) -> HttpResponse:
        remove(user=self.request.user, action=Action.TWO_FACTOR_REMOVED)
        messages.success(self.request, gettext("Two-factor sign-in was removed."))
        return redirect("two_factor_account")


class ResetView(AdministratorFormView):
    """Lets an administrator remove the second factor of somebody who has lost the phone."""

    form_class = forms.Form
    page_title = _("Reset two-factor sign-in")
    header_icon = "lock"
    submit_button_label = _("Reset")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.account = get_object_or_404(User, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.account)

    @property
    def introduction(self) -> list[str]:
        if TwoFactorState.read(self.account).device is None:
            return [gettext("This account has not set up two-factor sign-in.")]
        codes = self.account.recovery_codes.count()
        words = ngettext("%(count)s recovery code is left.", "%(count)s recovery codes are left.", codes)
        return [
            words % {"count": codes},
            gettext("Make sure that it is really this person who asks: call them, or meet them."),
            gettext(
                "Their sessions end. They sign in with the password alone, or set up a phone again if a group "
                "requires it."
            ),
        ]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        reset(user=self.account)
        messages.success(self.request, gettext("Two-factor sign-in of %(name)s was reset.") % {"name": self.account})
        return redirect("wagtailusers_users:index")


def get_listing_buttons(user: User, request_user: Any) -> list[Button]:
    """Return the button in the list of users."""
    if not ADMINISTRATORS.user_has_permission(request_user, "change"):
        return []
    url = reverse("two_factor_reset", args=[user.pk])
    return [Button(gettext("Reset two-factor sign-in"), url=url, icon_name="lock", priority=26)]


URLS: list[URLPattern] = [
    path("account/two-factor/", OwnTwoFactorView.as_view(), name="two_factor_account"),
    path("account/two-factor/recovery-codes/", RecoveryCodesView.as_view(), name="two_factor_recovery_codes"),
    path("account/two-factor/remove/", RemoveView.as_view(), name="two_factor_remove"),
    path("users/<int:pk>/two-factor/", ResetView.as_view(), name="two_factor_reset"),
]
