"""``manage.py run_scheduler``: a process for scheduled publishing and background work, beside the web server."""

import datetime
import logging
import signal
import threading
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from wagtail.models import Revision

from mysite.local_time import get_night
from mysite.signals import nightly, scheduler_round

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publish and unpublish scheduled pages immediately, then every 20 seconds until stopped."

    latest_night: datetime.date | None = None

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run one round, then exit with 0, or 1 if it failed")
        parser.add_argument("--interval", type=float, default=20.0, help="seconds between two rounds (20)")
        parser.add_argument(
            "--heartbeat", type=Path, help="a file to touch after each round while the database is available"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            went_well = self.publish_due()
            send_scheduler_round()
            if not went_well:
                raise CommandError("The round failed; see the log")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("Scheduler started, interval %g s", options["interval"])
        while not stop.is_set():
            # A page that cannot be published is for an editor to fix; restarting the scheduler would not help.
            if (self.publish_due() or is_database_available()) and options["heartbeat"]:
                options["heartbeat"].touch()
            send_scheduler_round()
            self.send_nightly()
            # A connection kept during the pause would be broken after a restart of the database.
            close_old_connections()
            stop.wait(options["interval"])
        logger.info("Scheduler stopped")

    def send_nightly(self) -> None:
        """Run the nightly maintenance once a night, and when the scheduler starts."""
        if self.latest_night != get_night():
            self.latest_night = get_night()
            nightly.send_robust(sender=Command)

    def publish_due(self) -> bool:
        """Publish and unpublish what is due; return whether it succeeded. Failures are logged and retried."""
        try:
            # Atomic, because Wagtail clears the schedule of a page before it publishes it: a failure in between
            # (a slug taken meanwhile, a lost connection) would leave a page that is never published.
            with transaction.atomic():
                call_command("publish_scheduled", stdout=self.stdout)
        except Exception:
            logger.exception("Scheduler round failed")
            publish_due_separately()
            return False
        return True


def send_scheduler_round() -> None:
    """Run the background work of the applications; failures are logged and do not stop the scheduler."""
    scheduler_round.send_robust(sender=Command)


def is_database_available() -> bool:
    try:
        Revision.objects.exists()
    except DatabaseError:
        return False
    return True


def publish_due_separately() -> None:
    """Publish each due revision separately, so that one which cannot be published does not hold up the others.

    That one stays due and is logged in every round until an editor fixes it. (Expired pages are hidden from visitors
    without the scheduler.)
    """
    try:
        due = list(Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at"))
    except DatabaseError:
        return
    for revision in due:
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except Exception:
            logger.exception("Cannot publish “%s”, which is due", revision.object_str)
