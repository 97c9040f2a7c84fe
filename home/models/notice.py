import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from mysite.models import NormalizedTextMixin, TranslatedSnippet, TranslatedSnippetQuerySet
from mysite.text.summary import has_text
from mysite.years import FIRST_YEAR, LAST_YEAR, year_error


class NoticeQuerySet(TranslatedSnippetQuerySet):
    def current_at(self, language_code: str, now: datetime.datetime) -> "NoticeQuerySet":
        """Return the notices to show at ``now``: urgent ones first, then the newest."""
        shown = self.live().filter(locale__language_code=language_code, starts_at__lte=now)
        return shown.filter(models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=now)).order_by(
            "-urgent", "-starts_at"
        )


class Notice(NormalizedTextMixin, TranslatedSnippet):
    """A notice shown above every page for a set period: a storm, an exam, a holiday."""

    text = RichTextField(_("text"), features=["bold", "italic", "link"], max_length=1000)
    urgent = models.BooleanField(_("urgent"), default=False, help_text=_("Shown in a prominent colour."))
    starts_at = models.DateTimeField(_("shown from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Leave empty to show the notice until an end time is set.")
    )

    objects = NoticeQuerySet.as_manager()
    panels = [FieldPanel("text"), FieldPanel("urgent"), FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])]

    class Meta(TranslatedSnippet.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return Truncator(self.plain_text).chars(80) or str(_("notice"))

    @property
    def plain_text(self) -> str:
        """The text without markup."""
        return get_text_for_indexing(self.text).strip()

    @property
    def urgent_label(self) -> str:
        return str(_("Yes") if self.urgent else _("No"))

    @property
    def state_label(self) -> str:
        """Whether visitors see the notice now, as shown in the list of notices."""
        now = timezone.now()
        if self.awaits_translation:
            return str(_("not translated yet"))
        if not self.live:
            return str(_("not published"))
        if self.starts_at > now:
            return pgettext("notice", "scheduled")
        return str(_("ended") if self.ends_at and self.ends_at <= now else _("currently shown"))

    def clean(self) -> None:
        super().clean()
        if not has_text(self.text):
            raise ValidationError({"text": _("Enter the text of the notice.")})
        for name in ("starts_at", "ends_at"):
            moment = getattr(self, name)
            if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
                # Converting a time of the year 1 or 9999 to UTC can overflow, and the database rejects it.
                raise ValidationError({name: year_error()})
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must be after the start.")})
