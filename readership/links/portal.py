"""Whether visitors get what URLs of the portal name: found in this process, without a request."""

import io
import logging
from urllib.parse import SplitResult, unquote

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage, default_storage
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from wagtail.models import Site

from mysite.http.admin_urls import admin_path
from mysite.http.redirects import find_destination
from mysite.media.document_views import serve_document
from mysite.models import PortalDocument
from mysite.pages.routing import shadows_page
from readership.models import LinkStatus

from .objects import find_statuses, parse_pk

logger = logging.getLogger(__name__)

_FILES: dict[str, Storage] = {settings.STATIC_URL: staticfiles_storage, settings.MEDIA_URL: default_storage}


def is_portal_url(parts: SplitResult) -> bool:
    """Return whether an absolute URL is one of this portal."""
    try:
        is_own_port = parts.port in {None, 80, 443, settings.SITE_PORT}
    except ValueError:
        return False
    return parts.hostname == settings.SITE_HOST and is_own_port


def find_portal_status(parts: SplitResult) -> LinkStatus:
    """Return what a visitor gets at a URL of the portal."""
    path = unquote(parts.path) or "/"
    if "\0" in path:
        return LinkStatus.MISSING
    if path.startswith(admin_path()):
        return LinkStatus.HIDDEN
    for prefix, storage in _FILES.items():
        if path.startswith(prefix):
            return _find_file_status(storage, path.removeprefix(prefix))
    request = _create_request(path, parts.query)
    site = Site.find_for_request(request)
    if site is None:
        return LinkStatus.MISSING
    if shadows_page(path, site):
        return LinkStatus.HIDDEN
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        status = _find_view_status(request, path)
        is_redirected = status is LinkStatus.MISSING and find_destination(request) is not None
    return LinkStatus.FOUND if is_redirected else status


def _find_file_status(storage: Storage, name: str) -> LinkStatus:
    try:
        return LinkStatus.FOUND if name and storage.exists(name) else LinkStatus.MISSING
    except (OSError, ValueError, SuspiciousFileOperation):  # a name that is too long, or outside the folder
        return LinkStatus.MISSING


def _create_request(path: str, query: str) -> WSGIRequest:
    environment = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": settings.SITE_HOST,
        "SERVER_PORT": str(settings.SITE_PORT),
        "wsgi.url_scheme": settings.SITE_SCHEME,
        "wsgi.input": io.BytesIO(),
    }
    request = WSGIRequest(environment)
    request.user = AnonymousUser()
    return request


def _find_view_status(request: HttpRequest, path: str) -> LinkStatus:
    match = _resolve(path)
    if match is None:
        return LinkStatus.MISSING
    if match.func is serve_document:
        return find_statuses(PortalDocument, [parse_pk(match.args[0])])[parse_pk(match.args[0])]
    try:
        # The middleware is left out: it would count the request, and limit its rate. Templates are not rendered.
        status = match.func(request, *match.args, **match.kwargs).status_code
    except Http404:
        return LinkStatus.MISSING
    except Exception:  # what is wrong is in the view, not in the link
        logger.exception("Cannot check the link to %s", path)
        return LinkStatus.FOUND
    return LinkStatus.MISSING if status in {404, 405, 410} else LinkStatus.FOUND


def _resolve(path: str) -> ResolverMatch | None:
    for variant in (path, f"{path}/"):  # CommonMiddleware appends a missing slash
        try:
            return resolve(variant)
        except Resolver404:
            continue
    return None
