"""Counts views in memory and writes them every 30 seconds. See docs/decisions/073-view-counts.md."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from mysite.count_buffer import Count, CountBuffer
from mysite.http.rate_limits import BATCH_SIZE, add_counts, build_key, parse_rate
from mysite.pages.querysets import visible

_ADD_VIEWS = (
    "INSERT INTO readership_dailyviews (page_id, day, count) VALUES {} ON CONFLICT (page_id, day) "
    "DO UPDATE SET count = readership_dailyviews.count + excluded.count"
)
PageOnDay = tuple[int, date]


@dataclass
class NetworkViews:
    """The pages that one network has viewed in one period of the rate limit."""

    expires_at: int
    pages: list[PageOnDay] = field(default_factory=list)


class ViewBuffer(CountBuffer[NetworkViews]):
    """Views that are not written yet, by network and period: that a key stands for a network cannot be seen from it."""

    #: Networks with views between two writes.
    MAX_KEYS = 20_000

    def __init__(self) -> None:
        super().__init__(write_views)

    def add_view(self, request: HttpRequest, page_id: int) -> None:
        """Count a view, unless the network has reached its limit in this process."""
        limit, seconds = parse_rate(settings.VIEW_LIMIT_PER_ADDRESS)
        key, expires_at = build_key(request, "views", "address", seconds)
        with self._lock:
            count = self._counts.get(key)
            if count is None and len(self._counts) < self.MAX_KEYS:
                count = self._counts[key] = Count(0, NetworkViews(expires_at))
            if count and count.detail and count.number < limit:
                count.number += 1
                count.detail.pages.append((page_id, get_today()))


def write_views(counts: dict[str, Count[NetworkViews]]) -> None:
    """Write views up to the limit that each network has in all processes together."""
    limit, _seconds = parse_rate(settings.VIEW_LIMIT_PER_ADDRESS)
    details = {key: count.detail for key, count in counts.items() if count.detail}
    totals = add_counts([(key, len(one.pages), one.expires_at) for key, one in details.items()])
    views: Counter[PageOnDay] = Counter()
    for key, one in details.items():
        allowed = limit - (totals[key] - len(one.pages))
        views.update(one.pages[: max(0, allowed)])
    add_views(views)


def add_views(views: Counter[PageOnDay]) -> None:
    """Add numbers of views to those of pages and days, if visitors may see the page now."""
    now = timezone.now()
    ids = {page_id for page_id, _day in views}
    public = {
        pk
        for batch in _split(sorted(ids))
        for pk in visible(Page.objects.filter(pk__in=batch, depth__gt=1), now).order_by().values_list("pk", flat=True)
    }
    rows = [(page_id, day, number) for (page_id, day), number in sorted(views.items()) if page_id in public]
    with connection.cursor() as cursor:
        for batch in _split(rows):  # sorted, so that two processes do not wait for each other
            placeholders = ", ".join(["(%s, %s, %s)"] * len(batch))
            cursor.execute(_ADD_VIEWS.format(placeholders), [value for row in batch for value in row])


def _split(items: list) -> Iterator[list]:
    return (items[start : start + BATCH_SIZE] for start in range(0, len(items), BATCH_SIZE))


def get_today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


buffer = ViewBuffer()
