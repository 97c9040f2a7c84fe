import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin

from mysite.models import NormalizedTextMixin
from newsroom.event_dates import FIRST_DAY, LAST_DAY


class NoticeQuerySet(models.QuerySet["Notice"]):
    def current(self, language_code: str, now: datetime.datetime) -> "NoticeQuerySet":
        """The notices to show at this moment, urgent ones first, then the newest."""
        shown = self.filter(locale__language_code=language_code, starts_at__lte=now)
        return shown.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)).order_by(
            "-urgent", "-starts_at"
        )


class Notice(NormalizedTextMixin, TranslatableMixin, models.Model):
    """A notice above every page, from a set moment to another: a storm, an exam, a holiday."""

    text = RichTextField(_("text"), features=["bold", "italic", "link"], max_length=1000)
    urgent = models.BooleanField(_("urgent"), default=False, help_text=_("Shown in a colour that stands out."))
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Left empty: until somebody sets a time here.")
    )

    objects = NoticeQuerySet.as_manager()
    panels = [FieldPanel("text"), FieldPanel("urgent"), FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return Truncator(strip_tags(self.text)).chars(80)

    def clean(self) -> None:
        super().clean()
        for name in ("starts_at", "ends_at"):
            moment = getattr(self, name)
            if moment and not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
                # The years 1 and 9999 have no time in other zones: the database would refuse them.
                raise ValidationError({name: _("This year cannot be right.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It cannot end before it begins.")})
