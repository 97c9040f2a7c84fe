"""``make messages``."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mysite.translations import catalogues, compile_catalogue, extract, problems


class Command(BaseCommand):
    help = "Collect the texts of the code into the Vietnamese catalogue (needs gettext), then compile all catalogues."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("xgettext"):
            extract(settings.BASE_DIR)
        else:
            self.stderr.write("gettext is not installed: new texts of the code are not collected, only compiled")
        for path in catalogues():
            compile_catalogue(path)
            for problem in problems(path):
                self.stdout.write(problem)
