"""`make` with missing tools: one clear error line, and nothing half done."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = ["sh", "make", "echo", "touch", "env", "rm"]


@pytest.fixture
def machine(tmp_path):
    """A checkout on a machine with only make, a shell and the programs added by ``install``."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(settings.BASE_DIR / name, tmp_path / name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool))
    return tmp_path


def install(machine: Path, name: str, script: str) -> None:
    program = machine / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def make(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(machine / "bin"), "LC_ALL": "C.UTF-8"}
    command = [shutil.which("make"), "-s", *arguments]
    return subprocess.run(command, cwd=machine, env=environment, capture_output=True, text=True, check=False)


def get_error_lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the output without make's own last line."""
    assert done.returncode != 0
    return [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make")]


# Succeeds or fails in the version check, and in the check of the venv module.
PYTHON = 'case "$2" in *version_info*) exit {version};; *ensurepip*) exit {venv};; esac; echo "$0 $*"; exit 3'


def test_missing_python(machine):
    (line,) = get_error_lines(make(machine, "run"))
    assert "No Python 3.11 or newer" in line
    assert not (machine / ".venv").exists()


def test_old_python_only(machine):
    install(machine, "python3", PYTHON.format(version=1, venv=0))
    (line,) = get_error_lines(make(machine, "run"))
    assert "No Python 3.11 or newer" in line


def test_configured_python_is_too_old(machine):
    install(machine, "python3", PYTHON.format(version=0, venv=0))
    install(machine, "python3.9", PYTHON.format(version=1, venv=0))
    (line,) = get_error_lines(make(machine, "run", "PYTHON=python3.9"))
    assert "at python3.9" in line


def test_a_python_without_the_venv_package(machine):
    install(machine, "python3", PYTHON.format(version=0, venv=1))
    (line,) = get_error_lines(make(machine, "run"))
    assert "python3-venv" in line
    assert not (machine / ".venv").exists()


def test_suitable_python_is_preferred(machine):
    install(machine, "python3.13", PYTHON.format(version=0, venv=1))  # a version manager's stub, or Debian's Python
    install(machine, "python3.12", PYTHON.format(version=0, venv=0))
    (line,) = get_error_lines(make(machine, "run"))
    assert line.endswith("python3.12 -m venv --clear .venv")


def test_make_without_target_prints_help(machine):
    done = make(machine)
    assert done.returncode == 0
    for command in ("make run", "make test", "make dev", "make lint", "make bench"):
        assert command in done.stdout


def test_no_state_files_are_tracked():
    command = ["git", "ls-files", "var", ".venv", "*.sqlite3", "*.pyc"]
    if not (Path(settings.BASE_DIR) / ".git").exists():
        return
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ, capture_output=True, text=True, check=True)
    assert done.stdout == ""
