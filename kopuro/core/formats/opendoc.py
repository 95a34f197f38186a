"""ODT and ODS: OpenDocument text and spreadsheets, walked as safe XML."""

from __future__ import annotations

import re
from datetime import date, datetime
from xml.etree.ElementTree import Element

from kopuro.core.formats.archive import Archive, damaged
from kopuro.core.formats.blocks import Blocks, tidy
from kopuro.core.formats.shape import Cell, Found, Limits, Span, Table
from kopuro.core.formats.sheet import as_text, trimmed
from kopuro.core.formats.xml import MAX_DEPTH, attribute, local, named, parse, whole

SKIP = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "note-citation", "forms", "sequence-decls", "desc"}
)


def read_text(data: bytes, limits: Limits) -> Found:
    """Text and tables of an ODT; raises `intake.damaged`, `intake.unsafe`, `intake.archive_bomb`."""
    archive = Archive(data, limits)
    body = _body(archive, "text")
    blocks = Blocks(limits)
    _walk(body, blocks, 0, item=False)
    title, language = _properties(archive)
    return Found(
        blocks.text(),
        title=title or blocks.heading,
        language_hint=language,
        tables=tuple(blocks.tables),
        notes=blocks.notes(),
    )


def read_sheets(data: bytes, limits: Limits) -> Found:
    """All sheets of an ODS; raises like `read_text`."""
    archive = Archive(data, limits)
    tables: list[Table] = []
    notes: list[str] = []
    for sheet in list(named(_body(archive, "spreadsheet"), "table"))[: limits.max_tables]:
        name = attribute(sheet, "name") or f"Sheet {len(tables) + 1}"
        rows, merged, cut = _sheet(sheet, limits)
        if cut:
            notes.append(
                f"Sheet “{name}”: only the first {limits.max_rows} rows and {limits.max_columns} columns were read."
            )
        if table := trimmed(name, rows, merged):
            tables.append(table)
    title, language = _properties(archive)
    return Found(as_text(tables, limits), title=title, language_hint=language, tables=tuple(tables), notes=tuple(notes))


def _body(archive: Archive, part: str) -> Element:
    body = next(named(parse(archive.xml("content.xml")), "body"), None)
    found = None if body is None else next((child for child in body if local(child) == part), None)
    if found is None:
        raise damaged(f"no office:{part}")
    return found


def _properties(archive: Archive) -> tuple[str, str | None]:
    if "meta.xml" not in archive.names:
        return "", None
    title, language = "", None
    for element in parse(archive.xml("meta.xml")).iter():
        value = (element.text or "").strip()
        if local(element) == "title":
            title = value[:300]
        elif local(element) == "language" and re.fullmatch(r"[A-Za-z]{2,3}(-.*)?", value):
            language = value[:2].lower()
    return title, language


def _walk(parent: Element, blocks: Blocks, depth: int, *, item: bool) -> None:
    if depth > MAX_DEPTH:
        return
    for element in parent:
        name = local(element)
        if name == "h":
            blocks.title(_text(element))
        elif name == "p":
            boxes: list[Element] = []
            blocks.paragraph(_text(element, boxes), item=item)
            for box in boxes:
                _walk(box, blocks, depth + 1, item=False)
        elif name == "table":
            blocks.table(*_document_table(element))
        elif name not in SKIP:
            _walk(element, blocks, depth + 1, item=item or name == "list-item")


def _text(element: Element, boxes: list[Element] | None = None) -> str:
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        name = local(node)
        if name == "text-box" and boxes is not None:
            boxes.append(node)
        elif name == "s":
            parts.append(" " * max(1, whole(attribute(node, "c"), 1, 200)))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name not in SKIP:
            parts.append(node.text or "")
            for child in reversed(node):
                if child.tail:
                    stack.append(child.tail)
                stack.append(child)
            continue
    return "".join(parts)


def _document_table(table: Element) -> tuple[list[list[str]], tuple[Span, ...]]:
    rows: list[list[str]] = []
    merged: list[Span] = []
    for row in named(table, "table-row"):
        texts: list[str] = []
        for cell in row:
            if local(cell) not in {"table-cell", "covered-table-cell"}:
                continue
            _note_span(cell, len(rows), len(texts), merged)
            texts.append("\n".join(_text(part) for part in cell) if local(cell) == "table-cell" else "")
        rows.append(texts)
    return rows, tuple(merged)


def _sheet(sheet: Element, limits: Limits) -> tuple[list[list[Cell]], list[Span], bool]:
    rows: list[list[Cell]] = []
    merged: list[Span] = []
    cut = False
    for row in named(sheet, "table-row"):
        values: list[Cell] = []
        for cell in row:
            if local(cell) not in {"table-cell", "covered-table-cell"}:
                continue
            value = _value(cell) if local(cell) == "table-cell" else None
            room = limits.max_columns - len(values)
            repeat = max(1, whole(attribute(cell, "number-columns-repeated"), 1, 1_000_000))
            if value is not None:
                cut = cut or repeat > room
                _note_span(cell, len(rows), len(values), merged)
            values.extend([value] * min(repeat, room))
        while values and values[-1] is None:
            values.pop()
        # A sheet written by an office program ends in a million repeated empty rows.
        repeat = max(1, whole(attribute(row, "number-rows-repeated"), 1, 2_000_000))
        room = limits.max_rows - len(rows)
        cut = cut or bool(values and repeat > room)
        if values or repeat <= room:
            rows.extend([values] * min(repeat, room))
        else:
            rows.extend([[]] * max(0, room))
    return rows, merged, cut


def _note_span(cell: Element, row: int, column: int, merged: list[Span]) -> None:
    down = whole(attribute(cell, "number-rows-spanned"), 1, 20_000)
    across = whole(attribute(cell, "number-columns-spanned"), 1, 200)
    if down > 1 or across > 1:
        merged.append((row, column, row + max(down, 1) - 1, column + max(across, 1) - 1))


def _value(cell: Element) -> Cell:
    kind = attribute(cell, "value-type")
    try:
        if kind == "date":
            written = attribute(cell, "date-value") or ""
            return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
        if kind in {"float", "percentage", "currency"}:
            number = float(attribute(cell, "value") or "")
            if abs(number) < 1e15:
                return int(number) if number == int(number) else number
    except (ValueError, OverflowError):
        pass
    text = tidy("\n".join(_text(part) for part in cell if local(part) == "p"))
    return text or None
