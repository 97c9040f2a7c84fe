import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from mysite.models import NormalizedTextMixin, TranslatedSnippet
from mysite.sorting import VietnameseOrder


class MottoQuerySet(VietnameseOrder):
    def of_day(self, day: datetime.date, language_code: str) -> "Motto | None":
        """The motto of ``day``: they take turns, one a day, the same for everybody all day long."""
        shown = self.filter(locale__language_code=language_code, awaits_translation=False)
        mottos = list(shown.order_by("pk"))
        return mottos[day.toordinal() % len(mottos)] if mottos else None


class Motto(NormalizedTextMixin, TranslatedSnippet):
    """A saying above every page, another one each day."""

    text = models.CharField(_("motto"), max_length=500)
    source = models.CharField(_("who said it"), max_length=255, blank=True)

    objects = MottoQuerySet.as_manager()
    panels = [FieldPanel("text"), FieldPanel("source")]

    class Meta(TranslatedSnippet.Meta):
        verbose_name = _("motto")
        verbose_name_plural = _("mottos")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
