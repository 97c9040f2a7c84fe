"""``python -m tests.support.limited_reader FILE…``: reads saved articles with limits on memory, and without network.

Prints a JSON object for each file: CPU seconds, peak memory in MB, the title or the reason, text and images.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django

MAX_MEMORY = 400 * 1024 * 1024


def refuse_network(event: str, args: Any) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise AssertionError(f"network access: {event} {args}")


def read_peak_memory() -> float:
    """Return the peak memory of this process in MB. ``ru_maxrss`` begins with that of the parent process."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def main(paths: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.test")
    django.setup()
    from newsroom.importing.readers.files import SourceFiles
    from newsroom.importing.records import SavedArticle

    sys.addaudithook(refuse_network)
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    for path in map(Path, paths):
        start = time.process_time()
        results = list(SourceFiles([path]).read_articles())
        item = results[0]
        found = isinstance(item, SavedArticle)
        report = {
            "cpu": time.process_time() - start,
            "memory": read_peak_memory(),
            "results": len(results),
            "reason": "" if found else item.reason,
            "title": item.title if found else "",
            "text": str(item.blocks)[:2000] if found else "",
            "images": [str(photo.image) for photo in item.photos if photo.image] if found else [],
            "notes": "; ".join(item.notes) if found else "",
        }
        print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
