"""A test from a table: the item model, classical statistics, and on request fit, scores and differential functioning."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from kopuro.core.problems import Problem
from kopuro.learning.rules.classical import ClassicalResult, classical
from kopuro.learning.rules.items import ItemsResult, fit_items
from kopuro.learning.rules.items.dif import DifResult, dif
from kopuro.learning.rules.items.fit import ItemFit, ModelFit, item_fit, m2
from kopuro.learning.rules.items.scores import Scores, eap, wle
from kopuro.learning.rules.model_words import classical_words, dif_words, fit_words, items_words
from kopuro.learning.rules.score_tables import AnswersTable
from kopuro.learning.rules.words import notes

# "1PL" is said of two models: with a common slope that is estimated, and with all slopes 1. Each names the other.
OTHER = {
    "1pl": ("rasch", "slope_one", "With all slopes 1"),
    "rasch": ("1pl", "common_slope", "With a common slope that is estimated"),
}


@dataclass(frozen=True)
class ItemsReport:
    """`model` always; the rest where it was asked for."""

    model: ItemsResult
    classical: ClassicalResult
    items: tuple[ItemFit, ...] | None
    fit: ModelFit | None
    scores: Scores | None
    dif: DifResult | None
    other: ItemsResult | None = None  # the other convention of the one-parameter model, without standard errors

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys: the item model at the top level."""
        answer = self.model.as_json() | {"classical": self.classical.as_json()}
        if self.items is not None and self.fit is not None:
            answer["item_fit"], answer["model_fit"] = [one.as_json() for one in self.items], self.fit.as_json()
        if self.scores is not None:
            answer["scores"] = {
                "method": self.scores.method,
                "theta": self.scores.theta,
                "se": self.scores.se,
                "answered": self.scores.answered,
                "reliability": self.scores.reliability,
                "notes": list(self.scores.notes),
            }
        if self.dif is not None:
            answer["dif"] = self.dif.as_json()
        if self.other is not None:
            answer[OTHER[self.model.model][1]] = {
                "log_likelihood": self.other.log_likelihood,
                "items": [{"name": one.name, "a": one.a, "d": one.d[0], "b": one.b[0]} for one in self.other.items],
            }
        return answer

    def words(self) -> list[str]:
        """Return lines for people; single scores are in JSON only."""
        lines = items_words(self.model)
        if self.other is not None:
            model, _key, said = OTHER[self.model.model]
            slope = self.other.items[0].a
            lines.append(
                f"  {said} (--model {model}): slope {slope:.3f}, log-likelihood {self.other.log_likelihood:.3f}."
            )
        lines += ["", *classical_words(self.classical)]
        if self.items is not None and self.fit is not None:
            lines += ["", *fit_words(self.items, self.fit)]
        if self.dif is not None:
            lines += ["", *dif_words(self.dif)]
        if self.scores is not None and self.scores.reliability is not None:
            lines += [
                "",
                f"Reliability of the {self.scores.method} scores: {self.scores.reliability:.2f} (scores: --json).",
            ]
        told = [*self.model.notes, *(f"classical: {note}" for note in self.classical.notes)]
        told += [] if self.fit is None else self.fit.notes
        told += [] if self.dif is None else self.dif.notes
        return lines + notes(told)


def items_report(
    read: AnswersTable,
    *,
    model: str = "1pl",
    nodes: int = 61,
    tolerance: float = 1e-6,
    standard_errors: str | None = "oakes",
    fit: bool = False,
    scores: Literal["eap", "wle"] | None = None,
    guess_prior: tuple[float, float] | None = (5.0, 17.0),
) -> ItemsReport:
    """Return the report of a table of answers (see score_tables.items_table). A group in it adds DIF by that group.

    Raises Problem `learning.items_*` from the models, and for DIF on weighted patterns.
    """
    if read.groups is not None and read.weights is not None:
        raise Problem("learning.dif_weights", "DIF needs a row per person: leave --weights out, or the group.")
    how: dict[str, Any] = {"weights": read.weights, "names": read.items, "nodes": nodes, "tolerance": tolerance}
    fitted = fit_items(read.matrix, model=model, standard_errors=standard_errors, guess_prior=guess_prior, **how)
    other = None
    if model in OTHER:
        with suppress(Problem):  # one item alone has no common slope
            other = fit_items(read.matrix, model=OTHER[model][0], standard_errors=None, **how)
    found = None
    if read.groups is not None:
        by_model = {"rasch": "1pl", "3pl": "2pl"}.get(model, model)
        found = dif(read.matrix, [group or "(none)" for group in read.groups], model=by_model, names=read.items)
    return ItemsReport(
        fitted,
        classical(read.matrix, weights=read.weights, names=read.items),
        item_fit(fitted, read.matrix, read.weights) if fit else None,
        m2(fitted, read.matrix, read.weights) if fit else None,
        {"eap": eap, "wle": wle}[scores](fitted, read.matrix) if scores else None,
        found,
        other,
    )
