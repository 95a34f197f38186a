"""The few words and number forms a drawing adds by itself; the page hands them over in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def plain_number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


@dataclass(frozen=True)
class Words:
    """English unless the page says otherwise; `mirrored` where reading goes from right to left."""

    today: str = "today"
    months: tuple[str, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    held: str = "held"
    ongoing: str = "under way"
    planned: str = "planned"
    cancelled: str = "cancelled"
    imprecise: str = "day not known"
    engagement_step: str = "step of the engagement"
    per_month: str = "activities per month"
    undated: str = "without a date"
    series: str = "Line"
    activity: str = "Activity"
    when: str = "When"
    state: str = "State"
    region: str = "Region"
    country: str = "Country"
    value: str = "Value"
    none: str = "none"
    too_few: str = "too few"
    step: str = "Step"
    after: str = "After"
    what: str = "What"
    kind: str = "Kind"
    note: str = "Note"
    period: str = "Period"
    actual: str = "Reached"
    target: str = "Target"
    indicator: str = "Indicator"
    stalled: str = "stalled"
    not_started: str = "not started"
    since: str = "Since"
    done: str = "done"
    open: str = "open"
    waiting: str = "waits for a person"
    refused: str = "not accepted"
    number: Callable[[float], str] = plain_number
    mirrored: bool = False


ENGLISH = Words()
