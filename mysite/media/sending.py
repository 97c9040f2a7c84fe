"""Sends files that a view has allowed: by Django, or by nginx with ``X-Accel-Redirect``."""

import os
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase

from mysite.http.byte_ranges import serve_range

#: The internal location of ``MEDIA_ROOT`` in nginx.conf. No page has this URL: slugs have no dots.
INTERNAL_URL = "/.media/"
#: nginx sets these for the file that it sends.
_HEADERS_OF_NGINX = {"accept-ranges", "content-length", "etag", "last-modified"}


def send_file(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return ``response``, or the requested range of it; with ``X_ACCEL_REDIRECT`` only its headers for nginx.

    Anything but a file of ``MEDIA_ROOT`` is returned as it is.
    """
    if not settings.X_ACCEL_REDIRECT:
        return serve_range(request, response)
    if not isinstance(response, FileResponse) or response.status_code != 200:
        return response
    path = os.path.relpath(response.file_to_stream.name, settings.MEDIA_ROOT)
    headers = {name: value for name, value in response.items() if name.lower() not in _HEADERS_OF_NGINX}
    response.file_to_stream.close()  # not the response: closing that would end the request
    return HttpResponse(headers={**headers, "X-Accel-Redirect": f"{INTERNAL_URL}{quote(path)}"})
