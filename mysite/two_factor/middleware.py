"""Middleware that hides the user of a session until the second factor was given."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from .state import get_pending_user, get_verified_user

#: Names of the sign-in pages, which lead to the second step once the password was given.
SIGN_IN_VIEWS = {"wagtailadmin_login", "wagtailcore_login"}


class TwoFactorMiddleware:
    """Makes ``request.user`` anonymous until the second factor was given, and leads from sign-in pages to that step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: get_verified_user(request))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "GET" or match is None or match.view_name not in SIGN_IN_VIEWS:
            return None
        if get_pending_user(request) is None:
            return None
        next_url = request.GET.get(REDIRECT_FIELD_NAME, "")
        query = f"?{urlencode({REDIRECT_FIELD_NAME: next_url})}" if next_url else ""
        return redirect(reverse("two_factor") + query)
