"""Uploaded files from the application itself, where no web server stands in front: shown, never run."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.static import serve

#: What a browser may show in place. Everything else is a download.
SHOWN = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}


def serve_media(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a file of ``MEDIA_ROOT``: pictures in place, the rest as downloads, all of it inert.

    Not documents: Wagtail's own view gives those out, which asks whether their collection is private.
    """
    if posixpath.normpath(path).lstrip("/").lower().startswith("documents/"):
        raise Http404("Documents have an address of their own")
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except (OSError, ValueError) as error:  # a name that no file system can have
        raise Http404("No such file") from error
    if response.get("Content-Type") not in SHOWN:
        response["Content-Disposition"] = "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=86400"
    return response
