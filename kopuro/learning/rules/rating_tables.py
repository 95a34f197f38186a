"""Ratings as a matrix: a row for each unit, a column for each rater, from a wide or a long table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.results import Floats
from kopuro.learning.rules.tables import Table, is_missing, shown

UNIT_NAMES = ("unit", "case", "target", "subject", "vignette", "item", "object", "patient", "id", "unit_id", "case_id")
RATER_NAMES = ("rater", "seat", "judge", "coder", "observer", "evaluator", "rater_id")
VALUE_NAMES = ("rating", "value", "score", "category", "code", "label", "judgement")
_more_ids = {"units", "participant", "person", "name", "no", "nr", "number", "#", "row", "index", "key", "unnamed_1"}


@dataclass(frozen=True)
class Ratings:
    """`matrix` has shape (units, raters), nan where a rating is missing; `categories` names the codes of words."""

    matrix: Floats
    units: tuple[str, ...]
    raters: tuple[str, ...]
    categories: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()


def ratings(
    table: Table, *, words: bool, ids: Sequence[str] = (), order: Sequence[str] = (), all_raters: bool = False
) -> Ratings:
    """Return the ratings of a table.

    `words` allows categories that are not numbers (nominal metric); `order` lists words from lowest to highest so that
    they can be measured as ranks 1, 2, …; `ids` names columns that are not raters. A first column that identifies the
    units is recognised, unless `all_raters` says that every column rates. Columns unit, rater, rating are read as long.
    """
    unit, rater, value = table.find(*UNIT_NAMES), table.find(*RATER_NAMES), table.find(*VALUE_NAMES)
    if unit and rater and value and not ids and not all_raters:
        return _long(table, unit, rater, value, words=words, order=order)
    return _wide(table, words=words, ids=ids, order=order, all_raters=all_raters)


def category_values(found: Ratings, listed: Sequence[str]) -> list[float]:
    """Return listed categories as the numbers the matrix uses; words not used by any rater get numbers of their own."""
    if found.categories is None:
        try:
            return [float(text) for text in listed]
        except ValueError:
            raise Problem("learning.unknown_category", "Ratings are numbers, so the categories must be too.") from None
    known = {text: float(place) for place, text in enumerate(found.categories, start=1)}
    missing = [text for text in found.categories if listed and text not in listed]
    if missing:
        raise Problem("learning.unknown_category", f'"{shown(missing[0])}" occurs but is not among the categories.')
    return [known.get(text, float(len(known) + place)) for place, text in enumerate(listed, start=1)]


def _wide(table: Table, *, words: bool, ids: Sequence[str], order: Sequence[str], all_raters: bool) -> Ratings:
    notes = list(table.notes)
    skipped = [table.need(name) for name in ids]
    if not skipped and not all_raters:
        skipped = _id_columns(table, notes, words=words and not order)
    raters = [name for name in table.names if name not in skipped]
    if not raters:
        raise Problem("learning.no_raters", "The file has no rater columns: a column for each rater is needed.")
    if skipped:
        units = tuple(table.words(skipped[0]))
        if len(set(units)) < len(units):
            notes.append(f'Names in "{shown(skipped[0])}" repeat; every row counts as a unit of its own.')
    else:
        units = tuple(f"row {row}" for row in table.rows)
    if order or (words and not all(table.numeric(name) for name in raters)):
        texts = _marks([table.words(name) for name in raters], [table.cells(name) for name in raters])
        categories = list(order) or sorted({text for column in texts for text in column if text})
        matrix = _coded(table, raters, texts, categories)
        return Ratings(matrix, units, tuple(raters), tuple(categories), tuple(notes))
    matrix = np.column_stack([table.numbers(name) for name in raters])
    return Ratings(matrix, units, tuple(raters), None, tuple(notes))


def _marks(texts: list[list[str]], cells: list[list[str]]) -> list[list[str]]:
    """Where some rate "+", a "-" is the other category and no missing rating."""
    if not any("+" in column for column in texts):
        return texts
    return [
        ["-" if cell.strip() in {"-", "–"} else text for text, cell in zip(*both, strict=True)]
        for both in zip(texts, cells, strict=True)
    ]


def _coded(table: Table, names: Sequence[str], texts: Sequence[list[str]], categories: Sequence[str]) -> Floats:
    codes = {text: float(place) for place, text in enumerate(categories, start=1)} | {"": float("nan")}
    matrix = np.empty((len(table), len(names)))
    for place, (name, column) in enumerate(zip(names, texts, strict=True)):
        for line, text in enumerate(column):
            if text not in codes:
                raise Problem(
                    "learning.unknown_category",
                    f'Row {table.rows[line]}, column "{shown(name)}": "{shown(text)}" is not in the order given.',
                )
            matrix[line, place] = codes[text]
    return matrix


def _long(table: Table, unit: str, rater: str, value: str, *, words: bool, order: Sequence[str]) -> Ratings:
    unit_codes, units = table.codes(unit)
    rater_codes, raters = table.codes(rater)
    if len(units) * len(raters) > 50_000_000:
        raise Problem(
            "learning.too_big", f"{len(units):,} units by {len(raters):,} raters are too many to compare at once."
        )
    if order or (words and not table.numeric(value)):
        (texts,) = _marks([table.words(value)], [table.cells(value)])
        categories: tuple[str, ...] | None = tuple(order) or tuple(sorted({text for text in texts if text}))
        values = _coded(table, [value], [texts], categories or ())[:, 0]
    else:
        categories, values = None, table.numbers(value)
    cells = unit_codes * len(raters) + rater_codes
    first: dict[int, int] = {}
    for line, cell in enumerate(cells.tolist()):
        if cell in first:
            raise Problem(
                "learning.twice",
                f'Rows {table.rows[first[cell]]} and {table.rows[line]}: rater "{shown(raters[rater_codes[line]])}" '
                f'rates unit "{shown(units[unit_codes[line]])}" twice.',
            )
        first[cell] = line
    matrix = np.full(len(units) * len(raters), np.nan)
    matrix[cells] = values
    return Ratings(matrix.reshape(len(units), len(raters)), tuple(units), tuple(raters), categories, table.notes)


def _id_columns(table: Table, notes: list[str], *, words: bool) -> list[str]:
    """Return the first column if it identifies the units rather than rating them: by its heading or by its cells."""
    first, others = table.names[0], table.names[1:]
    if _is_id_name(first):
        return [first] if others else []
    if len(others) < 2:
        return []  # two columns without such a heading are two raters
    cells = [cell.strip() for cell in table.cells(first)]
    if table.numeric(first):
        found = counts_up(cells) and not any(counts_up(table.cells(name)) for name in others)
    elif all(table.numeric(name) for name in others):
        found = True
    else:
        distinct = len(set(cells)) == len(cells) >= 5 and not any(is_missing(cell) for cell in cells)
        found = words and distinct and set(cells).isdisjoint(_all_cells(table, others))
    if not found:
        return []
    notes.append(
        f'The first column "{shown(first)}" was taken as the name of the units, not as a rater (say --all-raters if '
        "it rates)."
    )
    return [first]


def counts_up(cells: Sequence[str]) -> bool:
    """Tell whether a column numbers its rows: 1, 2, 3 … or 0, 1, 2 …, at least five of them."""
    if len(cells) < 5:
        return False
    return any(all(cell.strip() == str(place) for place, cell in enumerate(cells, start)) for start in (0, 1))


def _is_id_name(name: str) -> bool:
    key = "_".join(name.strip().casefold().replace("-", " ").split())
    return key in UNIT_NAMES or key in _more_ids or key.endswith(("_id", "_code", "_key"))


def _all_cells(table: Table, names: Sequence[str]) -> set[str]:
    return {cell.strip() for name in names for cell in table.cells(name)}
