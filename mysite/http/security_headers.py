"""Content security policy and permissions policy of responses, and static files that are not served."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from .admin_urls import is_admin_request

#: Files of ``collectstatic`` and ``make run`` in ``STATIC_ROOT`` that are not meant for browsers. nginx knows them too.
PRIVATE_STATIC_FILES = {"staticfiles.json", ".collected"}


class SecurityHeadersMiddleware(CSPMiddleware):
    """django-csp's middleware with policies of their own for the admin and for previews, and ``SECURE_HEADERS``.

    A view that sets one of the headers keeps its own. The preview of a page passes through all middlewares as the
    response to a request for that page, before it is that of the admin.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        for name, value in settings.SECURE_HEADERS.items():
            response.headers.setdefault(name, value)
        if response.get("Content-Type", "").startswith("text/html"):
            # Not images and feeds, which other sites may show.
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            parts.config = self.get_policy(request)
        return parts

    @staticmethod
    def get_policy(request: HttpRequest) -> dict[str, list[str]]:
        if is_admin_request(request):
            policy: dict[str, list[str]] = settings.SECURE_CSP_ADMIN
        elif getattr(request, "is_preview", False):
            policy = settings.SECURE_CSP_PREVIEW
        else:
            policy = settings.SECURE_CSP
        return policy


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise without the manifest of static files, which lists what is installed."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if url.removeprefix(self.static_prefix) not in PRIVATE_STATIC_FILES:
            super().add_file_to_dictionary(url, path, stat_cache=stat_cache)
