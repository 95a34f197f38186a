"""What kind of activity a text speaks of, whether it was held, and whether on site: the words for it in the languages read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kopuro.intake.rules.phrases import Phrases, listed

TYPES = (
    "training",
    "workshop",
    "seminar",
    "conference",
    "study_visit",
    "dialogue",
    "meeting",
    "steering_committee",
    "mission",
    "camp",
    "campaign",
    "other",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A word for an activity: its type ("" for words like "event" that only point back), many or one, how firmly it says so (3 firm, 1 weak)."""

    type: str
    plural: bool = False
    weight: int = 3


@cache
def kind_phrases() -> Phrases[Kind | None]:
    """The table of activity words; a hit with None names no activity and shields the words inside it."""
    table: Phrases[Kind | None] = Phrases()
    for (key,), words in listed("kinds.tsv"):
        if key == "none":
            table.add_all(words, None)
            continue
        name, number, weight = key.split()
        table.add_all(words, Kind("" if name == "-" else name, number == "many", int(weight)))
    return table.seal()


@cache
def verb_phrases() -> Phrases[str]:
    """Verbs that say something was held ("held"), is under way ("ongoing") or is to come ("planned"); "" shields what only looks like one."""
    table: Phrases[str] = Phrases()
    by_status: dict[str, list[str]] = {"planned": [], "ongoing": [], "held": [], "none": []}
    for (status,), words in listed("verbs.tsv"):
        by_status[status] += words
    for status, verbs in by_status.items():  # of two entries with the same words the first stands
        table.add_all(verbs, "" if status == "none" else status)
    return table.seal()


@cache
def mode_phrases() -> Phrases[str]:
    """Words that say how people met; "" shields phrases where the word is said of a subject."""
    table: Phrases[str] = Phrases()
    for (mode,), words in listed("modes.tsv"):
        table.add_all(words, "" if mode == "subject" else mode)
    return table.seal()


def mode_of(found: set[str], has_site: bool) -> str | None:
    """Mode from the words found about one activity and whether a place was stated: both kinds of words mean hybrid."""
    if "hybrid" in found or {"online", "onsite"} <= found:
        return "hybrid"
    if "online" in found:
        return "online"
    return "onsite" if has_site or "onsite" in found else None
