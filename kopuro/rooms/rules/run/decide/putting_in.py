"""Injects by hand: release, hold, edit, recall, an own one, another branch; and releases that the clock causes."""

from __future__ import annotations

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run import audience
from kopuro.rooms.rules.run.commands import Command, code, codes, words_by_language
from kopuro.rooms.rules.run.events import Draft
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import RunState
from kopuro.rooms.rules.scenario.model import Audience, Inject

from .leading import unchanged


def _known(state: RunState, play: Play, command: Command) -> Inject:
    found = play.injects.get(code(command.data, "inject"))
    if found is None:
        raise Problem("room.inject", "The scenario has no such inject.", status=422)
    unchanged(state, command, f"inject:{found.code}")
    return found


def _teams(state: RunState, inject: Inject, command: Command) -> list[str]:
    """The teams named, or all that the inject is meant for."""
    meant = meant_for(state, inject)
    named = codes(command.data, "teams", meant) if command.data.get("teams") else meant
    if not named:
        raise Problem("room.teams", "No team of this run is meant by it.", status=422)
    return named


def meant_for(state: RunState, inject: Inject) -> list[str]:
    return [team for team in state.teams if not inject.to.teams or team in inject.to.teams]


def releasing(state: RunState, play: Play, inject: Inject, teams: list[str], seat: str, cause: int = 0) -> Draft:
    """The release of an authored inject to `teams`, with the words a facilitator may have changed before."""
    data = {"inject": inject.code, "teams": teams, "content": play.content(inject)}
    if inject.one_of:
        data["group"] = inject.one_of
    edited = state.injects.get(inject.code, {}).get("edited", {})
    return Draft("inject.released", seat, audience.for_inject(inject.to, teams, state.teams), data, dict(edited), cause)


def release(state: RunState, play: Play, command: Command) -> list[Draft]:
    inject = _known(state, play, command)
    asked = _teams(state, inject, command)
    teams = [team for team in asked if state.sent(inject.code, team) is None]
    if not teams:
        raise Problem("room.released", "Everybody meant has it already. Recall it first to send it again.")
    if inject.one_of:
        taken = [team for team in teams if state.groups.get(team, {}).get(inject.one_of)]
        if taken:
            raise Problem(
                "room.branch", "A team has another inject of this group. Choose the branch for that team instead."
            )
    return [releasing(state, play, inject, teams, command.seat)]


def hold(state: RunState, play: Play, command: Command) -> list[Draft]:
    inject = _known(state, play, command)
    held = state.injects.get(inject.code, {}).get("held", [])
    teams = [team for team in _teams(state, inject, command) if state.sent(inject.code, team) is None]
    teams = [team for team in teams if team not in held]
    if not teams:
        raise Problem("room.held", "It was sent or is held already.")
    return [Draft("inject.held", command.seat, audience.STAFF_ONLY, {"inject": inject.code, "teams": teams})]


def unhold(state: RunState, play: Play, command: Command) -> list[Draft]:
    inject = _known(state, play, command)
    held = state.injects.get(inject.code, {}).get("held", [])
    teams = [team for team in _teams(state, inject, command) if team in held]
    if not teams:
        raise Problem("room.held", "It is not held back.")
    return [Draft("inject.unheld", command.seat, audience.STAFF_ONLY, {"inject": inject.code, "teams": teams})]


def edit(state: RunState, play: Play, command: Command) -> list[Draft]:
    """New title or body. Stations that have the inject get the new words; others get them with the release."""
    inject = _known(state, play, command)
    words = {
        key: words_by_language(command.data, key, state.languages) for key in ("title", "body") if key in command.data
    }
    if not words:
        raise Problem("room.input", "Nothing was changed: give a title or a body.", status=422)
    having = [team for team in state.teams if state.sent(inject.code, team)]
    seen_by = audience.for_inject(inject.to, having, state.teams) if having else audience.STAFF_ONLY
    items = sorted({sent[0] for team in having if (sent := state.sent(inject.code, team))})
    return [Draft("inject.edited", command.seat, seen_by, {"inject": inject.code, "items": items}, words)]


