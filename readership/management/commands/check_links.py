"""``manage.py check_links``: look for broken links now, as the scheduler does every night."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from readership.links.checking import InsideRun, check_outside
from readership.links.outside import OutsideChecker
from readership.links.running import claim_run
from readership.models import CheckedLink


class Command(BaseCommand):
    help = "Find the broken links of published pages and of redirects, for the report in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--outside", action="store_true", help="also request the URLs of other sites (CHECK_OUTSIDE_LINKS)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with claim_run() as is_free:
            if not is_free:
                raise CommandError("Links are being checked by another process")
            InsideRun().run()
            if options["outside"] or settings.CHECK_OUTSIDE_LINKS:
                count = check_outside(OutsideChecker())
                self.stdout.write(f"URLs of other sites checked: {count}")
        broken = CheckedLink.objects.broken()
        inside, outside = (broken.filter(is_outside=value).count() for value in (False, True))
        self.stdout.write(f"Broken links: {inside} within the portal, {outside} to other sites")
