"""A page's elements as pieces in reading order: paragraphs, headings, list items, tables, each with how much of it is links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree, html

CHROME = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "form",
        "button",
        "select",
    }
    | {"input", "textarea", "nav", "footer", "aside", "dialog", "menu"}
)
CHROME_WORDS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|share|sharing|social|related|sidebar|widget|menu|navbar|"
    r"newsletter|subscribe|comments?|pagination|skip-link|banner|advert\w*|promo|popup|modal|lang(?:uage)?-?switch\w*|"
    r"also-?read|read-?more|most-?read|latest)(?:$|[\s_-])",
    re.IGNORECASE,
)
HIDDEN = frozenset({"script", "style", "noscript", "template", "head"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BREAKING = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "header", "hr", "html", "main", "p", "pre", "section", "summary", "ul", "ol"}
    | {"td", "th", "tr", "tbody"}
)
MAX_DEPTH = 400
LONG_CELL = 300


@dataclass
class Piece:
    """`kind` is p, h, li or table; `linked` counts the letters that stand in links."""

    kind: str
    text: str
    linked: int = 0
    rows: list[list[str]] = field(default_factory=list)


def pieces_of(root: etree._Element) -> list[Piece]:
    """All pieces of an element; the text of scripts, styles and templates is none."""
    walker = _Walker()
    walker.add(root.text, 0)
    walker.walk(root, 0, 0)
    walker.flush()
    return walker.pieces


class _Walker:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._parts: list[str] = []
        self._linked = 0

    def add(self, text: str | None, links: int) -> None:
        if text:
            self._parts.append(re.sub(r"\s+", " ", text))
            self._linked += len(text.strip()) if links else 0

    def flush(self, kind: str = "p") -> None:
        text = "".join(self._parts)
        letters = len(text.strip()) or 1
        # Two line breaks are how old pages part their paragraphs.
        for part in re.split(r"\n\s*\n", text):
            if part.strip():
                self.pieces.append(Piece(kind, part, self._linked * len(part.strip()) // letters))
        self._parts.clear()
        self._linked = 0

    def walk(self, node: etree._Element, depth: int, links: int) -> None:
        if depth > MAX_DEPTH:
            return
        for child in node:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag in HIDDEN or not tag:
                pass
            elif tag in HEADINGS or tag == "li":
                self._block(child, depth, links, "li" if tag == "li" else "h")
            elif tag == "table" and not _is_layout(child):
                self.flush()
                rows = _rows(child)
                if any(any(row) for row in rows):
                    self.pieces.append(Piece("table", "\n".join(" ".join(row) for row in rows), rows=rows))
            elif tag == "br":
                self._parts.append("\n")
            elif tag in BREAKING:
                self._block(child, depth, links, "p")
            else:
                self.add(child.text, links + (tag == "a"))
                self.walk(child, depth + 1, links + (tag == "a"))
            self.add(child.tail, links)

    def _block(self, child: etree._Element, depth: int, links: int, kind: str) -> None:
        self.flush()
        self.add(child.text, links)
        self.walk(child, depth + 1, links)
        self.flush(kind)


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only arranges the page: tables or paragraphs inside it, or long cells."""
    if table.get("role") == "presentation":
        return True
    cells = list(table.iter("td", "th"))
    if any(next(cell.iter("table", "div", "ul", "ol", "h1", "h2", "h3"), None) is not None for cell in cells):
        return True
    long = sum(len(inner(cell)) > LONG_CELL for cell in cells)
    return long * 4 > len(cells) or len(cells) < 2


def _rows(table: etree._Element) -> list[list[str]]:
    rows = []
    for row in table.iter("tr"):
        cells = [inner(cell) for cell in row if cell.tag in {"td", "th"}]
        if cells:
            rows.append(cells)
    return rows


def inner(element: etree._Element) -> str:
    """All text of an element on one line."""
    return re.sub(r"\s+", " ", "".join(element.itertext()))


def without_chrome(tree: html.HtmlElement) -> html.HtmlElement:
    """The tree without menus, banners, forms, neighbours and what is hidden; the tree itself is changed."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        words = f"{element.get('class') or ''} {element.get('id') or ''}"
        role = element.get("role") or ""
        chrome = (
            element.tag in CHROME
            or element.tag == "head"
            or (element.tag == "header" and next(element.iterancestors("article", "main"), None) is None)
            or role in {"navigation", "banner", "contentinfo", "search", "dialog", "complementary"}
            or (element.tag not in {"html", "body", "main", "article"} and CHROME_WORDS.search(words))
            or element.get("hidden") is not None
            or "display:none" in (element.get("style") or "").replace(" ", "").lower()
        )
        if chrome:
            element.drop_tree()
    return tree
