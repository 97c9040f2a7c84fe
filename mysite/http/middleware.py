"""Middlewares for malformed paths, foreign cookies and the language of the URL."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers


class RejectBadPathsMiddleware:
    """Responds with 400 to NUL characters in path or query, which PostgreSQL rejects with an exception.

    Removes repeated leading slashes, after which a URL built from the path would have the first component as host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("//"):
            return HttpResponsePermanentRedirect(f"/{request.get_full_path().lstrip('/')}")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> None:
        query = request.META.get("QUERY_STRING", "").lower()
        if "\0" in request.path or "%00" in query or "\0" in query:
            raise BadRequest("NUL character in the URL")


class IgnoreForeignCookiesMiddleware:
    """Ignores session and CSRF cookies whose values the portal cannot have set.

    Django would replace or delete them in any response, so that public pages would set cookies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.formats = {
            settings.SESSION_COOKIE_NAME: re.compile(r"[a-z0-9]{32}"),
            settings.CSRF_COOKIE_NAME: re.compile(r"[a-zA-Z0-9]{32}"),
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name, form in self.formats.items():
            if name in request.COOKIES and not form.fullmatch(request.COOKIES[name]):
                del request.COOKIES[name]
        return self.get_response(request)


class PathLocaleMiddleware(LocaleMiddleware):
    """``LocaleMiddleware`` without ``Vary: Accept-Language``, because only the URL decides the language.

    Django adds it to pages without a language prefix although it ignores that header for them; shared caches would
    keep one copy per browser.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        vary = [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]
        kept = [name for name in vary if name.lower() != "accept-language"]
        if kept != vary:
            del response["Vary"]
            if kept:
                patch_vary_headers(response, kept)
        return response
