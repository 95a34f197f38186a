"""The engagement ladder as a fold of its steps: an agency climbs, stalls, reopens, sometimes falls back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kopuro.core.problems import Problem

RUNGS = (
    "presented",
    "contact_named",
    "questionnaire_sent",
    "questionnaire_back",
    "mission_held",
    "plan_agreed",
    "running",
)


@dataclass(frozen=True)
class Standing:
    """Where an agency stands: `rung` is "" before the first step; `reached` are rungs ever climbed."""

    rung: str = ""
    stalled: bool = False
    reached: frozenset[str] = frozenset()

    @property
    def height(self) -> int:
        """0 before the first rung, 7 when running."""
        return RUNGS.index(self.rung) + 1 if self.rung else 0


def check(standing: Standing, move: str, rung: str) -> None:
    """Raises `Problem` `engagement.ladder` for a step that can't follow: stalling twice, reopening what runs,
    climbing while stalled, climbing to where one stands or below."""
    if move == "stall" and standing.stalled:
        raise Problem("engagement.ladder", "This agency is already marked as stalled. Reopen it when it moves again.")
    if move == "stall" and not standing.rung:
        raise Problem(
            "engagement.ladder",
            "Nothing has begun with this agency yet, so it can't stall. Record the presentation first.",
        )
    if move == "reopen" and not standing.stalled:
        raise Problem("engagement.ladder", "This agency is not stalled. Record the next step instead.")
    if move == "climb" and standing.stalled:
        raise Problem("engagement.ladder", "This agency is stalled. Record that it has reopened, then the next step.")
    if move in ("climb", "back"):
        if rung not in RUNGS:
            raise Problem("engagement.ladder", "Choose one of the steps of the ladder.")
        height = RUNGS.index(rung) + 1
        if move == "climb" and height <= standing.height:
            raise Problem(
                "engagement.ladder", "This step is already behind you. Choose a later one, or “fell back to”."
            )
        if move == "back" and height >= standing.height:
            raise Problem("engagement.ladder", "Falling back needs an earlier step than the present one.")


def after(standing: Standing, move: str, rung: str) -> Standing:
    """The standing after one step (see `check` for what may follow)."""
    if move == "stall":
        return replace(standing, stalled=True)
    if move == "reopen":
        return replace(standing, stalled=False)
    return replace(standing, rung=rung, reached=standing.reached | {rung})


def standing(steps: Iterable[tuple[str, str]]) -> Standing:
    """Folds (move, rung) pairs in their order of time."""
    now = Standing()
    for move, rung in steps:
        now = after(now, move, rung)
    return now
