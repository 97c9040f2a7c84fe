"""Runs compose.yaml with podman, in the order and with the conditions that Docker Compose observes.

podman-compose 1.6 with podman 4.3 waits for no condition, and podman leaves health checks to systemd, which may not
run.
"""

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

PATIENCE = 300
#: Seconds between two rounds of health checks.
INTERVAL = 2


class Stack:
    """The services of a compose file, as the project “portal”."""

    def __init__(self, file: Path, environment: dict[str, str]) -> None:
        self.file = file
        self.environment = environment
        self.services: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))["services"]

    def compose(self, *arguments: str) -> None:
        command = ["podman-compose", "--file", str(self.file), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"podman-compose {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")

    def podman(self, *arguments: str, check: bool = True) -> str:
        command = ["podman", *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise SystemExit(f"podman {' '.join(arguments)} failed:\n{done.stderr}")
        return done.stdout.strip()

    def execute(self, service: str, *command: str) -> str:
        return self.podman("exec", f"portal_{service}_1", *command)

    def inspect(self, service: str, field: str) -> str:
        return self.podman("inspect", "--format", f"{{{{{field}}}}}", f"portal_{service}_1", check=False)

    def up(self, *names: str) -> None:
        """Start services after those on which they depend, as ``docker compose up --detach`` does."""
        for name in names:
            for needed, dependency in self.services[name].get("depends_on", {}).items():
                self.wait_for(needed, dependency["condition"])
            if name == "migrate":  # runs again at each start, while the old containers serve
                self.compose("run", "--rm", "--no-deps", "-T", name)
            else:
                self.compose("up", "--detach", "--no-deps", "--no-build", name)

    def wait_for(self, name: str, condition: str) -> None:
        if condition == "service_completed_successfully":
            return  # “up” has waited for it
        if condition == "service_healthy":
            self.wait_until_healthy(name)

    def wait_until_healthy(self, *names: str) -> None:
        deadline = time.monotonic() + PATIENCE
        for name in names:
            while (status := self.inspect(name, ".State.Health.Status")) != "healthy":
                if time.monotonic() > deadline:
                    logs = self.podman("logs", "--tail=30", f"portal_{name}_1", check=False)
                    raise SystemExit(f"{name} is {status or 'missing'}:\n{logs}")
                time.sleep(0.5)

    def down(self) -> None:
        self.compose("down")

    @contextmanager
    def health_checks(self) -> Iterator[None]:
        """Run the health checks of all containers in a loop."""
        stop = threading.Event()

        def check() -> None:
            while not stop.wait(INTERVAL):
                for container in self.podman("ps", "--format={{.Names}}", check=False).split():
                    self.podman("healthcheck", "run", container, check=False)

        thread = threading.Thread(target=check, daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
