"""The panel of today's events."""

from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.models import EventOccurrence, EventPage

from .base import DashboardPanel


class TodaysEventsPanel(DashboardPanel):
    """The live events that take place today, in the language that the office writes first."""

    name = "todays_events"
    heading = _("Today’s events")
    order = 50
    limit = 10

    def load(self) -> dict[str, Any]:
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        occurrences = EventOccurrence.objects.filter(
            first_day__lte=today,
            last_day__gte=today,
            event__live=True,
            event__alias_of=None,
            event__locale__language_code=settings.LANGUAGE_CODE,
            event__in=self.find_page_ids(),
        )
        rows = occurrences.order_by("starts_at", "pk").values(
            "starts_at",
            pk=F("event_id"),
            title=F("event__title"),
            place=F("event__place"),
            all_day=F("event__all_day"),
            status=F("event__status"),
        )[: self.limit]
        labels = dict(EventPage.Status.choices)
        return {
            "rows": [
                {
                    **row,
                    "url": reverse("wagtailadmin_pages:edit", args=[row["pk"]]),
                    "status": "" if row["status"] == EventPage.Status.SCHEDULED else labels[row["status"]],
                }
                for row in rows
            ]
        }
