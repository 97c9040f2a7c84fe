"""Days and times in the portal's time zone, whichever zone is active: the admin activates the editor's own."""

import datetime

from django.utils import timezone


def local_datetime(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, time), timezone.get_default_timezone())


def local_midnight(day: datetime.date) -> datetime.datetime:
    """The moment at which ``day`` begins."""
    return local_datetime(day, datetime.time.min)
