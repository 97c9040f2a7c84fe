"""What every request passes through that Django has no setting for."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers


class BadCharactersMiddleware:
    """Answers 400 to a NUL in path or query: no page has one, and PostgreSQL refuses it with an exception.

    A second slash at the beginning is taken off: what follows it would be a host wherever the address is put together.
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
            raise BadRequest("NUL character in the address")


class CookieFormatMiddleware:
    """Ignores cookies of ours that we cannot have set.

    Django replaces or deletes them on whatever page was asked for, so that public pages would set cookies.
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
    """The address alone decides the language, so answers do not vary by the browser's wishes.

    Django adds ``Vary: Accept-Language`` to pages without a language prefix although that header is not read for
    them; shared caches would keep one copy a browser.
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
