"""Runs packages from npm at pinned versions, installed below ``var/`` without lock file and install scripts."""

import subprocess
from collections.abc import Mapping
from pathlib import Path


def install(folder: Path, packages: Mapping[str, str]) -> Path:
    """Install the packages, by name and version, and return the folder ``node_modules``."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{name}@{version}" for name, version in packages.items()]
    options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", "--prefix", str(folder), *options, *names], check=True)
    return folder / "node_modules"


def run_script(folder: Path, packages: Mapping[str, str], script: str, data: str) -> str:
    """Run a Node.js script that uses the packages, with ``data`` as its input, and return its output."""
    install(folder, packages)
    command = ["node", "-e", script]
    done = subprocess.run(command, cwd=folder, input=data, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout
