"""The queue of missing renditions, which the scheduler makes.

Saving a page in the admin makes its renditions at once (``mysite.images.page_images.make_renditions``). The queue is
for imported pages, replaced files, changed focal points, and renditions lost in an upgrade or with a folder.
"""

import logging
import time
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from mysite.models import BasePage, MissingRendition, PortalImage, PortalRendition

from .filters import ImageUse, find_needed_specs, get_filter
from .renditions import load_renditions

logger = logging.getLogger(__name__)

#: Time for the request that saves a page to make its renditions itself.
DELAY = timedelta(seconds=30)
#: Time after which another scheduler process takes over the renditions of an image.
CLAIM_DURATION = timedelta(minutes=10)
#: Delays before a retry after a failure, doubled each time from the first to the maximum.
FIRST_RETRY_DELAY, MAX_RETRY_DELAY = timedelta(minutes=5), timedelta(days=1)
#: Pages scanned in one round when the queue is empty.
PAGES_PER_ROUND = 20


def queue_missing_renditions(image_uses: Iterable[ImageUse], delay: timedelta = DELAY) -> None:
    """Queue the renditions of the images in ``image_uses`` that do not exist. Two queries."""
    needed = {(image.pk, spec): image for image, specs in image_uses for spec in find_needed_specs(image, specs)}
    if not needed:
        return
    made = PortalRendition.objects.filter(image__in={image.pk for image in needed.values()})
    made = set(made.values_list("image_id", "filter_spec", "focal_point_key"))
    queue_renditions(
        (
            (pk, spec)
            for (pk, spec), image in needed.items()
            if (pk, spec, get_filter(spec).get_cache_key(image)) not in made
        ),
        delay,
    )


def queue_renditions(renditions: Iterable[tuple[int, str]], delay: timedelta = DELAY) -> None:
    """Queue renditions, given as pairs of image primary key and filter spec."""
    due_at = timezone.now() + delay
    rows = [MissingRendition(image_id=pk, filter_spec=spec, due_at=due_at) for pk, spec in renditions]
    if rows:
        MissingRendition.objects.bulk_create(rows, ignore_conflicts=True)


def make_queued_renditions(seconds: float) -> int:
    """Make queued renditions, image by image, for about ``seconds``; return how many were made."""
    made, end = 0, time.monotonic() + seconds
    while time.monotonic() < end and (rows := _claim()):
        made += _make_renditions(rows)
    return made


def _claim() -> list[MissingRendition]:
    """Claim all due renditions of the image that has waited longest; none if another process has claimed them."""
    now = timezone.now()
    due = MissingRendition.objects.filter(due_at__lte=now)
    first = due.order_by("due_at", "pk").first()
    if first is None:
        return []
    until = now + CLAIM_DURATION
    # In one UPDATE, so that only one of two schedulers can claim each row.
    free = due.filter(Q(claimed_until=None) | Q(claimed_until__lte=now), image=first.image_id)
    if not free.update(claimed_until=until):
        return []
    return list(MissingRendition.objects.filter(image=first.image_id, claimed_until=until).select_related("image"))


def _make_renditions(rows: list[MissingRendition]) -> int:
    keys = [row.pk for row in rows]
    image: PortalImage = rows[0].image
    specs = [row.filter_spec for row in rows]
    try:
        load_renditions([image], specs)  # from the database, not from this process's cache
        image.get_renditions(*specs)
    except Exception:  # as in mysite.templatetags.pictures: too many libraries to list their exceptions
        logger.exception("Image %s cannot be made ready", image.pk)
        attempts = max(row.attempts for row in rows) + 1
        pause = min(FIRST_RETRY_DELAY * 2 ** min(attempts - 1, 12), MAX_RETRY_DELAY)
        again = {"attempts": attempts, "due_at": timezone.now() + pause, "claimed_until": None}
        MissingRendition.objects.filter(pk__in=keys).update(**again)
        return 0
    MissingRendition.objects.filter(pk__in=keys).delete()
    return len(rows)


class PageScanner:
    """Scans all live pages, a few per round, and queues missing renditions, as after an upgrade or a restore."""

    def __init__(self) -> None:
        self.last = 0

    def scan_next(self) -> None:
        pages = list(Page.objects.filter(pk__gt=self.last, live=True).order_by("pk")[:PAGES_PER_ROUND].specific())
        for page in pages:
            if isinstance(page, BasePage):
                try:
                    queue_missing_renditions(page.image_uses(), delay=timedelta(0))
                except Exception:  # a broken page must not hold up the others
                    logger.exception("Cannot look for the images of page %s", page.pk)
        self.last = pages[-1].pk if len(pages) == PAGES_PER_ROUND else 0
