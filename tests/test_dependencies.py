"""``pyproject.toml`` lists every package that the code imports, even if another package depends on it."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.test_import_arrow import ORDER, ROOT, imported_apps

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
#: LibreOffice's own package, which is installed with the program (tools/libreoffice_clipboard.py).
SYSTEM_PACKAGES = {"uno"}
DEVELOPMENT = [*RUNTIME, *PROJECT["dependency-groups"]["dev"]]


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_packages(folder: str) -> set[str]:
    sources = list((ROOT / folder).rglob("*.py"))
    assert sources
    modules = {module for source in sources for module in imported_apps(source)}
    ours = {*ORDER, *SYSTEM_PACKAGES, "drills", "tests", "tools"}
    distributions = packages_distributions()
    return {normalized(distributions.get(module, [module])[0]) for module in modules - ours - sys.stdlib_module_names}


@pytest.mark.parametrize(
    ("folder", "requirements"),
    [*((app, RUNTIME) for app in ORDER), ("drills", DEVELOPMENT), ("tests", DEVELOPMENT), ("tools", DEVELOPMENT)],
    ids=[*ORDER, "drills", "tests", "tools"],
)
def test_imported_packages_are_dependencies(folder: str, requirements: list[str]) -> None:
    declared = {normalized(re.match(r"[\w.-]+", requirement)[0]) for requirement in requirements}
    assert imported_packages(folder) - declared == set()
