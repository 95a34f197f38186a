"""The shipped scenarios played by bots in memory, often enough that every inject that can come by itself has come."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from kopuro.core.problems import Problem
from kopuro.rooms.bots.trainee import Trainee
from kopuro.rooms.rules.run import view
from kopuro.rooms.rules.run.clock import in_phase
from kopuro.rooms.rules.scenario import read_files, read_folder
from kopuro.rooms.tests.factories import SCENARIOS, Room


class Chair:
    """What a trainee bot needs of a station."""

    def __init__(self, room, seat, lots):
        self.room, self.seat, self.lots = room, seat, lots
        self.view = {}

    def act(self, trainee):
        self.view = view(self.room.state, self.room.play, self.seat)
        act = trainee._next()
        if act is None:
            return
        try:
            self.room.do(act[0], self.seat, **act[1])
        except Problem as refused:
            assert refused.code in {"room.alone-first", "room.decided", "room.changed", "room.locked"}, refused


def played(scenario, seed):
    """Plays once with two seats a team; returns the room at its end."""
    lots = random.Random(seed)
    room = Room(scenario)
    room.do("open", room.lead)
    bots = []
    for number in range(2 * len(scenario.teams)):
        team = scenario.teams[number // 2]
        roles = team.roles or tuple(role.code for role in scenario.roles)
        chair = Chair(room, room.join("trainee", f"Bot {number}", team.code, roles[number % len(roles)]), lots)
        bots.append((chair, Trainee(chair, 1)))
    room.do("start", room.lead)
    asked = [request.code for request in scenario.requests]
    last = scenario.phases[-1]
    while room.state.phase != last.code or in_phase(room.state, room.now) <= last.length * 1000:
        room.tick(lots.choice([20, 45, 90]))
        for chair, trainee in bots:
            for _ in range(3 if lots.random() < 0.8 else 0):
                chair.act(trainee)
            if asked and lots.random() < 0.1:
                try:
                    room.do("ask", chair.seat, request=lots.choice(asked))
                except Problem as refused:
                    assert refused.code in {"room.asked", "room.input"}
        after = room.play.next_phase(room.state.phase)
        over = in_phase(room.state, room.now) >= room.play.phases[room.state.phase].length * 1000
        if after is not None and after.enter == "manual" and over:
            room.do("phase", room.lead, phase=after.code, saw=room.seq())
    return room


@pytest.mark.parametrize("folder", sorted(SCENARIOS.iterdir()), ids=lambda folder: folder.name)
def test_every_inject_that_can_come_by_itself_comes(folder):
    scenario = read_files(read_folder(folder)).scenario
    wanted = {inject.code for inject in scenario.injects if not inject.trigger.manual and not inject.contingency}
    came: Counter[str] = Counter()
    for seed in range(90):
        room = played(scenario, seed)
        came.update(event.data["inject"] for event in room.log if event.kind == "inject.released")
        if wanted <= set(came):
            break

    assert wanted - set(came) == set()
    assert room.state.phase == room.play.order[-1]
