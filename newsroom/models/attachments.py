"""Abstract model of a page's attachments, and their panel with a button to upload several files."""

from typing import Any

from django.db import models
from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from mysite.i18n.fallback_fields import FallbackField
from mysite.media.upload_settings import get_document_upload_settings
from mysite.models import NormalizedTextMixin


class Attachment(NormalizedTextMixin, TranslatableMixin, Orderable):
    """Abstract child model of a document attached to a page; subclasses add the ``ParentalKey``."""

    document = models.ForeignKey(
        "mysite.PortalDocument", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Leave empty to use the title of the document.")
    )

    override_translatable_fields = [FallbackField("title", "document", "title")]

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")

    def __str__(self) -> str:
        return self.title or self.document.title


class AttachmentsPanel(MultipleChooserPanel):
    """Wagtail's panel for several chosen documents, with a button to upload files, which can also be dropped on it."""

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        template_name = "newsroom/panels/attachments.html"

        def js_opts(self) -> dict[str, Any]:
            opts: dict[str, Any] = super().js_opts()
            return opts | {"upload": get_document_upload_settings(self.formset.max_num)}

        @property
        def media(self) -> Media:
            scripts = ["mysite/js/uploads.js", "mysite/js/attachments.js"]
            return super().media + Media(js=scripts, css={"all": ["mysite/css/uploads.css"]})


attachments_panel = AttachmentsPanel(
    "attachments", chooser_field_name="document", label=_("document"), heading=_("Attached documents"), max_num=100
)
