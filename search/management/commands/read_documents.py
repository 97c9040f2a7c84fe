"""The scheduler does the same, a little in every round."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.documents import read_documents


class Command(BaseCommand):
    help = "Read the text of documents (PDF, DOCX, TXT) that nobody has read yet, so that search finds it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=3600.0, help="stop after about so many seconds (3600)")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Documents read: {read_documents(options['seconds'])}")
