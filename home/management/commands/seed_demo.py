"""Management command that seeds an empty site with demo content in Vietnamese and English."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from home.demo import accounts, seeding


class Command(BaseCommand):
    help = "Fill an empty site with demo content: pages, images, documents, comments and one account per role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing, quietly, if the site has content")
        parser.add_argument("--picture-width", type=int, metavar="PIXELS", help="store smaller images, in less time")

    def handle(self, *args: Any, **options: Any) -> None:
        if not seeding.is_empty():
            if options["if_empty"]:
                return
            raise CommandError("This site is not empty: its home pages have pages below them. Nothing was changed.")
        self.stdout.write("Filling the site with demo content …")
        started = time.monotonic()
        with ProgressBars(self.stderr) as bars:
            passwords = seeding.seed(bars.show, image_width=options["picture_width"])
        self.stdout.write(f"Done in {time.monotonic() - started:.0f} s")
        for name, password in passwords.items():
            self.stdout.write(f"  {name:12} {password}")
        if passwords:
            self.stdout.write(f"The passwords are kept in {accounts.get_logins_path()}")


class ProgressBars:
    """Progress bars, one for each kind of content, shown on a terminal only."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._bar: tqdm[Any] | None = None
        self._what = ""

    def __enter__(self) -> "ProgressBars":
        return self

    def __exit__(self, *details: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            if self._bar is not None:
                self._bar.close()
            self._what = what
            self._bar = tqdm(total=total, desc=f"{what:8}", file=self._stream, disable=not self._stream.isatty())
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
