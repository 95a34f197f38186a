"""Pieces of text with places → lines in reading order → paragraphs. Pure geometry; y grows downwards, in points.

Columns are found by looking for a gutter: an upright strip that hardly any piece crosses, with enough long pieces on
either side. Pieces that cross it (a headline over both columns) cut the page into bands, read from top to bottom.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

BULLET = re.compile(r"^(?:[•▪■●◦‣·*–—-]\s|\(?\d{1,2}[.)]\s|\(?[a-zа-я][.)]\s)")
ENDED = re.compile(r"[.!?:;…»”\"]\s*$")
MARGIN = 0.12
PAGE_NUMBER = re.compile(
    r"(?:page|p\.|стр\.?|с\.)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?\s*(?:(?:/|of|sur|из)\s*\d{1,4})?", re.IGNORECASE
)


@dataclass(frozen=True)
class Run:
    """A piece of a line: text and box (`top` < `bottom`), `size` the letters' height."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True)
class Line:
    """A line of one column; `block` counts columns and bands, `left` and `right` are its ends, `edge` its place on
    the page from 0 (upper end) to 1 (lower end), `pieces` the parts with wide gaps between them."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    block: int
    edge: float
    pieces: int = 1


def lines_in_reading_order(runs: Sequence[Run], size: tuple[float, float]) -> list[Line]:
    """All lines of a page whose width and height are `size`, column after column."""
    height = size[1] or 1.0
    result: list[Line] = []
    for number, block in enumerate(_blocks(list(runs), 0)):
        for line in _lines(block):
            text = " ".join(run.text for run in line)
            top, bottom = min(r.top for r in line), max(r.bottom for r in line)
            edge = (top + bottom) / 2 / height
            letters = max(line, key=lambda run: len(run.text)).size
            right = max(r.right for r in line)
            result.append(Line(text, line[0].left, top, right, bottom, letters, number, edge, len(line)))
    return result


def _blocks(runs: list[Run], depth: int) -> list[list[Run]]:
    if len(runs) < 6 or depth > 5:
        return [runs] if runs else []
    gutter = _gutter(runs)
    if gutter is None:
        return [runs]
    bands: list[tuple[list[Run], list[Run], list[Run]]] = [([], [], [])]
    for run in sorted(runs, key=lambda run: (run.top, run.left)):
        across, left, right = bands[-1]
        if (run.left < gutter - 1 and run.right > gutter + 1) or _ends(across, run, left, right, runs):
            if left or right:
                bands.append(([run], [], []))
            else:
                across.append(run)
        elif run.right <= gutter + 1:
            left.append(run)
        else:
            right.append(run)
    found: list[list[Run]] = []
    for across, left, right in bands:
        if across:
            found.append(across)
        found.extend(_blocks(left, depth + 1))
        found.extend(_blocks(right, depth + 1))
    return found


def _ends(across: list[Run], run: Run, left: list[Run], right: list[Run], runs: Sequence[Run]) -> bool:
    """Whether a short piece is the last line of the paragraph over both columns that stands just above it."""
    if not across or left or right or run.top - across[-1].bottom > 0.6 * run.size:
        return False
    beside = any(min(run.bottom, r.bottom) - max(run.top, r.top) > 0.5 * run.size for r in runs if r is not run)
    return not beside and abs(run.size - across[-1].size) < 0.3 and abs(run.left - across[-1].left) < run.size


def _gutter(runs: Sequence[Run], depth: int = 0) -> float | None:
    """The x of a strip between two columns of running text, or None."""
    letters = median(run.size for run in runs)
    least = max(0.7 * letters, 5.0)
    start, end = min(run.left for run in runs), max(run.right for run in runs)
    strips: list[tuple[float, float, list[Run], list[Run]]] = []
    for edge in sorted({round(run.right, 1) for run in runs}):
        if not start + 0.12 * (end - start) < edge < end - 0.12 * (end - start):
            continue
        left = [run for run in runs if run.right <= edge + 0.5]
        right = [run for run in runs if run.left >= edge + least]
        crossing = sum(run.left < edge + least and run.right > edge + 0.5 for run in runs)
        if len(left) + len(right) + crossing != len(runs) or min(len(left), len(right)) < 3:
            continue
        # The two sides must stand beside each other, not one above the other.
        lower = min(max(run.bottom for run in left), max(run.bottom for run in right))
        upper = max(min(run.top for run in left), min(run.top for run in right))
        if crossing > 0.25 * len(runs) or lower - upper < 2.5 * letters:
            continue
        width = min(run.left for run in right) - edge
        strips.append((width - 12.0 * letters * crossing / len(runs), edge + width / 2, left, right))
    for _, middle, left, right in sorted(strips, key=lambda strip: strip[:2], reverse=True):
        if all(_prose(side) or (depth < 2 and len(side) > 5 and _gutter(side, depth + 1)) for side in (left, right)):
            return middle
    return None


def _prose(runs: Sequence[Run]) -> bool:
    """Whether the pieces fill their column as running text does; cells of a table do not."""
    width = max(run.right for run in runs) - min(run.left for run in runs)
    long = [run for run in runs if run.right - run.left > 0.55 * width and len(run.text) > 14]
    return len(long) * 2 >= len(runs) or sum(len(run.text) for run in long) * 10 >= 7 * sum(len(r.text) for r in runs)


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.top + run.bottom) / 2):
        for line in reversed(lines[-4:]):
            top, bottom = line[0].top, line[0].bottom
            overlap = min(bottom, run.bottom) - max(top, run.top)
            if overlap > 0.5 * min(bottom - top, run.bottom - run.top):
                line.append(run)
                break
        else:
            lines.append([run])
    for line in lines:
        line.sort(key=lambda run: run.left)
    return lines


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without heads, feet and page numbers: lines near an end of the page that come back on other pages."""
    seen: Counter[tuple[str, str]] = Counter()
    for number, lines in enumerate(pages):
        seen.update({shape for line in lines if _at_end(line) for shape in _shapes(line, number)})
    filled = sum(bool(lines) for lines in pages)
    kept: list[list[Line]] = []
    for number, lines in enumerate(pages):
        page = []
        for line in lines:
            often = any(seen[shape] >= 2 and seen[shape] * 2 >= filled for shape in _shapes(line, number))
            # The first page's head is often the document's name: its words stay once.
            name = number == 0 and line.edge < 0.5 and not any(char.isdigit() for char in line.text)
            if _at_end(line) and (PAGE_NUMBER.fullmatch(line.text.strip()) or (often and not name)):
                continue
            page.append(line)
        kept.append(page)
    return kept


