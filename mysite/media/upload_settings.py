"""Settings of ``uploads.js``, which uploads files from the edit forms of pages: see ``upload_views``."""

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.documents.fields import WagtailDocumentField


def get_upload_settings(url_name: str, *, accept: str, max_size: int | None, strings: dict[str, str]) -> dict[str, Any]:
    """Return what ``uploads.js`` needs to upload many files, in the language of the editor."""
    too_large = gettext("The file is larger than %(limit)s.") % {"limit": filesizeformat(max_size or 0)}
    common = {
        "drop": gettext("or drop files here"),
        "collection": gettext("Collection"),
        "failed": gettext("{count} files could not be uploaded:"),
        "tooLarge": too_large,
        "serverError": gettext("The server did not accept the file. Check the connection and try again."),
    }
    return {"url": reverse(url_name), "accept": accept, "maxSize": max_size, "strings": common | strings}


def get_document_upload_settings(max_num: int) -> dict[str, Any]:
    """Return the settings of ``uploads.js`` for attached documents."""
    strings = {
        "upload": gettext("Upload attachments"),
        # Translators: {done} and {total} are numbers, as in 7/20.
        "progress": gettext("Uploading attachments: {done}/{total}"),
        "finished": gettext("{count} attachments were added."),
        "noRoom": gettext("No more than {max} documents can be attached.").format(max=max_num),
    }
    accept = ",".join(f".{extension}" for extension in settings.WAGTAILDOCS_EXTENSIONS)
    max_size = WagtailDocumentField().max_upload_size or settings.UPLOAD_LIMIT
    return get_upload_settings("upload_document", accept=accept, max_size=max_size, strings=strings)
