"""Management commands in processes of their own, so that the scheduler does not wait for them."""

import subprocess
import sys

from django.conf import settings


class BackgroundCommand:
    """A management command of which this process starts one at a time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> None:
        """Start the command, unless the one started before is still running."""
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-m", "django", self.name, *arguments]
            self._process = subprocess.Popen(command, cwd=settings.BASE_DIR)
