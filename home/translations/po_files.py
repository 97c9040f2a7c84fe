"""Translations as files for a translator's own program: wagtail-localize's views, with what they lack."""

import polib
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation

from mysite.vietnamese import slugify


def download(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The file has a name that says what it is: Django's ASCII leaves letters out (“Đề thi” would be “e-thi”)."""
    response: HttpResponse = edit_translation.download_pofile(request, translation_id)
    translation = get_object_or_404(Translation.objects.select_related("source", "target_locale"), pk=translation_id)
    name = slugify(translation.source.object_repr, max_length=80) or f"translation-{translation_id}"
    response["Content-Disposition"] = f'attachment; filename="{name}-{translation.target_locale.language_code}.po"'
    return response


def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """A form without file and a file of something else get an answer, not an error of the server."""
    file = request.FILES.get("file")
    if request.method == "POST" and not (file and _is_of_a_translation(file.read())):
        messages.error(request, _("Choose the file that was downloaded here and translated."))
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
    if file:
        file.seek(0)
    response: HttpResponse = edit_translation.upload_pofile(request, translation_id)
    return response


def _is_of_a_translation(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
        # polib takes what has no line break for the name of a file.
        return "\n" in text and "X-WagtailLocalize-TranslationID" in polib.pofile(text).metadata
    except (OSError, UnicodeDecodeError):  # the first is polib's word for what it cannot read
        return False


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize's own
def po_urls() -> list[URLPattern]:
    return [
        path("localize/translate/<int:translation_id>/pofile/download/", download),
        path("localize/translate/<int:translation_id>/pofile/upload/", upload),
    ]
