from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from mysite.vietnamese import ascii_filename

from .text import NormalizedTextMixin


class PortalDocument(NormalizedTextMixin, AbstractDocument):
    """A file for download: a circular, a form, a timetable. Stored under an ASCII name."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(ascii_filename(filename))
