"""Markdown: its text without the marks, its tables, and the date and title of its front matter."""

from __future__ import annotations

import re
from datetime import date

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kopuro.core.formats.blocks import Blocks, tidy
from kopuro.core.formats.page_facts import as_date
from kopuro.core.formats.shape import Found, Limits

FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
FIELD = re.compile(r"^(title|date|published|lang|language|publisher|source):[ \t]*(.+)$", re.IGNORECASE | re.MULTILINE)
TAGS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[^<>]{0,500}>", re.IGNORECASE | re.DOTALL)


def read(text: str, limits: Limits) -> Found:
    """The readable text of a Markdown document; HTML in it loses its tags, scripts and styles go."""
    fields: dict[str, str] = {}
    if match := FRONT.match(text):
        fields = {key.lower(): value.strip().strip("\"'") for key, value in FIELD.findall(match[1])}
        text = text[match.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("table").enable("strikethrough")
    blocks = Blocks(limits)
    _walk(parser.parse(text[: limits.max_text]), blocks)
    told: date | None = as_date(fields.get("date") or fields.get("published") or "")
    language = (fields.get("lang") or fields.get("language") or "")[:2].lower()
    return Found(
        blocks.text(),
        title=tidy(fields.get("title") or "")[:300] or blocks.heading,
        page_date=told,
        language_hint=language if language.isalpha() else None,
        publisher=tidy(fields.get("publisher") or fields.get("source") or "")[:300],
        tables=tuple(blocks.tables),
        notes=blocks.notes(),
    )


def _walk(tokens: list[Token], blocks: Blocks) -> None:
    heading = item = False
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            heading = token.nesting == 1
        elif token.type in {"list_item_open", "list_item_close"}:
            item = token.nesting == 1
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows is not None:
            blocks.table(rows)
            rows = None
        elif token.type == "inline":
            words = _inline(token.children or [])
            if rows:
                rows[-1].append(words)
            elif heading:
                blocks.title(words)
            else:
                blocks.paragraph(words, item=item)
                item = False
        elif token.type in {"fence", "code_block"}:
            blocks.paragraph(token.content)
        elif token.type == "html_block":
            blocks.paragraph(TAGS.sub(" ", token.content))


def _inline(children: list[Token]) -> str:
    parts = []
    for child in children:
        if child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" " if child.type == "softbreak" else "\n")
        elif child.type == "image":
            parts.append(_inline(child.children or []))
    return "".join(parts)
