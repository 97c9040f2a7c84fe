"""search → home → newsroom → readership → mysite: an app imports only from those to its right."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ["search", "home", "newsroom", "readership", "mysite"]


def imported_apps(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("app", ORDER)
def test_apps_import_only_from_lower_apps(app: str) -> None:
    above = set(ORDER[: ORDER.index(app)])
    sources = [path for path in (ROOT / app).rglob("*.py") if path.name != "urls.py" or app != "mysite"]
    assert sources
    wrong = {
        str(path.relative_to(ROOT)): higher_apps
        for path in sources
        if (higher_apps := above & set(imported_apps(path)))
    }
    assert wrong == {}


def test_settings_import_nothing_of_the_apps() -> None:
    for path in (ROOT / "mysite" / "settings").glob("*.py"):
        assert not set(ORDER) & set(imported_apps(path)), path.name
