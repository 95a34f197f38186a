"""An uploaded events list carried through the page that asks what its columns mean: signed, so that it comes back as it
was read, and kept nowhere."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core import signing

from kopuro.core.formats import Cell, Limits, Table, read_cells
from kopuro.core.problems import Problem
from kopuro.rooms.rules.events_list import suggest

LIMITS = Limits(max_bytes=10_000_000, max_unpacked=60_000_000, max_rows=2_000, max_columns=60, max_tables=20)
MOST_PACKED = 3_000_000
SALT = "kopuro.rooms.events-list"
KEPT_SECONDS = 24 * 3600


def opened(name: str, data: bytes, language: str) -> tuple[Table, tuple[str, ...]]:
    """The sheet that is most like an events list, and the names of the others. Raises `Problem` (`intake.*`, or
    `room.list` for a workbook without a list)."""
    limits = Limits(**{**vars(LIMITS), "max_bytes": min(LIMITS.max_bytes, settings.UPLOAD_LIMIT)})
    tables = [one for one in read_cells(name, data, limits=limits) if len(one.rows) > 1]
    if not tables:
        raise refused("The workbook holds no list: no visible sheet has a row of headers and rows below it.")

    def likeness(table: Table) -> int:
        columns = suggest(table, language)
        return sum(bool(one) for one in columns.meanings) if columns else 0

    best = max(tables, key=likeness)
    return best, tuple(one.name for one in tables if one is not best)


def refused(sentence: str, detail: str = "") -> Problem:
    return Problem("room.list", sentence, detail=detail, status=422)


def packed(table: Table) -> str:
    """The table as a signed word of letters. Raises `Problem` `room.list` for one that is too large to carry."""
    plain = {
        "name": table.name, "rows": [[_plain(cell) for cell in row] for row in table.rows], "first_row": table.first_row,
        "merged": table.merged, "hidden": table.hidden, "unstored": table.unstored,
    }  # fmt: skip
    word = signing.dumps(plain, salt=SALT, compress=True)
    if len(word) > MOST_PACKED:
        raise refused("The list is too large to be taken in at once. Split it.", f"{len(word)} bytes packed")
    return word


def unpacked(word: str) -> Table:
    """Raises `Problem` `room.list` for anything but a list packed here within a day."""
    try:
        plain = signing.loads(word, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise refused("The list has waited too long or was changed on its way. Bring it again.", repr(error)) from error
    return Table(
        plain["name"],
        tuple(tuple(_cell(cell) for cell in row) for row in plain["rows"]),
        plain["first_row"],
        tuple(tuple(one) for one in plain["merged"]),
        tuple(plain["hidden"]),
        tuple(tuple(one) for one in plain["unstored"]),
    )


def _plain(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"time": cell.isoformat()}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def _cell(plain: Any) -> Cell:
    if isinstance(plain, dict):
        return datetime.fromisoformat(plain["time"]) if "time" in plain else date.fromisoformat(plain["date"])
    return plain  # type: ignore[no-any-return]
