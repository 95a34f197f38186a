"""What a condition may ask about one team, read off the state of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .clock import exercise_time, in_phase
from .play import Play
from .state import RunState


class TeamFacts:
    """The facts of `team` at server time `now` (ms); see `conditions.Facts`."""

    def __init__(self, state: RunState, play: Play, team: str, now: int) -> None:
        self.state = state
        self.play = play
        self.team = team
        self.now = now

    def _members(self) -> set[str]:
        return {seat for seat, held in self.state.seats.items() if held["team"] == self.team}

    def choices(self, inject: str) -> Sequence[str]:
        made = self.state.decisions.get(inject)
        if made is None:
            return ()
        if self.team in made["teams"]:
            return (made["teams"][self.team]["option"],)
        if self.play.injects[inject].by == "both":  # what members think alone is not yet the team's decision
            return ()
        return self._alone(made)

    def _alone(self, made: dict) -> list[str]:  # type: ignore[type-arg]
        members = self._members()
        return [one["option"] for seat, one in made["seats"].items() if seat in members]

    def shares(self, inject: str) -> Sequence[str]:
        if inject in self.state.polls:
            members = self._members()
            return [option for seat, given in self.state.polls[inject].items() if seat in members for option in given]
        made = self.state.decisions.get(inject)
        return self._alone(made) if made else ()

    def confidences(self, inject: str) -> Sequence[float]:
        made = self.state.decisions.get(inject)
        if made is None:
            return ()
        if self.team in made["teams"]:
            return (made["teams"][self.team]["confidence"],)
        if self.play.injects[inject].by == "both":
            return ()
        members = self._members()
        return [one["confidence"] for seat, one in made["seats"].items() if seat in members]

    def rated(self, rating_set: str) -> bool:
        given = self.state.ratings.get(rating_set)
        rated = self.play.sets.get(rating_set)
        if given is None or rated is None:
            return False
        if set(rated.cases) <= set(given["teams"].get(self.team, {})):
            return True
        present = self.state.trainees(self.team)
        return bool(present) and all(
            seat in given["locked"] or set(rated.cases) <= set(given["seats"].get(seat, {})) for seat in present
        )

    def rating(self, rating_set: str, case: str) -> str | None:
        given = self.state.ratings.get(rating_set)
        if given is None:
            return None
        if case in given["teams"].get(self.team, {}):
            return str(given["teams"][self.team][case]["value"])
        members = self._members()
        alone = Counter(
            rows[case]["value"] for seat, rows in given["seats"].items() if seat in members and case in rows
        )
        return min(alone, key=lambda value: (-alone[value], value)) if alone else None

    def count(self, things: str) -> int:
        return self.state.counts.get(self.team, {}).get(things, 0)

    def happened(self, word: str, code: str) -> bool:
        state = self.state
        if word == "flag":
            return code in state.flags.get(self.team, {})
        if word == "sent":
            return state.sent(code, self.team) is not None
        if word == "asked":
            return any(one["code"] == code and one["team"] == self.team for one in state.requests.values())
        sent = state.sent(code, self.team)
        if sent is None:
            return False
        seats = (state.opened if word == "opened" else state.acked).get(str(sent[0]), {})
        return not self._members().isdisjoint(seats)

    def elapsed(self) -> float:
        return exercise_time(self.state, self.now) / 1000

    def in_phase(self) -> float:
        return in_phase(self.state, self.now) / 1000
