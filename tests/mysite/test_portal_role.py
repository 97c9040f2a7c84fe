"""The portal is no superuser of PostgreSQL: in a new volume of compose.yaml, and in one of an earlier version."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.support.samples import TEST_ALL
from tests.support.servers import PostgresServer

pytestmark = pytest.mark.postgres_server

SCRIPT = Path(settings.BASE_DIR) / "deploy" / "postgres" / "portal-role.sh"
PASSWORD = "it's a \\password\""
#: One object of each kind, beside those of the portal.
OBJECTS = """
CREATE SCHEMA "Phụ lục";
CREATE TABLE "Phụ lục"."Bảng" (id serial PRIMARY KEY, number bigint GENERATED ALWAYS AS IDENTITY);
CREATE VIEW counted AS SELECT count(*) FROM "Phụ lục"."Bảng";
CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
CREATE SEQUENCE numbers;
CREATE TYPE state AS ENUM ('draft', 'live');
CREATE DOMAIN short AS varchar(10);
CREATE FUNCTION add_one(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + 1';
CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';
CREATE COLLATION vietnamese (provider = icu, locale = 'vi');
CREATE TEXT SEARCH CONFIGURATION unaccented (COPY = simple);
CREATE EXTENSION unaccent;
"""
FOREIGN_OBJECTS = """
SELECT 'table', relname FROM pg_class WHERE relnamespace = ANY(%(own)s) AND relowner <> 'portal'::regrole
UNION ALL SELECT 'type', typname FROM pg_type WHERE typnamespace = ANY(%(own)s) AND typowner <> 'portal'::regrole
UNION ALL SELECT 'collation', collname FROM pg_collation
    WHERE collnamespace = ANY(%(own)s) AND collowner <> 'portal'::regrole
UNION ALL SELECT 'search', cfgname FROM pg_ts_config WHERE cfgnamespace = ANY(%(own)s) AND cfgowner <> 'portal'::regrole
UNION ALL SELECT 'function', proname FROM pg_proc WHERE pronamespace = ANY(%(own)s) AND proowner <> 'portal'::regrole
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""


@contextmanager
def run_server(superuser: str) -> Iterator[PostgresServer]:
    server = PostgresServer(superuser)
    try:
        yield server
    finally:
        server.stop()


def run_script(server: PostgresServer) -> None:
    environment = {
        "PATH": f"{server.programs}:{os.environ['PATH']}",
        "PGHOST": str(server.folder),
        "PGPORT": str(server.port),
        "POSTGRES_PASSWORD": PASSWORD,
    }
    subprocess.run(["sh", SCRIPT], env=environment, check=True, cwd=server.folder)


def manage(server: PostgresServer, folder: Path, *arguments: str) -> str:
    environment = {
        "PATH": f"{server.programs}:{os.environ['PATH']}",
        "SECRET_KEY": "k" * 50,
        "SITE_URL": "http://127.0.0.1",
        "DATABASE_URL": server.get_url("portal", "portal"),
        "DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "tests.support.servers_settings",
    }
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def fill_database(server: PostgresServer, folder: Path) -> None:
    """Migrate as the role “portal”; in the short form restore a dump of the migrated database as that role."""
    if TEST_ALL or not server.restore_template(server.get_url("portal", "portal")):
        manage(server, folder, "migrate", "-v0")


def check_rights(server: PostgresServer) -> None:
    with psycopg.connect(server.get_url("portal", "portal"), autocommit=True) as portal:
        rights = "rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
        query = f"SELECT {rights} FROM pg_roles WHERE rolname = current_user"  # noqa: S608
        assert portal.execute(query).fetchone() == (False,) * 5
        for statement in (
            "COPY (SELECT 1) TO PROGRAM 'true'",
            "SELECT pg_read_file('/etc/passwd')",
            "ALTER ROLE portal SUPERUSER",
            "CREATE DATABASE another",
            "SET ROLE postgres",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                portal.execute(statement)
    with psycopg.connect(server.get_url("postgres", "postgres")) as owner:
        passwords = dict(owner.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolcanlogin").fetchall())
        assert passwords.keys() == {"portal", "postgres"}
        assert passwords["portal"].startswith("SCRAM-SHA-256$")
        assert passwords["postgres"] is None  # nobody becomes superuser over the network


def test_new_volume(tmp_path: Path) -> None:
    with run_server("postgres") as server:
        run_script(server)
        fill_database(server, tmp_path)
        check_rights(server)
        manage(server, tmp_path, "backup", f"--folder={tmp_path}")
        (backup,) = tmp_path.glob("portal-*.zip")
        if TEST_ALL:
            manage(server, tmp_path, "restore", str(backup), "--replace")
            check_rights(server)


def test_volume_of_an_earlier_version(tmp_path: Path) -> None:
    with run_server("portal") as server:
        with psycopg.connect(server.url, autocommit=True) as superuser:
            superuser.execute("CREATE DATABASE portal")
        fill_database(server, tmp_path)
        with psycopg.connect(server.get_url("portal", "portal"), autocommit=True) as superuser:
            superuser.execute(OBJECTS)
            before = superuser.execute("SELECT count(*) FROM django_migrations").fetchone()
        run_script(server)
        run_script(server)
        check_rights(server)
        with psycopg.connect(server.get_url("portal", "portal"), autocommit=True) as portal:
            own = [
                row[0] for row in portal.execute("SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information_)'")
            ]
            assert len(own) == 2
            assert portal.execute(FOREIGN_OBJECTS, {"own": own}).fetchall() == []
            assert portal.execute("SELECT count(*) FROM django_migrations").fetchone() == before
            portal.execute('ALTER TABLE "Phụ lục"."Bảng" ADD COLUMN name text')
            portal.execute("ALTER TABLE wagtailcore_page ADD COLUMN another text")
            portal.execute("ALTER TABLE wagtailcore_page DROP COLUMN another")
        manage(server, tmp_path, "migrate", "--check")
