"""What people search for and what finds nothing, counted without keeping who, for editors to see what is missed."""

import logging
import threading
import time
from collections import Counter
from typing import Any

from django.core.signals import request_finished
from django.db import DatabaseError, transaction
from django.db.models import F
from django.dispatch import receiver
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits

from search.models import SearchOutcome

logger = logging.getLogger(__name__)

#: A process writes what it has counted once in so many seconds, after an answer has gone out; nobody waits for it.
INTERVAL = 30.0
#: Terms that one process counts meanwhile: somebody who makes them up shall not fill the memory.
MOST_TERMS = 500
MAX_LENGTH = 100

_lock = threading.Lock()
_asked: Counter[str] = Counter()
_found: dict[str, int] = {}
_written_at = time.monotonic()


def count(text: str, results: int) -> None:
    """Remember that ``text`` was searched for and how much it found."""
    term = text.lower()[:MAX_LENGTH]
    with _lock:
        if term in _asked or len(_asked) < MOST_TERMS:
            _asked[term] += 1
            _found[term] = results


def forget_the_counted() -> None:
    with _lock:
        _asked.clear()
        _found.clear()


@receiver(request_finished)
def write_if_due(**kwargs: Any) -> None:
    if _asked and time.monotonic() - _written_at >= INTERVAL:
        write()


def write() -> None:
    """Add what was counted to the tables. What cannot be written is lost: it is statistics."""
    global _written_at
    with _lock:
        asked, found = _asked.copy(), _found.copy()
        _asked.clear()
        _found.clear()
        _written_at = time.monotonic()
    try:
        with transaction.atomic():
            today = timezone.localdate(timezone=timezone.get_default_timezone())
            for term, number in asked.items():
                query = Query.get(term)
                hits, _ = QueryDailyHits.objects.get_or_create(query=query, date=today)
                QueryDailyHits.objects.filter(pk=hits.pk).update(hits=F("hits") + number)
                SearchOutcome.objects.update_or_create(
                    query=query, defaults={"results": found[term], "asked_on": today}
                )
    except DatabaseError:
        logger.warning("What people searched for could not be counted", exc_info=True)


def forget_the_old() -> None:
    """Delete what was counted more than ``WAGTAILSEARCH_HITS_MAX_AGE`` days ago; what is promoted stays."""
    QueryDailyHits.garbage_collect()
    Query.garbage_collect()
