"""What caches and feed readers may keep, so that what is withdrawn is gone at once."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import set_response_etag
from django.utils.http import parse_etags


def ask_each_time(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """``response``, to be kept only by those who ask each time whether it still holds; 304 to one that asks just that.

    By its content, not by a date: that of the newest item stays the same when another one is withdrawn.
    """
    del response["Last-Modified"]
    set_response_etag(response)
    response["Cache-Control"] = "no-cache"
    return unchanged(request, response["ETag"]) or response


def unchanged(request: HttpRequest, etag: str) -> HttpResponse | None:
    """304 if whoever asks has what ``etag`` names, to be asked for again each time."""
    if etag not in {known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))}:
        return None
    return HttpResponseNotModified(headers={"ETag": etag, "Cache-Control": "no-cache"})
