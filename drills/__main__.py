"""Runs the named drills, or all: ``python -m drills postgres-stopped``; ``--list`` says which there are.

``--seconds 5`` makes the faults last that long. The exit status is 1 if something was lost or is not as promised.
"""

import argparse
import os
import sys

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings.test")
    django.setup()
    from drills.drill import run_drill
    from drills.registry import DRILLS
    from drills.stack import run_stack

    parser = argparse.ArgumentParser(prog="python -m drills", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="a drill; all if none is named")
    parser.add_argument("--list", action="store_true", help="list the drills")
    parser.add_argument("--seconds", type=float, help="how long each fault lasts")
    options = parser.parse_args()
    if options.list:
        for drill in DRILLS.values():
            print(f"{drill.name:24} {drill.description}")
        return 0
    if unknown := [name for name in options.names if name not in DRILLS]:
        parser.error(f"no such drill: {', '.join(unknown)}; see --list")
    failed = []
    for name in options.names or DRILLS:
        drill = DRILLS[name]
        print(f"{name}: {drill.description}", flush=True)
        with run_stack(sqlite=drill.sqlite) as (stack, content):
            outcome = run_drill(drill, stack, content, options.seconds)
        print("\n".join(outcome.describe()), flush=True)
        failed += [name] if outcome.problems else []
    if failed:
        print(f"Not as promised: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
