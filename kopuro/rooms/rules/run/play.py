"""A scenario made ready to be played: looked up by code, conditions parsed once."""

from __future__ import annotations

from typing import Any

from kopuro.rooms.rules.conditions import Condition, ConditionError, parse
from kopuro.rooms.rules.scenario import Scenario, Text
from kopuro.rooms.rules.scenario.cases import Case, Indicator, RatingSet
from kopuro.rooms.rules.scenario.model import Character, Inject, Phase, Request, RoleDef, TeamDef


class Play:
    """What decide, due and content ask of a scenario. Unparsable conditions never hold."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.injects: dict[str, Inject] = {item.code: item for item in scenario.injects}
        self.phases: dict[str, Phase] = {item.code: item for item in scenario.phases}
        self.order: list[str] = [item.code for item in scenario.phases]
        self.by_phase: dict[str, list[Inject]] = {code: [] for code in self.order}
        for inject in scenario.injects:
            self.by_phase.setdefault(inject.phase, []).append(inject)
        self.roles: dict[str, RoleDef] = {item.code: item for item in scenario.roles}
        self.teams: dict[str, TeamDef] = {item.code: item for item in scenario.teams}
        self.characters: dict[str, Character] = {item.code: item for item in scenario.characters}
        self.requests: dict[str, Request] = {item.code: item for item in scenario.requests}
        self.sets: dict[str, RatingSet] = {item.code: item for item in scenario.sets}
        self.cases: dict[str, Case] = {item.code: item for item in scenario.cases}
        self.indicators: dict[str, Indicator] = {item.code: item for item in scenario.indicators}
        self.criteria: set[str] = {item.code for objective in scenario.objectives for item in objective.criteria}
        self.when: dict[str, Condition] = {}
        self.enter: dict[str, Condition] = {}
        for inject in scenario.injects:
            _keep(self.when, inject.code, inject.trigger.when)
        for phase in scenario.phases:
            if phase.enter not in ("start", "after", "manual"):
                _keep(self.enter, phase.code, phase.enter)

    def next_phase(self, code: str) -> Phase | None:
        at = self.order.index(code) + 1 if code in self.order else 0
        return self.phases[self.order[at]] if at < len(self.order) else None

    def content(self, inject: Inject) -> dict[str, Any]:
        """What a station is shown of an inject, in every language: no credit, no flags, no key, no expected action."""
        shown: dict[str, Any] = {
            "inject": inject.code,
            "kind": inject.kind,
            "title": inject.title.plain(),
            "body": inject.body.plain(),
            "channel": inject.channel,
        }
        if inject.sender:
            shown["sender"] = self._sender(inject.sender)
        if inject.deadline is not None:
            shown["deadline"] = inject.deadline * 1000
        if inject.needs_ack:
            shown["needs_ack"] = True
        if inject.attachments:
            shown["attachments"] = [
                {"file": one.file, "alt": one.alt.plain(), "transcript": one.transcript.plain()}
                for one in inject.attachments
            ]
        if inject.kind in ("decision", "poll"):
            shown["options"] = [{"code": one.code, "label": one.label.plain()} for one in inject.options]
        if inject.kind == "decision":
            shown |= {"by": inject.by, "free": inject.free, "four_tests": inject.four_tests}
        if inject.kind == "poll":
            shown["multiple"] = inject.multiple
        if inject.kind == "reflection":
            shown |= {"prompts": [prompt.plain() for prompt in inject.prompts], "shared": inject.shared}
        if inject.kind == "case" and inject.rates in self.sets:
            shown |= {"by": inject.by, "set": self._set(self.sets[inject.rates])}
        return shown

    def _sender(self, code: str) -> dict[str, Any]:
        character = self.characters.get(code)
        if character is None:
            return {"code": code}
        return {"code": code, "name": character.name.plain(), "role": character.role.plain()}

    def _set(self, rated: RatingSet) -> dict[str, Any]:
        return {
            "code": rated.code,
            "question": rated.question.plain(),
            "values": [{"code": one.code, "label": one.label.plain()} for one in rated.values],
            "cases": [
                {"code": code, "vignette": self.vignette(self.cases[code]).plain()}
                for code in rated.cases
                if code in self.cases
            ],
            "indicators": [
                {
                    "code": code,
                    "title": self.indicators[code].title.plain(),
                    "counts": self.indicators[code].counts.plain(),
                    "does_not_count": self.indicators[code].does_not_count.plain(),
                }
                for code in rated.indicators
                if code in self.indicators
            ],
            "seed": rated.design.seed,
        }

    def vignette(self, case: Case) -> Text:
        """The case's text with its slots filled, per language. Unknown slots stay as written."""
        base = self.cases.get(case.same_text_as, case) if case.same_text_as else case
        slots: dict[str, Text] = {"name": case.name}
        slots.update((slot, words) for slot, words in case.slots)
        filled = []
        for language, words in base.vignette.by:
            for slot, text in slots.items():
                words = words.replace("{" + slot + "}", text.get(language))
            filled.append((language, words))
        return Text(tuple(filled))


def _keep(into: dict[str, Condition], code: str, written: str) -> None:
    try:
        if written:
            into[code] = parse(written)
    except ConditionError:
        pass
