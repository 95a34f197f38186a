"""What those who lead see: the clock, what comes next, the teams as columns, what waits for an answer, the log flowing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kopuro.rooms import terms
from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Run
from kopuro.rooms.queries.saying import say
from kopuro.rooms.rules.run.audience import topic_for, topics_of
from kopuro.rooms.rules.run.clock import exercise_time
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import TRAINEE, RunState
from kopuro.rooms.rules.scenario.model import Inject

FLOW = 40  # newest events shown
QUIET = ("item.opened", "inject.armed")  # not in the flow of the log


@dataclass(frozen=True)
class Clock:
    """Times in ms. `now` is the exercise time when drawn; the page lets it run on while `runs`."""

    status: str
    status_label: str
    now: int
    runs: bool
    rate: float
    phase: str
    phase_title: str
    in_phase: int
    length: int
    starts: str


@dataclass(frozen=True)
class Coming:
    """An inject of this phase with the teams it has not reached; `due` is ms of exercise time from now, if known."""

    code: str
    title: str
    kind: str
    teams: tuple[tuple[str, str], ...]
    held: tuple[str, ...]
    due: int | None
    condition: str
    expect: str
    group: str


@dataclass(frozen=True)
class Sent:
    code: str
    title: str
    kind: str
    at: int
    teams: tuple[str, ...]
    opened: int
    meant: int
    needs_ack: bool
    acked: int
    answered: int
    by: str


@dataclass(frozen=True)
class SeatShown:
    seat: str
    sign: str
    role: str
    out: bool
    left: bool
    here: bool | None
    unread: int
    last: str


@dataclass(frozen=True)
class TeamShown:
    code: str
    title: str
    seats: tuple[SeatShown, ...]
    branches: tuple[tuple[str, str], ...]
    decided: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    seq: int
    at: int
    who: str
    said: str
    kind: str


@dataclass(frozen=True)
class Control:
    seq: int
    clock: Clock
    coming: tuple[Coming, ...]
    reserve: tuple[Coming, ...]
    sent: tuple[Sent, ...]
    teams: tuple[TeamShown, ...]
    requests: tuple[dict[str, Any], ...]
    stops: tuple[dict[str, Any], ...]
    flow: tuple[Line, ...]
    phases: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    branches: tuple[tuple[str, str, str, bool], ...]
    stages: tuple[tuple[str, str], ...]
    staff: tuple[tuple[str, str], ...]

    @property
    def is_over(self) -> bool:
        return self.clock.status in ("ended", "debrief", "sealed")

    @property
    def may_send(self) -> bool:
        """Before the end something may still be put in, held back or taken away; afterwards the lists are for reading."""
        return not self.is_over


def control(run: Run, now: int, language: str, here: frozenset[str] | None = None) -> Control:
    """The console at server time `now` (ms). `here`: seats with an open stream, None when that is not known here."""
    return desk().read(run.log_name, lambda hall: _drawn(hall, run, now, language, here))


def _drawn(hall: Hall, run: Run, now: int, language: str, here: frozenset[str] | None) -> Control:
    state, play = hall.state, hall.play
    words = Words(play, language)
    newest = desk().store.tail(run.log_name, max(0, state.seq - FLOW * 2))
    lines = say(newest, state, words)
    last: dict[str, str] = {}
    for line in lines:
        if line["seat"] and line["kind"] not in QUIET:
            last[line["seat"]] = line["said"]
    flow = [
        Line(one["seq"], one["at"], one["who"], one["said"], one["kind"]) for one in lines if one["kind"] not in QUIET
    ]
    coming, reserve = _coming(state, play, words, now)
    return Control(
        seq=state.seq,
        clock=clock(state, play, words, now),
        coming=tuple(coming),
        reserve=tuple(reserve),
        sent=tuple(_sent(state, play, words)),
        teams=tuple(_team(state, play, words, team, here, last) for team in state.teams),
        requests=tuple(_requests(state, play, words, now)),
        stops=tuple(
            {"seq": int(seq), "who": state.seats[stop["seat"]]["sign"], "at": stop["at"]}
            for seq, stop in state.stops.items() if not stop["cleared"]
        ),
        flow=tuple(reversed(flow[-FLOW:])),
        phases=tuple((code, words.of(play.phases[code].title)) for code in play.order),
        roles=tuple((code, words.role(code)) for code in play.roles),
        branches=tuple(_branches(state, play, words)),
        stages=tuple(
            (one.code, words.of(one.title)) for one in play.scenario.injects
            if one.by == "both" and state.injects.get(one.code, {}).get("sent") and set(state.stages.get(one.code, {})) < set(state.teams)
        ),
        staff=tuple(
            (held["sign"], str(terms.SeatKind(held["kind"]).label)) for held in state.seats.values()
            if held["kind"] != TRAINEE and not held["left"]
        ),
    )  # fmt: skip


class Words:
    """Titles of a scenario in the reader's language."""

    def __init__(self, play: Play, language: str) -> None:
        self.play = play
        self.order = (language, *play.scenario.languages)

    def of(self, text: Any) -> str:
        return str(text.get(*self.order))

    def inject(self, code: str) -> str:
        found = self.play.injects.get(code)
        return self.of(found.title) if found else _("own inject")

    def team(self, code: str) -> str:
        found = self.play.teams.get(code)
        return self.of(found.title) if found else code

    def role(self, code: str) -> str:
        found = self.play.roles.get(code)
        return self.of(found.title) if found else code

    def option(self, inject: str, code: str) -> str:
        found = self.play.injects.get(inject)
        for option in found.options if found else ():
            if option.code == code:
                return self.of(option.label)
        return _("in own words") if code == "free" else code

    def plain(self, by: dict[str, str]) -> str:
        """Of a content map language → words."""
        return next((by[one] for one in self.order if by.get(one)), next(iter(by.values()), ""))


