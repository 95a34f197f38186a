"""The folder of a version, whether it is reviewed, what the panel says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from kopuro.core.actor import Actor
from kopuro.rooms.access import runs_visible_to, scenarios_visible_to
from kopuro.rooms.models import PanelRating, Run, Scenario, Version
from kopuro.rooms.rules.lint import findings_of
from kopuro.rooms.rules.scenario import Finding, Loaded, read_files
from kopuro.rooms.rules.scenario.cases import Key
from kopuro.rooms.terms import OUTSIDE_SIDES, Verdict

PANEL_LEAST = 5


def files_of(version: Version) -> dict[str, bytes]:
    """The whole folder, media included."""
    files = {name: text.encode() for name, text in version.files.items()}
    for row in version.media.select_related("file"):
        files[f"media/{row.name}"] = bytes(row.file.data)
    return files


def loaded(version: Version) -> Loaded:
    return read_files(files_of(version))


def findings(version: Version) -> tuple[Finding, ...]:
    return findings_of(loaded(version))


def is_reviewed(version: Version) -> bool:
    """Two reviewers approve, one of them from human rights or civil society, and nobody returns it."""
    reviews = list(version.reviews.all())
    approved = [one for one in reviews if one.verdict == Verdict.APPROVED]
    outside = any(one.side in OUTSIDE_SIDES for one in approved)
    return len(approved) >= 2 and outside and len(approved) == len(reviews)


def library(actor: Actor) -> QuerySet[Scenario]:
    """Scenarios with their versions, newest first."""
    versions = Version.objects.defer("files").prefetch_related("reviews").order_by("-number")
    rows = scenarios_visible_to(actor).select_related("programme")
    return rows.prefetch_related(Prefetch("versions", versions, to_attr="all_versions"))


def runs(actor: Actor) -> QuerySet[Run]:
    return runs_visible_to(actor).defer("version__files").annotate(staff=Count("seats"))


@dataclass(frozen=True)
class PanelSet:
    code: str
    raters: int


def panel_sets(version: Version) -> list[PanelSet]:
    """How many experts have rated each set."""
    rows = version.panel.values("rating_set").annotate(n=Count("account", distinct=True)).order_by("rating_set")
    return [PanelSet(row["rating_set"], row["n"]) for row in rows]


def panel_key(version: Version) -> dict[str, Key] | None:
    """The panel's key of every rated case: the commonest value (the first of the set's order among equals) with the
    share of experts for each value. None while a set has fewer than `PANEL_LEAST` experts."""
    scenario = loaded(version).scenario
    if scenario is None or not scenario.sets:
        return None
    keys: dict[str, Key] = {}
    before = {case.code: case.key for case in scenario.cases}
    given: dict[tuple[str, str], list[str]] = {}
    for row in PanelRating.objects.filter(version=version):
        given.setdefault((row.rating_set, row.case), []).append(row.value)
    for rated in scenario.sets:
        order = [value.code for value in rated.values]
        for case in rated.cases:
            votes = Counter(given.get((rated.code, case), []))
            if votes.total() < PANEL_LEAST:
                return None
            top = max(order, key=lambda value: (votes[value], -order.index(value)))
            spread = tuple((value, round(votes[value] / votes.total(), 3)) for value in order)
            keys[case] = Key(top, spread, votes.total(), before[case].because, before[case].indicators)  # type: ignore[arg-type]
    return keys
