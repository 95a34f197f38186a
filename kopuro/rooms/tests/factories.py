"""Real things for the tests: the shipped taster, and folders made from it by one change."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import Any

from kopuro.core.problems import Problem
from kopuro.rooms.rules.run import Command, Event, Play, RunState, apply, decide, due, numbered
from kopuro.rooms.rules.scenario import Scenario, Text, read_files, read_folder
from kopuro.rooms.rules.scenario.model import Audience, Inject, Trigger

SCENARIOS = Path(__file__).parents[3] / "demo" / "scenarios"
TASTER = SCENARIOS / "taster"


@functools.cache
def taster() -> Scenario:
    scenario = read_files(read_folder(TASTER)).scenario
    assert scenario is not None
    return scenario


@functools.cache
def everything() -> Scenario:
    """The taster bent so that every rule of a run has something to bite on: chat, roles, answers alone then together."""
    whole = taster()
    injects = []
    for inject in whole.injects:
        if inject.code in ("first-step", "four-readers"):
            inject = dataclasses.replace(inject, by="both")
        if inject.code == "one-sentence":
            inject = dataclasses.replace(inject, phase="together")
        injects.append(inject)
    words = Text((("en", "For inspectors"), ("ru", "Инспекторам")))
    injects.append(
        Inject("for-inspectors", "message", "information", words, words, to=Audience(roles=("inspector",)))  # type: ignore[arg-type]
    )
    injects.append(
        Inject("after-letter", "message", "task", words, words, trigger=Trigger(after="letter", delay=20))  # type: ignore[arg-type]
    )
    return dataclasses.replace(whole, chat=True, injects=tuple(injects))


class Room:
    """A run held in memory: the log, the state and a clock of its own. Commands go the whole way of the real room."""

    def __init__(self, scenario: Scenario | None = None, **prepared: Any) -> None:
        self.play = Play(scenario or taster())
        self.state = RunState()
        self.log: list[Event] = []
        self.now = 1_700_000_000_000
        self.made = 0
        self.do("prepare", "", run="r1", **prepared)
        self.lead = self.join("director", "Chinara")

    def do(self, kind: str, seat: str, /, **data: Any) -> list[Event]:
        """Carries out a command and returns its events; raises the Problem that refuses it."""
        self.made += 1
        command = Command(f"command-{self.made}", seat, kind, data, self.now)
        drafts = decide(self.state, self.play, command)
        if isinstance(drafts, Problem):
            raise drafts
        return self.write(drafts, command.id)

    def write(self, drafts: Any, name: str) -> list[Event]:
        events = numbered(self.state, drafts, name, self.now)
        for event in events:
            apply(self.state, event)
            self.log.append(event)
        return events

    def tick(self, seconds: float = 0) -> list[Event]:
        """Lets time pass and writes what the clock causes."""
        self.now += int(seconds * 1000)
        caused: list[Event] = []
        for _ in range(50):
            drafts = due(self.state, self.play, self.now)
            if not drafts:
                return caused
            self.made += 1
            caused += self.write(drafts, f"clock-{self.made}")
        raise AssertionError("the clock never comes to rest")

    def join(self, kind: str, sign: str, team: str = "upper-bridge", role: str = "inspector") -> str:
        place = {"team": team, "role": role} if kind == "trainee" else {}
        return str(self.do("join", "", kind=kind, sign=sign, **place)[0].data["seat"])

    def begin(self) -> None:
        self.do("open", self.lead)
        self.do("start", self.lead)
        self.tick()

    def seq(self) -> int:
        return self.state.seq


ANSWER = {
    "rationale": "He trusts her.",
    "confidence": 70,
    "tests": {"legal": "none needed", "necessary": "yes", "proportionate": "mild", "equal": "the same for all"},
}


def whole_run() -> Room:
    """A run from preparation to seal in which every kind of event happens at least once."""
    room = Room(everything())
    lead = room.lead
    room.do("open", lead)
    daniyar, elmira = room.join("trainee", "Juniper"), room.join("trainee", "Walnut", role="youth-worker")
    farid = room.join("trainee", "Poplar", "lower-bridge")
    hamid = room.join("evaluator", "Hamid")
    room.join("screen", "Wall")
    room.do("start", lead)
    room.tick()
    letter = int(next(iter(room.state.items)))
    for seat in (daniyar, elmira, farid):
        room.do("seen", seat, items=[letter])
    room.do("ack", daniyar, item=letter)
    room.do("ask", daniyar, request="ask-school")
    room.do("ask", farid, request="ask-control")
    room.do("answer", lead, request=room.seq())
    room.do("hold", lead, inject="four-readers", teams=["lower-bridge"])
    room.do("edit", lead, inject="letter", title={"en": "A letter from Nargiza"})
    room.tick(60)
    room.do("unhold", lead, inject="four-readers")
    room.do("speed", lead, speed=2)
    room.tick(5)
    for case in ("reader-one", "reader-two", "reader-three", "reader-four"):
        room.do("rate", daniyar, inject="four-readers", case=case, value="nothing", confidence=60)
    room.do("lock", daniyar, inject="four-readers")
    room.do("stage", lead, inject="four-readers", teams=["upper-bridge"])
    room.do("rate", elmira, inject="four-readers", case="reader-three", value="talk", confidence=80, **{"as": "team"})
    room.do("pause", lead, saw=room.seq())
    room.do("resume", lead, saw=room.seq())
    room.do("phase", lead, phase="together", saw=room.seq())
    room.tick()
    room.do("decide", daniyar, inject="first-step", option="talk-and-offer", **ANSWER)
    room.do("decide", elmira, inject="first-step", option="leave", **ANSWER)
    room.do("decide", elmira, inject="first-step", option="talk-and-offer", **{"as": "team"}, **ANSWER)
    room.do("decide", farid, inject="first-step", option="report", **ANSWER)
    room.tick()
    room.tick(10)
    room.do("own", lead, title={"en": "Tea"}, body={"en": "Tea is ready."}, teams=["upper-bridge"])
    room.do("recall", lead, inject="own-1", saw=room.seq())
    room.do("branch", lead, inject="quiet-evening", teams=["upper-bridge"], saw=room.seq())
    room.do("flag", lead, flags=["trust-hurt"], teams=["lower-bridge"])
    room.do("speak", lead, character="nargiza", text="Are you there?", teams=["upper-bridge"], seats=[farid])
    room.do("reply", daniyar, character="nargiza", text="We are.")
    room.do("chat", elmira, text="Shall we ask the school?")
    room.do("reflect", daniyar, inject="one-sentence", text="I saw the prayer first.") if room.state.sent(
        "one-sentence", "upper-bridge"
    ) else room.tick(30)
    room.do("move", lead, seat=elmira, team="lower-bridge", role="inspector")
    room.do("jump", lead, to=40_000, saw=room.seq())
    room.tick()
    room.do("reflect", daniyar, inject="one-sentence", text="I saw the prayer first.")
    room.do("stop", daniyar)
    room.do("clear", hamid, stop=room.seq())
    room.do("out", farid)
    room.do("in", farid)
    room.do("phase", lead, phase="look-back", saw=room.seq())
    room.tick()
    room.do("poll", daniyar, inject="surer", options=["less"])
    room.do("observe", hamid, text="Asks before judging.", kind="strength", about="upper-bridge", events=[letter])
    room.do("mark", hamid, criterion="asks-before-acting", about="upper-bridge", mark="S")
    room.do("leave", farid)
    room.do("end", lead, saw=room.seq())
    room.do("debrief", lead)
    room.do("round", lead)
    room.do("entry", daniyar, ballot="ballot-one", text="We judged too fast")
    room.do("round", lead)
    room.do("theme", lead, themes=["Haste"], of={next(iter(room.state.debrief["entries"])): 0})
    room.do("round", lead)
    room.do("rank", daniyar, ballot="ballot-one", order=[0])
    room.do("hotwash", daniyar, ballot="ballot-one", worth=5, learned="To ask.")
    room.do("lesson", lead, text="Ask first", recommendation="A card with five questions", owner="Aida")
    room.do("round", lead)
    room.do("seal", lead)
    return room
