"""``manage.py update_translations``, started by ``make messages``: updates and compiles the message catalogues."""

import shutil
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from mysite.i18n.catalogues import compile_catalogue, extract_messages, find_catalogues, find_problems
from mysite.i18n.vendor_catalogues import count_messages, find_clashes, find_vendor_problems, update_catalogues


class Command(BaseCommand):
    help = (
        "Collect the texts of the code (needs gettext) and those of the packages that lack Vietnamese "
        "into the catalogues, then compile them all."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("xgettext"):
            extract_messages(settings.BASE_DIR)
        else:
            self.stderr.write("gettext is not installed: catalogues are compiled, but new messages are not collected")
        for change in update_catalogues():
            self.stdout.write(change)
        for path in find_catalogues():
            compile_catalogue(path)
            for problem in find_problems(path):
                self.stdout.write(problem)
        for problem in [*find_vendor_problems(), *find_clashes()]:
            self.stdout.write(problem)
        if options["verbosity"] > 1:
            for package, (everything, ours) in count_messages().items():
                self.stdout.write(f"{package}: {everything} messages, {ours} in locale_vendor")
