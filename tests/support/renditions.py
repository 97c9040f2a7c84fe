"""Creates the queued renditions, as the scheduler does."""

from django.utils import timezone

from mysite.images.rendition_queue import make_queued_renditions
from mysite.models import MissingRendition


def make_renditions() -> int:
    """Create all queued renditions and return their number."""
    MissingRendition.objects.update(due_at=timezone.now())
    return make_queued_renditions(seconds=600)
