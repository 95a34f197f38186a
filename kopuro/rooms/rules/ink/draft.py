"""A played story as a draft scenario: passages are injects, choices decisions, tags teams, roles, senders and times."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kopuro.rooms.rules.events_list.named import Known, code_of, pieces
from kopuro.rooms.rules.events_list.phrases import LONGEST_TITLE, shortened
from kopuro.rooms.rules.events_list.taken import begin
from kopuro.rooms.rules.events_list.times import duration_of
from kopuro.rooms.rules.events_list.words import CHANNELS, KINDS, folded, one_of
from kopuro.rooms.rules.scenario import Scenario, Text
from kopuro.rooms.rules.scenario.model import Audience, Character, Inject, Option, Phase, RoleDef, TeamDef, Trigger
from kopuro.rooms.rules.scenario.text import Code, Seconds

from .path import Passage, Story

HEAD = "# From the story in ink"
OPTION_TAGS = ("credit", "flag", "no-action", "asks-more", "refers", "because")
A_DECISION, AN_INJECT, SHORTEST = 240, 60, 600  # seconds planned where a story plans none
LONGEST_CONDITION = 1900


@dataclass(frozen=True)
class Drafted:
    scenario: Scenario
    told: tuple[str, ...]


def draft(story: Story, title: str, language: str) -> Drafted:
    """A scenario with the story's injects. `told` has one line for each thing that could not be carried; the lines stand
    in the facilitator's notes too."""
    return _Drafting(story, title, language).whole()


