"""The counters of rate limits, which all processes share."""

from django.db import models


class RateLimitCount(models.Model):
    """The number of requests of one kind from one network, or from all, in one period. It names no address."""

    key = models.CharField(max_length=80, primary_key=True)
    count = models.PositiveBigIntegerField()
    #: The end of the period, in seconds since the epoch.
    expires_at = models.PositiveBigIntegerField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
