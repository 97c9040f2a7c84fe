"""Deletes the pages that nginx stores, so that it cannot serve them after a change while the portal fails.

A stored page says in a header to which content generation it belongs, so that those of the current one are kept. See
docs/decisions/046-nginx.md.
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

from .stored_response import GENERATION_HEADER

logger = logging.getLogger(__name__)

#: Pages that were being rendered during a change are stored after it; they are deleted after this time.
SECONDS_UNTIL_REPEAT = 5.0
#: Folders and files of ``proxy_cache_path`` with ``levels=1``: an MD5 digest below its last digit.
_FOLDER = re.compile(r"[0-9a-f]")
_FILE = re.compile(r"[0-9a-f]{32}")
_GENERATION = re.compile(rb"\r\n%s: (\d+)\r\n" % GENERATION_HEADER.encode(), re.IGNORECASE)
#: Bytes at the beginning of a stored file that contain its headers.
_HEAD_SIZE = 8192

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
        # Not those stored since: if the database fails within these seconds, they could not be rendered again.
        arguments = [settings.PROXY_CACHE_DIR, read_number()]
        _timer = threading.Timer(SECONDS_UNTIL_REPEAT, delete_files, arguments)
        _timer.daemon = True
        _timer.start()


def delete_pages_of_earlier_generations(**kwargs: Any) -> None:
    """Receiver of ``scheduler_round``: delete for processes that ended after a change before they could do so."""
    global _last_generation
    if not settings.PROXY_CACHE_DIR:
        return
    generation = read_number()
    if generation is not None and generation != _last_generation:  # without a database the next round tries again
        _last_generation = generation
        delete_files(settings.PROXY_CACHE_DIR, generation)


def read_number() -> int | None:
    """Return the number of the content generation; None if there is none or the database is not available."""
    try:
        return ContentGeneration.objects.values_list("number", flat=True).first()
    except DatabaseError:
        return None


def finish_deletions() -> None:
    """Delete again at once if a second deletion is pending."""
    with _timer_lock:
        if _timer is not None and _timer.is_alive():
            _timer.cancel()
            delete_files(*_timer.args)


def delete_files(folder: str, kept_generation: int | None = None) -> None:
    """Delete the files of nginx's cache in ``folder``, and nothing else there. nginx takes missing files for misses.

    Pages of ``kept_generation`` and of later ones are kept.
    """
    try:
        for name in filter(_FOLDER.fullmatch, os.listdir(folder)):
            for entry in os.scandir(os.path.join(folder, name)):
                if _FILE.fullmatch(entry.name) and entry.name.endswith(name) and entry.is_file(follow_symlinks=False):
                    with suppress(FileNotFoundError):  # nginx or another process has deleted it
                        if kept_generation is None or find_generation(entry.path) < kept_generation:
                            os.unlink(entry.path)
    except OSError as error:
        logger.error("Cannot delete the pages stored by the proxy in %s: %s", folder, error)


def find_generation(path: str) -> int:
    """Return the content generation of the page in a file of nginx's cache; -1 if it does not say it."""
    with open(path, "rb") as file:
        head = file.read(_HEAD_SIZE).partition(b"\r\n\r\n")[0]
    match = _GENERATION.search(head + b"\r\n")
    return int(match[1]) if match else -1
