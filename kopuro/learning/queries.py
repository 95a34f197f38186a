"""The learning of an activity, a series, a programme: stored rows into arrays, arrays into parts of the page."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.learning import access
from kopuro.learning.models import Answer, Judgement, LearningFile, LearningMapping, Pairing, RatingGiven
from kopuro.learning.rules.columns import Columns, key_of
from kopuro.learning.rules.parts import Part
from kopuro.learning.saying import say
from kopuro.learning.terms import Kirkpatrick, Occasion

KEPT_SECONDS = 24 * 3600
NUMBER_OF: dict[str, int] = {Occasion.PRE: 0, Occasion.POST: 1, Occasion.LATER: 2}


def files_of(actor: Actor, activities: QuerySet[Activity]) -> QuerySet[LearningFile]:
    return access.visible_to(actor).filter(activity__in=activities).select_related("activity")


def is_final(activity: Activity) -> bool:
    """Whether the activity's secret has been thrown away."""
    return Pairing.objects.filter(activity=activity, salt="").exists()


def remembered(activity: Activity, kind: str, fingerprint: str) -> Columns | None:
    """The columns as they were said for the last table with these headings in a programme of the activity."""
    rows = LearningMapping.objects.filter(programme__runnings__activity=activity, kind=kind, fingerprint=fingerprint)
    found = rows.order_by("-used_at").first()
    if found is None:
        return None
    return Columns(dict(found.mapping["named"]), tuple((place, name) for place, name in found.mapping["items"]))


def answers_of(files: Iterable[LearningFile]) -> Any:
    """Rows are keys, columns items; a table for each occasion, nan where nothing was answered."""
    import numpy as np  # noqa: PLC0415 - numbers are wanted once a day, not at every start

    from kopuro.learning.rules import summary  # noqa: PLC0415 - as above

    rows = list(
        Answer.objects.filter(file__in=files).order_by("id").values_list("key", "occasion", "item", "score", "group")
    )
    keys = {key: place for place, key in enumerate(dict.fromkeys(row[0] for row in rows))}
    # In the order of the headings, which the rows of a key keep.
    items = {item: place for place, item in enumerate(dict.fromkeys(row[2] for row in rows))}
    tables: Any = tuple(np.full((len(keys), len(items)), np.nan) for _occasion in NUMBER_OF)
    groups = [""] * len(keys)
    for key, occasion, item, score, group in rows:
        groups[keys[key]] = groups[keys[key]] or group
        table = tables[NUMBER_OF[occasion]]
        if score is not None and np.isnan(table[keys[key], items[item]]):
            table[keys[key], items[item]] = score
    return summary.Answers(tuple(items), tables, tuple(groups) if any(groups) else ())


def decisions_of(files: Iterable[LearningFile]) -> Any:
    import numpy as np  # noqa: PLC0415 - as above

    from kopuro.learning.rules.summary import codes  # noqa: PLC0415 - as above
    from kopuro.learning.rules.summary_judgements import Decisions  # noqa: PLC0415 - as above

    rows = list(
        Judgement.objects.filter(file__in=files)
        .order_by("id")
        .values_list(
            "seat", "case", "occasion", "signal", "response", "confidence", "trait", "level", "pair", "file_id"
        )
    )
    columns: list[tuple[Any, ...]] = list(zip(*rows, strict=True))

    def numbers(place: int) -> Any:
        return np.array([np.nan if value is None else float(value) for value in columns[place]])

    occasion = np.array([NUMBER_OF[value] for value in columns[2]], dtype=np.int64)
    traits = tuple(zip(columns[6], columns[7], strict=True))
    pair = codes(columns[8]) if any(columns[8]) else None
    trainings = {file.pk: file.activity for file in files}
    # By date, so that the order says nothing of who did better.
    ordered = sorted(
        dict.fromkeys(trainings[pk] for pk in set(columns[9])), key=lambda one: (str(one.start or ""), one.pk)
    )
    place = {activity.pk: code for code, activity in enumerate(ordered)}
    training = np.array([place[trainings[pk].pk] for pk in columns[9]], dtype=np.int64)
    titles = [str(activity) for activity in ordered]
    names = tuple(
        title if titles.count(title) == 1 else f"{title}, {activity.start or place[activity.pk] + 1}"
        for title, activity in zip(titles, ordered, strict=True)
    )
    return Decisions(
        codes(columns[0]),
        codes(columns[1]),
        occasion,
        numbers(3),
        numbers(4),
        numbers(5),
        traits,
        pair,
        training,
        names,
    )


