"""The text extracted from the file of a document, for search."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentText(models.Model):
    """The text extracted from a document's file, or the reason why there is none."""

    class Problem(models.TextChoices):
        NONE = "", _("none")
        BROKEN = "broken", _("the file is damaged")
        LOCKED = "locked", _("the file is password-protected")
        TOO_LARGE = "too_large", _("the file is too large")
        TOO_SLOW = "too_slow", _("reading the file took too long")
        MISSING = "missing", _("the file is missing")
        NO_TEXT = "no_text", _("the file contains no text; it may be a scan")

    document = models.OneToOneField(
        "mysite.PortalDocument", on_delete=models.CASCADE, primary_key=True, related_name="contents"
    )
    text = models.TextField(blank=True)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem, blank=True)
    #: The storage name of the file that was read; each upload has a different one.
    file_name = models.CharField(max_length=255)
    read_at = models.DateTimeField(_("read at"), auto_now=True)

    class Meta:
        verbose_name = _("document text")
        verbose_name_plural = _("document texts")

    def __str__(self) -> str:
        return f"{self.document}: {self.get_problem_display()}"
