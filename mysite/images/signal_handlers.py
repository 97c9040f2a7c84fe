"""Signal handlers that keep renditions up to date."""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from mysite.models import BasePage, MissingRendition, PortalImage, PortalRendition
from mysite.signals import scheduler_round

from .filters import ALL_SPECS, get_filter
from .rendition_queue import PageScanner, make_queued_renditions, queue_missing_renditions, queue_renditions

#: Seconds spent on renditions in one round of the scheduler.
SECONDS_PER_ROUND = 15.0

_walk = PageScanner()


@receiver(post_save)
def queue_renditions_of_page(*, instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """Queue missing renditions of a live page, whether an editor, the scheduler or an import saves it."""
    if isinstance(instance, BasePage) and instance.live and not raw:
        queue_missing_renditions(instance.image_uses())


@receiver(post_delete, sender=PortalRendition)
def queue_deleted_rendition(*, instance: PortalRendition, origin: Any, **kwargs: Any) -> None:
    """Queue deleted renditions again, after a new file or a purge, but not those of a deleted image."""
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    if model is PortalRendition and instance.filter_spec in ALL_SPECS:
        queue_renditions([(instance.image_id, instance.filter_spec)])


@receiver(post_save, sender=PortalImage)
def queue_renditions_for_new_focal_point(
    *, instance: PortalImage, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Queue renditions after a new focal point, which changes those of every filter spec that crops."""
    if created or raw:
        return
    made: dict[str, set[str]] = {}
    for spec, key in instance.renditions.filter(filter_spec__in=ALL_SPECS).values_list(
        "filter_spec", "focal_point_key"
    ):
        made.setdefault(spec, set()).add(key)
    queue_renditions(
        (instance.pk, spec) for spec, keys in made.items() if get_filter(spec).get_cache_key(instance) not in keys
    )


@receiver(scheduler_round)
def make_missing_renditions(**kwargs: Any) -> None:
    make_queued_renditions(SECONDS_PER_ROUND)
    if not MissingRendition.objects.exists():
        _walk.scan_next()
