"""Locks on the tokens of submitted forms: held while the request is processed, and gone when its process dies."""

import threading
import uuid

from django.db import DatabaseError, InterfaceError, connection

#: Tokens whose requests this process is answering. On SQLite there is no other process.
_running: set[uuid.UUID] = set()
_guard = threading.Lock()


def acquire(token: uuid.UUID) -> bool:
    """Lock the token; return False if another request holds it."""
    with _guard:
        if token in _running:
            return False
        _running.add(token)
    try:
        is_acquired = connection.vendor != "postgresql" or _call("pg_try_advisory_lock", token)
    except Exception:
        _running.discard(token)
        raise
    if not is_acquired:
        _running.discard(token)
    return is_acquired


def release(token: uuid.UUID) -> None:
    """Release the token; with the connection if the database does not answer."""
    _running.discard(token)
    if connection.vendor == "postgresql":
        try:
            _call("pg_advisory_unlock", token)
        except (DatabaseError, InterfaceError):
            connection.close()


def _call(function: str, token: uuid.UUID) -> bool:
    """Call one of PostgreSQL's functions for locks of a session, whose keys are numbers of 64 bits."""
    key = int.from_bytes(token.bytes[8:], signed=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [key])
        return bool(cursor.fetchone()[0])
