"""Runs housekeeping: by the scheduler in the night or on request, in a process of its own."""

import logging
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.dispatch import receiver
from django.utils import timezone

from mysite.background_command import BackgroundCommand
from mysite.local_time import get_night
from mysite.models import HousekeepingRecord
from mysite.signals import nightly, scheduler_round

from .jobs import JOBS, Job
from .rows import Amount

logger = logging.getLogger(__name__)

_command = BackgroundCommand("clean_up")


@dataclass(frozen=True)
class Task:
    """A job with its record."""

    job: Job
    record: HousekeepingRecord

    @property
    def days(self) -> int:
        """How long the data is kept: 0 for ever, or if the job has no such setting."""
        default = self.job.default_days or 0
        return default if self.record.days is None else self.record.days

    def measure(self) -> Amount | None:
        """Return what there is now; for what takes long, what the last run has left."""
        if not self.job.is_slow:
            return self.job.measure()
        count = self.record.left_count
        return None if count is None else Amount(count, self.record.left_size)

    def run(self) -> bool:
        """Delete what is too old and measure what is left; return whether it succeeded. Failures are logged."""
        record = HousekeepingRecord(pk=self.record.pk, has_failed=True)
        try:
            deleted = Amount(0, 0)
            if self.job.clean and (self.days or self.job.default_days is None):
                deleted = self.job.clean(self.days)
            record.deleted_count, record.deleted_size = deleted.count, deleted.size
            if self.job.is_slow:
                left = self.job.measure()
                record.left_count, record.left_size = left.count, left.size
            record.has_failed = False
        except Exception:
            logger.exception("Housekeeping failed: %s", self.job.name)
        record.started_at, record.finished_at, record.night = None, timezone.now(), get_night()
        names = ["started_at", "finished_at", "night", "has_failed"]
        names += [] if record.has_failed else ["deleted_count", "deleted_size", "left_count", "left_size"]
        record.save(update_fields=names)
        return not record.has_failed


def get_tasks() -> list[Task]:
    """Return all jobs with their records. A new job first runs in the night that comes, after its period was shown."""
    records = {record.name: record for record in HousekeepingRecord.objects.all()}
    for job in JOBS:
        if job.name not in records:
            new = HousekeepingRecord.objects.get_or_create(name=job.name, defaults={"night": get_night()})
            records[job.name] = new[0]
    return [Task(job, records[job.name]) for job in JOBS]


def run_tasks() -> list[Task]:
    """Run all jobs that no other process runs; return those that failed."""
    return [task for task in get_tasks() if HousekeepingRecord.claim(task.job.name) and not task.run()]


def request_run() -> None:
    """Let the scheduler run all jobs in its next round."""
    names = [task.job.name for task in get_tasks()]
    HousekeepingRecord.objects.filter(name__in=names).update(requested_at=timezone.now())


@receiver(nightly)
def start_nightly(**kwargs: Any) -> None:
    if any(task.record.night < get_night() for task in get_tasks()):
        _command.start()


@receiver(scheduler_round)
def start_requested(**kwargs: Any) -> None:
    try:
        if HousekeepingRecord.find_free().filter(requested_at__isnull=False).exists():
            _command.start()
    except DatabaseError:
        return  # the next round tries again
