"""The periods of housekeeping and the outcome of its last run."""

import datetime

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: A run that has not ended after this time was killed.
MAX_DURATION = datetime.timedelta(hours=6)


class HousekeepingRecord(models.Model):
    """One kind of data: how long it is kept, and what the last run deleted."""

    #: The name of a ``mysite.housekeeping.jobs.Job``.
    name = models.CharField(max_length=40, unique=True)
    #: Days; 0 for ever. None: the default of the job.
    days = models.PositiveIntegerField(null=True)
    #: The latest night that needs no run any more.
    night = models.DateField()
    requested_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    has_failed = models.BooleanField(default=False)
    deleted_count = models.PositiveBigIntegerField(default=0)
    deleted_size = models.PositiveBigIntegerField(null=True)
    #: What was left after the last run, for what takes long to measure.
    left_count = models.PositiveBigIntegerField(null=True)
    left_size = models.PositiveBigIntegerField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("housekeeping")
        verbose_name_plural = _("housekeeping")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.started_at is not None and self.started_at > timezone.now() - MAX_DURATION

    @classmethod
    def find_free(cls) -> "QuerySet[HousekeepingRecord]":
        """Return the records of jobs that no process runs."""
        return cls.objects.filter(Q(started_at=None) | Q(started_at__lte=timezone.now() - MAX_DURATION))

    @classmethod
    def claim(cls, name: str) -> bool:
        """Mark a job as started, unless another process has it. What is pending is done by this run."""
        return bool(cls.find_free().filter(name=name).update(started_at=timezone.now(), requested_at=None))