def indicators_of(files: Iterable[LearningFile]) -> list[tuple[str, Any]]:
    """A matrix (units, raters) per indicator, nan where a rater gave no value."""
    import numpy as np  # noqa: PLC0415 - as above

    from kopuro.learning.rules.summary import codes  # noqa: PLC0415 - as above

    rows = list(
        RatingGiven.objects.filter(file__in=files).order_by("id").values_list("indicator", "unit", "rater", "value")
    )
    found = []
    for name in dict.fromkeys(row[0] for row in rows):
        mine = [row for row in rows if row[0] == name]
        units, raters = codes([row[1] for row in mine]), codes([row[2] for row in mine])
        matrix = np.full((units.max() + 1, raters.max() + 1), np.nan)
        matrix[units, raters] = [np.nan if row[3] is None else row[3] for row in mine]
        found.append((name, matrix))
    return found


def parts(files: Sequence[LearningFile]) -> list[Part]:
    """What can be said, in the order of the page. Kept for a day under the files it rests on: a file is never changed,
    only added or removed."""
    name = "learning:" + hashlib.sha256(",".join(sorted(str(file.key) for file in files)).encode()).hexdigest()
    kept: list[Part] | None = cache.get(name)
    if kept is None:
        kept = _parts(files)
        cache.set(name, kept, KEPT_SECONDS)
    return kept


def _parts(files: Sequence[LearningFile]) -> list[Part]:
    if not files:
        return []
    from kopuro.learning.rules import summary, summary_judgements  # noqa: PLC0415 - numerical libraries load here only

    kinds = {file.kind for file in files}
    out: list[Part] = []
    if "answers" in kinds:
        for about, mine in tests_of(files):
            answers = answers_of(mine)
            found = (summary.gain_part(answers), summary.items_part(answers))
            out += [replace(part, about=about) for part in found]
    if "judgements" in kinds:
        decisions = decisions_of(files)
        out += [
            summary_judgements.detection_part(decisions),
            summary_judgements.calibration_part(decisions),
            summary_judgements.bias_part(decisions),
        ]
    if "ratings" in kinds:
        out.append(summary.agreement_part(indicators_of(files)))
    return out


def tests_of(files: Sequence[LearningFile]) -> list[tuple[str, list[LearningFile]]]:
    """The tables of each test, with its name where there are several: points of different tests are never mixed. Where
    before and after were taken in under different names, the activity holds them together."""
    mine = [file for file in files if file.kind == "answers"]
    occasions: dict[int, set[str]] = defaultdict(set)
    for file, occasion in Answer.objects.filter(file__in=mine).order_by().values_list("file_id", "occasion").distinct():
        occasions[file].add(occasion)
    named = _grouped(mine, lambda file: f"{file.instrument} {file.version}".strip())
    if not all(
        {Occasion.PRE, Occasion.POST} <= set().union(*(occasions[one.pk] for one in group)) for _n, group in named
    ):
        named = _grouped(mine, lambda file: str(file.activity))
    return named if len(named) > 1 else [("", mine)]


def _grouped(
    files: Sequence[LearningFile], name: Callable[[LearningFile], str]
) -> list[tuple[str, list[LearningFile]]]:
    found: dict[str, list[LearningFile]] = defaultdict(list)
    for file in sorted(files, key=lambda one: (str(one.activity.start or ""), one.pk)):
        found[name(file)].append(file)
    return list(found.items())


@dataclass(frozen=True)
class Level:
    """A level of Kirkpatrick's frame, whether anything here measured it, and what that means."""

    words: str
    measured: bool
    note: str


def coverage(files: Sequence[LearningFile]) -> list[Level]:
    """What was measured, and above all what was NOT."""
    kinds = {file.kind for file in files}
    measured = bool(kinds & {"answers", "judgements"})
    later = Answer.objects.filter(file__in=files, occasion=Occasion.LATER).exists()
    later = later or Judgement.objects.filter(file__in=files, occasion=Occasion.LATER).exists()
    learning = _("by what is shown on this page") if measured else ""
    if measured:
        kept = _("; also months later, at a call-back") if later else _("; whether it lasts was not measured")
        learning += kept
    notes = {
        Kirkpatrick.LEARNING: learning,
        Kirkpatrick.BEHAVIOUR: _("a test or a fictional case does not show what people do at work"),
        Kirkpatrick.RESULTS: _("no figure here says that a training changed anything for people outside the room"),
    }
    return [
        Level(str(level.label), measured and level == Kirkpatrick.LEARNING, notes.get(level, ""))
        for level in Kirkpatrick
    ]


