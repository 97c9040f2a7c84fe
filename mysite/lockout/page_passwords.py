"""Wagtail's views for the passwords of pages and document collections, with a limit on wrong passwords."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods
from wagtail.documents.views.serve import authenticate_with_password as open_collection
from wagtail.views import authenticate_with_password as open_page

from .handler import RESTRICTION_PREFIX
from .responses import lockout_response

View = Callable[..., HttpResponse]


def limit_passwords(kind: str, view: View) -> View:
    """Wrap ``view`` so that it gets no further passwords from an IP address that has sent too many wrong ones.

    Attempts are counted under ``kind`` and the restriction's primary key in place of a user name.
    """

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def inner(request: HttpRequest, restriction_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, restriction_id, **kwargs)
        credentials = get_credentials(f"{RESTRICTION_PREFIX}{kind} {restriction_id}")
        if not AxesProxyHandler.is_allowed(request, credentials):
            return lockout_response(request, None, credentials)
        response = view(request, restriction_id, **kwargs)
        if response.status_code == 302:
            AxesProxyHandler.get_implementation().reset_user_attempts(request, credentials)
        elif request.POST.get("password"):
            # If this was the last allowed attempt, AxesMiddleware replaces the response.
            AxesProxyHandler.user_login_failed(sender=limit_passwords, credentials=credentials, request=request)
        return response

    return inner


page_passwords: list[URLPattern] = [
    path(
        "_util/authenticate_with_password/<int:restriction_id>/<int:page_id>/",
        limit_passwords("page", open_page),
        name="wagtailcore_authenticate_with_password",
    )
]
document_passwords: list[URLPattern] = [
    path(
        "authenticate_with_password/<int:restriction_id>/",
        limit_passwords("documents", open_collection),
        name="wagtaildocs_authenticate_with_password",
    )
]
