"""Validation of numbers in the admin's URLs and formsets, which Wagtail's views use without checking them."""

import re
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from mysite.http.admin_urls import is_admin_request
from mysite.http.bad_requests import MalformedForm

from .content_state import is_database_integer
from .form_validation import MAX_FORMS, NUMBER_EXPECTED, PART_MISSING, SPARE_FORMS, TOO_MANY_FORMS

#: Query parameters that are primary keys, or “all” where a whole list can be selected.
PRIMARY_KEY_PARAMETERS = frozenset(
    {"id", "childOf", "collection_id", "parent_page_id", "target_pages[]", "selected-submissions"}
)
#: URL names of views whose ``id`` is not a primary key.
VIEWS_WITH_TEXT_ID = frozenset({"wagtailadmin_block_preview"})
#: Query parameters that users type, which may contain numbers of any length.
FREE_TEXT_PARAMETERS = frozenset({"q", "query", "search", "term", "link_text", "link_url", "next"})
#: Arguments from the path that are primary keys although Wagtail's URL patterns accept any text.
PRIMARY_KEY_KWARGS = frozenset({"pk", "object_id"})
#: Fields without which Wagtail's form raises an exception, by URL name.
REQUIRED_FIELDS = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}
#: The same for files; images and documents have views of this name.
REQUIRED_FILES = {"add_multiple": "files[]"}
_TOO_LARGE = re.compile(r"\s*[+-]?[0-9]{19,}\s*")
_FORM_COUNT = re.compile(r"-(?:TOTAL|INITIAL)_FORMS$")


class AdminRequestMiddleware(MiddlewareMixin):
    """Responds with 400 to primary keys that are not numbers, oversized numbers and oversized formsets."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if not is_admin_request(request):
            return
        keys = frozenset() if request.resolver_match.url_name in VIEWS_WITH_TEXT_ID else PRIMARY_KEY_PARAMETERS
        for name, values in request.GET.lists():
            if name in keys and not all(value in {"", "all"} or is_database_integer(value) for value in values):
                raise BadRequest(f"{name[:50]!r} in the query is not a primary key")
            if name not in FREE_TEXT_PARAMETERS and any(map(_TOO_LARGE.fullmatch, values)):
                raise BadRequest(f"{name[:50]!r} in the query is too large")
        for name, value in kwargs.items():
            if (name in PRIMARY_KEY_KWARGS or isinstance(value, int)) and not is_database_integer(str(value)):
                raise BadRequest(f"{name!r} in the path is not a primary key")
        if request.method == "POST":
            _check_post(request)


def _check_post(request: HttpRequest) -> None:
    url_name = request.resolver_match.url_name
    for required, received in ((REQUIRED_FIELDS, request.POST), (REQUIRED_FILES, request.FILES)):
        if url_name in required and required[url_name] not in received:
            raise MalformedForm(required[url_name], PART_MISSING)
    for name in filter(_FORM_COUNT.search, request.POST):
        if not is_database_integer(request.POST[name]):
            raise MalformedForm(name, NUMBER_EXPECTED)
        if int(request.POST[name]) > MAX_FORMS + SPARE_FORMS:
            raise MalformedForm(name, TOO_MANY_FORMS)


def raise_not_found(request: HttpRequest) -> HttpResponse:
    """Replacement for Wagtail's ``failwhale`` view, which raises an exception on purpose."""
    raise Http404
