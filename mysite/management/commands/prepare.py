"""The step between a new version and serving it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from mysite.public_address import write_public_address


class Command(BaseCommand):
    help = "Bring the database up to date: apply migrations, write SITE_URL to the default Site. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=max(0, options["verbosity"] - 1), stdout=self.stdout)
        if write_public_address():
            self.stdout.write(f"The public address is now {settings.SITE_URL}")
