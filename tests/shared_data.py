"""Material for tests that lies beside the repository and is no part of it."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def shared_file(name: str) -> Path:
    """The path of ``shared/<name>`` beside the repository. Missing: the test is skipped, under CI it fails."""
    path = SHARED / name
    if not path.is_file():
        message = f"../shared/{name} is not beside the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path
