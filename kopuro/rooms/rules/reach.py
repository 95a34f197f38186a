"""Which injects and phases can come by themselves and which options lead nowhere: read off the scenario, unplayed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .conditions import Call, Condition, ConditionError, Test, parse, tests_of
from .satisfiable import Literal_, World, satisfiable
from .scenario.model import Inject, Phase, Scenario

FREE = "free"  # the pseudo-option of an action in one's own words


@dataclass(frozen=True)
class DeadEnd:
    inject: str
    option: str
    followed: tuple[str, ...]  # the neighbours after which something comes


class Reach:
    """The static view of one scenario. Conditions that can't be parsed count as never true."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.order: dict[str, int] = {phase.code: index for index, phase in enumerate(scenario.phases)}
        self.injects: dict[str, Inject] = {inject.code: inject for inject in scenario.injects}
        self.groups: dict[str, str] = {inject.code: inject.one_of for inject in scenario.injects if inject.one_of}
        self.single: dict[str, frozenset[str]] = {
            inject.code: frozenset([option.code for option in inject.options] + ([FREE] if inject.free else []))
            for inject in scenario.injects
            if inject.kind == "decision" and inject.by in ("team", "both")
        }
        self.conditions: dict[str, Condition] = {}
        for inject in scenario.injects:
            self._keep(inject.code, inject.trigger.when)
        for phase in scenario.phases:
            if phase.enter not in ("start", "after", "manual"):
                self._keep("phase " + phase.code, phase.enter)
        self.reached = self._fixpoint()

    def _keep(self, name: str, written: str) -> None:
        try:
            if written:
                self.conditions[name] = parse(written)
        except ConditionError:
            pass

    def _fixpoint(self) -> frozenset[str]:
        reached: frozenset[str] = frozenset()
        while True:
            more = frozenset(code for code, inject in self.injects.items() if self._comes(inject, reached))
            if more == reached:
                return reached
            reached = more

    def _comes(self, inject: Inject, reached: frozenset[str]) -> bool:
        trigger = inject.trigger
        if inject.phase not in self.order:
            return False
        if trigger.manual or inject.contingency:
            return True
        if trigger.at is not None:
            return True
        if trigger.after is not None:
            before = self.injects.get(trigger.after)
            return before is not None and before.code in reached and self._not_later(before.phase, inject.phase)
        condition = self.conditions.get(inject.code)
        return condition is not None and satisfiable(condition, self.world(inject.phase, reached))

    def _not_later(self, phase: str, here: str) -> bool:
        return self.order.get(phase, 10**6) <= self.order.get(here, -1)

    def world(self, phase: str, reached: frozenset[str] | None = None) -> World:
        """What can be true while `phase` is played, given the injects that can come."""
        known = self.reached if reached is None else reached
        number = self.order[phase]
        until = sum(item.length for item in self.scenario.phases[: number + 1])
        following = self.scenario.phases[number + 1 : number + 2]
        longest = {}
        if following and following[0].enter == "after":
            longest = {"in_phase": float(self.scenario.phases[number].length)}
            if all(item.enter in ("start", "after") for item in self.scenario.phases[: number + 1]):
                longest["elapsed"] = float(until)
        return World(lambda test: self._possible(test, known, phase), self.single, self.groups, longest)

    def _possible(self, test: Test, reached: frozenset[str], phase: str) -> bool:
        word, args = test.call.word, test.call.args
        if word in ("decided", "decision", "share", "confidence", "sent", "opened", "acked"):
            inject = self.injects.get(args[0])
            if inject is None or inject.code not in reached or not self._not_later(inject.phase, phase):
                return False
            options = {option.code for option in inject.options}
            if word in ("decided", "decision", "confidence") and inject.kind != "decision":
                return False
            if word == "decision" and test.op == "=" and test.value not in options:
                return False
            return word != "share" or (args[1] in options and inject.by != "team")
        if word in ("rated", "rating"):
            return any(
                inject.rates == args[0] and inject.code in reached and self._not_later(inject.phase, phase)
                for inject in self.injects.values()
            )
        if word == "asked":
            return any(request.code == args[0] for request in self.scenario.requests)
        return word != "flag" or args[0] in self.scenario.flags

    def unreachable(self) -> tuple[Inject, ...]:
        """Injects that nothing and nobody brings."""
        return tuple(inject for inject in self.scenario.injects if inject.code not in self.reached)

    def closed_phases(self) -> tuple[Phase, ...]:
        """Phases whose entry condition can never hold while the phase before is played."""
        closed = []
        for before, phase in zip(self.scenario.phases, self.scenario.phases[1:], strict=False):
            condition = self.conditions.get("phase " + phase.code)
            written = phase.enter not in ("start", "after", "manual")
            if written and (condition is None or not satisfiable(condition, self.world(before.code))):
                closed.append(phase)
        return tuple(closed)

    def dead_ends(self) -> tuple[DeadEnd, ...]:
        """Options of a decision after which nothing comes, though something comes after their neighbours."""
        found = []
        for inject in self.scenario.injects:
            if inject.kind != "decision":
                continue
            options = [option.code for option in inject.options] + ([FREE] if inject.free else [])
            followed = [option for option in options if self._followed(inject, option)]
            if followed:
                found += [DeadEnd(inject.code, option, tuple(followed)) for option in options if option not in followed]
        return tuple(found)

    def _followed(self, inject: Inject, option: str) -> bool:
        given, raised = self._after(inject, option)
        for code, condition in self.conditions.items():
            phase = code.removeprefix("phase ") if code.startswith("phase ") else self.injects[code].phase
            if phase not in self.order or not self._not_later(inject.phase, phase):
                continue
            tests = tests_of(condition)
            speaks = any(
                (test.call.word in ("decided", "decision", "share") and test.call.args[0] == inject.code)
                or (test.call.word == "flag" and test.call.args[0] in raised)
                for test in tests
            )
            if speaks and satisfiable(condition, self.world(phase), given):
                return True
        return any(
            other.trigger.after == inject.code for other in self.scenario.injects if other.code in self.reached
        ) and not any(self._speaks_of(inject, condition) for condition in self.conditions.values())

    def _speaks_of(self, inject: Inject, condition: Condition) -> bool:
        own = {flag for option in inject.options for flag in option.sets}
        return any(
            (test.call.word in ("decision", "decided") and test.call.args[0] == inject.code)
            or (test.call.word == "flag" and test.call.args[0] in own)
            for test in tests_of(condition)
        )

    def _after(self, inject: Inject, option: str) -> tuple[list[Literal_], set[str]]:
        """What is certain once the option is taken: the choice, its flags, none of its rivals' flags."""
        own: set[str] = {flag for item in inject.options if item.code == option for flag in item.sets}
        all_here: set[str] = {flag for item in inject.options for flag in item.sets}
        elsewhere = set(self._raised_elsewhere(inject))
        given: list[Literal_] = [(Test(Call("decided", (inject.code,)), "=", 1.0), True)]
        if option == FREE:
            given += [
                (Test(Call("decision", (inject.code,)), "=", item.code), False)
                for item in inject.options
                if inject.by != "individual"
            ]
        else:
            given.append((Test(Call("decision", (inject.code,)), "=", option), True))
        given += [(Test(Call("flag", (flag,)), "=", 1.0), True) for flag in own]
        if inject.by != "individual":
            given += [(Test(Call("flag", (flag,)), "=", 1.0), False) for flag in all_here - own - elsewhere]
        return given, all_here

    def _raised_elsewhere(self, inject: Inject) -> Iterable[str]:
        for other in self.scenario.injects:
            if other.code != inject.code:
                yield from (flag for option in other.options for flag in option.sets)
        for request in self.scenario.requests:
            yield from request.sets
