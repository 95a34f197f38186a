"""What must be in order for Kopuro to keep its promises; shown by `kopuro check` and the health page."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopuro.core import clock
from kopuro.rooms.queries.keeping import due

FREE_SPACE = 500 * 1024 * 1024


@dataclass(frozen=True)
class Finding:
    name: str
    label: str
    ok: bool
    says: str


def findings() -> list[Finding]:
    """Engine, migrations, data folder, free space, settings. Raises `Problem` `database.*` from the guard."""
    return [_engine(), _migrations(), _folder(), _space(), _settings(), _retention()]


def _engine() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding(
            "engine", _("Database"), False, _("can't be reached: %(error)s") % {"error": str(error).split("\n")[0]}
        )
    if connection.vendor == "sqlite":
        says = f"SQLite {connection.Database.sqlite_version} (WAL, FULL, IMMEDIATE)"  # type: ignore[attr-defined]
    else:
        says = f"PostgreSQL {connection.pg_version // 10000}"  # type: ignore[attr-defined]
    return Finding("engine", _("Database"), True, says)


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(
            "migrations", _("Tables"), False, _("%(n)d changes wait. Run: kopuro serve") % {"n": len(waiting)}
        )
    return Finding("migrations", _("Tables"), True, _("up to date"))


def _folder() -> Finding:
    ok = os.access(settings.DATA, os.W_OK)
    return Finding(
        "folder", _("Data folder"), ok, str(settings.DATA) if ok else _("can't be written to: %s") % settings.DATA
    )


def _space() -> Finding:
    free = shutil.disk_usage(settings.DATA).free
    return Finding("space", _("Free space"), free > FREE_SPACE, f"{free // (1024 * 1024):,} MB")


def _settings() -> Finding:
    serious = [message for message in run_checks() if message.is_serious()]
    return Finding("settings", _("Settings"), not serious, "; ".join(m.msg for m in serious) or _("in order"))


def _retention() -> Finding:
    """A server erases within the hour; a run that waits longer shows that none serves, or that it can't."""
    try:
        late = len(due(clock.today() - timedelta(days=2)))
    except DatabaseError:
        return Finding("retention", _("Rooms past their date"), False, _("can't be counted: the tables are missing"))
    says = ngettext("%(n)d run still holds what people typed. Run: kopuro serve",
                    "%(n)d runs still hold what people typed. Run: kopuro serve", late) % {"n": late}  # fmt: skip
    return Finding("retention", _("Rooms past their date"), not late, says if late else _("none"))
