"""Management commands that run beside the scheduler."""

import subprocess
from typing import Any

from mysite.background_command import BackgroundCommand
from tests.support.servers import PATIENCE


def test_command_runs_once_at_a_time(capfd: Any) -> None:
    command = BackgroundCommand("check")
    command.start("--tag=compatibility")
    first = command._process
    assert isinstance(first, subprocess.Popen)
    command.start("--tag=compatibility")
    assert command._process is first
    assert first.wait(PATIENCE) == 0
    command.start("--tag=compatibility")
    assert command._process is not first
    assert command._process
    assert command._process.wait(PATIENCE) == 0
    assert capfd.readouterr().out.count("System check identified") == 2
