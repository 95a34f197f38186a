"""Whether a total is stated or only its parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from kopuro.intake.rules.counts.found import CountFound


@dataclass(frozen=True)
class Total:
    """A number of participants: `stated` in the text, or summed from `parts` that the text states."""

    number: int
    upper: int | None
    qualifier: str
    stated: bool
    parts: tuple[CountFound, ...]


def participant_total(counts: Sequence[CountFound]) -> Total | None:
    """The participants of one activity from the counts of its passage.

    A stated total wins (attended before registered before planned, then the largest); parts that stand side by side are summed
    only when no total is stated, and the same people split twice (by sex and by body) are not added twice.
    """
    people = [each for each in counts if each.unit == "people"]
    parts = [each for each in people if each.role == "subgroup"]
    stated = [each for each in people if each.role == "participants"]
    if stated:
        order = {"attended": 0, "reported": 1, "registered": 2, "planned": 3}
        best = min(stated, key=lambda each: (order[each.stage], -each.number, each.start))
        own = tuple(each for each in parts if each.number <= (best.upper or best.number))
        return Total(best.number, best.upper, best.qualifier, True, own)
    run = _first_run(parts)
    if len(run) < 2:
        return None
    qualifiers = {each.qualifier for each in run}
    qualifier = "at_least" if "at_least" in qualifiers else "about" if "about" in qualifiers else "exact"
    upper = sum(each.upper or each.number for each in run) if any(each.upper for each in run) else None
    return Total(sum(each.number for each in run), upper, qualifier, False, tuple(run))


def _first_run(parts: list[CountFound]) -> list[CountFound]:
    """The first parts that stand close together: "20 women and 15 men"."""
    run: list[CountFound] = []
    for each in parts:
        if run and each.start - run[-1].end > 40:
            break
        run.append(each)
    return run
