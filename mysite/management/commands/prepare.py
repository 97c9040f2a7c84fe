"""``manage.py prepare``: run once between installing a version and serving it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from mysite.http.redirect_keys import create_missing_keys
from mysite.http.site_url import update_default_site
from mysite.management.static_files import publish_static_files
from mysite.pages.indexes import update_statistics


class Command(BaseCommand):
    help = "Bring the database up to date: apply migrations, write SITE_URL to the default Site. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=max(0, options["verbosity"] - 1), stdout=self.stdout)
        if settings.PUBLIC_STATIC_DIR:
            publish_static_files()
        create_missing_keys()
        update_statistics()
        if update_default_site():
            self.stdout.write(f"The site URL is now {settings.SITE_URL}")
