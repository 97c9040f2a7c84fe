"""Print the pinned requirements with Django's and Wagtail's packages unpinned: for ``make test-next``."""

import re
import sys
from pathlib import Path

#: Packages that are released together with Django or Wagtail.
UNPINNED = re.compile(r"(django|wagtail|modelsearch|laces|telepath|willow|draftjs-exporter)(-|$)", re.IGNORECASE)
REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?P<pin>==\S+)(?P<marker> *;[^\\]+)?")


def main() -> None:
    root = Path(__file__).parent.parent
    lines = {
        line for name in ("requirements.txt", "requirements-dev.txt") for line in (root / name).read_text().splitlines()
    }
    for match in filter(None, map(REQUIREMENT.match, sorted(lines))):
        pin = "" if UNPINNED.match(match["name"]) else match["pin"]
        sys.stdout.write(f"{match['name']}{pin}{match['marker'] or ''}".rstrip() + "\n")


if __name__ == "__main__":
    main()
