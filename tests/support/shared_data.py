"""Access to test material outside the repository."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared"


def get_shared_file(name: str) -> Path:
    """Return the path of ``shared/<name>`` beside the repository. Skip the test if it is missing; fail under CI."""
    path = SHARED / name
    if not path.is_file():
        message = f"../shared/{name} is not beside the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path
