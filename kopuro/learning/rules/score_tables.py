"""Scores, answers and ratings from a table: pre and post by person, items by person, ratings by facet, plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kopuro.core.problems import Problem
from kopuro.learning.rules.judgement_tables import PERIODS, TIME
from kopuro.learning.rules.rating_tables import RATER_NAMES, VALUE_NAMES, counts_up
from kopuro.learning.rules.results import Floats
from kopuro.learning.rules.tables import MISSING, YES_NO, Table, shown

KEY = ("key", "code", "person", "participant", "id", "person_key", "seat", "student", "respondent", "name", "unnamed 1")
PRE = ("pre", "pretest", "pre_test", "before", "score_pre", "pre_score")
POST = ("post", "posttest", "post_test", "after", "score_post", "post_score")
SCORE = ("score", "result", "points", "value", "total")
SITE = ("site", "place", "country", "location")
COHORT = ("cohort", "intake", "wave_of_training", "class")
GROUP = ("group", "arm", "condition")
ITEM = ("item", "question", "item_id")
ANSWER = ("answer", "response", "score", "value", "correct", "resp", "rating")
INDICATOR = ("indicator", "criterion", "item", "question")
CASE_FACET = ("case", "target", "unit", "vignette", "person", "subject", "examinee", "essay", "id")
CASE_GROUP = ("group", "case_group")
COUNTS = ("freq", "frequency", "count", "counts", "weight", "weights", "n", "observed", "obs")
MOST_STEPS = 127  # the highest answer an item model reads
WAITING = (
    "waiting", "control", "comparison", "untreated", "0", "no", "waitlist", "wait", "waits", "waited", "waiting group",
    "control group", "ожидание", "контроль", "контрольная", "контрольная группа", "attente", "témoin",
)  # fmt: skip


@dataclass(frozen=True)
class Scores:
    """Scores before and after, shape (people,), nan for missing, with what is known of each person."""

    pre: Floats
    post: Floats
    sites: tuple[str, ...] | None
    cohorts: tuple[str, ...] | None
    groups: tuple[str, ...] | None
    trained: Floats | None
    notes: tuple[str, ...] = ()


def gain_table(table: Table, *, pre: str | None = None, post: str | None = None, waiting: str | None = None) -> Scores:
    """Return scores by person: a row each with columns pre and post, or long with key, time and score.

    Optional: key, site, cohort, group. A key that appears twice (in one cohort) is refused with its rows. `waiting`
    names the group that had no training; waiting, control, 0 … are recognised.
    """
    if not pre and not table.find(*PRE) and table.find(*TIME) and table.find(*SCORE):
        return _long_scores(table, waiting)
    first = table.numbers(table.need(pre) if pre else table.need(*PRE))
    second = table.numbers(table.need(post) if post else table.need(*POST))
    key, cohort = table.find(*KEY), table.find(*COHORT)
    cohorts = table.words(cohort) if cohort else [""] * len(table)
    if key:
        _unique(table, key, list(zip(table.words(key), cohorts, strict=True)))
    return _scores(table, first, second, np.arange(len(table)), waiting)


def _long_scores(table: Table, waiting: str | None) -> Scores:
    key, time = table.need(*KEY), table.need(*TIME)
    cohort = table.find(*COHORT)
    words = [word.lower() for word in table.words(time)]
    period = next((pair for pair in PERIODS if set(words) <= set(pair)), None)
    if period is None:
        raise Problem(
            "learning.periods", f'Column "{shown(time)}" should say pre or post in every row (or before/after, 1/2).'
        )
    cohorts = table.words(cohort) if cohort else [""] * len(table)
    people = list(zip(table.words(key), cohorts, strict=True))
    if any(not person for person, _ in people):
        row = table.rows[[person for person, _ in people].index("")]
        raise Problem("learning.cell", f'Row {row}, column "{shown(key)}" is empty; a key is needed to pair the tests.')
    _unique(table, key, [(*person, word) for person, word in zip(people, words, strict=True)])
    places = {person: place for place, person in enumerate(dict.fromkeys(people))}
    score = table.numbers(table.need(*SCORE))
    both = np.full((2, len(places)), np.nan)
    rows = np.zeros(len(places), dtype=np.int64)
    for row, (person, word) in enumerate(zip(people, words, strict=True)):
        both[period.index(word), places[person]] = score[row]
        rows[places[person]] = row
    return _scores(table, both[0], both[1], rows, waiting)


def _scores(table: Table, pre: Floats, post: Floats, rows: np.ndarray, waiting: str | None) -> Scores:
    def of(names: Sequence[str]) -> tuple[str, ...] | None:
        name = table.find(*names)
        if name is None:
            return None
        words = table.words(name)
        return tuple(words[row] for row in rows)

    groups = of(GROUP)
    trained, notes = _trained(groups, waiting)
    return Scores(pre, post, of(SITE), of(COHORT), groups, trained, tuple(notes))


def _trained(groups: tuple[str, ...] | None, waiting: str | None) -> tuple[Floats | None, list[str]]:
    """Return 1 for the trained and 0 for those who waited, where the groups say so."""
    if groups is None:
        return None, []
    found = sorted({group for group in groups if group})
    if waiting is not None and waiting not in found:
        raise Problem("learning.groups", f'No row is in the waiting group "{shown(waiting)}".')
    waits = waiting or next((group for group in found if group.lower() in WAITING), None)
    if waits is None or len(found) != 2:
        return None, [] if len(found) != 2 else ["If one of the groups had to wait, name it with --waiting."]
    return np.array([np.nan if not group else float(group != waits) for group in groups]), []


def _unique(table: Table, key: str, entries: Sequence[tuple[str, ...]]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row, entry in enumerate(entries):
        if not entry[0]:
            continue
        if entry in seen:
            raise Problem(
                "learning.twice",
                f'Rows {table.rows[seen[entry]]} and {table.rows[row]}: {shown(key)} "{shown(entry[0])}" appears twice.',
            )
        seen[entry] = row


@dataclass(frozen=True)
class AnswersTable:
    """Answers of people to items, shape (people, items), nan for missing; weights count equal rows."""

    matrix: Floats
    items: tuple[str, ...]
    weights: Floats | None
    groups: tuple[str, ...] | None
    notes: tuple[str, ...] = ()


def items_table(
    table: Table, *, weights: str | None = None, group: str | None = None, ids: Sequence[str] = ()
) -> AnswersTable:
    """Return answers from a column per item (a first column of codes or row numbers is left out) or long person, item,
    answer.

    `weights` names a column that counts how often a row (an answer pattern) occurs; `group` one of the people's group.
    """
    key, item, answer = table.find(*KEY), table.find(*ITEM), table.find(*ANSWER)
    if key and item and answer and len(table.names) <= 4 and not weights:
        return _long_items(table, key, item, answer, group)
    counted = table.need(weights) if weights else None
    grouped = table.need(group) if group else None
    skipped = {counted, grouped, *(table.need(name) for name in ids)}
    first = table.names[0]
    others = [name for name in table.names[1:] if name not in skipped]
    notes: list[str] = []
    if not ids and first not in skipped and others:
        labels_people = not table.numeric(first) and all(map(table.numeric, others))
        if table.find(*KEY) == first or labels_people:
            skipped.add(first)
        elif counts_up(table.cells(first)):
            skipped.add(first)
            notes.append(f'The first column "{shown(first)}" numbers the rows, so it was left out.')
    names = [name for name in table.names if name not in skipped]
    if not names:
        raise Problem("learning.missing_column", "The file has no item columns: a column for each item is needed.")
    for name in names:
        _may_be_an_item(table, name)
    return AnswersTable(
        np.column_stack([_answers(table, name) for name in names]),
        tuple(names),
        table.numbers(counted, low=0, gaps=False) if counted else None,
        tuple(table.words(grouped)) if grouped else None,
        tuple(notes),
    )


def _answers(table: Table, name: str) -> Floats:
    """Points, or the words of right and wrong that other programs write: TRUE, FALSE, yes, no."""
    said = {cell.strip().lower() for cell in table.cells(name)} - MISSING
    return table.flags(name) if said and said <= set(YES_NO) else table.numbers(name)


def _may_be_an_item(table: Table, name: str) -> None:
    """Refuse a column that holds counts or numbers of people rather than answers, and say which option it wants."""
    values = _answers(table, name)
    high = float(np.nanmax(values, initial=0.0))
    if high > MOST_STEPS or (high > 1 and table.find(*COUNTS) == name):
        row = table.rows[int(np.nanargmax(values))]
        raise Problem(
            "learning.items_values",
            f'Row {row}, column "{shown(name)}": {high:g} is not an answer. If the column counts how often a row '
            f'occurs, say --weights "{shown(name)}"; if it names people, say --id "{shown(name)}".',
        )


def _long_items(table: Table, key: str, item: str, answer: str, group: str | None) -> AnswersTable:
    people, persons = table.codes(key)
    places, names = table.codes(item)
    _unique(table, key, list(zip(table.words(key), table.words(item), strict=True)))
    matrix = np.full((len(persons), len(names)), np.nan)
    matrix[people, places] = _answers(table, answer)
    groups = None
    if group:
        words = table.words(table.need(group))
        of_person = dict(zip(people.tolist(), words, strict=True))
        groups = tuple(of_person[place] for place in range(len(persons)))
    return AnswersTable(matrix, tuple(names), None, groups)


@dataclass(frozen=True)
class FacetRatings:
    """A rating per row, shape (ratings,), with its label on each facet, the measured one (the case) first."""

    rating: Floats
    facets: dict[str, list[str]]
    case_group: list[str] | None


def facets_table(table: Table, *, facets: Sequence[str] = (), rating: str | None = None) -> FacetRatings:
    """Return ratings with their facets: long (case, indicator, seat, rating) or wide (case, a column per seat).

    `facets` names the columns, the measured one first; else case, indicator and seat are recognised. A column
    "group" gives the group of the case.
    """
    value = table.need(rating) if rating else table.find(*VALUE_NAMES)
    group = table.find(*CASE_GROUP)
    if facets:
        names = [table.need(name) for name in facets]
    else:
        wanted = (CASE_FACET, INDICATOR, RATER_NAMES)
        found = [table.find(*(name for name in names if name != value)) for names in wanted]
        names = list(dict.fromkeys(name for name in found if name))
    if value is None:
        return _wide_facets(table, names, group)
    if not names:
        raise Problem("learning.missing_column", 'The file needs columns for the facets: "case", "seat", "indicator".')
    labels = {name: _labels(table, name) for name in names}
    return FacetRatings(table.numbers(value), labels, _labels(table, group) if group else None)


def _wide_facets(table: Table, names: list[str], group: str | None) -> FacetRatings:
    if not names or table.find(*RATER_NAMES):
        raise Problem("learning.missing_column", 'The file needs a column "rating", or a case column and one per seat.')
    seats = [name for name in table.names if name not in names and name != group]
    if not seats:
        raise Problem("learning.no_raters", "The file has no rating columns: a column for each seat is needed.")
    rating = np.concatenate([table.numbers(seat) for seat in seats])
    labels = {name: _labels(table, name) * len(seats) for name in names}
    labels["seat"] = [seat for seat in seats for _ in range(len(table))]
    return FacetRatings(rating, labels, _labels(table, group) * len(seats) if group else None)


def _labels(table: Table, name: str) -> list[str]:
    codes, labels = table.codes(name)
    return [labels[code] for code in codes]
