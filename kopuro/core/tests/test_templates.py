"""What the content security policy would silently drop is not written in the first place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in PACKAGE.glob("*/templates/**/*") if path.suffix in (".html", ".svg"))
# Templates of mails and of PDF are no pages: nothing sends them to a browser.
PAGES = [path for path in TEMPLATES if not {"mail", "paper"} & set(path.parts)]


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_has_no_inline_style_and_no_inline_script(path: Path):
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text("utf-8"), flags=re.S)
    assert re.findall(r"\sstyle\s*=", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"""\s(on[a-z]+)\s*=\s*["']""", text) == []
    assert re.findall(r"javascript:", text) == []
    assert [
        tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag and "application/json" not in tag
    ] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_a_page_fetches_nothing_from_elsewhere(path: Path):
    text = path.read_text("utf-8")
    assert re.findall(r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["'](?:https?:)?//""", text) == []


def test_there_are_pages_to_look_at():
    assert len(PAGES) > 20
