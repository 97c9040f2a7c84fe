"""The content generation: raised on commit of every change of what visitors see, and read by all caches.

Changes are recognised in the SQL that is executed, so bulk updates, imports and moves in the tree raise it too. See
docs/decisions/047-page-cache.md.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Page

from mysite.compiled_queries import compiled_query
from mysite.local_time import local_midnight
from mysite.models import ContentGeneration
from mysite.postgresql.limits import DatabaseTimeouts, current_timeouts
from mysite.signals import content_changed, find_change_times

#: Tables (beginnings of their names) whose rows visitors never see.
PRIVATE_TABLES = (
    "auth_",
    "axes_",
    "django_",
    "home_contactmessage",
    "home_sourcechange",
    "mysite_binitem",
    "mysite_contentgeneration",
    "mysite_housekeepingrecord",
    "mysite_missingrendition",
    "mysite_missingurl",
    "mysite_ratelimitcount",
    "mysite_recoverycode",
    "mysite_submittedform",
    "mysite_twofactorgroup",
    "mysite_user",
    "newsroom_importedarticle",
    "otp_",
    "readership_",
    "search_searchoutcome",
    "sqlite_",
    "wagtail_localize_",
    "wagtailadmin_",
    "wagtailcore_comment",
    "wagtailcore_group",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_pagesubscription",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailcore_task",
    "wagtailcore_uploadedfile",
    "wagtailcore_workflow",
    "wagtailforms_",
    "wagtailsearchpromotions_query",
    "wagtailusers_",
)
#: Columns that saving a draft updates.
DRAFT_COLUMNS = frozenset(
    "draft_title has_unpublished_changes latest_revision_created_at latest_revision_id locked locked_at "
    "locked_by_id".split()
)
_WRITE = re.compile(
    r'\s*(?:WITH\b.*?)?(INSERT\b.*?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO|MERGE\s+INTO)\s+"?(\w+)', re.I | re.S
)
#: Empties several tables at once.
_TRUNCATE = re.compile(r"\s*TRUNCATE\b", re.I)
_ASSIGNED_COLUMN = re.compile(r'"(\w+)" = ')


class Generation(NamedTuple):
    """The number of the content generation and its times, in seconds since the epoch."""

    number: int
    next_change: int
    next_expiry: int | None

    @classmethod
    def read(cls) -> "Generation":
        """Return the current generation; a new one if the previous one has reached its ``next_change``.

        One query, without the ORM, because every request of the page cache needs it. Raises ``DatabaseError``.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, next_change, next_expiry FROM mysite_contentgeneration")
            row = cursor.fetchone()
        if row is None:
            raise_generation()
            return cls.read()
        if row[1] is not None and row[1] > timezone.now().timestamp():
            return cls(*row)
        return _begin(*row)


class DatabaseUnresponsive(Exception):
    """The database does not answer at all: the view would wait in vain."""


def read_generation() -> Generation | None:
    """Return the current generation; None if the database is not available, which the view will report.

    A kept connection may have been closed by the server, so a second attempt is made with a new one. Raises
    ``DatabaseUnresponsive``.
    """
    timeouts = DatabaseTimeouts(client_timeout=1.5)
    token = current_timeouts.set(timeouts)
    try:
        for _attempt in range(2):
            try:
                return Generation.read()
            except (DatabaseError, InterfaceError):
                if connection.in_atomic_block:
                    return None
                connection.close()
                if timeouts.is_unresponsive:
                    raise DatabaseUnresponsive from None
        return None
    finally:
        current_timeouts.reset(token)


def _begin(number: int, next_change: int | None, next_expiry: int | None) -> Generation:
    """Calculate the times of generation ``number``, or of the next one if its ``next_change`` has passed."""
    begun = ContentGeneration.objects.filter(number=number)
    if next_change is not None:
        number += 1
    generation = Generation(number, *find_times(timezone.now()))
    begun.update(**generation._asdict())
    return generation


def find_times(now: datetime) -> tuple[int, int | None]:
    """Return the ``next_change`` and ``next_expiry`` after ``now``.

    A page changes at midnight at the latest: the date is in the header.
    """
    expiry = _find_next_expiry.first(now)
    midnight = local_midnight(timezone.localdate(now, timezone.get_default_timezone()) + timedelta(days=1))
    changes = [moment for _, moments in find_change_times.send(sender=Generation, now=now) for moment in moments]
    next_change = min(moment for moment in [expiry, midnight, *changes] if moment is not None)
    return _round_up(next_change), expiry and _round_up(expiry)


@compiled_query
def _find_next_expiry(now: datetime) -> QuerySet:
    pages = Page.objects.filter(live=True, expire_at__gt=now)
    return pages.order_by("expire_at").values_list("expire_at", flat=True)[:1]


def _round_up(moment: datetime) -> int:
    """Return the first whole second at which ``moment`` has come."""
    return -int(-moment.timestamp() // 1)


def raise_generation() -> None:
    """Begin a new generation."""
    if not ContentGeneration.objects.update(number=F("number") + 1, next_change=None, next_expiry=None):
        ContentGeneration.objects.get_or_create(pk=1)
    content_changed.send(sender=ContentGeneration)


_unseen: ContextVar[bool] = ContextVar("unseen", default=False)


@contextmanager
def unseen_changes() -> Iterator[None]:
    """Do not raise the generation for what is written: nobody sees it yet, such as a comment to be approved."""
    token = _unseen.set(True)
    try:
        yield
    finally:
        _unseen.reset(token)


class WriteTracker:
    """Wraps the execution of SQL on a connection, and raises the generation when a change is committed."""

    #: While migrations run, whose first ones come before the table of the generation.
    is_suspended = False

    def __init__(self) -> None:
        self.has_changes = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if not self.is_suspended and not _unseen.get() and changes_content(sql):
            self.has_changes = True
            # Registered for every statement, because a savepoint may be rolled back. After the statement, because
            # without a transaction it runs at once.
            transaction.on_commit(self.raise_once, using=context["connection"].alias, robust=True)
        return result

    def raise_once(self) -> None:
        if self.has_changes:
            self.has_changes = False
            raise_generation()


def changes_content(sql: str) -> bool:
    """Return whether a statement changes rows that visitors may see."""
    if sql.startswith("SELECT"):
        return False
    if not (match := _WRITE.match(sql)):
        return bool(_TRUNCATE.match(sql))
    operation, table = match[1].upper(), match[2].lower()
    if table.startswith(PRIVATE_TABLES):
        return False
    if operation != "UPDATE":
        return True
    assignments = sql.partition(" WHERE ")[0]
    columns = set(_ASSIGNED_COLUMN.findall(assignments))
    return not columns or not columns <= DRAFT_COLUMNS or "SELECT" in assignments


def suspend_tracking(**kwargs: Any) -> None:
    """Receiver of ``pre_migrate``."""
    WriteTracker.is_suspended = True


def resume_tracking(plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Receiver of ``post_migrate``: raise the generation once if migrations were applied."""
    WriteTracker.is_suspended = False
    if plan:
        raise_generation()


def track_writes(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of ``connection_created``. A connection object is kept when it connects again."""
    if not any(isinstance(wrapper, WriteTracker) for wrapper in connection.execute_wrappers):
        connection.execute_wrappers.append(WriteTracker())
