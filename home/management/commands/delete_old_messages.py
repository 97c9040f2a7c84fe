import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from home.models import ContactMessage


class Command(BaseCommand):
    help = "Delete contact messages older than a number of days, because they contain personal data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, required=True, help="Keep messages of this many days.")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        if not 1 <= days <= 36500:
            raise CommandError("--days must be from 1 to 36500")
        end = timezone.now() - datetime.timedelta(days=days)
        count, _ = ContactMessage.objects.filter(submit_time__lt=end).delete()
        self.stdout.write(f"{count} messages from before {timezone.localtime(end):%d/%m/%Y %H:%M} deleted")