def _at_end(line: Line) -> bool:
    return line.edge < MARGIN or line.edge > 1 - MARGIN


def _shapes(line: Line, page: int) -> set[tuple[str, str]]:
    """What stays the same of a running line: its words, and a number that grows with the pages."""
    end = "head" if line.edge < 0.5 else "foot"
    words = re.sub(r"\W+", " ", line.text).strip().lower()
    shapes = {(end, words)}
    for number in [*re.finditer(r"\d{1,4}(?!\d)", words)][:6]:
        shapes.add((end, f"{words[: number.start()]}#{int(number[0]) - page}{words[number.end() :]}"))
    return shapes


def paragraphs(lines: Sequence[Line], compounds: frozenset[str]) -> list[str]:
    """Lines joined into paragraphs; words split at a line's end are put together again.

    `compounds` are hyphenated words that the document writes elsewhere within a line.
    """
    found: list[str] = []
    previous: Line | None = None
    steps = {}
    widths = {}
    for block in {line.block for line in lines}:
        mine = [line for line in lines if line.block == block]
        gaps = [b.top - a.top for a, b in itertools.pairwise(mine) if b.top > a.top]
        steps[block] = median(gaps) if gaps else 0.0
        widths[block] = (min(line.left for line in mine), max(line.right for line in mine))
    for line in lines:
        if previous is not None and _goes_on(previous, line, steps[line.block], widths):
            found[-1] = _glued(found[-1], line.text, compounds)
        else:
            found.append(line.text)
        previous = line
    return [text.replace("\xad", "") for text in found]


def _goes_on(above: Line, line: Line, step: float, widths: dict[int, tuple[float, float]]) -> bool:
    if above.pieces > 1 and line.pieces > 1:
        return False  # rows of a table
    if BULLET.match(line.text) or abs(above.size - line.size) > 0.12 * max(above.size, line.size):
        return False
    left, right = widths[above.block]
    full = above.right > right - 0.18 * (right - left)
    if above.block != line.block:
        # Over the foot of a column: only an unfinished sentence goes on.
        return not ENDED.search(above.text) and line.text[:1].islower() and full
    letters = max(line.size, 1.0)
    usual = min(step, 1.7 * letters) if step else 1.5 * letters
    if line.top - above.top > 1.35 * usual or line.top < above.top:
        return False
    if above.text.endswith("\xad"):
        return True
    own_left = widths[line.block][0]
    if line.left > own_left + 0.8 * letters and above.left <= own_left + 0.5 * letters and ENDED.search(above.text):
        return False  # an indented first line
    return full or (not ENDED.search(above.text) and line.text[:1].islower())


def _glued(above: str, below: str, compounds: frozenset[str]) -> str:
    if above.endswith("\xad"):
        above = above[:-1] + "-" if above[-2:-1].isalpha() and below[:1].isalpha() else above[:-1]
        if not above.endswith("-"):
            return above + below
    if above.endswith("\u2010"):
        above = above[:-1] + "-"
    if above.endswith("-") and above[-2:-1].isalpha() and below[:1].isalpha():
        head, tail = re.split(r"[^\w-]", above[:-1])[-1], re.split(r"[^\w-]", below)[0]
        if below[0].isupper() or f"{head}-{tail}".lower() in compounds:
            return above + below
        return above[:-1] + below
    return f"{above} {below}"