def recall(state: RunState, play: Play, command: Command) -> list[Draft]:
    """Takes an inject back from every team that has it: a release is one thing for all it went to."""
    wanted = code(command.data, "inject")
    unchanged(state, command, f"inject:{wanted}")
    draft = recalling(state, play, wanted, state.teams, command.seat)
    if draft is None:
        raise Problem("room.released", "Nobody has it.")
    return [draft]


def recalling(state: RunState, play: Play, inject: str, teams: list[str], seat: str) -> Draft | None:
    """The withdrawal of every release that reached one of `teams`; other teams of the same release lose it too."""
    sent = state.injects.get(inject, {}).get("sent", {})
    items = sorted({row[0] for team, row in sent.items() if team in teams})
    if not items:
        return None
    losing = [team for team in state.teams if team in sent and sent[team][0] in items]
    seen_by = dict.fromkeys(topic for item in items for topic in state.items[str(item)]["audience"])
    data = {"inject": inject, "teams": losing, "items": items}
    authored = play.injects.get(inject)
    if authored and authored.one_of:
        data["group"] = authored.one_of
    return Draft("inject.recalled", seat, tuple(seen_by), data)


def own(state: RunState, play: Play, command: Command) -> list[Draft]:
    """An inject made up on the spot: information or a task, with words, for teams and roles."""
    data = command.data
    kind = data.get("kind", "information")
    if kind not in ("information", "task", "pause"):
        raise Problem("room.input", "An own inject is information, a task or a pause.", status=422)
    teams = codes(data, "teams", state.teams) or state.teams
    roles = codes(data, "roles", play.roles)
    words = {"title": words_by_language(data, "title", state.languages, 200)}
    words["body"] = words_by_language(data, "body", state.languages)
    name = f"own-{state.own + 1}"
    content = {"inject": name, "kind": kind, "title": {}, "body": {}, "channel": "notice"}
    to = Audience(roles=tuple(roles))  # type: ignore[arg-type]
    draft = Draft(
        "inject.released",
        command.seat,
        audience.for_inject(to, teams, state.teams),
        {"inject": name, "teams": teams, "content": content},
        words,
    )
    return [draft]


def branch(state: RunState, play: Play, command: Command) -> list[Draft]:
    """Another way for one team: what it had of the group is withdrawn, the chosen inject is sent."""
    inject = _known(state, play, command)
    team = codes(command.data, "teams", state.teams)
    if len(team) != 1 or not inject.one_of or team[0] not in meant_for(state, inject):
        raise Problem(
            "room.branch", "Choose one team and one inject of an alternatives group meant for it.", status=422
        )
    taken = state.groups.get(team[0], {}).get(inject.one_of)
    if taken == inject.code:
        raise Problem("room.released", "The team has this branch already.")
    drafts = []
    if taken:
        unchanged(state, command, f"inject:{taken}")
        withdrawn = recalling(state, play, taken, team, command.seat)
        if withdrawn:
            drafts.append(withdrawn)
            others = [one for one in withdrawn.data["teams"] if one not in team]
            if others:  # they keep what they had: sent again to them alone
                drafts.append(releasing(state, play, play.injects[taken], others, command.seat))
    return [*drafts, releasing(state, play, inject, team, command.seat)]


def flag(state: RunState, play: Play, command: Command) -> list[Draft]:
    flags = codes(command.data, "flags", list(play.scenario.flags))
    teams = codes(command.data, "teams", state.teams) or state.teams
    if not flags:
        raise Problem("room.input", "Name a flag of the scenario.", status=422)
    data = {"flags": flags, "teams": teams, "on": command.data.get("on", True) is True}
    return [Draft("flag.set", command.seat, audience.STAFF_ONLY, data)]
