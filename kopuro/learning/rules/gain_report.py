"""Gain from a table of scores: paired figures, the model with everybody in it, groups and a waiting group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kopuro.learning.rules.gain import GainResult, gains_by_group, paired_gain, unpaired_gain
from kopuro.learning.rules.gain_model import (
    DifferenceInDifferences,
    GainModel,
    difference_in_differences,
    gain_model,
)
from kopuro.learning.rules.results import LEVEL
from kopuro.learning.rules.score_tables import Scores
from kopuro.learning.rules.words import gain_words


@dataclass(frozen=True)
class GainReport:
    """The gain, and what the table's further columns add to it."""

    gain: GainResult
    model: GainModel | None
    waited: DifferenceInDifferences | None
    groups: dict[str, dict[str, Any]] | None
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys: the gain at the top level."""
        answer = self.gain.as_json()
        if self.model is not None:
            answer["model"] = self.model.as_json()
        if self.waited is not None:
            answer["difference_in_differences"] = self.waited.as_json()
        if self.groups is not None:
            answer["groups"] = self.groups
        answer["notes"] = [*self.notes, *answer["notes"]]
        return answer

    def words(self) -> list[str]:
        """Return lines for people."""
        return [*gain_words(self.gain, self.model, self.waited), *(f"  - {note}" for note in self.notes)]


def gain_report(
    scores: Scores,
    *,
    maximum: float | None = None,
    reliability: float | None = None,
    unpaired: bool = False,
    resamples: int = 2000,
    seed: int = 1,
    level: float = LEVEL,
) -> GainReport:
    """Return the report of scores. The mixed model is fitted where sites or unpaired scores give it something to add."""
    how: dict[str, Any] = {"maximum": maximum, "resamples": resamples, "seed": seed, "level": level}
    if unpaired:
        return GainReport(unpaired_gain(scores.pre, scores.post, **how), None, None, None, scores.notes)
    gain = paired_gain(scores.pre, scores.post, reliability=reliability, **how)
    model = waited = groups = None
    if scores.sites is not None or gain.attrition.pre_only or gain.attrition.post_only:
        model = gain_model(scores.pre, scores.post, sites=scores.sites, cohorts=scores.cohorts, level=level)
    if scores.groups is not None:
        groups = gains_by_group(scores.pre, scores.post, [group or "(none)" for group in scores.groups])
    notes = scores.notes
    if scores.trained is not None:
        waited = difference_in_differences(scores.pre, scores.post, scores.trained, sites=scores.sites, level=level)
        notes += (
            "The gain is that of everybody, those who waited too: what the training added is the gain beyond theirs.",
        )
    return GainReport(gain, model, waited, groups, notes)
