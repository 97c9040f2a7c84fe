"""URLs that visitors requested and that do not exist."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissingURL(models.Model):
    """A URL without page or redirect; all spellings of a URL are one. Nothing about visitors is kept."""

    #: ``OldURL.key``.
    key = models.CharField(max_length=32, primary_key=True)
    #: Empty for the row that counts what scanners request.
    path = models.CharField(_("URL"), max_length=255, blank=True)
    referrer = models.CharField(_("linked from"), max_length=255, blank=True)
    count = models.PositiveIntegerField(_("requests"), default=0)
    requested_on = models.DateField(_("last requested"), db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("missing URL")
        verbose_name_plural = _("missing URLs")
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
