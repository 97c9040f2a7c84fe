"""Runs the check of links: every night beside the scheduler, or by ``manage.py check_links``."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.dispatch import receiver

from mysite.background_command import BackgroundCommand
from mysite.local_time import get_night
from mysite.models import HousekeepingRecord
from mysite.signals import nightly

#: The name of the record that says when links were checked, and that a process does it now.
RECORD = "links"

_command = BackgroundCommand("check_links")


def get_record() -> HousekeepingRecord:
    """Return the record; a new portal first checks in the night that comes."""
    return HousekeepingRecord.objects.get_or_create(name=RECORD, defaults={"night": get_night()})[0]


@contextmanager
def claim_run() -> Iterator[bool]:
    """Yield whether this process may run the check: no other one does."""
    get_record()
    if not HousekeepingRecord.claim(RECORD):
        yield False
        return
    try:
        yield True
    finally:
        HousekeepingRecord.objects.filter(name=RECORD).update(started_at=None, night=get_night())


@receiver(nightly)
def start_nightly_check(**kwargs: Any) -> None:
    """Start ``manage.py check_links`` beside the scheduler, which must not wait for it, once a night."""
    if get_record().night < get_night():
        _command.start()
