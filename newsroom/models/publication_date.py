"""Abstract model with a publication date that the editor chooses."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from mysite.years import FIRST_YEAR, LAST_YEAR, year_error


class PublicationDateMixin(models.Model):
    """Abstract article that can be dated back: lists, archive and feeds order articles by ``first_published_at``.

    A field of its own, because Wagtail neither reads ``first_published_at`` from a draft nor shows it in the form.
    """

    publication_date = models.DateTimeField(
        _("publication date"),
        null=True,
        blank=True,
        help_text=_("For older news: the date shown with the article. Leave empty to use the date of publishing."),
    )

    publication_date_panel = FieldPanel("publication_date")

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        moment = self.publication_date
        if moment is None:
            return
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError({"publication_date": year_error()})
        if moment > timezone.now():
            message = _("This date is in the future. To publish the article later, schedule it.")
            raise ValidationError({"publication_date": message})

    def apply_publication_date(self) -> None:
        """Date the article back when it is published."""
        if self.publication_date and self.live:
            self.first_published_at = self.publication_date
