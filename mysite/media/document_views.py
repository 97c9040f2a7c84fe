"""Wagtail's document view with corrected headers and support for Range requests."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents.views import serve

from mysite.models import PortalDocument
from mysite.pages.expressions import IsCollectionRestricted

from .sending import send_file
from .views import INERT, PRIVATE_CACHE_CONTROL


@require_safe
def serve_document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Serve a document, or Wagtail's response for a restricted one.

    Documents of restricted collections are never cached; the others are cacheable with revalidation.
    """
    response: HttpResponseBase = serve.serve(request, document_id, document_filename)
    # Some browsers do not show a PDF file that is sandboxed; the policy of Wagtail keeps its content inert.
    if response.get("Content-Disposition", "").startswith("attachment"):
        response["Content-Security-Policy"] = INERT
    # Wagtail sends “None” for a file without encoding; compressed files are meant to be downloaded as they are.
    del response["Content-Encoding"]
    if response.get("ETag") in ('""', 'W/""'):  # the document has no file hash
        del response["ETag"]
    restricted = PortalDocument.objects.filter(IsCollectionRestricted("collection__path"), pk=document_id)
    response["Cache-Control"] = PRIVATE_CACHE_CONTROL if restricted.exists() else "no-cache"
    return send_file(request, response)
