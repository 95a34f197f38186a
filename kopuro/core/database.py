"""The database guard: what every connection must be, read back after opening, because a pragma that is not
understood is silently ignored (see docs/adr/0002-sqlite-engine.md)."""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created

from kopuro.core.problems import Problem

OLDEST_SQLITE = (3, 51, 3)  # earlier write-ahead logs can be corrupted by two connections
OLDEST_POSTGRESQL = 150_000
WANTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def guard(sender: Any, connection: Any, **_: Any) -> None:
    """Refuses a connection whose engine or pragmas are not those promised. Raises `Problem` `database.*`."""
    if connection.vendor == "sqlite":
        _guard_sqlite(connection)
    elif connection.pg_version < OLDEST_POSTGRESQL:
        raise Problem(
            "database.old",
            "This PostgreSQL is too old. Install version 15 or newer.",
            detail=str(connection.pg_version),
        )


def _guard_sqlite(connection: Any) -> None:
    if connection.Database.sqlite_version_info < OLDEST_SQLITE:
        raise Problem(
            "database.old",
            f"SQLite {connection.Database.sqlite_version} is too old. Install the sqlcipher3 package of requirements.lock.",
        )
    if connection.transaction_mode != "IMMEDIATE":
        raise Problem(
            "database.mode", "The database must open transactions IMMEDIATE. Restore the OPTIONS of settings.py."
        )
    if connection.is_in_memory_db():
        return
    with connection.cursor() as cursor:
        for pragma, wanted in WANTED.items():
            found = cursor.execute(f"PRAGMA {pragma}").fetchone()[0]
            if found != wanted:
                raise Problem(
                    "database.pragma",
                    f"The database file does not keep its promise ({pragma} is {found}, not {wanted}). Is it on a network drive? Move KOPURO_DATA to a local disk.",
                )


def install() -> None:
    connection_created.connect(guard, dispatch_uid="kopuro.guard")
