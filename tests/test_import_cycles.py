"""No import cycles inside an app, whether an import runs at load time, inside a function or for type checking only."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ["home", "mysite", "newsroom", "readership", "search"]


def module_name(source: Path) -> str:
    return ".".join(source.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(source: Path, modules: set[str]) -> Iterator[str]:
    """Yield the modules of ``modules`` that the file imports, anywhere in it."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            package = source.relative_to(ROOT).parts[: -node.level] if node.level else ()
            base = ".".join([*package, *([node.module] if node.module else [])])
            # `from package import module` needs the module only; `from package import name` needs the package.
            for alias in node.names:
                if (submodule := f"{base}.{alias.name}") in modules:
                    yield submodule
                elif base in modules:
                    yield base


def import_graph(app: str) -> dict[str, set[str]]:
    sources = {
        module_name(path): path
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.relative_to(ROOT).parts
    }
    return {name: set(imported_modules(path, set(sources))) - {name} for name, path in sources.items()}


@pytest.mark.parametrize("app", APPS)
def test_no_import_cycles(app: str) -> None:
    graph = import_graph(app)
    assert any(graph.values())
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"Import cycle in {app}: {' → '.join(reversed(error.args[1]))}")
