"""Admin hooks of two-factor sign-in."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from . import account
from .groups import TwoFactorPanel


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return account.URLS


@hooks.register("register_account_menu_item")
def register_account_menu_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("two_factor_account"),
        "label": _("Two-factor sign-in"),
        "help_text": _("Sign in with your password and a code from an app on your phone."),
    }


@hooks.register("register_group_permission_panel")
def register_panel() -> type[TwoFactorPanel]:
    return TwoFactorPanel


@hooks.register("register_user_listing_buttons")
def register_reset_button(user: Any, request_user: Any) -> list[Any]:
    return account.get_listing_buttons(user, request_user)
