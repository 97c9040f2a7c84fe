"""The text of a document's file, so that search finds what is in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentText(models.Model):
    """What was read of a document's file, or why nothing was."""

    class Problem(models.TextChoices):
        NONE = "", _("none")
        BROKEN = "broken", _("the file is damaged")
        LOCKED = "locked", _("the file is locked by a password")
        TOO_LARGE = "too_large", _("the file is too large")
        TOO_SLOW = "too_slow", _("reading takes too long")
        MISSING = "missing", _("the file is gone")
        NO_TEXT = "no_text", _("there is no text in it, perhaps a scan")

    document = models.OneToOneField(
        "mysite.PortalDocument", on_delete=models.CASCADE, primary_key=True, related_name="contents"
    )
    text = models.TextField(blank=True)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, blank=True)
    #: Which file was read: the name it is stored under, another one for each upload.
    file_name = models.CharField(max_length=255)
    read_at = models.DateTimeField(_("read at"), auto_now=True)

    class Meta:
        verbose_name = _("document text")
        verbose_name_plural = _("document texts")

    def __str__(self) -> str:
        return f"{self.document}: {self.get_problem_display()}"
