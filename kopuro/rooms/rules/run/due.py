"""What the clock causes: phases that begin, injects whose time or condition has come, answers that are due."""

from __future__ import annotations

from kopuro.rooms.rules.conditions import holds
from kopuro.rooms.rules.scenario.model import Inject

from . import audience
from .clock import exercise_time
from .decide.leading import entering
from .decide.putting_in import meant_for, releasing
from .decide.talking import answering
from .events import Draft
from .facts import TeamFacts
from .play import Play
from .state import RunState


def due(state: RunState, play: Play, now: int) -> list[Draft]:
    """Drafts of what has to happen at server time `now` (ms); empty when nothing has, or while the clock stands.

    After they were applied, ask again: an inject may bring another. It ends: each inject reaches a team once."""
    if state.status != "running" or state.phase not in play.phases:
        return []
    drafts = [answering(state, play, seq, "") for seq in _answers(state, now)]
    drafts += _injects(state, play, now)
    if not drafts:
        drafts += _phase(state, play, now)
    return drafts


def _answers(state: RunState, now: int) -> list[str]:
    at = exercise_time(state, now)
    return [
        seq
        for seq, asked in state.requests.items()
        if not asked["answered"] and asked["due"] is not None and asked["due"] <= at
    ]


def _phase(state: RunState, play: Play, now: int) -> list[Draft]:
    after = play.next_phase(state.phase)
    if after is None or after.enter == "manual":
        return []
    if after.enter == "after":
        over = exercise_time(state, now) - state.phase_base >= play.phases[state.phase].length * 1000
        return [entering(play, after.code, "")] if over else []
    condition = play.enter.get(after.code)
    teams = [team for team in state.teams if state.trainees(team)]
    if condition is None or not teams:
        return []
    ready = all(holds(condition, TeamFacts(state, play, team, now)) for team in teams)
    return [entering(play, after.code, "")] if ready else []


def _injects(state: RunState, play: Play, now: int) -> list[Draft]:
    at = exercise_time(state, now)
    drafts = []
    taken: dict[tuple[str, str], str] = {}  # groups filled by an earlier draft of this very moment
    for inject in play.by_phase.get(state.phase, ()):
        if inject.trigger.manual or inject.contingency:
            continue
        teams: list[str] = []
        arming: list[str] = []
        disarming: list[str] = []
        for team in meant_for(state, inject):
            come, change = _comes(state, play, inject, team, at, now)
            if change:
                (arming if change == "arm" else disarming).append(team)
            if come and inject.one_of:
                come = taken.setdefault((team, inject.one_of), inject.code) == inject.code
            if come:
                teams.append(team)
        if arming:
            data = {"inject": inject.code, "teams": arming, "due": at + inject.trigger.delay * 1000}
            drafts.append(Draft("inject.armed", "", audience.STAFF_ONLY, data))
        if disarming:
            data = {"inject": inject.code, "teams": disarming, "due": None}
            drafts.append(Draft("inject.armed", "", audience.STAFF_ONLY, data))
        if teams:
            drafts.append(releasing(state, play, inject, teams, ""))
    return drafts


def _comes(state: RunState, play: Play, inject: Inject, team: str, at: int, now: int) -> tuple[bool, str]:
    """(send it to the team now, "arm" it for later or "disarm" it because its condition has passed)."""
    known = state.injects.get(inject.code)
    if known and (team in known["sent"] or team in known["held"] or team in known["recalled"]):
        return False, ""
    if inject.one_of and state.groups.get(team, {}).get(inject.one_of):
        return False, ""
    trigger = inject.trigger
    if trigger.at is not None:
        return at - state.phase_base >= trigger.at * 1000, ""
    if trigger.after is not None:
        before = state.sent(trigger.after, team)
        return before is not None and at >= before[1] + trigger.delay * 1000, ""
    armed = known["armed"].get(team) if known else None
    if armed is not None and at < armed:
        return False, ""
    condition = play.when.get(inject.code)
    true = condition is not None and holds(condition, TeamFacts(state, play, team, now))
    if armed is not None:
        return true, "" if true else "disarm"
    if true and trigger.delay:
        return False, "arm"
    return true, ""
