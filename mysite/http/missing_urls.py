"""Counts requests for URLs that do not exist, without recording visitors."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect

from mysite.count_buffer import Count, CountBuffer
from mysite.models import MissingURL

from .admin_urls import admin_path
from .old_urls import OldURL

#: Rows in the table; the rarest beyond are deleted, in batches.
MAX_ROWS, DELETE_BATCH = 10_000, 500
MAX_LENGTH = 255
#: E-mail addresses, numbers as long as those of persons and telephones, and tokens.
_PERSONAL = re.compile(
    r"[^/?&=]*(?:@|%40)[^/?&=]*|(?:\d(?:[ .+-]|%20)?){9,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[\w%]*\d)(?=[\w%]*[a-z])[\w%]{20,}(?:[.-][\w%]{10,})*",
    re.I,
)
_ENCODED = re.compile("(?:%[89a-f][0-9a-f])+", re.I)
_SCANNED = re.compile(
    r"/wp-(?:admin|login|includes|content|json)|xmlrpc|wlwmanifest|/\.(?!well-known)|\.\.|phpmyadmin|/cgi-bin/|/vendor/"
    r"|/actuator|eval-stdin|\.(?:bak|sql|env|git|zip|tar|gz|rar|7z|old|swp|ya?ml|ini|log)(?:$|\?)|<script|union(?:\+|%20)",
    re.I,
)


def write_counts(counts: dict[str, Count[str]]) -> None:
    """Add the counts of URLs, each with the host of its last ``Referer``, to the table."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    counted: dict[str, tuple[MissingURL, int]] = {}
    for url, count in counts.items():
        shown = redact(url)
        key = OldURL.parse(shown).key if shown else ""
        row, number = counted.get(key, (MissingURL(key=key, path=shown, requested_on=today), 0))
        row.referrer = (get_host(count.detail or "") if shown else "") or row.referrer
        counted[key] = row, number + count.number
    MissingURL.objects.bulk_create([row for row, _number in counted.values()], ignore_conflicts=True)
    rows = list(MissingURL.objects.select_for_update().filter(pk__in=counted).order_by("pk"))
    for row in rows:
        requested, number = counted[row.key]
        row.count, row.requested_on, row.referrer = row.count + number, today, requested.referrer or row.referrer
    MissingURL.objects.bulk_update(rows, ["count", "requested_on", "referrer"])
    if MissingURL.objects.count() > MAX_ROWS:
        delete_rarest()


buffer: CountBuffer[str] = CountBuffer(write_counts)


def record(path_and_query: str, referrer: str = "") -> None:
    """Count a request for a URL, given in encoded form, with the ``Referer`` header."""
    if not path_and_query.startswith((admin_path(), settings.STATIC_URL, settings.MEDIA_URL)):
        buffer.add(path_and_query, referrer or None)


def redact(path_and_query: str) -> str:
    """Return the URL as it is kept: with “…” for personal data, and empty for what scanners request."""
    if _SCANNED.search(path_and_query):
        return ""
    path, _mark, query = path_and_query.partition("?")
    pairs = (f"{name}={value}" if value else name for name, value in OldURL(path, query).raw_parameters)
    query = "&".join(pairs)
    # Letters with marks would look like tokens in encoded form.
    text = _ENCODED.sub(_decode, f"{path}?{query}" if query else path)
    return _PERSONAL.sub("…", text).replace("\0", "")[:MAX_LENGTH]


def _decode(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(match[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return match[0]


def get_host(referrer: str) -> str:
    try:
        return (urlsplit(referrer).hostname or "")[:MAX_LENGTH]
    except ValueError:
        return ""


def find_old(days: int) -> QuerySet[MissingURL]:
    """Return the rows that were not requested for so many days."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    return MissingURL.objects.filter(requested_on__lt=today - timedelta(days=days))


def delete_rarest() -> None:
    """Delete the rarest rows beyond 10,000."""
    by_rank = MissingURL.objects.order_by("-count", "-requested_on").values_list("pk", flat=True)
    rarest = list(by_rank[MAX_ROWS : 2 * MAX_ROWS])
    for start in range(0, len(rarest), DELETE_BATCH):
        MissingURL.objects.filter(pk__in=rarest[start : start + DELETE_BATCH]).delete()


@receiver(post_save, sender=Redirect)
def delete_row(instance: Redirect, **kwargs: Any) -> None:
    """The URL exists now."""
    MissingURL.objects.filter(key=OldURL.parse(instance.old_path).key).delete()
