"""Deletes failed sign-ins of django-axes that no longer count."""

from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.dispatch import receiver
from django.utils import timezone

from mysite.signals import scheduler_round


@receiver(scheduler_round)
def prune_attempts(**kwargs: Any) -> None:
    """Delete failures that no longer count. Housekeeping deletes old sign-ins."""
    cool_off = get_cool_off() or timedelta()
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - cool_off).delete()
