"""Markdown of scenarios as safe HTML: paragraphs, lists, emphasis, headings, tables. No links, no pictures, no HTML."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_READER = (
    MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(["link", "image", "autolink"])
)
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "hr", "code", "pre", "table",
         "thead", "tbody", "tr", "th", "td"}  # fmt: skip


def as_html(text: str) -> SafeString:
    """Headings move down so that they stand under the page's own."""
    html = _READER.render(text)
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    return mark_safe(nh3.clean(html, tags=_TAGS, attributes={}))  # noqa: S308 - cleaned by nh3
