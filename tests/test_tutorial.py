"""The tutorial "add a page type" is carried out in a copy of the project, whose tests then run on the new page type."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest

from mysite.i18n.catalogues import CODE_FOLDERS, compile_catalogue
from tests.support import template_databases
from tests.support.samples import TEST_ALL

ROOT = Path(__file__).parent.parent
TUTORIAL = ROOT / "docs" / "contributing" / "add-a-page-type.md"
COPIED = [
    *CODE_FOLDERS,
    "docs",
    "drills",
    "locale",
    "locale_vendor",
    "tests",
    "manage.py",
    "pyproject.toml",
    "requirements.txt",
]


def code_blocks() -> Iterator[tuple[str, str, str]]:
    """Yield the language, the file named last before it, and the text of each code block."""
    text = TUTORIAL.read_text(encoding="utf-8")
    for block in re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S):
        path = re.findall(r"`([\w./-]+\.\w+)`:\n", text[: block.start()])
        yield block[1], path[-1] if path else "", block[2]


def apply_diff(path: Path, diff: str) -> None:
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -" or line == "\n")
    after = "".join(line[1:] for line in lines if line[0] in " +" or line == "\n")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path.name} does not have, exactly once:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")


def add_messages(path: Path, messages: str) -> None:
    catalogue = polib.pofile(str(path))
    known = {entry.msgid for entry in catalogue}
    catalogue.extend(entry for entry in polib.pofile(messages) if entry.msgid not in known)
    catalogue.save()
    compile_catalogue(path)


def run(project: Path, command: list[str]) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mysite.settings.test", "TEST_REACHED": "0"}
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, tmp_path / name)
    return tmp_path


@pytest.mark.long_form
def test_the_tutorial_adds_a_page_type(project: Path, settings: Any) -> None:
    database = template_databases.get_sqlite_template()
    settings.BASE_DIR = project
    for language, path, text in code_blocks():
        match language:
            case "diff":
                apply_diff(project / path, text)
            case "po":
                add_messages(project / path, text)
            case "sh":
                run(project, text.replace(".venv/bin/python", sys.executable).split())
                # The tests of the copy run only the new migration.
                if database.exists():
                    copy = project / database.relative_to(ROOT).with_name(template_databases.get_sqlite_template().name)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(database, copy)
            case _:
                (project / path).write_text(text, encoding="utf-8")
    if TEST_ALL:
        for check in ("check --fail-level WARNING", "makemigrations --check --dry-run", "check_translations"):
            run(project, [sys.executable, "manage.py", *check.split()])
        run(project, [sys.executable, "-m", "pytest", "-q", "tests/home/test_translatable_fields.py"])
