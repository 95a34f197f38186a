"""Files into text: any document a team keeps, read under limits and without trusting it.

Text and CSV are read here; every other format is opened in a child process with limits on time, memory and size and
without network. Nothing here knows Django or what the text means.
"""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path

from kopuro.core.formats import delimited, guard
from kopuro.core.formats.kinds import READABLE, SAY, kind_of, too_big, unknown
from kopuro.core.formats.shape import DEFAULT_LIMITS, Cell, Extracted, Found, Limits, Table
from kopuro.core.problems import Problem

__all__ = [
    "DEFAULT_LIMITS",
    "READABLE",
    "Cell",
    "Extracted",
    "Limits",
    "Table",
    "read_apart",
    "read_bytes",
    "read_cells",
    "read_file",
]

# What stands above the title of many a press release.
HEAD = re.compile(
    r"\s*(?:press[ -]?release|news release|for immediate (?:release|use)|media advisory|пресс-?релиз|"
    r"communiqué(?: de presse)?)\W*$",
    re.IGNORECASE,
)


def read_file(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Extracted:
    """The text, tables and own words of the file at `path`.

    Raises `Problem` with a code `intake.*` for everything that can't be read; no other exception for any content.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise Problem("intake.no_file", f"“{path.name}” is not a file. Name the documents themselves.")
        if about.st_size > limits.max_bytes:
            raise too_big(about.st_size, limits)
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except (OSError, ValueError) as error:
        raise Problem(
            "intake.no_file",
            f"“{path.name}” can't be opened. Check its name, and that you may read it.",
            detail=repr(error),
        ) from error
    return read_bytes(path.name, data, limits=limits)


def read_bytes(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Extracted:
    """Like `read_file`, for the bytes of a file that its sender calls `name`."""
    kind = kind_of(name, data, limits)
    if kind.name == "text":
        found = _plain_text(kind.text or "", limits)
    elif kind.name == "csv":
        found = delimited.read(kind.text or "", limits)
    else:
        body = data if kind.text is None else kind.text.encode("utf-8", "replace")
        found = guard.CHILDREN.read(kind.name, body, limits)
    if not found.text.strip() and not found.tables:
        raise Problem(
            "intake.no_text",
            "The file holds no text. If it shows pictures of pages, run text recognition (OCR) on it first.",
            detail=kind.name,
        )
    return Extracted(
        kind=kind.name,
        text=found.text,
        title=found.title,
        page_date=found.page_date,
        language_hint=found.language_hint,
        publisher=found.publisher,
        sha256=hashlib.sha256(data).hexdigest(),
        tables=found.tables,
        pages=found.pages,
        notes=(*kind.notes, *found.notes),
    )


def read_cells(name: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> tuple[Table, ...]:
    """The visible sheets of an XLSX, every cell as it was written. Raises `Problem` (`intake.*`) for any other file."""
    kind = kind_of(name, data, limits)
    if kind.name != "xlsx":
        raise unknown(SAY[kind.name], "Open it in a spreadsheet program and save it as XLSX.")
    return guard.CHILDREN.read("cells", data, limits).tables


def read_apart(reader: str, data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Found:
    """What `reader` ("kopuro.package.module:function", taking the bytes and the limits, giving a `Found`) makes of `data`
    in a child process: for a format that one package alone knows. Raises its `Problem`, or `intake.too_heavy`."""
    return guard.CHILDREN.read(reader, data, limits)


def _plain_text(text: str, limits: Limits) -> Found:
    notes: tuple[str, ...] = ()
    if len(text) > limits.max_text:
        text, notes = text[: limits.max_text], (f"Only the first {limits.max_text} characters were read.",)
    first = next((line.strip() for line in text.split("\n") if line.strip() and not HEAD.match(line)), "")
    return Found(text, title=first if len(first) <= 200 else "", notes=notes)