class _Drafting:
    def __init__(self, story: Story, title: str, language: str) -> None:
        self.story = story
        self.told = list(story.told)
        heads = dict(_read(tag) for tag in story.tags)
        self.language = language
        self.base = begin(
            code_of(title or heads.get("title", ""), "story"), title or heads.get("title") or "Story", (language,)
        )
        self.base = dataclasses.replace(self.base, authors=tuple(pieces(heads.get("author", ""))))
        self.heads = set(story.tags)
        say = self._say
        self.teams = Known(self.base.teams, lambda one: one.title, lambda code, name: TeamDef(code, say(name)), "team")
        self.roles = Known[RoleDef](
            (), lambda one: one.title, lambda code, name: RoleDef(code, say(name), say(name)), "role"
        )
        self.characters = Known[Character](
            (), lambda one: one.name, lambda code, name: Character(code, say(name), say(name)), "character"
        )
        self.phases = Known[Phase](
            (), lambda one: one.title, lambda code, name: Phase(code, say(name), "team", Seconds(0)), "phase"
        )
        self.flags: dict[Code, None] = {}
        self.ways = list(self._forward())
        self.joined = {number for number, one in enumerate(story.passages) if len(one.choices) == 1}
        self.codes = self._codes()
        self.options = [self._options(number) for number in range(len(story.passages))]

    def _say(self, words: str) -> Text:
        return Text(((self.language, words),))

    def whole(self) -> Drafted:
        phases: list[Code] = []
        injects = []
        for number, passage in enumerate(self.story.passages):
            tags = self._tags(number, passage)
            phase = self._phase(number, tags, phases)
            phases.append(phase)
            injects.append(self._inject(number, passage, tags, phase))
        for number in sorted(self.joined):
            one = self.story.passages[number]
            self.told.append(
                f"“{self.codes[number]}”: “{one.choices[0].text[:60]}” was its only choice; it goes on by itself."
            )
        teams = self.teams.rows or [TeamDef(Code("team"), self._say("Team"))]
        roles = (*self.roles.rows,) or self.base.roles
        made = tuple(self._timed(phase, number, injects) for number, phase in enumerate(self.phases.rows))
        self.told.append("The phases' planned lengths are guesses.")
        if any(option.credit is None for one in injects for option in one.options):
            self.told.append("Decisions without “# credit” have none yet; the linter names them.")
        self.told = list(dict.fromkeys(self.told))
        minutes = max(1, min(600, -(-sum(int(one.length) for one in made) // 60)))
        notes = f"{HEAD}\n\n" + "\n".join(f"- {line}" for line in self.told) + "\n"
        scenario = dataclasses.replace(
            self.base, injects=tuple(injects), phases=made, teams=tuple(teams), roles=tuple(roles), flags=tuple(self.flags),
            characters=tuple(self.characters.rows), facilitator=self._say(notes), minutes=minutes,
        )  # fmt: skip
        return Drafted(scenario, tuple(self.told))

    def _forward(self) -> Iterator[Any]:
        """The ways without those that lead back: a room sends an inject to a team once."""
        after: dict[int, list[int]] = {}
        for way in self.story.ways:
            if way.source == way.target or self._leads(after, way.target, way.source):
                place = self.story.passages[way.source].place or "the beginning"
                back = self.story.passages[way.target].place or "the beginning"
                self.told.append(f"“{place}” leads back to “{back}”; a room does not go back, so that way ends.")
                continue
            after.setdefault(way.source, []).append(way.target)
            yield way

    @staticmethod
    def _leads(after: dict[int, list[int]], start: int, end: int) -> bool:
        seen, waiting = set(), [start]
        while waiting:
            node = waiting.pop()
            if node == end:
                return True
            if node not in seen:
                seen.add(node)
                waiting += after.get(node, [])
        return False

    def _codes(self) -> list[Code]:
        codes: list[Code] = []
        for passage in self.story.passages:
            name = passage.place.replace(".", " ") or (passage.lines[0][:40] if passage.lines else "")
            codes.append(code_of(name, "passage", codes))
        return codes

    def _tags(self, number: int, passage: Passage) -> dict[str, str]:
        """The passage's own tags by name; those the room has no word for are told."""
        found: dict[str, str] = {}
        for tag in dict.fromkeys(passage.tags):
            if number == 0 and tag in self.heads:
                continue
            name, value = _read(tag)
            if name in KNOWN:
                found[name] = f"{found[name]}, {value}" if name in found else value
            elif name not in OPTION_TAGS:
                self.told.append(f"“{self.codes[number]}”: the tag “# {tag[:80]}” was not carried.")
        return found

    def _phase(self, number: int, tags: dict[str, str], phases: list[Code]) -> Code:
        """Its own, else that of the passage that leads to it, else the first."""
        if tags.get("phase"):
            return self.phases.get(tags["phase"]).code
        before = next((way.source for way in self.ways if way.target == number and way.source < number), None)
        if before is not None:
            return phases[before]
        return self.phases.rows[0].code if self.phases.rows else self.phases.get("Story").code

    def _inject(self, number: int, passage: Passage, tags: dict[str, str], phase: Code) -> Inject:
        code = self.codes[number]
        words = "\n\n".join(passage.lines)
        title = tags.get("title") or shortened(words) or passage.place.rpartition(".")[2] or code
        decides = len(passage.choices) > 1
        kind = "decision" if decides else "information"
        if (asked := tags.get("kind")) and not decides:
            kind = one_of(KINDS, asked) or kind
        sender = tags.get("from")
        inject = Inject(
            code, phase, kind, self._say(title[: LONGEST_TITLE * 2]), self._say(words) if words else Text(),  # type: ignore[arg-type]
            sender=self.characters.get(sender[:120]).code if sender else None,
            channel=(one_of(CHANNELS, tags["channel"]) if tags.get("channel") else None) or "notice",  # type: ignore[arg-type]
            to=Audience(self._named(self.teams, tags.get("team")), self._named(self.roles, tags.get("role"))),
            trigger=self._trigger(number, tags), deadline=self._length(number, tags, "deadline"), options=self.options[number],
            by="team" if decides else "individual", needs_ack="acknowledge" in tags,
        )  # fmt: skip
        if inject.trigger.manual and "by-hand" not in tags:
            self.told.append(f"“{code}” is sent by hand: too many ways lead to it for one condition.")
        return inject

    def _named(self, known: Known[Any], written: str | None) -> tuple[Code, ...]:
        return tuple(dict.fromkeys(known.get(name).code for name in pieces(written or "")))

    def _length(self, number: int, tags: dict[str, str], name: str) -> Seconds | None:
        if name not in tags:
            return None
        length = duration_of(tags[name])
        if length is None:
            self.told.append(f"“{self.codes[number]}”: “{tags[name][:40]}” is no length of time for “{name}”.")
        return None if length is None else Seconds(length)

    def _trigger(self, number: int, tags: dict[str, str]) -> Trigger:
        """When its way is chosen; several ways are joined by or."""
        delay = self._length(number, tags, "delay") or Seconds(0)
        at = self._length(number, tags, "at")
        ways = [way for way in self.ways if way.target == number]
        if "by-hand" in tags:
            return Trigger()
        if not ways:
            return Trigger(at=at if at is not None else delay)
        if at is not None:
            self.told.append(
                f"“{self.codes[number]}” follows a choice; its time “# at” was not carried. Use “# delay”."
            )
        if len(ways) == 1 and self._goes_on(ways[0]):
            return Trigger(after=self.codes[ways[0].source], delay=delay)
        when = " or ".join(dict.fromkeys(self._condition(way) for way in ways))
        return Trigger(when=when, delay=delay) if len(when) <= LONGEST_CONDITION else Trigger()

    def _goes_on(self, way: Any) -> bool:
        return way.choice is None or way.source in self.joined

    def _condition(self, way: Any) -> str:
        source = self.codes[way.source]
        if self._goes_on(way):
            return f"sent({source})"
        return f"decision({source}) = {self.options[way.source][way.choice].code}"

    def _options(self, number: int) -> tuple[Option, ...]:
        passage = self.story.passages[number]
        if number in self.joined:
            return ()
        found: list[Option] = []
        for place, choice in enumerate(passage.choices):
            code = code_of(choice.text, "option", [one.code for one in found])
            tags = dict(_read(tag) for tag in (*choice.tags, *self._begun(number, place)))
            credit = tags.get("credit")
            flags = tuple(code_of(flag, "flag") for flag in pieces(tags.get("flag", "")))
            self.flags |= dict.fromkeys(flags)
            for tag in choice.tags:
                if _read(tag)[0] not in OPTION_TAGS:
                    self.told.append(f"“{choice.text[:60]}”: the tag “# {tag[:80]}” was not carried.")
            found.append(
                Option(
                    code, self._say(choice.text), credit=credit if credit in ("full", "part", "none") else None,  # type: ignore[arg-type]
                    because=self._say(tags["because"]) if tags.get("because") else Text(), sets=flags,
                    refers="refers" in tags, no_action="no-action" in tags, asks_more="asks-more" in tags,
                )
            )  # fmt: skip
        return tuple(found)

    def _begun(self, number: int, choice: int) -> tuple[str, ...]:
        """Tags behind a choice's words stand on the passage that it opens."""
        target = next((way.target for way in self.ways if (way.source, way.choice) == (number, choice)), None)
        if target is None or sum(way.target == target for way in self.ways) > 1:
            return ()
        return tuple(tag for tag in self.story.passages[target].tags if _read(tag)[0] in OPTION_TAGS)

    def _timed(self, phase: Phase, number: int, injects: list[Inject]) -> Phase:
        held = [one for one in injects if one.phase == phase.code]
        planned = sum(A_DECISION if one.options else AN_INJECT for one in held)
        planned += max((int(one.trigger.at or 0) for one in held), default=0)
        length = Seconds(max(SHORTEST, planned))
        return dataclasses.replace(phase, length=length, enter="start" if number == 0 else "after")


KNOWN = (
    "title",
    "phase",
    "team",
    "role",
    "from",
    "channel",
    "kind",
    "at",
    "delay",
    "deadline",
    "by-hand",
    "acknowledge",
)
ALIKE = {
    "teams": "team", "roles": "role", "sender": "from", "after": "delay", "manual": "by-hand", "by hand": "by-hand",
    "no action": "no-action", "asks more": "asks-more", "ask more": "asks-more", "ack": "acknowledge", "sets": "flag",
    "команда": "team", "роль": "role", "от": "from", "канал": "channel", "этап": "phase", "срок": "deadline",
}  # fmt: skip


def _read(tag: str) -> tuple[str, str]:
    """`team: upper bridge` as ("team", "upper bridge"); a tag without a colon has no value."""
    name, _, value = tag.partition(":")
    key = folded(name)
    return ALIKE.get(key, key), " ".join(value.split())
