"""``manage.py read_documents``: extracts the text of all unread documents at once, as the scheduler does in rounds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.document_reader import read_documents


class Command(BaseCommand):
    help = "Extract the text of documents (PDF, DOCX, TXT) that have not been read yet, for search."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seconds", type=float, default=3600.0, help="stop after about this many seconds (default 3600)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Documents read: {read_documents(options['seconds'])}")
