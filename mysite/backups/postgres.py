"""Snapshots of a PostgreSQL database, made and restored with PostgreSQL's own programs."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.utils import CursorWrapper

from .manifest import BackupError

#: The schema to which the tables are moved until the backup has been restored.
PREVIOUS = "before_restore"
#: Entries about the schema itself, which exists already, in the table of contents of ``pg_restore --list``.
_SCHEMA_ENTRY = re.compile(r"\d+; \d+ \d+ (?:SCHEMA|(?:COMMENT|ACL) - SCHEMA) ")


@contextmanager
def make_snapshot(target: Path) -> Iterator[CursorWrapper]:
    """Dump the database to ``target``; yield a cursor that sees the same rows."""
    check_client("pg_dump")
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        options = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges"]
        run_client("pg_dump", *options, f"--snapshot={snapshot}", f"--file={target}")
        yield cursor


def check_client(program: str) -> None:
    """Raise ``BackupError`` unless the program is as new as the server, which it would refuse otherwise."""
    try:
        output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError as error:
        raise BackupError(f"{program} is not installed: install the client programs of PostgreSQL") from error
    match = re.search(r"\) (\d+)", output)
    client, server = int(match[1]) if match else 0, connection.pg_version // 10_000
    if client < server:
        raise BackupError(
            f"{program} {client} is older than the server, PostgreSQL {server}: install the client programs of {server}"
        )


def run_client(program: str, *arguments: str, connects: bool = True) -> str:
    """Run a client program on the portal's database; return its output, or raise ``BackupError`` with its errors."""
    command, variables = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    target = [*command[1:-1], f"--dbname={command[-1]}"] if connects else []
    done = subprocess.run(
        [program, *target, "--no-password", *arguments] if connects else [program, *arguments],
        env={**os.environ, **(variables or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def check_snapshot(dump: Path) -> None:
    """Raise ``BackupError`` unless ``dump`` can be restored with the installed program."""
    check_client("pg_restore")
    if "TABLE DATA" not in run_client("pg_restore", "--list", str(dump), connects=False):
        raise BackupError("The database in this backup has no tables")


def load_snapshot(dump: Path) -> None:
    """Restore the dump into the empty schema."""
    entries = run_client("pg_restore", "--list", str(dump), connects=False).splitlines()
    listing = dump.with_suffix(".list")
    listing.write_text("\n".join(entry for entry in entries if not _SCHEMA_ENTRY.match(entry)))
    connection.close()
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", f"--use-list={listing}"]
    run_client("pg_restore", *options, str(dump))


@contextmanager
def replaced_database(folder: Path) -> Iterator[None]:
    """Empty the database for the block, and bring everything back if it raises."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA public RENAME TO {PREVIOUS}")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
    try:
        yield
    except BaseException:
        connection.close()
        bring_back(folder)
        raise
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {PREVIOUS} CASCADE")


def bring_back(folder: Path) -> bool:
    """Bring back the database of before an unfinished restore; return whether there was one."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [PREVIOUS])
        if cursor.fetchone() is None:
            return False
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute(f"ALTER SCHEMA {PREVIOUS} RENAME TO public")
    return True
