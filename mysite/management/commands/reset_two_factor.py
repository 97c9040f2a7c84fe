"""``reset_two_factor``: for the administrator who has lost the phone and is the only one."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mysite.models import User
from mysite.two_factor.actions import reset


class Command(BaseCommand):
    help = "Remove the second factor of an account, its recovery codes and its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        reset(user=user)
        self.stdout.write(f"The account {username} signs in with its password alone, unless a group requires more.")
