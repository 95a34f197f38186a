"""What reading a file gives (plain values), and the limits it is read under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

MEBIBYTE = 1024 * 1024

Cell: TypeAlias = "str | int | float | date | datetime | None"
Span: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True)
class Limits:
    """How much a file may cost. Sizes in bytes, `seconds` of wall time, `max_ratio` of unpacked to packed size."""

    max_bytes: int = 25 * MEBIBYTE
    max_text: int = 2_000_000
    max_members: int = 5_000
    max_unpacked: int = 200 * MEBIBYTE
    max_ratio: int = 200
    max_rows: int = 20_000
    max_columns: int = 200
    max_tables: int = 60
    max_pages: int = 500
    seconds: float = 20.0
    memory: int = 1024 * MEBIBYTE


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Table:
    """Rows as found, from the first one that holds anything; ragged rows are possible.

    `first_row` is the 1-based number of the first row in its sheet, so that an address can be shown to a person;
    `merged` holds (first row, first column, last row, last column), 0-based within `rows`, ends included. `hidden` are
    rows and `unstored` (row, column) of formulas without a stored result, 0-based within `rows`; both are found in XLSX
    alone.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    first_row: int = 1
    merged: tuple[Span, ...] = ()
    hidden: tuple[int, ...] = ()
    unstored: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Extracted:
    """The text of one file and what the file says of itself.

    `kind` is one of text, markdown, html, docx, pdf, odt, xlsx, xls, ods, csv. For `text` the text is exactly the
    decoded content with line ends as `\\n`; for all other kinds it is the text as read from the file. `pages` are the
    offsets at which the pages of a PDF begin. `page_date` is only what the page says is its date, never a file's
    date. `notes` are sentences for the person who reviews.
    """

    kind: str
    text: str
    title: str
    page_date: date | None
    language_hint: str | None
    publisher: str
    sha256: str
    tables: tuple[Table, ...]
    pages: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What a reader of one format found, before it becomes an `Extracted`."""

    text: str
    title: str = ""
    page_date: date | None = None
    language_hint: str | None = None
    publisher: str = ""
    tables: tuple[Table, ...] = ()
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
