from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.search import index

from mysite.vietnamese import ascii_filename

from .text import NormalizedTextMixin


class PortalDocument(NormalizedTextMixin, AbstractDocument):
    """A file for download: a circular, a form, a timetable. Stored under an ASCII name."""

    admin_form_fields = Document.admin_form_fields

    search_fields = [
        *AbstractDocument.search_fields,
        index.RelatedFields("contents", [index.SearchField("text")]),
    ]

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def search_date(self) -> datetime:
        return self.created_at

    def get_upload_to(self, filename: str) -> str:
        return super().get_upload_to(ascii_filename(filename))
