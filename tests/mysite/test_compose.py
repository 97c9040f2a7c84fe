"""compose.yaml: every variable reaches the containers, and every service has limits."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
#: A row of a table in docs/settings.md: its name and the cell that names its default, or who reads it.
ROWS = re.findall(r"^\| `([A-Z_]+)` \|(.*)\|$", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M)
#: Read by make and the tests only.
NOT_FOR_DEPLOYMENTS = {"PORT", "TEST_DATABASE", "TEST_POSTGRES_URL", "TEST_REDIS_URL", "CHROMIUM"}
#: Not to be chosen: of the image, or derived from other values.
FIXED = {
    "CERTIFICATE_FILE",
    "DATABASE_URL",
    "PROXY_CACHE_DIR",
    "PUBLIC_STATIC_DIR",
    "BACKUP_DIR",
    "REDIS_URL",
    "X_ACCEL_REDIRECT",
}
PORTAL_SERVICES = ["migrate", "web", "scheduler"]


def get_bytes(size: str) -> int:
    """Return the number of a size such as ``512m`` or ``${NAME:-2g}``."""
    match = re.fullmatch(r"(?:\$\{\w+:-)?(\d+)([kmg])\}?", size)
    assert match, size
    return int(match[1]) * 1024 ** ("kmg".index(match[2]) + 1)


@pytest.mark.parametrize("service", PORTAL_SERVICES)
def test_every_documented_variable_reaches_the_container(service: str) -> None:
    environment = SERVICES[service]["environment"]
    image = set(re.findall(r"^(?:ENV|   ) (?:.*\s)?([A-Z_]+)=", DOCKERFILE.rpartition("\nFROM ")[2], re.M))
    documented = {name for name, _ in ROWS} - NOT_FOR_DEPLOYMENTS
    assert len(documented) > 20
    assert documented - set(environment) - image == set()
    assert set(environment) - documented == set()
    for name in documented & set(environment) - FIXED:
        assert environment[name].startswith(f"${{{name}:"), name


def test_defaults_are_the_documented_ones() -> None:
    documented = {name: cells.split("|")[1] for name, cells in ROWS}
    for name, value in SERVICES["web"]["environment"].items():
        match = re.fullmatch(r"\$\{\w+:-(.+)\}", value)
        if match and name not in {"WEB_CONCURRENCY"}:
            assert match[1] in documented[name], name


@pytest.mark.parametrize("name", SERVICES)
def test_service_has_limits(name: str) -> None:
    service = SERVICES[name]
    memory = get_bytes(service["mem_limit"])
    assert memory <= 2 * 1024**3
    assert service["cpus"]
    assert service["pids_limit"] <= 256
    assert service["read_only"] is True
    assert "no-new-privileges:true" in service["security_opt"]
    for mount in service["tmpfs"]:
        size = re.search(r":size=(\w+)", mount)
        assert size, mount
        assert get_bytes(size[1]) < memory


@pytest.mark.parametrize("name", [*PORTAL_SERVICES, "proxy", "acme"])
def test_our_services_have_no_capabilities(name: str) -> None:
    assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_services_finish_what_they_have_begun() -> None:
    (graceful,) = re.findall(r"^graceful_timeout = (\d+)$", (ROOT / "gunicorn.conf.py").read_text(), re.M)
    assert int(SERVICES["web"]["stop_grace_period"].removesuffix("s")) > int(graceful)
    # PostgreSQL waits for clients after SIGTERM, and nginx breaks connections.
    assert SERVICES["database"]["stop_signal"] == "SIGINT"
    assert "STOPSIGNAL SIGQUIT" in DOCKERFILE.partition(" AS proxy")[2].partition("\nFROM ")[0]


def test_nginx_is_not_replaced_with_the_portal() -> None:
    assert "depends_on" not in SERVICES["proxy"]
    image = DOCKERFILE.partition(" AS proxy")[2].partition("\nFROM ")[0]
    assert re.findall(r"^COPY .*?([\w./-]+) \S+$", image, re.M)
    assert "--from" not in image
    assert {path.split("/")[0] for path in re.findall(r"^COPY (?:--\S+ )*(\S+)", image, re.M)} == {"deploy"}


def test_database_and_cache_are_not_published() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert all("127.0.0.1:" in port for port in SERVICES["proxy"]["ports"])


def test_portal_is_no_superuser() -> None:
    assert "POSTGRES_USER" not in SERVICES["database"]["environment"]
    assert SERVICES["web"]["environment"]["DATABASE_URL"].startswith("postgres://portal:")
