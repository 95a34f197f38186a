"""Tables in plain text (CSV and its kin): whether a text is one, and its rows."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from kopuro.core.formats.shape import Found, Limits, Table

DELIMITERS = (",", ";", "\t", "|")
FIELD_LIMIT = 1_000_000


def looks_like_table(text: str, *, told: bool) -> bool:
    """Whether `text` is a table: most lines split into the same number of short fields. `told`: its name says so."""
    delimiter = delimiter_of(text)
    if delimiter is None:
        return False
    rows = [row for row in _rows(text[:40_000], delimiter) if any(field.strip() for field in row)][:60]
    if len(text) > 40_000:
        rows = rows[:-1]
    if len(rows) < 2 and not (told and rows):
        return False
    widths = Counter(len(row) for row in rows)
    width, same = widths.most_common(1)[0]
    if told:
        return width >= 2 and same * 2 >= len(rows)
    fields = [field for row in rows for field in row]
    short = sum(len(field) <= 60 for field in fields)
    # Prose also has commas: without a telling name, ask for three rows, three columns and short fields.
    least = 2 if delimiter == "\t" else 3
    return len(rows) >= 3 and width >= least and same >= 0.9 * len(rows) and short >= 0.9 * len(fields)


def delimiter_of(text: str) -> str | None:
    """The delimiter that splits the first lines most evenly, or None."""
    if text.startswith("sep=") and len(text) > 4:
        return text[4]
    lines = [line for line in text[:20_000].split("\n")[:40] if line.strip()]
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        rows = [row for row in _rows("\n".join(lines), delimiter) if row]
        if not rows:
            continue
        width, same = Counter(map(len, rows)).most_common(1)[0]
        if width < 2:
            widths = [len(row) for row in rows if len(row) > 1]
            if not widths or len(widths) * 3 < len(rows):
                continue
            width, same = Counter(widths).most_common(1)[0]
        candidate = (same / len(rows), width, delimiter)
        if best is None or candidate[:2] > best[:2]:
            best = candidate
    return best[2] if best else None


def read(text: str, limits: Limits) -> Found:
    """The rows of a delimited text, all values as the strings they are (a formula stays text)."""
    delimiter = delimiter_of(text) or ","
    if text.startswith("sep="):
        text = text.partition("\n")[2]
    rows: list[tuple[str | None, ...]] = []
    notes: list[str] = []
    for row in _rows(text, delimiter):
        if len(rows) >= limits.max_rows:
            notes.append(f"Only the first {limits.max_rows} rows were read.")
            break
        rows.append(tuple(field.strip() or None for field in row[: limits.max_columns]))
    first = next((number for number, row in enumerate(rows) if any(row)), len(rows))
    while rows and not any(rows[-1]):
        rows.pop()
    table = Table("", tuple(rows[first:]), first_row=first + 1)
    return Found(text, tables=(table,) if table.rows else (), notes=tuple(notes))


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter in ",;")
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A field beyond the limit or a stray quote: the row is left out, the others are read.
            continue
