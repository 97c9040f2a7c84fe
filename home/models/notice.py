import datetime
from html import unescape

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField

from mysite.models import NormalizedTextMixin, TranslatedSnippet
from mysite.summary import has_words, plain
from newsroom.event_dates import FIRST_DAY, LAST_DAY


class NoticeQuerySet(models.QuerySet["Notice"]):
    def current(self, language_code: str, now: datetime.datetime) -> "NoticeQuerySet":
        """The notices to show at this moment, urgent ones first, then the newest."""
        shown = self.filter(locale__language_code=language_code, awaits_translation=False, starts_at__lte=now)
        return shown.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)).order_by(
            "-urgent", "-starts_at"
        )


class Notice(NormalizedTextMixin, TranslatedSnippet):
    """A notice above every page, from a set moment to another: a storm, an exam, a holiday."""

    text = RichTextField(_("text"), features=["bold", "italic", "link"], max_length=1000)
    urgent = models.BooleanField(_("urgent"), default=False, help_text=_("Shown in a colour that stands out."))
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Left empty: until somebody sets a time here.")
    )

    objects = NoticeQuerySet.as_manager()
    panels = [FieldPanel("text"), FieldPanel("urgent"), FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])]

    class Meta(TranslatedSnippet.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return Truncator(unescape(plain(self.text)).strip()).chars(80) or str(_("notice"))

    @property
    def is_urgent(self) -> str:
        return str(_("Yes") if self.urgent else _("No"))

    @property
    def state(self) -> str:
        """Whether visitors see it at this moment, in words for the list of notices."""
        now = timezone.now()
        if self.awaits_translation:
            return str(_("not translated yet"))
        if self.starts_at > now:
            return str(_("not yet shown"))
        return str(_("over") if self.ends_at and self.ends_at <= now else _("shown now"))

    def clean(self) -> None:
        super().clean()
        if not has_words(self.text):
            raise ValidationError({"text": _("Write what the notice says.")})
        for name in ("starts_at", "ends_at"):
            moment = getattr(self, name)
            if moment and not FIRST_DAY.year <= moment.year <= LAST_DAY.year:
                # The years 1 and 9999 have no time in other zones: the database would refuse them.
                raise ValidationError({name: _("This year cannot be right.")})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It must end after it begins.")})
