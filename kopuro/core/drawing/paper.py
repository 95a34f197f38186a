"""A drawing for a PDF or a file of its own: the style sheets are written into it, because no page stands around it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from kopuro.core.drawing.picture import Picture
from kopuro.core.drawing.svg import number

SHEETS = Path(__file__).resolve().parents[2] / "static" / "kopuro"
COMMENT = re.compile(r"/\*.*?\*/", re.S)
VARIABLE = re.compile(r"var\(--([\w-]+)\)")
DRAWING = re.compile(r"<svg .*?</svg>(?=<svg |</div>|\Z)", re.S)
# A rem is 16 units on paper; renderers of PDF take it for the size of the words beside it.
REM_LENGTH = re.compile(r'(?<==")(-?[\d.]+)rem(?=")')
REM_RULE = re.compile(r"(?<=[ :])(-?[\d.]+)rem")
# A4 between its margins is about 657 px wide: four columns of a chain still read well on it.
ACROSS_ON_PAPER = re.compile(r'^<svg [^>]*class="chain chain-across chain-[234]"', re.S)


def rules(sheet: str) -> list[tuple[str, str]]:
    """(selectors or at-rule, inside) of a style sheet, outermost level only, in order."""
    out, depth, start, head = [], 0, 0, ""
    sheet = COMMENT.sub("", sheet)
    for place, letter in enumerate(sheet):
        if letter == "{":
            if depth == 0:
                head, start = sheet[start:place].strip(), place + 1
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                out.append((head, sheet[start:place].strip()))
                start = place + 1
    return out


def declarations(inside: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in inside.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


@cache
def tokens(scheme: str = "print") -> dict[str, str]:
    """Token values by name without dashes: the light ones, overlaid by those of `scheme` (light, dark or print)."""
    media = {"print": "@media print", "dark": "@media (prefers-color-scheme: dark)"}.get(scheme)
    found: dict[str, str] = {}
    for head, inside in rules((SHEETS / "tokens.css").read_text("utf-8")):
        if head == ":root":
            found |= declarations(inside)
        elif head == media:
            found |= declarations(dict(rules(inside)).get(":root", ""))
    return {name[2:]: value for name, value in found.items() if name.startswith("--")}


def with_values(text: str, values: dict[str, str]) -> str:
    for _ in range(4):
        text = VARIABLE.sub(lambda found: values.get(found.group(1), "inherit"), text)
    return text


@cache
def paper_sheet(scheme: str = "print") -> str:
    """The rules of drawings.css that paint, without those for pointers, screens of other widths and pages."""
    kept = ["text{font-family:var(--sans);fill:var(--ink)}", ".narrow{display:none}"]
    for head, inside in rules((SHEETS / "drawings.css").read_text("utf-8")):
        if head.startswith("@") or "display" in inside or not head.startswith(".drawing"):
            continue
        selectors = [one.strip().removeprefix(".drawing ") for one in head.split(",")]
        selectors = [one for one in selectors if ":" not in one and one != ".drawing" and "svg" not in one]
        if selectors:
            kept.append(f"{','.join(selectors)}{{{inside}}}")
    return in_units(with_values("\n".join(kept), tokens(scheme)), REM_RULE, "px")


def in_units(text: str, lengths: re.Pattern[str], unit: str = "") -> str:
    return lengths.sub(lambda found: f"{number(float(found.group(1)) * 16)}{unit}", text)


def on_paper(picture: Picture, scheme: str = "print") -> str:
    """The picture's markup with its colours inside; of a chain drawn twice, the one that fits a sheet."""
    drawings = DRAWING.findall(picture.markup)
    across = [one for one in drawings if "chain-across" in one[:600]]
    if across:
        fitting = [one for one in across if ACROSS_ON_PAPER.match(one)]
        drawings = fitting or [one for one in drawings if one not in across]
    style = f"<style>{paper_sheet(scheme)}</style>"
    drawings = [in_units(one, REM_LENGTH) for one in drawings]
    return "".join(re.sub(r"(<svg [^>]*>)", lambda found: found.group(1) + style, one, count=1) for one in drawings)
