"""DOCX: paragraphs, headings, list items, tables and text boxes in reading order.

The XML is walked here because python-docx leaves out what stands in content controls, text boxes and accepted
insertions, refuses files with macros, and expands hostile column spans.
"""

from __future__ import annotations

import posixpath
import re
from xml.etree.ElementTree import Element

from kopuro.core.formats.archive import Archive, damaged
from kopuro.core.formats.blocks import Blocks
from kopuro.core.formats.shape import Found, Limits
from kopuro.core.formats.xml import MAX_DEPTH, attribute, local, named, parse, whole

HEADING = re.compile(r"^(?:heading|title|subtitle|заголовок|название|titre|sous-titre|тақырып|аталыш)", re.IGNORECASE)
LISTED = re.compile(r"list|bullet|список|маркир|liste|puce", re.IGNORECASE)
# Deleted and moved-away text, the doubled fallback of a drawing, field codes and comments are not the document's text.
SKIP = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "commentReference", "tblPr"})
WRAPPERS = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "body", "AlternateContent", "Choice"}
)


def read(data: bytes, limits: Limits) -> Found:
    """Text and tables of a DOCX.

    Raises `intake.damaged`, `intake.unsafe`, `intake.archive_bomb`, `intake.encrypted`.
    """
    archive = Archive(data, limits)
    main = _main_part(archive)
    styles = _styles(archive, posixpath.dirname(main))
    body = next(named(parse(archive.xml(main)), "body"), None)
    if body is None:
        raise damaged(f"no body in {main}")
    blocks = Blocks(limits)
    _walk(body, blocks, styles, 0)
    title, language = _properties(archive)
    return Found(
        blocks.text(),
        title=title or blocks.heading,
        language_hint=language,
        tables=tuple(blocks.tables),
        notes=blocks.notes(),
    )


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive.names:
        for relation in named(parse(archive.xml("_rels/.rels")), "Relationship"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                target = posixpath.normpath((attribute(relation, "Target") or "").lstrip("/"))
                if target in archive.names:
                    return target
    if "word/document.xml" in archive.names:
        return "word/document.xml"
    raise damaged("no main document part")


def _styles(archive: Archive, folder: str) -> dict[str, str]:
    """Style key → 'heading', 'list' or ''."""
    path = f"{folder}/styles.xml"
    if path not in archive.names:
        return {}
    kinds = {}
    for style in named(parse(archive.xml(path)), "style"):
        key = attribute(style, "styleId") or ""
        name = next((attribute(child, "val") or "" for child in style if local(child) == "name"), key)
        outlined = any(local(part) == "outlineLvl" for part in style.iter())
        kinds[key] = "heading" if outlined or HEADING.match(name) else "list" if LISTED.search(name) else ""
    return kinds


def _properties(archive: Archive) -> tuple[str, str | None]:
    if "docProps/core.xml" not in archive.names:
        return "", None
    title, language = "", None
    for element in parse(archive.xml("docProps/core.xml")).iter():
        value = (element.text or "").strip()
        if local(element) == "title":
            title = value[:300]
        elif local(element) == "language" and re.fullmatch(r"[A-Za-z]{2,3}([-_].*)?", value):
            language = value[:2].lower()
    return title, language


def _walk(parent: Element, blocks: Blocks, styles: dict[str, str], depth: int) -> None:
    if depth > MAX_DEPTH:
        return
    for element in parent:
        name = local(element)
        if name == "p":
            _paragraph(element, blocks, styles, depth)
        elif name == "tbl":
            rows, merged = _table(element, depth)
            blocks.table(rows, merged)
        elif name in WRAPPERS:
            _walk(element, blocks, styles, depth + 1)


def _paragraph(paragraph: Element, blocks: Blocks, styles: dict[str, str], depth: int) -> None:
    kind = ""
    boxes: list[Element] = []
    for properties in paragraph:
        if local(properties) == "pPr":
            for part in properties:
                if local(part) == "pStyle":
                    kind = styles.get(attribute(part, "val") or "", "")
                elif local(part) == "numPr" and kind != "heading":
                    kind = "list"
    text = _text(paragraph, boxes)
    if kind == "heading":
        blocks.title(text)
    else:
        blocks.paragraph(text, item=kind == "list")
    for box in boxes:
        _walk(box, blocks, styles, depth + 1)


def _text(element: Element, boxes: list[Element] | None = None) -> str:
    """The text of a paragraph; text boxes anchored in it are handed to `boxes`."""
    parts: list[str] = []
    stack = [element]
    while stack:
        node = stack.pop()
        name = local(node)
        if name == "t":
            parts.append(node.text or "")
        elif name == "tab":
            parts.append("\t")
        elif name in {"br", "cr"}:
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name == "txbxContent":
            if boxes is not None:
                boxes.append(node)
        elif name not in SKIP:
            stack.extend(reversed(node))
        if name == "p" and node is not element:
            parts.append("\n")
    return "".join(parts)


def _table(table: Element, depth: int) -> tuple[list[list[str]], tuple[tuple[int, int, int, int], ...]]:
    """Rows of cell texts, a spanning cell followed by empty ones, and the spans that are merged downwards."""
    rows: list[list[str]] = []
    merged: list[tuple[int, int, int, int]] = []
    open_spans: dict[int, int] = {}
    for row in (element for element in _inside(table, "tr", depth)):
        texts: list[str] = []
        for cell in _inside(row, "tc", depth):
            span, continues, starts = 1, False, False
            for part in (part for properties in cell if local(properties) == "tcPr" for part in properties):
                if local(part) == "gridSpan":
                    span = max(1, whole(attribute(part, "val"), 1, 60))
                elif local(part) == "vMerge":
                    starts = attribute(part, "val") == "restart"
                    continues = not starts
            column = len(texts)
            if starts:
                open_spans[column] = len(rows)
            elif continues and column in open_spans:
                merged = [m for m in merged if (m[0], m[1]) != (open_spans[column], column)]
                merged.append((open_spans[column], column, len(rows), column + span - 1))
            else:
                open_spans.pop(column, None)
            texts.append("" if continues else _text(cell).strip())
            texts.extend([""] * (span - 1))
        rows.append(texts)
    return rows, tuple(merged)


def _inside(parent: Element, name: str, depth: int) -> list[Element]:
    """Children called `name`, also those in content controls and insertions."""
    found: list[Element] = []
    for child in parent:
        if local(child) == name:
            found.append(child)
        elif local(child) in WRAPPERS and depth < MAX_DEPTH:
            found.extend(_inside(child, name, depth + 1))
    return found