@dataclass(frozen=True)
class Own:
    """One's own figures of an occasion."""

    label: str
    value: str
    note: str = ""


TRIES, TRIES_SECONDS = 10, 3600


def own_result(actor: Actor, activity: Activity, code: str) -> list[Own]:
    """What stands under a self-made code, for the person who made it; nothing when the keys are final.

    Raises `Problem` `learning.tries` after ten codes in an hour: codes are short, and nobody may try those of others.
    """
    name = f"learning-own:{actor.key}:{activity.pk}"
    cache.add(name, 0, TRIES_SECONDS)
    if cache.incr(name) > TRIES:
        raise Problem("learning.tries", _("That were many codes in an hour. Try again later."), status=429)
    pairing = Pairing.objects.filter(activity=activity).first()
    if pairing is None or not pairing.salt or not code.strip():
        return []
    key = key_of(pairing.salt, code)
    return [*_own_tests(activity, key), *_own_judgements(activity, key)]


def _own_tests(activity: Activity, key: Any) -> list[Own]:
    rows = []
    for occasion in Occasion:
        mine = Answer.objects.filter(file__activity=activity, key=key, occasion=occasion, score__isnull=False)
        scores = [float(score or 0) for score in mine.values_list("score", flat=True)]
        if scores:
            said = _("%(points)s points in %(n)s answers") % {"points": f"{sum(scores):g}", "n": len(scores)}
            note, noise = "", _noise_of_a_score(activity)
            if noise is not None and len(scores) == noise[1]:
                low, high = max(0.0, sum(scores) - 1.96 * noise[0]), sum(scores) + 1.96 * noise[0]
                note = _(
                    "another such test could as well give %(low)s to %(high)s: feedback with an interval, never a grade"
                ) % {"low": f"{low:.0f}", "high": f"{min(high, noise[2]):.0f}"}
            rows.append(Own(_("Test %(when)s") % {"when": occasion.label}, said, note))
    return rows


def _noise_of_a_score(activity: Activity) -> tuple[float, int, float] | None:
    """Standard error of measurement of the test after, its number of items, its highest score; None below ten people."""
    files = list(LearningFile.objects.filter(activity=activity, kind="answers").select_related("activity"))
    part = next((one for one in parts(files) if one.name == "items" and one.is_shown), None)
    gain = next((one for one in parts(files) if one.name == "gain" and one.is_shown), None)
    if part is None or gain is None or part.data.get("sem") is None:
        return None
    return float(part.data["sem"]), len(part.items), gain.top


def _own_judgements(activity: Activity, key: Any) -> list[Own]:
    from kopuro.learning.rules.detection import SeatCounts, formula_intervals  # noqa: PLC0415 - as above
    from kopuro.learning.rules.words import figure  # noqa: PLC0415 - as above

    rows = []
    for occasion in Occasion:
        judged = Judgement.objects.filter(
            file__activity=activity, seat=key, occasion=occasion, signal__isnull=False, response__isnull=False
        )
        mine = list(judged.values_list("signal", "response"))
        if not mine:
            continue
        hits = sum(bool(signal) and response == 1 for signal, response in mine)
        signals = sum(bool(signal) for signal, _response in mine)
        alarms = sum(not signal and response == 1 for signal, response in mine)
        others = len(mine) - signals
        said = _("%(hits)s of %(signals)s signals noticed, %(alarms)s false alarms in %(others)s other cases") % {
            "hits": hits, "signals": signals, "alarms": alarms, "others": others,
        }  # fmt: skip
        note = ""
        if signals and others:
            intervals, _notes = formula_intervals(SeatCounts.of(hits, signals - hits, alarms, others - alarms))
            note = _("sensitivity d′ %(figure)s: the interval is wide, so this is feedback and never a grade") % {
                "figure": say(figure(intervals.d_prime))
            }
        rows.append(Own(_("Cases %(when)s") % {"when": occasion.label}, said, note))
    return rows
