"""How long view counts are kept: a job of housekeeping."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mysite.housekeeping.jobs import JOBS, Job
from mysite.housekeeping.rows import Amount, delete_in_batches, measure_tables

from .models import DailyViews
from .ranking import DAYS


def clean_views(days: int) -> Amount:
    """Delete the counts of days that are too long ago; their size is estimated from that of the table."""
    before = measure_tables(DailyViews)
    first = timezone.localdate(timezone=timezone.get_default_timezone()) - timedelta(days=days)
    count = delete_in_batches(DailyViews.objects.filter(day__lt=first))
    return Amount(count, (before.size or 0) * count // max(1, before.count))


JOBS.append(
    Job(
        "views",
        _("Views of pages"),
        _("How often each page was read on each day; nobody's visits are recorded."),
        lambda: measure_tables(DailyViews),
        clean_views,
        default_days=2 * 365,
        min_days=DAYS + 1,
        is_slow=True,  # a row for each page and day
    )
)
