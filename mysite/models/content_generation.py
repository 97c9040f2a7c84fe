"""The content generation: a number for the current state of everything that visitors see."""

from django.db import models


class ContentGeneration(models.Model):
    """The only row: raised after every change of what visitors see, so that caches know what is current.

    Times are seconds since the epoch, because every cached response reads them without the ORM.
    """

    number = models.PositiveBigIntegerField(default=1)
    #: The next time at which a page changes although nothing is saved; None until it has been calculated.
    next_change = models.PositiveBigIntegerField(null=True)
    #: The next time at which a page expires; None if none does, or until it has been calculated.
    next_expiry = models.PositiveBigIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "content generation"
        verbose_name_plural = "content generations"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
