"""Child models of ``EventPage``: exceptions, attachments and articles; and its occurrences."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from newsroom.events.schedule import Occurrence

from .attachments import Attachment


class EventException(Orderable):
    """A date on which a recurring event does not take place."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("date"))

    panels = [FieldPanel("date")]

    class Meta(Orderable.Meta):
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")

    def __str__(self) -> str:
        return str(self.date)


class EventAttachment(Attachment):
    """A document to download with an event."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="attachments")


class EventArticle(TranslatableMixin, Orderable):
    """An article about an event; each page shows the other."""

    event = ParentalKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="articles")
    article = models.ForeignKey(
        "newsroom.NewsPage", verbose_name=_("article"), on_delete=models.CASCADE, related_name="events"
    )

    panels = [PageChooserPanel("article", "newsroom.NewsPage")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")


class EventOccurrence(models.Model):
    """An occurrence of an event, stored when the event is published, so that lists and months can query it."""

    event = models.ForeignKey("newsroom.EventPage", on_delete=models.CASCADE, related_name="occurrences")
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.DateTimeField()
    over_at = models.DateTimeField(
        help_text="The end of the occurrence: midnight after its last day if it has no end time."
    )

    #: Derived from the event, so not a use of it in the admin.
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["over_at", "starts_at"]), models.Index(fields=["first_day", "last_day"])]
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.first_day}"

    @classmethod
    def replace_all(cls, event: Any, occurrences: Iterable[Occurrence]) -> None:
        """Replace the rows of ``event`` by one for each of ``occurrences``."""
        rows = [
            cls(
                event=event,
                first_day=one.first_day,
                last_day=one.last_day,
                starts_at=one.starts_at,
                over_at=one.over_at,
            )
            for one in occurrences
        ]
        with transaction.atomic():
            event.occurrences.all().delete()
            cls.objects.bulk_create(rows)
