"""Management command that imports saved articles as pages."""

import contextlib
import logging
import time
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from mysite.media.storage import MediaWriteError
from mysite.pages.indexes import update_statistics
from newsroom.importing.readers.files import SourceFiles
from newsroom.importing.records import Origin, ReadFailure, SavedArticle, UnreadableArticle
from newsroom.importing.writing import sections
from newsroom.importing.writing.writer import ArticleWriter, Outcome, Result

#: Created articles after which the database's statistics are updated, and again each time their number has doubled. By
#: the statistics of an empty site PostgreSQL goes through all pages and redirects for each article.
FIRST_STATISTICS = 500


class Command(BaseCommand):
    help = (
        "Import saved articles as pages, from text files, HTML pages with their images, JSON Lines or folders of these."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help=".txt, .html, .htm, .jsonl, .jsonl.gz, a folder")
        parser.add_argument(
            "--section",
            default="",
            help="section for articles that name none: slugs or titles from the home page, such as"
            " “tin-tuc/Giáo dục mầm non”; a title that does not exist is created",
        )
        parser.add_argument("--dry-run", action="store_true", help="report what would be done without writing anything")
        parser.add_argument(
            "--update",
            action="store_true",
            help="overwrite pages that were imported before, including editors' changes",
        )

    def handle(self, *, paths: list[str], section: str, dry_run: bool, update: bool, **options: Any) -> None:
        path = sections.parse_path(section)
        try:
            slug = sections.find_missing_slug(path) if path else None
        except UnreadableArticle as error:
            raise CommandError(str(error)) from error
        if slug:
            raise CommandError(f"--section: there is no section “{slug}”; use its title to create it")
        run = ImportRun(self, ArticleWriter(section=path, update=update), dry_run, verbose=options["verbosity"] > 1)
        with silence_wagtail_log():
            run.import_all(sources := SourceFiles(paths))
        run.print_summary()
        run.print_passed_over(sources)
        if run.interrupted:
            raise CommandError(
                "interrupted: articles imported so far are complete; run the command again to continue", returncode=130
            )
        if run.failed:
            raise CommandError(f"{run.failed:,} could not be imported, see above", returncode=1)


class ImportRun:
    """One run of the command with its counters and output."""

    def __init__(self, command: BaseCommand, writer: ArticleWriter, dry_run: bool, verbose: bool) -> None:
        self.command, self.writer, self.dry_run, self.verbose = command, writer, dry_run, verbose
        self.counts: Counter[Result] = Counter()
        self.failed = self.missing_photos = 0
        #: The pages that are no articles, by kind.
        self.passed_over: defaultdict[str, list[Origin]] = defaultdict(list)
        self.interrupted = False
        self.next_statistics = FIRST_STATISTICS
        self.started = time.monotonic()

    def import_all(self, sources: SourceFiles) -> None:
        """Import all articles; one that fails is reported and does not stop the others."""
        # ``disable=None`` shows the progress bar on a terminal only, not in a log.
        with tqdm(total=sources.size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
            try:
                for batch in sources.read_batches():
                    self._import_batch(batch)
                    bar.update(sources.done - bar.n)
                    if self.counts[Result.CREATED] >= self.next_statistics and not self.dry_run:
                        update_statistics()
                        self.next_statistics *= 2
            except KeyboardInterrupt:
                self.interrupted = True

    def _import_batch(self, batch: Sequence[SavedArticle | ReadFailure]) -> None:
        articles = [item for item in batch if isinstance(item, SavedArticle)]
        try:
            outcomes = iter(self.writer.plan_batch(articles) if self.dry_run else self.writer.write_batch(articles))
        except MediaWriteError as error:
            raise CommandError(
                f"{articles[-1].origin}: an image cannot be stored ({error}). Articles imported so far are complete;"
                " free disk space and run the command again"
            ) from error
        for item in batch:
            if isinstance(item, ReadFailure) and item.kind:
                self.passed_over[item.kind].append(item.origin)
                self._print(f"{item.origin}: passed over: {item.reason}")
            elif isinstance(item, ReadFailure):
                self._report_failure(item.origin, item.reason)
            elif isinstance(outcome := next(outcomes), Outcome):
                self._report_outcome(item, outcome)
            else:
                self._report_failure(item.origin, describe_error(outcome), item.title)

    def _report_outcome(self, article: SavedArticle, outcome: Outcome) -> None:
        self.counts[outcome.result] += 1
        self.missing_photos += outcome.missing_photos
        worth_saying = outcome.remarks or outcome.result not in (Result.CREATED, Result.UNCHANGED)
        if self.verbose or self.dry_run or worth_saying:
            remarks = f": {'; '.join(outcome.remarks)}" if outcome.remarks else ""
            would = "would be " if self.dry_run else ""
            self._print(f"{article.origin}: “{article.title}” {would}{outcome.result.value}{remarks}")

    def _report_failure(self, origin: Origin, reason: str, title: str = "") -> None:
        self.failed += 1
        self._print(f"{origin}: {f'“{title}” ' if title else ''}failed: {reason}", error=True)

    def _print(self, line: str, error: bool = False) -> None:
        with tqdm.external_write_mode():
            if error:
                self.command.stderr.write(line)
            else:
                self.command.stdout.write(line)

    def print_summary(self) -> None:
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
                f"  {self.missing_photos:>7,} photos are missing; their captions are kept"
                " (see the report “Missing photos” in the admin)"
            )

    def print_passed_over(self, sources: SourceFiles) -> None:
        """Print how many pages were no articles, by kind, and files, by the ending of their names, with examples."""
        kinds: list[tuple[str, Sequence[Origin | Path]]] = [
            *((f"“{kind}”", origins) for kind, origins in sorted(self.passed_over.items())),
            *((f"files “{end or 'without ending'}”", files) for end, files in sorted(sources.passed_over.items())),
        ]
        for kind, items in kinds:
            names = ", ".join(map(str, items[:3])) + (" …" if len(items) > 3 else "")
            self.command.stdout.write(f"  {len(items):>7,} {kind} passed over: {names}")


def describe_error(error: Exception) -> str:
    """Return why an article could not be imported; the messages of a ``ValidationError`` with the names of fields."""
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return "; ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
        return " ".join(error.messages)
    if isinstance(error, UnreadableArticle):
        return str(error)
    logging.getLogger(__name__).debug("Import of an article", exc_info=error)
    return f"{type(error).__name__}: {error}"


@contextlib.contextmanager
def silence_wagtail_log() -> Iterator[None]:
    """Raise the level of Wagtail's logger in the block: it logs a line for each page that is published."""
    logger = logging.getLogger("wagtail")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(level)
