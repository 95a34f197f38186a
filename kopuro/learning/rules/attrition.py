"""Who has only one of the two tests, and whether they began differently from those who stayed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kopuro.learning.rules.effect_size import independent
from kopuro.learning.rules.results import (
    Floats,
    Plain,
    finite,
    many,
)
from kopuro.learning.rules.said import gettext_noop


@dataclass(frozen=True)
class Attrition(Plain):
    """Who has only one of the two tests, and how the pre-test of those who left compares with that of those who stayed."""

    pre_only: int
    post_only: int
    mean_pre_stayed: float | None
    mean_pre_left: float | None
    hedges_g: float | None


def attrition_of(pre: Floats, post: Floats, both: np.ndarray, notes: list[str]) -> Attrition:
    """Return the attrition of scores (people,), nan for missing; `both` marks complete pairs; tells in `notes`."""
    left = ~np.isnan(pre) & np.isnan(post)
    late = np.isnan(pre) & ~np.isnan(post)
    if not left.any() and not late.any():
        return Attrition(0, 0, None, None, None)
    notes.append(
        gettext_noop(
            "Not paired: %(left)s without the post-test, %(late)s without the pre-test.",
            left=many(int(left.sum()), "person", "people"),
            late=many(int(late.sum()), "person", "people"),
        )
    )
    g = None
    if left.sum() >= 2 and both.sum() >= 2:
        sd = pre[both].std(ddof=1), pre[left].std(ddof=1)
        if max(sd) > 0:
            stayed, gone = float(pre[both].mean()), float(pre[left].mean())
            g = independent(stayed, gone, float(sd[0]), float(sd[1]), int(both.sum()), int(left.sum())).g
            if abs(g) > 0.2:
                notes.append(
                    gettext_noop(
                        "Those who left began differently (Hedges' g %(g)s): the gain may not be everybody's.",
                        g=f"{g:.2f}",
                    )
                )
    return Attrition(
        int(left.sum()),
        int(late.sum()),
        float(pre[both].mean()) if both.any() else None,
        float(pre[left].mean()) if left.any() else None,
        finite(g),
    )
