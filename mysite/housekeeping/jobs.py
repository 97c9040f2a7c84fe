"""The kinds of data that housekeeping measures and deletes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Revision

from mysite.audit import ACTIONS_WITH_ADDRESS
from mysite.backups.retention import list_backups
from mysite.backups.writing import get_folder
from mysite.bin.actions import delete_expired
from mysite.http.missing_urls import find_old
from mysite.media.orphan_files import Listing, database_names_files, find_orphans, list_files
from mysite.models import BinItem, MissingURL
from mysite.models.bin import RETENTION

from .rows import Amount, delete_in_batches, find_old_revisions, measure_tables


@dataclass(frozen=True)
class Job:
    """One kind of data. ``clean`` receives the number of days and returns what it deleted."""

    name: str
    label: Any
    description: Any
    measure: Callable[[], Amount]
    clean: Callable[[int], Amount] | None = None
    #: None: the period is not a setting; ``get_period`` returns a text.
    default_days: int | None = None
    #: 0: may be kept for ever.
    min_days: int = 0
    get_period: Callable[[], str] = str
    #: Too slow for a page: measured by each run only.
    is_slow: bool = False


def clean_revisions(days: int) -> Amount:
    return _delete_rows(find_old_revisions(days), measure_tables(Revision))


def clean_log(days: int) -> Amount:
    """Delete old entries of the history of pages and of other objects."""
    deleted = [
        _delete_rows(model._base_manager.filter(timestamp__lt=_ago(days)), measure_tables(model))
        for model in registry.get_log_entry_models()
    ]
    return Amount(sum(part.count for part in deleted), sum(part.size or 0 for part in deleted))


def clean_sign_ins(days: int) -> Amount:
    return _delete_rows(AccessLog.objects.filter(attempt_time__lt=_ago(days)), measure_tables(AccessLog))


def measure_addresses() -> Amount:
    return Amount(ModelLogEntry.objects.filter(action__in=ACTIONS_WITH_ADDRESS).count())


def clean_addresses(days: int) -> Amount:
    old = ModelLogEntry.objects.filter(action__in=ACTIONS_WITH_ADDRESS, timestamp__lt=_ago(days))
    return _delete_rows(old, measure_tables(ModelLogEntry))


def clean_sessions(days: int) -> Amount:
    return _delete_rows(Session.objects.filter(expire_date__lt=timezone.now()), measure_tables(Session))


def clean_missing_urls(days: int) -> Amount:
    return _delete_rows(find_old(days), measure_tables(MissingURL))


def _ago(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


def _delete_rows(rows: Any, before: Amount) -> Amount:
    """Delete rows; their size is estimated from that of the table."""
    count = delete_in_batches(rows)
    return Amount(count, (before.size or 0) * count // max(1, before.count))


def measure_bin() -> Amount:
    sizes = BinItem.objects.aggregate(images=Sum("image__file_size"), documents=Sum("document__file_size"))
    return Amount(BinItem.objects.count(), sum(size or 0 for size in sizes.values()))


def clean_bin(days: int) -> Amount:
    before = measure_bin()
    delete_expired()
    after = measure_bin()
    return Amount(max(0, before.count - after.count), max(0, (before.size or 0) - (after.size or 0)))


def measure_orphans() -> Amount:
    orphans = find_orphans()
    return Amount(len(orphans), sum(orphans.values()))


def clean_orphans(days: int) -> Amount:
    """Delete orphaned files that an earlier run has listed, and list the others.

    A database that names no file at all does not belong to this media folder, or is being restored.
    """
    if not database_names_files():
        return Amount(0, 0)
    listing = Listing("orphan-files-of-housekeeping.json")
    listed = listing.read() or set()
    orphans = find_orphans(age=timedelta(days=days))
    deleted = {name: size for name, size in orphans.items() if name in listed}
    for name in deleted:
        default_storage.delete(name)
    listing.write({name: size for name, size in orphans.items() if name not in deleted})
    return Amount(len(deleted), sum(deleted.values()))


def measure_renditions() -> Amount:
    sizes = [default_storage.size(name) for name in list_files(default_storage, "images")]
    return Amount(len(sizes), sum(sizes))


def measure_backups() -> Amount:
    backups = list_backups(get_folder())
    return Amount(len(backups), sum(path.stat().st_size for path in backups))


def describe_days(days: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


# fmt: off
JOBS = [
    Job("revisions", _("Earlier versions"),
        _("Counted from the day on which a newer version replaced it. The live version, the draft, scheduled versions "
          "and those of approvals and translations are always kept."),
        lambda: measure_tables(Revision), clean_revisions, default_days=365),
    Job("log", _("History"), _("Who did what and when, on pages and elsewhere."),
        lambda: measure_tables(*registry.get_log_entry_models()), clean_log, default_days=5 * 365),
    Job("addresses", _("IP addresses in the history"), _("Entries about signing in and out, which contain an address."),
        measure_addresses, clean_addresses, default_days=365, min_days=1),
    Job("sign_ins", _("Sign-ins"),
        _("Also the places from which an account may sign in while others try its password."),
        lambda: measure_tables(AccessLog, AccessAttempt), clean_sign_ins, default_days=90, min_days=1),
    Job("sessions", _("Sessions"), _("Of users who have signed in."),
        lambda: measure_tables(Session), clean_sessions, get_period=lambda: gettext("until they expire")),
    Job("missing_urls", _("Missing URLs"), _("Counted from the last request."),
        lambda: measure_tables(MissingURL), clean_missing_urls, default_days=90, min_days=1),
    Job("bin", _("Bin"), _("The size is that of images and documents."),
        measure_bin, clean_bin, get_period=lambda: describe_days(RETENTION.days)),
    Job("orphan_files", _("Orphaned files"),
        _("Files of images and documents, older than a day, that nothing refers to any more. A file is deleted if two "
          "runs find it."),
        measure_orphans, clean_orphans, default_days=30, is_slow=True),
    Job("renditions", _("Renditions"), _("The sizes of images that pages show. Deleted with their image."),
        measure_renditions, get_period=lambda: gettext("as long as the image"), is_slow=True),
    Job("backups", _("Backups"), _("The nightly ones in the folder of backups."),
        measure_backups, get_period=lambda: gettext("the %(count)s latest") % {"count": settings.BACKUP_KEEP}),
]
# fmt: on
