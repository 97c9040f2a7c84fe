"""Check that replaced names stay replaced: ``python -m tools.check_names``. Part of ``make lint``.

``renamed_names.txt`` lists ``module: old name → new name``. A module, or a class for ``Class.name``, must not define or
use the old name again. ``RIDDLES`` are words that do not say what a value is: no name anywhere may contain one of
them, not even of a parameter or local variable.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = Path(__file__).with_name("renamed_names.txt")
CODE = ("home", "mysite", "newsroom", "readership", "search", "tests", "tools", "drills")
#: Words that do not occur in names of Django or Wagtail, with the word to use.
RIDDLES = {
    "mend": "patch, fix",
    "mended": "patched",
    "borrowed": "fallback",
    "lender": "related_name",
    "whoever": "user",
    "somebody": "user, editor",
    "nobody": "anonymous",
    "teach": "register",
    "thing": "instance, item",
    "things": "instances, items",
    "ask": "request, query",
    "asked": "requested, queries",
    "asks": "requests, offers",
    "answer": "response, result",
    "answered": "statuses, responses",
    "answers": "responses, results",
    "heard": "received",
    "meant": "expected, corrections",
    "said": "output, messages, content",
    "told": "messages, notified",
    "stands": "conditions",
    "wanted": "required, expected, selected",
}
#: The name of a database column.
EXEMPT_NAMES = {"asked_on"}


def defined_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines at its top level, and ``Class.name`` for those of its classes."""
    for node in tree.body:
        yield from _names_of(node)
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                yield from (f"{node.name}.{name}" for name in _names_of(member))


def _names_of(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))


def path_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    file = path.with_suffix(".py")
    return file if file.exists() else path / "__init__.py"


def find_old_names() -> Iterator[str]:
    """Yield a line for each replaced name that its module defines again, and for modules that no longer exist."""
    defined: dict[str, set[str]] = {}
    for line in NAMES.read_text().splitlines():
        if line.startswith("#"):
            continue
        module, old, new = re.fullmatch(r"([\w.]+): ([\w.]+) → (\w+)", line).groups()  # type: ignore[union-attr]
        if module not in defined:
            path = path_of(module)
            if not path.exists():
                yield f"{NAMES.name}: there is no module {module}"
                continue
            defined[module] = set(defined_names(ast.parse(path.read_text())))
        if old in defined[module]:
            yield f"{module}: {old} is called {new}"


def find_riddles() -> Iterator[str]:
    """Yield a line for each name that contains one of ``RIDDLES``, where it is defined or assigned."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for line, name in _all_names(ast.parse(path.read_text())):
                for word in RIDDLES.keys() & set(name.lower().split("_")) if name not in EXEMPT_NAMES else ():
                    yield f"{path.relative_to(ROOT)}:{line}: {name}: instead of “{word}” use {RIDDLES[word]}"


def _all_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the line and name of every definition, parameter and assigned variable or attribute."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name


def main() -> int:
    problems = [*find_old_names(), *find_riddles()]
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
