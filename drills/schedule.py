"""``python -m drills.schedule DUE EXPIRING TIME``: schedules two articles of a drill's portal by their URL paths."""

import datetime
import sys


def schedule(due: str, expiring: str, moment: datetime.datetime) -> None:
    """Unpublish ``due`` until ``moment``; let ``expiring`` expire then."""
    from newsroom.models import NewsPage

    waiting = NewsPage.objects.get(slug=due.strip("/").rpartition("/")[2])
    waiting.unpublish()
    waiting.go_live_at = moment
    waiting.save_revision(approved_go_live_at=moment)
    ending = NewsPage.objects.get(slug=expiring.strip("/").rpartition("/")[2])
    ending.expire_at = moment
    ending.save_revision().publish()


if __name__ == "__main__":
    import django

    django.setup()
    schedule(sys.argv[1], sys.argv[2], datetime.datetime.fromisoformat(sys.argv[3]))
