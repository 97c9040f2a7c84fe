"""Serves uploaded files with headers that keep them from being executed."""

import mimetypes
import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from .access import check_access
from .sending import send_file

#: Types that browsers may display inline. All others are downloads.
INLINE_TYPES = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}
#: The content security policy of files: no script of a file runs, and none acts as one of the portal.
INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
PRIVATE_CACHE_CONTROL = "private, no-store"
PUBLIC_CACHE_CONTROL = "public, max-age=2592000, s-maxage=1"


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of ``MEDIA_ROOT``: images inline, others as downloads, all of them sandboxed.

    Browsers cache a public file for a month: a changed one has another URL. Shared caches must revalidate, because its
    collection may become private.
    """
    name = posixpath.normpath(f"/{path}").lstrip("/")  # not “../media/…”, which would name a file of any folder
    access = check_access(request, name)
    if access.denial_response is not None:
        access.denial_response["Cache-Control"] = PRIVATE_CACHE_CONTROL
        return access.denial_response
    try:
        response: HttpResponseBase = serve(request, name, document_root=settings.MEDIA_ROOT)
    except (OSError, ValueError) as error:  # a name that the file system does not allow
        raise Http404("No such file") from error
    # From the name, because a 304 has no Content-Type, and browsers apply its headers to the cached file.
    response["Content-Disposition"] = "inline" if mimetypes.guess_type(name)[0] in INLINE_TYPES else "attachment"
    response["Content-Security-Policy"] = INERT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = PRIVATE_CACHE_CONTROL if access.is_restricted else PUBLIC_CACHE_CONTROL
    return send_file(request, response)
