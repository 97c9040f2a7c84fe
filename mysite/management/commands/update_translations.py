"""``make messages``."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mysite.translations import catalogues, compile_catalogue, extract, problems
from mysite.vendor_translations import clashes, counts, update, vendor_problems


class Command(BaseCommand):
    help = (
        "Collect the texts of the code (needs gettext) and those of the packages that lack Vietnamese "
        "into the catalogues, then compile them all."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("xgettext"):
            extract(settings.BASE_DIR)
        else:
            self.stderr.write("gettext is not installed: new texts of the code are not collected, only compiled")
        for change in update():
            self.stdout.write(change)
        for path in catalogues():
            compile_catalogue(path)
            for problem in problems(path):
                self.stdout.write(problem)
        for problem in [*vendor_problems(), *clashes()]:
            self.stdout.write(problem)
        if options["verbosity"] > 1:
            for package, (everything, ours) in counts().items():
                self.stdout.write(f"{package}: {everything} messages, {ours} in our words")
