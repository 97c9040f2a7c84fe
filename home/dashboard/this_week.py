"""The panel of what is published and what expires in the next seven days."""

import datetime
from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from .base import DashboardPanel, build_title

DAYS = 7


class ThisWeekPanel(DashboardPanel):
    """A calendar of seven days with the pages that go live or expire on each."""

    name = "this_week"
    order = 40

    def load(self) -> dict[str, Any]:
        today = timezone.localdate(timezone=timezone.get_default_timezone())
        events = defaultdict(list)
        for event in sorted(self._find_events(), key=lambda event: event["at"]):
            local = timezone.localtime(event["at"], timezone.get_default_timezone())
            events[local.date()].append({**event, "time": local.time()})
        days = [today + datetime.timedelta(days=number) for number in range(DAYS + 1)]
        return {
            "days": [{"day": day, "events": events[day]} for day in days[:DAYS]] if events else [],
            "report_url": reverse("scheduled_pages"),
        }

    def _find_events(self) -> list[dict[str, Any]]:
        """Return what happens to which page, with two queries."""
        now = timezone.now()
        week = (now, now + datetime.timedelta(days=DAYS))
        scheduled = Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), approved_go_live_at__range=week
        )
        go_live = {int(pk): moment for pk, moment in scheduled.values_list("object_id", "approved_go_live_at")}
        visible = self.find_pages()
        pages = visible.filter(pk__in=go_live) | visible.filter(live=True, expire_at__range=week)
        events = []
        for page in pages.order_by().values("pk", "title", "draft_title", "live", "expire_at"):
            shown = {"title": build_title(page), "url": reverse("wagtailadmin_pages:edit", args=[page["pk"]])}
            if page["pk"] in go_live:
                events.append({**shown, "at": go_live[page["pk"]], "label": _("goes live"), "is_end": False})
            if page["live"] and page["expire_at"] and week[0] <= page["expire_at"] <= week[1]:
                events.append({**shown, "at": page["expire_at"], "label": _("expires"), "is_end": True})
        return events
