"""The learning of an activity, a series, a programme: stored rows into arrays, arrays into parts of the page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db.models import QuerySet

from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.learning import access
from kopuro.learning.models import Answer, Judgement, LearningFile, Pairing, RatingGiven
from kopuro.learning.rules import summary
from kopuro.learning.rules.intake import key_of
from kopuro.learning.rules.summary import Part
from kopuro.learning.terms import Kirkpatrick, Occasion

KEPT_SECONDS = 3600


def files_of(actor: Actor, activities: QuerySet[Activity]) -> QuerySet[LearningFile]:
    return access.visible_to(actor).filter(activity__in=activities).select_related("activity")


def answers_of(files: Iterable[LearningFile]) -> summary.Answers:
    """Rows are keys, columns items; a key that answered an item twice on an occasion keeps the first."""
    rows = list(
        Answer.objects.filter(file__in=files, occasion__in=(Occasion.PRE, Occasion.POST))
        .order_by("id")
        .values_list("key", "occasion", "item", "score")
    )
    keys = {key: place for place, key in enumerate(dict.fromkeys(row[0] for row in rows))}
    items = {item: place for place, item in enumerate(dict.fromkeys(row[2] for row in rows))}
    before, after = (np.full((len(keys), len(items)), np.nan) for _ in range(2))
    for key, occasion, item, score in rows:
        table = before if occasion == Occasion.PRE else after
        if score is not None and np.isnan(table[keys[key], items[item]]):
            table[keys[key], items[item]] = score
    return summary.Answers(tuple(items), before, after)


def decisions_of(files: Iterable[LearningFile]) -> summary.Decisions:
    rows = list(
        Judgement.objects.filter(file__in=files)
        .order_by("id")
        .values_list("seat", "case", "occasion", "signal", "response", "confidence", "trait", "level", "pair")
    )
    seats, cases, pairs = (_codes(row[place] for row in rows) for place in (0, 1, 8))

    def column(place: int) -> Any:
        return np.array([np.nan if row[place] is None else float(row[place]) for row in rows])

    after = np.array([row[2] != Occasion.PRE for row in rows], dtype=bool)
    traits = tuple((row[6], row[7]) for row in rows)
    return summary.Decisions(seats, cases, after, column(3), column(4), column(5), traits, pairs if any(row[8] for row in rows) else None)


def _codes(values: Iterable[Any]) -> Any:
    known: dict[Any, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def indicators_of(files: Iterable[LearningFile]) -> list[tuple[str, Any]]:
    """A matrix (units, raters) per indicator."""
    rows = list(RatingGiven.objects.filter(file__in=files).order_by("id").values_list("indicator", "unit", "rater", "value"))
    found = []
    for name in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == name]
        units, raters = _codes(row[1] for row in mine), _codes(row[2] for row in mine)
        matrix = np.full((units.max() + 1, raters.max() + 1), np.nan)
        matrix[units, raters] = [np.nan if row[3] is None else row[3] for row in mine]
        found.append((name, matrix))
    return found


def parts(files: QuerySet[LearningFile]) -> list[Part]:
    """What can be said, in the order of the page. Kept for an hour under the files it rests on: a file is never changed,
    only added or removed."""
    ids = sorted(files.values_list("pk", flat=True))
    name = "learning:" + hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()
    kept: list[Part] | None = cache.get(name)
    if kept is None:
        kept = _parts(files)
        cache.set(name, kept, KEPT_SECONDS)
    return kept


def _parts(files: QuerySet[LearningFile]) -> list[Part]:
    kinds = set(files.values_list("kind", flat=True))
    out: list[Part] = []
    if "answers" in kinds:
        answers = answers_of(files)
        out += [summary.gain_part(answers), summary.items_part(answers)]
    if "judgements" in kinds:
        decisions = decisions_of(files)
        out += [summary.detection_part(decisions), summary.calibration_part(decisions), summary.bias_part(decisions)]
    if "ratings" in kinds:
        out.append(summary.agreement_part(indicators_of(files)))
    return out


def coverage(files: QuerySet[LearningFile]) -> list[tuple[str, bool]]:
    """Kirkpatrick's levels and whether anything here measured them: what was NOT measured is said."""
    kinds = set(files.values_list("kind", flat=True))
    later = Answer.objects.filter(file__in=files, occasion=Occasion.LATER).exists()
    later = later or Judgement.objects.filter(file__in=files, occasion=Occasion.LATER).exists()
    measured = {Kirkpatrick.LEARNING: bool(kinds), Kirkpatrick.BEHAVIOUR: later}
    return [(str(level.label), measured.get(level, False)) for level in Kirkpatrick]


def own_result(activity: Activity, code: str) -> list[tuple[str, str]] | None:
    """What stands under a self-made code, for the person who made it; None when nothing does (or keys are final)."""
    pairing = Pairing.objects.filter(activity=activity).first()
    if pairing is None or not pairing.salt or not code.strip():
        return None
    key = key_of(pairing.salt, code)
    rows: list[tuple[str, str]] = []
    for occasion in Occasion:
        scores = list(Answer.objects.filter(file__activity=activity, key=key, occasion=occasion, score__isnull=False).values_list("score", flat=True))
        if scores:
            rows.append((str(occasion.label), f"{sum(scores):g} / {len(scores)}"))
    judged = Judgement.objects.filter(file__activity=activity, seat=key, signal__isnull=False, response__isnull=False)
    for occasion in Occasion:
        mine = list(judged.filter(occasion=occasion).values_list("signal", "response"))
        if mine:
            right = sum(bool(signal) == bool(response) for signal, response in mine)
            rows.append((f"{occasion.label} (cases)", f"{right} / {len(mine)}"))
    return rows or None
