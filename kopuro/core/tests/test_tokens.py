"""Colours are read from the style sheet itself, so a changed token is measured again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kopuro.core.drawing.paper import COMMENT, SHEETS, declarations, rules, tokens

SCHEMES = ("light", "dark", "print")
GROUNDS = ("paper", "sheet", "accent-soft", "alert-soft")
WORDS = [(words, ground, 4.5) for ground in GROUNDS for words in ("ink", "ink-soft", "accent", "accent-deep", "alert")]
WORDS += [("on-accent", "accent", 4.5), ("on-accent", "accent-deep", 4.5), ("on-alert", "alert", 4.5)]
WORDS += [("ink", f"shade-{step}", 4.5) for step in range(4)]
WORDS += [("on-accent", f"shade-{step}", 4.5) for step in (4, 5)]
WORDS += [("ink", f"mark-{kind}", 7.0) for kind in ("date", "place", "count", "body", "advice", "other")]
WORDS += [("paper", "ink", 7.0)]
# Edges of fields, focus rings, bars and dots: three to one against the ground they lie on.
SHAPES = [
    (shape, ground, 3.0) for ground in ("paper", "sheet") for shape in ("line-strong", "accent", "alert", "shade-4")
]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_published():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("front", "back", "least"), WORDS + SHAPES)
def test_pair_is_readable(scheme: str, front: str, back: str, least: float):
    values = tokens(scheme)
    assert contrast(values[front], values[back]) >= least


@pytest.mark.parametrize("scheme", SCHEMES)
def test_neighbouring_shades_can_be_told_apart(scheme: str):
    values = tokens(scheme)
    steps = [luminance(values[f"shade-{step}"]) for step in range(1, 6)]
    falling = scheme != "dark"
    assert steps == sorted(steps, reverse=falling)
    assert all(contrast(values[f"shade-{step}"], values[f"shade-{step + 1}"]) >= 1.25 for step in range(1, 5))


def test_dark_and_paper_change_every_colour():
    by_head = dict(rules((SHEETS / "tokens.css").read_text("utf-8")))
    light = {name for name, value in declarations(by_head[":root"]).items() if value.startswith("#")}
    dark = declarations(dict(rules(by_head["@media (prefers-color-scheme: dark)"]))[":root"])
    paper = declarations(dict(rules(by_head["@media print"]))[":root"])
    assert light - set(dark) == set()
    assert light - set(paper) == {"--veil"}


def sheets() -> list[Path]:
    return sorted(path for path in SHEETS.rglob("*.css") if path.name != "tokens.css")


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_alone(sheet: Path):
    text = COMMENT.sub("", sheet.read_text("utf-8"))
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\b(?:rgba?|hsla?|oklch)\(", text) == []


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_a_sheet_has_no_left_and_right_and_no_foreign_address(sheet: Path):
    text = COMMENT.sub("", sheet.read_text("utf-8"))
    assert re.findall(r"\b(?:margin|padding|border|inset)?-?(?:left|right)\s*:", text) == []
    assert re.findall(r"text-align:\s*(?:left|right)", text) == []
    assert re.findall(r"url\(\s*[\"']?(?:https?:|//|data:)", text) == []
    assert "@import" not in text


@pytest.mark.parametrize("sheet", sheets(), ids=lambda path: path.name)
def test_every_token_used_exists(sheet: Path):
    used = set(re.findall(r"var\(--([\w-]+)", sheet.read_text("utf-8")))
    assert used - set(tokens("light")) == set()
