"""Who sees an event: a few topics, fixed when it is written. A seat holds topics; one in common is enough.

all · staff · screen · t:TEAM · r:ROLE · t:TEAM+r:ROLE · s:SEAT"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kopuro.rooms.rules.scenario.model import Audience

from .state import SCREEN, STAFF

EVERYBODY = ("staff", "all")
STAFF_ONLY = ("staff",)


def topics_of(seat: str, held: Mapping[str, Any]) -> tuple[str, ...]:
    """The topics a seat holds by what it is now."""
    if held["left"]:
        return ()
    if held["kind"] in STAFF:
        return ("staff", "all", f"s:{seat}")
    if held["kind"] == SCREEN:
        return ("screen", "all", f"s:{seat}")
    team, role = held["team"], held["role"]
    return ("all", f"t:{team}", f"r:{role}", f"t:{team}+r:{role}", f"s:{seat}")


def for_inject(to: Audience, teams: Sequence[str], all_teams: Sequence[str]) -> tuple[str, ...]:
    """Topics for an inject sent to `teams` out of `all_teams`, staff first."""
    everywhere = set(teams) >= set(all_teams)
    if to.roles:
        if everywhere:
            return ("staff", *(f"r:{role}" for role in to.roles))
        return ("staff", *(f"t:{team}+r:{role}" for team in teams for role in to.roles))
    return EVERYBODY if everywhere else ("staff", *(f"t:{team}" for team in teams))


def own(seat: str) -> tuple[str, ...]:
    return ("staff", f"s:{seat}")


def team(code: str) -> tuple[str, ...]:
    return ("staff", f"t:{code}")


def topic_for(audience: Iterable[str], held: frozenset[str] | set[str]) -> str | None:
    """The topic by which a holder of `held` sees an event: the first of its audience that is held, or None."""
    for topic in audience:
        if topic in held:
            return topic
    return None
