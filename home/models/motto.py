import datetime
from collections.abc import Sequence

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from mysite.models import NormalizedTextMixin, TranslatedSnippet


class Motto(NormalizedTextMixin, TranslatedSnippet):
    """A motto shown above every page, a different one each day."""

    text = models.CharField(_("motto"), max_length=500)
    source = models.CharField(_("attribution"), max_length=255, blank=True)

    panels = [FieldPanel("text"), FieldPanel("source")]

    class Meta(TranslatedSnippet.Meta):
        verbose_name = _("motto")
        verbose_name_plural = _("mottos")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


def choose_motto(mottos: Sequence[Motto], day: datetime.date) -> Motto | None:
    """Return the motto of ``day``. Mottos rotate daily and are the same for all visitors.

    Those first published on that day come later, so that adding one does not replace the one already shown.
    """
    earlier = [motto for motto in mottos if not _is_published_on(motto, day)] or mottos
    return earlier[day.toordinal() % len(earlier)] if earlier else None


def _is_published_on(motto: Motto, day: datetime.date) -> bool:
    moment = motto.first_published_at
    return moment is not None and timezone.localdate(moment, timezone=timezone.get_default_timezone()) >= day
