"""Overrides of wagtail-localize's views for downloading and uploading PO files."""

import polib
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation

from mysite.http.view_overrides import override_admin_views
from mysite.text.vietnamese import slugify


def download_po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Download the PO file, named after the source with our slugs; Django's ``slugify`` makes “e-thi” of “Đề thi”."""
    response: HttpResponse = edit_translation.download_pofile(request, translation_id)
    translation = get_object_or_404(Translation.objects.select_related("source", "target_locale"), pk=translation_id)
    name = slugify(translation.source.object_repr, max_length=80) or f"translation-{translation_id}"
    response["Content-Disposition"] = f'attachment; filename="{name}-{translation.target_locale.language_code}.po"'
    return response


def upload_po_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Upload a PO file; show an error message if it is missing or is another kind of file, instead of status 500."""
    file = request.FILES.get("file")
    if request.method == "POST" and not (file and _is_translation_file(file.read())):
        messages.error(request, _("Choose the translated PO file that you downloaded here."))
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    if file:
        file.seek(0)
    response: HttpResponse = edit_translation.upload_pofile(request, translation_id)
    return response


def _is_translation_file(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
        # polib treats a string without a line break as a file name.
        return "\n" in text and "X-WagtailLocalize-TranslationID" in polib.pofile(text).metadata
    except (OSError, UnicodeDecodeError):  # polib raises OSError for syntax errors
        return False


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize's own
def register_po_urls() -> list[URLPattern]:
    return override_admin_views(
        "wagtail_localize",
        {"wagtail_localize:download_pofile": download_po_file, "wagtail_localize:upload_pofile": upload_po_file},
    )
