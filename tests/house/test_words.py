"""Every word a person reads on a page is marked for translation: in templates nothing stands bare but what is the same
in all languages. (Inline script and style are looked for in kopuro/core/tests/test_templates.py.)"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

PACKAGE = Path(__file__).resolve().parents[2] / "kopuro"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
# The product's name and the formats of files.
SAME_EVERYWHERE = {"Kopuro", "CSV", "XLSX", "PDF", "JSON", "xAPI"}
# Strings handed on that no person reads: a language's code, the id of a list, the colour of a mark.
CODES = {"en", "results", "other"}
# The page that shows every part once, with samples in English, is for those who make pages.
TEMPLATES = [path for path in TEMPLATES if path.name != "style.html"]
SPOKEN = {"alt", "title", "placeholder", "label", "aria-label", "aria-description", "data-label", "data-key-label"}
HOLE = "\u2063"  # stands for what a tag or a variable puts in
LETTERS = re.compile(r"[^\W\d_]{2,}")
# Words handed to a part of a page as bare strings: `{% tag "held" %}`, `with title="No documents"`, `default:"none"`.
HANDED = re.compile(r"""(?:^tag\s+|\b(?:label|title|text|note|advice|unit)=|\|default(?:_if_none)?:)["']([^"']*)["']""")


class Reader(HTMLParser):
    """Collects what a person would read or hear."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in ("script", "style"):
            self.found.append(data)


def bare_words(template: str) -> list[str]:
    """Words of a template that no translator would be given."""
    pieces: list[str] = []
    found: list[str] = []
    closing = ""
    for token in Lexer(re.sub(r"\{#.*?#\}", "", template)).tokenize():
        name = (token.split_contents() or [""])[0] if token.token_type is TokenType.BLOCK else ""
        if closing:
            closing = "" if name == closing else closing
        elif name in ("blocktranslate", "blocktrans", "comment"):
            closing = f"end{name}"
            pieces.append(HOLE)
        elif token.token_type is TokenType.TEXT:
            pieces.append(token.contents)
        else:
            pieces.append(HOLE)
            found += [text for text in HANDED.findall(token.contents) if text not in CODES]
    reader = Reader()
    reader.feed("".join(pieces))
    reader.close()
    found += reader.found
    return [word for text in found for word in LETTERS.findall(text) if word not in SAME_EVERYWHERE]


def name_of(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_word_of_a_page_is_marked(path: Path):
    assert bare_words(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ("<p>{% translate 'Hello' %} {{ name }} · 12</p>", []),
        ("<p>{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}</p>", []),
        ("<img alt='A room' src='room.png'>", ["room"]),
        ("<img alt=\"{% translate 'A room' %}\" src='room.png'>", []),
        ("<li{% if late %} class=\"now\"{% endif %}><a href='/plan/'>Kopuro</a></li>", []),
        ("{% tag 'held' 'done' %}", ["held"]),
        ("{% tag _('held') 'done' %}", []),
        ("{% include 'x.html' with title='Nothing here' %}", ["Nothing", "here"]),
        ("{{ place|default:'not stated' }}", ["not", "stated"]),
        ("{% comment %}not shown{% endcomment %}<script src='x.js'></script>{# nor this #}", []),
    ],
)
def test_a_bare_word_is_found_and_a_marked_one_is_not(template: str, words: list[str]):
    assert bare_words(template) == words


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 60
