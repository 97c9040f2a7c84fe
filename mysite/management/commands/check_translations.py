"""Part of ``make lint``."""

import shutil
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mysite.translations import catalogues, missing_messages, problems
from mysite.vendor_translations import clashes, vendor_problems


class Command(BaseCommand):
    help = (
        "Find untranslated, fuzzy, broken and uncompiled messages, of the packages too; "
        "with gettext installed, forgotten ones of the code."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = [problem for path in catalogues() for problem in problems(path)]
        found += [*vendor_problems(), *clashes()]
        if shutil.which("xgettext"):
            found += [f"“{message}”: not in the catalogue (make messages)" for message in missing_messages()]
        if found:
            raise CommandError("\n".join(found))