def clock(state: RunState, play: Play, words: Words, now: int) -> Clock:
    phase = play.phases.get(state.phase)
    at = exercise_time(state, now)
    return Clock(
        state.status, str(terms.RunStatus(state.status).label), at, bool(state.since), state.ratio * state.speed, state.phase,
        words.of(phase.title) if phase else "", at - state.phase_base, phase.length * 1000 if phase else 0, phase.starts if phase else "",
    )  # fmt: skip


def _coming(state: RunState, play: Play, words: Words, now: int) -> tuple[list[Coming], list[Coming]]:
    at = exercise_time(state, now)
    coming, reserve = [], []
    order = play.order.index(state.phase) if state.phase in play.order else 0
    for code in play.order[order:]:
        for inject in play.by_phase[code]:
            meant = [team for team in state.teams if not inject.to.teams or team in inject.to.teams]
            teams = [team for team in meant if state.sent(inject.code, team) is None]
            if inject.one_of:
                teams = [team for team in teams if not state.groups.get(team, {}).get(inject.one_of)]
            if not teams:
                continue
            known = state.injects.get(inject.code, {"held": [], "armed": {}, "sent": {}})
            by_hand = inject.contingency or inject.trigger.manual
            row = Coming(
                inject.code, words.of(inject.title), str(terms.INJECT_KINDS[inject.kind]),
                tuple((team, words.team(team)) for team in teams), tuple(words.team(team) for team in teams if team in known["held"]),
                _due(state, inject, teams, at) if code == state.phase and not by_hand else None, _condition(inject, words),
                words.of(inject.expect), inject.one_of or "",
            )  # fmt: skip
            if by_hand:
                reserve.append(row)
            elif code == state.phase:
                coming.append(row)
    coming.sort(key=lambda row: (row.due is None, row.due or 0))
    return coming, reserve


def _due(state: RunState, inject: Inject, teams: Sequence[str], at: int) -> int | None:
    known = state.injects.get(inject.code, {"armed": {}})
    trigger = inject.trigger
    times = []
    for team in teams:
        if trigger.at is not None:
            times.append(state.phase_base + trigger.at * 1000)
        elif trigger.after is not None:
            before = state.sent(trigger.after, team)
            if before:
                times.append(before[1] + trigger.delay * 1000)
        elif team in known["armed"]:
            times.append(known["armed"][team])
    return max(0, min(times) - at) if times else None


