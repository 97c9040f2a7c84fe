"""Deletes old rows from the tables of django-axes."""

from datetime import timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.dispatch import receiver
from django.utils import timezone

from mysite.signals import scheduler_round

#: Days for which an IP address counts as one from which the account has signed in.
LOG_RETENTION_DAYS = 90


@receiver(scheduler_round)
def prune_attempts(**kwargs: Any) -> None:
    """Delete failures that no longer count, and old successful sign-ins."""
    cool_off = get_cool_off() or timedelta()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - cool_off).delete()
    AxesProxyHandler.reset_logs(age_days=LOG_RETENTION_DAYS)
