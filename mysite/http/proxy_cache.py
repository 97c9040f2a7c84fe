"""Deletes the pages that nginx stores, so that it cannot serve them after a change while the portal fails.

See docs/decisions/046-nginx.md.
"""

import logging
import os
import re
import threading
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from mysite.models import ContentGeneration

logger = logging.getLogger(__name__)

#: Pages that were being rendered during a change are stored after it; they are deleted after this time.
SECONDS_UNTIL_REPEAT = 5.0
#: Folders and files of ``proxy_cache_path`` with ``levels=1``: an MD5 digest below its last digit.
_FOLDER = re.compile(r"[0-9a-f]")
_FILE = re.compile(r"[0-9a-f]{32}")

#: The generation that the scheduler has seen in its last round.
_last_generation: int | None = None
_timer: threading.Timer | None = None
_timer_lock = threading.Lock()


def delete_stored_pages(**kwargs: Any) -> None:
    """Receiver of ``content_changed``: delete all stored pages, now and again a few seconds later."""
    global _timer
    if not settings.PROXY_CACHE_DIR:
        return
    delete_files(settings.PROXY_CACHE_DIR)
    with _timer_lock:
        if _timer is not None:
            _timer.cancel()
        _timer = threading.Timer(SECONDS_UNTIL_REPEAT, delete_files, [settings.PROXY_CACHE_DIR])
        _timer.daemon = True
        _timer.start()


def delete_pages_of_earlier_generations(**kwargs: Any) -> None:
    """Receiver of ``scheduler_round``: delete for processes that ended after a change before they could do so."""
    global _last_generation
    if not settings.PROXY_CACHE_DIR:
        return
    try:
        generation = ContentGeneration.objects.values_list("number", flat=True).first()
    except DatabaseError:
        return  # the next round tries again
    if generation != _last_generation:
        _last_generation = generation
        delete_files(settings.PROXY_CACHE_DIR)


def finish_deletions() -> None:
    """Delete again at once if a second deletion is pending."""
    with _timer_lock:
        if _timer is not None and _timer.is_alive():
            _timer.cancel()
            delete_files(*_timer.args)


def delete_files(folder: str) -> None:
    """Delete the files of nginx's cache in ``folder``, and nothing else there. nginx takes missing files for misses."""
    try:
        for name in filter(_FOLDER.fullmatch, os.listdir(folder)):
            for entry in os.scandir(os.path.join(folder, name)):
                if _FILE.fullmatch(entry.name) and entry.name.endswith(name) and entry.is_file(follow_symlinks=False):
                    with suppress(FileNotFoundError):  # nginx or another process has deleted it
                        os.unlink(entry.path)
    except OSError as error:
        logger.error("Cannot delete the pages stored by the proxy in %s: %s", folder, error)