def _condition(inject: Inject, words: Words) -> str:
    if inject.trigger.when:
        return _("when %(condition)s") % {"condition": inject.trigger.when}
    if inject.trigger.after:
        return _("after “%(title)s”") % {"title": words.inject(inject.trigger.after)}
    return ""


def _sent(state: RunState, play: Play, words: Words) -> list[Sent]:
    found = []
    for seq, item in state.items.items():
        if item["kind"] != "inject.released" or item["gone"]:
            continue
        code = item["data"]["inject"]
        inject = play.injects.get(code)
        content = item["data"]["content"]
        meant = [
            seat for seat, held in state.seats.items()
            if held["kind"] == TRAINEE and not held["left"] and topic_for(item["audience"], frozenset(topics_of(seat, held)))
        ]  # fmt: skip
        made = state.decisions.get(code, {"seats": {}, "teams": {}})
        rated = (
            state.ratings.get(inject.rates, {"locked": {}, "teams": {}})
            if inject and inject.rates
            else {"locked": {}, "teams": {}}
        )
        answered = {
            "decision": max(len(made["seats"]), len(made["teams"])), "case": max(len(rated["locked"]), len(rated["teams"])),
            "poll": len(state.polls.get(code, {})), "reflection": len(state.reflections.get(code, {})),
        }.get(content["kind"], -1)  # fmt: skip
        title = words.plain(item["words"].get("title") or content["title"]) or words.inject(code)
        found.append(
            Sent(
                code, title, str(terms.INJECT_KINDS.get(content["kind"], content["kind"])), item["at"],
                tuple(words.team(team) for team in item["data"]["teams"]), len(state.opened.get(seq, {})), len(meant),
                bool(content.get("needs_ack")), len(state.acked.get(seq, {})), answered, content.get("by", ""),
            )
        )  # fmt: skip
    return found[::-1]


def _team(
    state: RunState, play: Play, words: Words, team: str, here: frozenset[str] | None, last: dict[str, str]
) -> TeamShown:
    seats = []
    for seat, held in state.seats.items():
        if held["team"] != team or held["kind"] != TRAINEE:
            continue
        topics = frozenset(topics_of(seat, held))
        unread = sum(
            1 for seq, item in state.items.items()
            if not item["gone"] and seat not in state.opened.get(seq, {}) and topic_for(item["audience"], topics)
            and item.get("seat") != seat
        )  # fmt: skip
        present = None if here is None else seat in here
        seats.append(
            SeatShown(
                seat,
                held["sign"],
                words.role(held["role"]),
                held["out"],
                held["left"],
                present,
                unread,
                last.get(seat, ""),
            )
        )
    taken = state.groups.get(team, {})
    decided = []
    for code, made in state.decisions.items():
        if team in made["teams"]:
            row = made["teams"][team]
            decided.append(f"{words.inject(code)}: {words.option(code, row['option'])} ({row['confidence']})")
    return TeamShown(
        team,
        words.team(team),
        tuple(seats),
        tuple((group, words.inject(code)) for group, code in taken.items()),
        tuple(decided),
    )


def _requests(state: RunState, play: Play, words: Words, now: int) -> list[dict[str, Any]]:
    at = exercise_time(state, now)
    found = []
    for seq, asked in state.requests.items():
        if asked["answered"]:
            continue
        known = play.requests.get(asked["code"])
        found.append(
            {
                "seq": int(seq), "team": words.team(asked["team"]), "who": state.seats[asked["seat"]]["sign"],
                "label": words.of(known.label) if known else asked["words"].get("text", ""),
                "answer": words.of(known.answer) if known else "", "prepared": known is not None,
                "due": None if asked["due"] is None else max(0, asked["due"] - at),
            }
        )  # fmt: skip
    return found


def _branches(state: RunState, play: Play, words: Words) -> list[tuple[str, str, str, bool]]:
    """(group, inject, title, in this phase) of every alternatives group that has begun or can."""
    return [
        (inject.one_of, inject.code, words.of(inject.title), inject.phase == state.phase)
        for inject in play.scenario.injects
        if inject.one_of
    ]
