"""The judgements of a sealed room as learning data: the seam between rooms and learning, put together here because
neither knows the other's tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.crypto import salted_hmac

from kopuro.core.actor import Actor
from kopuro.core.models import DoneOnce
from kopuro.core.problems import Problem
from kopuro.learning import access, actions
from kopuro.learning.models import LearningFile
from kopuro.learning.rules.columns import Columns
from kopuro.rooms.desk import desk
from kopuro.rooms.models import Run
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.scenario.cases import Case, RatingSet
from kopuro.rooms.terms import Mode, RunStatus

HEADERS = ("code", "case", "signal", "response", "confidence", "pair", "trait", "level")
COLUMNS = Columns({name: place for place, name in enumerate(HEADERS)})
SAYS = {"signal": "1", "no_signal": "0", "not_enough": ""}


def take_room(*, actor: Actor, at: datetime, run: Run, occasion: str = "post") -> list[LearningFile]:
    """Takes in what each seat judged alone, a file for each set of cases, under random keys of its own: a seat of this
    run is no seat of another, and no person. A set that was taken before, by whomever, is given as it was taken.

    Raises `Problem` `learning.room` for a run that is not sealed, played for show, or without an activity, and those
    of `learning.actions.take_in`; then of that set nothing is stored.
    """
    if run.status != RunStatus.SEALED or run.mode != Mode.TRAINING or run.activity is None:
        raise Problem(
            "learning.room", "Only a sealed training room that belongs to an activity gives learning data.", status=409
        )
    if not access.may_take_in(actor, run.activity):
        raise Problem(
            "learning.not-allowed", "Trainers, evaluators and the team take learning data in. Ask them.", status=403
        )
    before = _taken(run)
    files = []
    for code, name, rows in _tables(run):
        keys = [key for key in before if key.split(":")[2] == code]
        known = next((file for key in keys if (file := before[key]) is not None), None)
        files.append(
            known
            or actions.take_in(
                actor=actor, at=at, activity=run.activity, kind="judgements", title=f"{run.title}: {name}", headers=HEADERS, rows=rows,
                columns=COLUMNS, occasion=occasion, instrument=run.version.scenario.code, version=str(run.version.number),
                key=f"room:{run.key}:{code}:{len(keys)}",
            )
        )  # fmt: skip
    return files


def taken_of(run: Run) -> list[LearningFile]:
    """What stands in learning of this run."""
    return [file for file in _taken(run).values() if file is not None]


def judged(run: Run) -> tuple[int, int]:
    """(seats, judgements) that would be taken."""
    rows = [row for _code, _name, given in _tables(run) for row in given]
    return len({row[0] for row in rows}), len(rows)


def _tables(run: Run) -> list[tuple[str, str, list[tuple[str, ...]]]]:
    return desk().read(run.log_name, lambda hall: tables_of(hall.play, hall.state.ratings, run.log_name))


def _taken(run: Run) -> dict[str, LearningFile | None]:
    """Key of each taking → its file, None where that was removed since."""
    done = dict(DoneOnce.objects.filter(key__startswith=f"room:{run.key}:").values_list("key", "thing_id"))
    files = LearningFile.objects.in_bulk([pk for pk in done.values() if pk])
    return {key: files.get(pk) if pk else None for key, pk in done.items()}


def tables_of(play: Play, ratings: Mapping[str, Any], run: str) -> list[tuple[str, str, list[tuple[str, ...]]]]:
    """(code of the set, its title, rows under `HEADERS`) for each set that somebody judged alone."""
    found = []
    for rated in play.scenario.sets:
        seats = ratings.get(rated.code, {}).get("seats", {})
        rows = [row for seat, given in seats.items() for row in _rows(play, rated, _code(run, seat), given)]
        if rows:
            found.append((rated.code, rated.title.get("en") or rated.code, rows))
    return found


def _code(run: str, seat: str) -> str:
    """A code that nobody can type: staff know run and seat, and must not find a seat's figures by them."""
    return salted_hmac("kopuro.learning.room", f"{run} {seat}").hexdigest()


def _rows(play: Play, rated: RatingSet, seat: str, given: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """“Not enough to tell” is no judgement of a signal, and stays empty."""
    means = {value.code: SAYS[value.means] for value in rated.values}
    rows = []
    for code, row in given.items():
        case = play.cases[code]
        pair = _pair(play, rated, case)
        rows.append(
            (seat, code, means.get(case.key.value, ""), means.get(row["value"], ""), str(row["confidence"]), *pair)
        )
    return rows


def _pair(play: Play, rated: RatingSet, case: Case) -> tuple[str, str, str]:
    """Pair, trait and variant, where the case belongs to a matched pair of two that differ in one trait and have the same
    key: a trait that changes the key may move judgements, and ought to."""
    for codes in rated.design.pairs:
        if case.code in codes and len(codes) == 2:
            one, other = (dict(play.cases[code].attributes) for code in codes)
            differing = [name for name in one if one[name] != other.get(name)]
            if len(differing) == 1 and len({play.cases[code].key.value for code in codes}) == 1:
                return "/".join(codes), differing[0], dict(case.attributes)[differing[0]]
    return "", "", ""
