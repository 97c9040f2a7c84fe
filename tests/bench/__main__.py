"""``make bench``: all benchmarks, or those that are named: ``python -m tests.bench search``.

Exit status 1 if something is slower, or worse, than its bar.
"""

import sys

from tests.bench import pages, search

BENCHMARKS = {"pages": pages.main, "search": search.main}


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in BENCHMARKS]:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    missed = []
    for name in names or BENCHMARKS:
        print(f"== {name}", flush=True)
        missed += BENCHMARKS[name]()
    for line in missed:
        print(f"Not met: {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
