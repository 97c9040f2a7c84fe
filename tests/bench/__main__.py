"""``make bench``: runs all benchmarks, or the named ones: ``python -m tests.bench search``.

The exit status is 1 if a result is below its threshold.
"""

import sys

from tests.bench import imports, load, memory, pages, search, sizes

BENCHMARKS = {
    "pages": pages.main,
    "load": load.main,
    "memory": memory.main,
    "sizes": sizes.main,
    "search": search.main,
    "imports": imports.main,
}


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
