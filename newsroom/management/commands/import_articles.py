"""``manage.py import_articles``: saved articles become pages."""

import contextlib
import logging
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.importing import sections
from newsroom.importing.records import Failure, Origin, SavedArticle, UnreadableArticle
from newsroom.importing.sources import Sources
from newsroom.importing.writer import ArticleWriter, Outcome, Result


class Command(BaseCommand):
    help = "Make pages of saved articles: text files, web pages with their pictures, JSON Lines, folders of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help=".txt, .html, .htm, .jsonl, .jsonl.gz, a folder")
        parser.add_argument(
            "--section",
            default="",
            help="where articles go that name no section: slugs or titles from the home page on, as in"
            " “tin-tuc/Giáo dục mầm non”; a title that is not there yet is made",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would happen")
        parser.add_argument(
            "--update", action="store_true", help="the source wins over pages imported before, an editor's changes too"
        )

    def handle(self, *, paths: list[str], section: str, dry_run: bool, update: bool, **options: Any) -> None:
        path = sections.parse_path(section)
        try:
            slug = sections.unknown_slug(path) if path else None
        except UnreadableArticle as error:
            raise CommandError(str(error)) from error
        if slug:
            raise CommandError(f"--section: there is no section “{slug}”; give its title to have it made")
        run = Run(self, ArticleWriter(section=path, update=update), dry_run, verbose=options["verbosity"] > 1)
        with quiet_wagtail():
            run.through(Sources(paths))
        run.summarise()
        if run.interrupted:
            raise CommandError("interrupted: what was imported is complete; run again to go on", returncode=130)
        if run.failed:
            raise CommandError(f"{run.failed:,} could not be imported, see above", returncode=1)


class Run:
    """One run of the command: what it prints and counts."""

    def __init__(self, command: BaseCommand, writer: ArticleWriter, dry_run: bool, verbose: bool) -> None:
        self.command, self.writer, self.dry_run, self.verbose = command, writer, dry_run, verbose
        self.counts: Counter[Result] = Counter()
        self.failed = self.missing_photos = 0
        self.interrupted = False
        self.started = time.monotonic()

    def through(self, sources: Sources) -> None:
        """Import everything there is; one article that fails is reported and the rest goes on."""
        # On a terminal only: in a log a progress bar is noise.
        with tqdm(total=sources.size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
            try:
                for found in sources.articles():
                    self._one(found)
                    bar.update(sources.done - bar.n)
            except KeyboardInterrupt:
                self.interrupted = True

    def _one(self, found: SavedArticle | Failure) -> None:
        if isinstance(found, Failure):
            self._fail(found.origin, found.reason)
            return
        try:
            outcome = self.writer.plan(found) if self.dry_run else self.writer.write(found)
        except UnreadableArticle as error:
            self._fail(found.origin, str(error), found.title)
        except ValidationError as error:
            self._fail(found.origin, reasons(error), found.title)
        except Exception as error:  # whatever is wrong with one article, the next one may be fine
            logging.getLogger(__name__).debug("Import of %s", found.origin, exc_info=True)
            self._fail(found.origin, f"{type(error).__name__}: {error}", found.title)
        else:
            self._count(found, outcome)

    def _count(self, article: SavedArticle, outcome: Outcome) -> None:
        self.counts[outcome.result] += 1
        self.missing_photos += outcome.missing_photos
        worth_saying = outcome.remarks or outcome.result not in (Result.CREATED, Result.UNCHANGED)
        if self.verbose or self.dry_run or worth_saying:
            remarks = f": {'; '.join(outcome.remarks)}" if outcome.remarks else ""
            would = "would be " if self.dry_run else ""
            self._say(f"{article.origin}: “{article.title}” {would}{outcome.result.value}{remarks}")

    def _fail(self, origin: Origin, reason: str, title: str = "") -> None:
        self.failed += 1
        self._say(f"{origin}: {f'“{title}” ' if title else ''}failed: {reason}", error=True)

    def _say(self, line: str, error: bool = False) -> None:
        with tqdm.external_write_mode():
            if error:
                self.command.stderr.write(line)
            else:
                self.command.stdout.write(line)

    def summarise(self) -> None:
        seconds = time.monotonic() - self.started
        total = sum(self.counts.values()) + self.failed
        out, style = self.command.stdout, self.command.style
        heading = "Nothing was written. Of" if self.dry_run else "Of"
        out.write(f"{heading} {total:,} articles in {seconds:.1f} s ({total / max(seconds, 0.001):.1f} a second):")
        for result in Result:
            if count := self.counts[result]:
                out.write(f"  {count:>7,} {'would be ' if self.dry_run else ''}{result.value}")
        if self.failed:
            out.write(style.ERROR(f"  {self.failed:>7,} failed"))
        if self.missing_photos:
            out.write(
                f"  {self.missing_photos:>7,} photos are missing; their captions are kept, see the report in the admin"
            )


def reasons(error: ValidationError) -> str:
    """The messages of a page that does not validate, with the names of the fields."""
    if hasattr(error, "error_dict"):
        return "; ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
    return " ".join(error.messages)


@contextlib.contextmanager
def quiet_wagtail() -> Iterator[None]:
    """Wagtail logs a line for every page it publishes: none of them among thousands is news here."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
