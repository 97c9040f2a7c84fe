"""Production requires its variables to start; docs/settings.md documents what the code reads."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCUMENTED = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
COMPLETE = {
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://portal.example",
    "DATABASE_URL": "postgres://portal@database/portal",
}
SHOW = """
import json
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in (
    "SITE_URL", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "DEBUG")}))
"""


def load(environment: dict[str, str], module: str = "production") -> subprocess.CompletedProcess[str]:
    """Load the settings in a process with only this environment."""
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": f"mysite.settings.{module}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_names_all_missing_variables():
    done = load({})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert all(name in last for name in COMPLETE)
    assert "docs/settings.md" in last


def test_manage_py_exits_with_same_error():
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "mysite.settings.production"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert all(name in done.stderr.strip().splitlines()[-1] for name in COMPLETE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "portal.example"),
        ("SITE_URL", "https://portal.example/portal"),
        ("SITE_URL", "https://portal.example:port"),
        ("TRUSTED_PROXIES", "perhaps"),
        ("TRUSTED_PROXIES", "-1"),
        ("BEHIND_PROXY", "true"),
        ("DATABASE_URL", "nothing"),
        ("EMAIL_URL", "pigeon://post"),
    ],
)
def test_production_rejects_malformed_variables(name, value):
    done = load({**COMPLETE, name: value})
    assert done.returncode != 0
    assert name in done.stderr.strip().splitlines()[-1]


def test_public_url_scheme_controls_cookies_hsts_and_redirect():
    secure = json.loads(load(COMPLETE).stdout)
    assert secure["SECURE_SSL_REDIRECT"]
    assert secure["SESSION_COOKIE_SECURE"]
    assert secure["CSRF_COOKIE_SECURE"]
    assert secure["SECURE_HSTS_SECONDS"] > 0
    assert not secure["DEBUG"]
    plain = json.loads(load({**COMPLETE, "SITE_URL": "http://portal.example"}).stdout)
    assert not plain["SECURE_SSL_REDIRECT"]
    assert not plain["SESSION_COOKIE_SECURE"]
    assert plain["SECURE_HSTS_SECONDS"] == 0


def test_local_settings_need_no_variables_and_persist_secret_key(tmp_path):
    environment = {"DATA_DIR": str(tmp_path / "var"), "PORT": "8123"}
    first = load(environment, "local")
    assert "http://127.0.0.1:8123" in first.stdout, first.stderr
    key = tmp_path / "var" / "secret_key"
    assert key.stat().st_mode & 0o077 == 0
    content = key.read_text()
    assert load(environment, "local").returncode == 0
    assert key.read_text() == content


def test_sqlite_is_fully_synchronous(tmp_path):
    script = "from django.db import connection as c; print(c.cursor().execute('PRAGMA synchronous').fetchone()[0])"
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "mysite.settings.local"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"  # FULL


def variables_read() -> set[str]:
    """Return all names that ``env.<type>("NAME")`` or ``os.environ`` reads in the settings."""
    names = set()
    for path in (ROOT / "mysite" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner, key = ast.unparse(node.func.value), node.args[0]
                if owner in {"env", "os.environ"} and node.func.attr not in {"setdefault"}:
                    names.add(key.value)
    return names


def test_documented_variables_match_settings():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENTED.split("Beside the settings")[0], re.M))
    started = set(re.findall(r"^\| `([A-Z_]+)` \|", DOCUMENTED, re.M))
    read = variables_read()
    assert read - started == set()
    assert documented - read == set()


def test_required_variables_are_documented_as_required():
    required = set(re.findall(r"^\| `([A-Z_]+)` \|(?:[^|]*\|){2} yes \|", DOCUMENTED, re.M))
    assert required == set(COMPLETE)


def test_middleware_order_is_documented():
    assert re.findall(r"^\d+\. `([\w.]+)`", DOCUMENTED, re.M) == settings.MIDDLEWARE


def test_settings_import_no_apps():
    apps = {"home", "newsroom", "search", "mysite"}
    for path in (ROOT / "mysite" / "settings").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            assert apps.isdisjoint(name.split(".")[0] for name in names), path
