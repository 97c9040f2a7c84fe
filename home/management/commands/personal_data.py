"""``manage.py personal_data``: exports or erases what a person has left in comments and contact messages."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from home.personal_data.actions import erase_data, export_data


class Command(BaseCommand):
    help = "Export or erase the comments and contact messages of a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["export", "erase"])
        parser.add_argument("identity", help="an e-mail address, or the number of a comment such as #12")

    def handle(self, *args: Any, action: str, identity: str, **options: Any) -> None:
        if action == "export":
            data = export_data(identity)
            self.stdout.write(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
            return
        comments, messages = erase_data(identity)
        self.stdout.write(f"Erased: {comments} comments and {messages} messages")
