"""Inline child models of ``NewsPage``: bylines, attachments and related pages. All are translatable."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from mysite.models import live_or_none

from .attachments import Attachment
from .units import Unit


class NewsPageByline(TranslatableMixin, Orderable):
    """An author of an article with the unit at that time, kept when the author moves or the unit is dissolved."""

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
            "unit",
            help_text=_("The author's unit at the time of writing. Leave empty to use the author's current unit."),
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        """Return the byline as it is shown: ``Nguyễn Văn An - P.GDTX&CN``."""
        return f"{self.author.name} - {self.live_unit.label}" if self.live_unit else self.author.name

    @property
    def live_unit(self) -> Unit | None:
        return live_or_none(self.unit)

    def clean(self) -> None:
        """Set the unit of a new byline to the author's current one; existing bylines are not changed."""
        super().clean()
        if self.pk is None and self.author_id and self.unit_id is None:
            self.unit = self.author.unit


def filter_live_bylines(bylines: Iterable[NewsPageByline]) -> list[NewsPageByline]:
    """The bylines whose author is published; their authors are loaded."""
    return [byline for byline in bylines if byline.author.live]


class NewsPageAttachment(Attachment):
    """A document to download with an article."""

    article = ParentalKey("newsroom.NewsPage", on_delete=models.CASCADE, related_name="attachments")


class NewsPageRelatedPage(TranslatableMixin, Orderable):
    """A related page, chosen by the editor and shown before the automatic “Other news”."""

    article = ParentalKey("newsroom.NewsPage", on_delete=models.CASCADE, related_name="related_pages")
    page = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("page")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")
