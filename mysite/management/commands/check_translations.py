"""``manage.py check_translations``: checks the message catalogues; part of ``make lint``."""

import shutil
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mysite.i18n.catalogues import find_catalogues, find_missing_messages, find_problems
from mysite.i18n.vendor_catalogues import find_clashes, find_vendor_problems


class Command(BaseCommand):
    help = (
        "Find untranslated, fuzzy, invalid and uncompiled messages, also of packages; "
        "with gettext installed, missing messages of the code too."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        problems = [problem for path in find_catalogues() for problem in find_problems(path)]
        problems += [*find_vendor_problems(), *find_clashes()]
        if shutil.which("xgettext"):
            problems += [f"“{message}”: not in the catalogue (make messages)" for message in find_missing_messages()]
        if problems:
            raise CommandError("\n".join(problems))
