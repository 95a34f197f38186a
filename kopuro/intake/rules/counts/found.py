"""What the count reader hands back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CountFound:
    """One counted thing as written.

    start, end: span of hedge, number and label in the original text.
    number, upper: the number; the upper end of a range ('35-40'), else None.
    qualifier: 'exact', 'about' ('some 35', 'nearly', 'up to', a range) or 'at_least' ('over', 'more than', '100+').
    unit: 'people', 'sessions', 'activities', 'districts', 'countries', 'organisations' or 'other'.
    label: the group's words as written ('neighbourhood and youth inspectors'); '' when none are given.
    role: 'participants', 'trainers', 'staff', 'beneficiaries', 'programme_total', 'subgroup' or 'other'.
    stage: 'attended', 'planned', 'registered' or 'reported' (stated without a word of attending).
    mode: 'onsite', 'online' or None.
    """

    start: int
    end: int
    number: int
    upper: int | None
    qualifier: str
    unit: str
    label: str
    role: str
    stage: str
    mode: str | None
