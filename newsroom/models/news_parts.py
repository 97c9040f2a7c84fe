"""What hangs on an article in numbers: bylines, documents, related pages. All translatable with it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from mysite.borrowed_texts import BorrowedText
from mysite.models import NormalizedTextMixin


class NewsPageByline(TranslatableMixin, Orderable):
    """An author under an article, with the unit of that time: it stays when the author moves or the unit ends."""

    article = ParentalKey("newsroom.NewsPage", on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(
        "newsroom.Author", verbose_name=_("author"), on_delete=models.PROTECT, related_name="bylines"
    )
    unit = models.ForeignKey(
        "newsroom.Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bylines",
        help_text=_("The author's unit at the time of writing."),
    )

    panels = [
        FieldPanel("author"),
        FieldPanel(
            "unit", help_text=_("The author's unit at the time of writing. Left empty: the unit the author is in now.")
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        """As the portal prints it: ``Nguyễn Văn An - P.GDTX&CN``."""
        return f"{self.author.name} - {self.unit.label}" if self.unit else self.author.name

    def clean(self) -> None:
        """Fill the unit of a byline that an editor has just added; one that exists keeps what it says."""
        super().clean()
        if self.pk is None and self.author_id and self.unit_id is None:
            self.unit = self.author.unit


class NewsPageAttachment(NormalizedTextMixin, TranslatableMixin, Orderable):
    """A document to download with an article."""

    article = ParentalKey("newsroom.NewsPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "mysite.PortalDocument", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Left empty: the document's own title.")
    )

    override_translatable_fields = [BorrowedText("title", "document", "title")]

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")

    def __str__(self) -> str:
        return self.title or self.document.title


class NewsPageRelatedPage(TranslatableMixin, Orderable):
    """A page that the editor puts before the automatic “other news”."""

    article = ParentalKey("newsroom.NewsPage", on_delete=models.CASCADE, related_name="related_pages")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("page")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")
