"""What makes scheduled publishing happen, and what visitors are not to wait for: a process beside the web server."""

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

from mysite.signals import scheduler_round

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publish what is due and withdraw what has expired, at once and then every 20 seconds, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then exit; 1 if it failed")
        parser.add_argument("--interval", type=float, default=20.0, help="seconds between two rounds (20)")
        parser.add_argument(
            "--heartbeat", type=Path, help="a file to touch after each round while the database answers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            went_well = self.round()
            do_the_rest()
            if not went_well:
                raise CommandError("The round failed; the log says why")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        logger.info("The scheduler looks every %g s", options["interval"])
        while not stop.is_set():
            # A page that cannot be published is an editor's affair; restarting the scheduler would not mend it.
            if (self.round() or database_answers()) and options["heartbeat"]:
                options["heartbeat"].touch()
            do_the_rest()
            # A connection kept over the pause would be dead after a restart of the database.
            close_old_connections()
            stop.wait(options["interval"])
        logger.info("The scheduler stops")

    def round(self) -> bool:
        """Do what is due now; return whether that went well. A failure is logged: the next round tries again."""
        try:
            # All or nothing: Wagtail forgets the schedule of a page before it publishes it, so a failure half-way
            # (a slug taken meanwhile, a lost connection) would leave a page that is never published.
            with transaction.atomic():
                call_command("publish_scheduled", stdout=self.stdout)
        except Exception:
            logger.exception("A round of the scheduler failed")
            publish_one_by_one()
            return False
        return True


def do_the_rest() -> None:
    """What other applications have to do; what fails is logged, and stops nothing."""
    scheduler_round.send_robust(sender=Command)


def database_answers() -> bool:
    try:
        Revision.objects.exists()
    except DatabaseError:
        return False
    return True


def publish_one_by_one() -> None:
    """Publish each due revision by itself, so that one which cannot be published holds up no other.

    That one stays due, and is complained of in every round until an editor mends it. (What has expired is hidden
    from visitors without the scheduler.)
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
