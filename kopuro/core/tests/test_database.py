"""The guard refuses a connection that does not keep what was promised."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection

from kopuro.core.database import guard
from kopuro.core.problems import Problem

pytestmark = pytest.mark.django_db


def test_the_real_connection_keeps_its_promises():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
            assert (found, connection.transaction_mode) == (["wal", 2, 1], "IMMEDIATE")
            assert connection.Database.sqlite_version_info >= (3, 51, 3)
        else:
            assert connection.pg_version >= 150_000


class Pretended:
    """A connection whose pragmas can be set: the engine's own answers, not ours, are what is pretended."""

    vendor = "sqlite"
    transaction_mode = "IMMEDIATE"

    def __init__(self, version=(3, 53, 4), **pragmas):
        self.Database = SimpleNamespace(sqlite_version_info=version, sqlite_version=".".join(map(str, version)))
        self.pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1} | pragmas

    def is_in_memory_db(self):
        return False

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def execute(self, statement):
        self.asked = statement.removeprefix("PRAGMA ")
        return self

    def fetchone(self):
        return (self.pragmas[self.asked],)


@pytest.mark.parametrize("pragmas", [{"journal_mode": "delete"}, {"synchronous": 1}, {"foreign_keys": 0}])
def test_a_weaker_pragma_is_refused(pragmas):
    guard(None, Pretended())
    with pytest.raises(Problem, match=r"database\.pragma"):
        guard(None, Pretended(**pragmas))


def test_an_engine_with_the_corruption_fault_is_refused():
    with pytest.raises(Problem, match=r"database\.old"):
        guard(None, Pretended(version=(3, 40, 1)))


def test_a_deferred_transaction_mode_is_refused():
    connection_ = Pretended()
    connection_.transaction_mode = None
    with pytest.raises(Problem, match=r"database\.mode"):
        guard(None, connection_)


def test_an_old_postgresql_is_refused():
    with pytest.raises(Problem, match=r"database\.old"):
        guard(None, SimpleNamespace(vendor="postgresql", pg_version=140_011))
