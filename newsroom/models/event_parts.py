"""What belongs to an event in numbers: days left out, documents, the articles about it, its occurrences."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from mysite.borrowed_texts import BorrowedText
from mysite.models import NormalizedTextMixin


class EventException(Orderable):
    """A day on which a repeating event does not take place."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("date"))

    panels = [FieldPanel("date")]

    class Meta(Orderable.Meta):
        verbose_name = _("left out on")
        verbose_name_plural = _("left out on")

    def __str__(self) -> str:
        return str(self.date)


class EventAttachment(NormalizedTextMixin, TranslatableMixin, Orderable):
    """A document to download with an event."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="attachments")
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


class EventArticle(TranslatableMixin, Orderable):
    """An article about an event; each page shows the other."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="articles")
    article = models.ForeignKey(
        "newsroom.NewsPage", verbose_name=_("article"), on_delete=models.CASCADE, related_name="events"
    )

    panels = [PageChooserPanel("article", "newsroom.NewsPage")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("article about it")
        verbose_name_plural = _("articles about it")


class EventOccurrence(models.Model):
    """One time that an event takes place, written whenever the event is published: what lists and months read."""

    event = models.ForeignKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="occurrences")
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.DateTimeField()
    over_at = models.DateTimeField(help_text="When it is over; the midnight after its last day if it says no time.")

    #: A copy of what the event says, not a use of it.
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["over_at", "starts_at"]), models.Index(fields=["first_day", "last_day"])]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.first_day}"
