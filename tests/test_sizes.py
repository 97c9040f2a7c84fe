"""Modules and functions stay short enough to be read at once; a longer one has a second subject."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ["home", "mysite", "newsroom", "readership", "search"]
MAX_MODULE, MAX_TEST_MODULE, MAX_FUNCTION = 260, 420, 40


def list_sources(folder: str) -> Iterator[Path]:
    return (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize(
    ("folder", "limit"), [*((app, MAX_MODULE) for app in [*APPS, "drills"]), ("tests", MAX_TEST_MODULE)]
)
def test_modules_are_short(folder: str, limit: int) -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in list_sources(folder)}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > limit} == {}


@pytest.mark.parametrize("folder", [*APPS, "drills", "tests", "tools"])
def test_functions_are_short(folder: str) -> None:
    too_long = {}
    for path in list_sources(folder):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > MAX_FUNCTION:
                    too_long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert too_long == {}
