"""Conditional responses: caches and feed readers must revalidate, so that unpublished content disappears at once.

Not with Django's ``get_conditional_response``: it responds to a GET with 412 when ``If-Match`` names another ETag.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import set_response_etag
from django.utils.http import parse_etags


def revalidate(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Make ``response`` cacheable with revalidation (``no-cache`` and an ETag); return 304 if the client has it.

    The ETag is computed from the content. A date would not do: that of the newest item does not change when another
    item is unpublished.
    """
    del response["Last-Modified"]
    set_response_etag(response)
    response["Cache-Control"] = "no-cache"
    return not_modified(request, response["ETag"]) or response


def not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304, with revalidation as above, if the request's ``If-None-Match`` names ``etag``; else None."""
    if etag not in {known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))}:
        return None
    return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": "no-cache"})
