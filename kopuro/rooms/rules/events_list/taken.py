"""A list taken into a scenario: rows become injects, what is new is made, what can't be carried is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kopuro.rooms.rules.scenario import Scenario, Text
from kopuro.rooms.rules.scenario.model import (
    Audience,
    Character,
    Criterion,
    Inject,
    Objective,
    RoleDef,
    Storyline,
    TeamDef,
    Trigger,
)
from kopuro.rooms.rules.scenario.text import CODE, NO_TEXT, Code

from .columns import Columns
from .named import Known, code_of, pieces
from .phases import Placed, place
from .phrases import LONGEST_TITLE, condition, first_title, lines, seconds, shortened, with_words
from .rows import Read, Row
from .times import duration_of
from .words import BY_HAND, CHANNELS, CONTROL, EVERYBODY, KINDS, YES, folded, one_of
from .written import cell

FIELDS = {"title": "title", "text": "body", "expected action": "expect"}


@dataclass(frozen=True)
class Taken:
    """The scenario with the list's injects; `notes` are lines of what was changed in taking or could not be carried."""

    scenario: Scenario
    notes: tuple[str, ...]
    new: int
    changed: int
    same: int
    left_out: tuple[Code, ...]


def begin(code: Code, title: str, languages: Sequence[str]) -> Scenario:
    """A scenario that has nothing yet; its author declares it fictional when it is."""

    def say(words: Mapping[str, str]) -> Text:
        return Text(tuple((one, words.get(one, words["en"])) for one in languages))

    todo = say({"en": "To be written.", "ru": "Ещё не написано."})
    role = RoleDef(Code("trainee"), say({"en": "Trainee", "ru": "Участник"}), todo)
    return Scenario(
        format=1, code=code, version=1, languages=tuple(languages), title=say({"en": title}), summary=todo, purpose=todo, place=todo,
        sensitivity="moderate", content_notes=todo, fictional=False, licence="not stated", minutes=60, roles=(role,), teams=(),
    )  # fmt: skip


def into(base: Scenario, read: Read, columns: Columns, language: str) -> Taken:
    """`base` with the injects of the list, in its order. An inject that is there already keeps what the list does not
    say: options, attachments, cases; one that the list does not name is left out."""
    return _Taking(base, read, columns, language).whole()


class _Taking:
    def __init__(self, base: Scenario, read: Read, columns: Columns, language: str) -> None:
        self.base, self.read, self.columns, self.language = base, read, columns, language
        self.notes: list[str] = list(read.notes)
        self.before = {one.code: (number, one) for number, one in enumerate(base.injects, 1)}
        self.said = set(columns.meanings)
        say = self._say
        self.teams = Known(base.teams, lambda one: one.title, lambda code, name: TeamDef(code, say(name)), "team")
        self.roles = Known(
            base.roles, lambda one: one.title, lambda code, name: RoleDef(code, say(name), say(name)), "role"
        )
        self.characters = Known(
            base.characters, lambda one: one.name, lambda code, name: Character(code, say(name), say(name)), "character"
        )
        self.storylines = Known(
            base.storylines, lambda one: one.title, lambda code, name: Storyline(code, say(name)), "storyline"
        )
        self.objectives = Known(base.objectives, lambda one: one.title, self._objective, "objective")
        self.remarks: list[str] = []

    def _say(self, words: str) -> Text:
        return Text(((self.language, words),))

    def _objective(self, code: Code, title: str) -> Objective:
        act = Criterion(code_of(f"{code}-seen", "criterion"), self._say(title), self._say(title))
        return Objective(code, self._say(title), (act,))

    def whole(self) -> Taken:
        rows = self.read.rows
        placed, phases, notes = place(rows, self.base.phases, self.columns.axis, self.language)
        self.notes += notes
        codes = self._codes()
        injects = [self._inject(row, code, where) for row, code, where in zip(rows, codes, placed, strict=True)]
        before = [self.before[code][1] if code in self.before else None for code in codes]
        left_out = tuple(code for code in self.before if code not in codes)
        for code in left_out:
            self.notes.append(f"“{code}” is not in the list and was left out of the draft.")
        self._tell_made()
        if not self.teams.rows:
            self.teams.get({"ru": "Команда", "en": "Team"}.get(self.language, "Team"))
        changes: dict[str, Any] = {
            "injects": tuple(injects), "phases": tuple(phases), "teams": tuple(self.teams.rows), "roles": tuple(self.roles.rows),
            "characters": tuple(self.characters.rows), "storylines": tuple(self.storylines.rows),
            "objectives": tuple(self.objectives.rows), "facilitator": self._facilitator(),
        }  # fmt: skip
        if not self.base.phases:
            minutes = -(-sum(int(phase.length) for phase in phases) // 60)
            changes["minutes"] = max(1, min(600, minutes))
            if minutes > 600:
                self.notes.append(f"The list lasts {minutes} minutes; a room is planned for 600 at most. Part it.")
        same = sum(now == then for now, then in zip(injects, before, strict=True))
        new = sum(then is None for then in before)
        return Taken(
            dataclasses.replace(self.base, **changes), tuple(self.notes), new, len(rows) - new - same, same, left_out
        )

    def _codes(self) -> list[Code]:
        codes: list[Code] = []
        for row in self.read.rows:
            written = row.words.get("code", "").strip()
            number = row.words.get("number", "").strip()
            if CODE.match(written) and written not in codes:
                codes.append(Code(written))
                continue
            code = code_of(written or number or first_title(row), "inject", codes)
            if written:
                self.notes.append(f"Row {row.number}: the code “{written[:40]}” was written as “{code}”.")
            codes.append(code)
        return codes

    def _inject(self, row: Row, code: Code, where: Placed) -> Inject:
        known = code in self.before
        number, inject = self.before.get(code) or (0, Inject(code, where.phase, "information", NO_TEXT))

        def new(meaning: str) -> bool:
            """Whether the list says something here that the scenario does not say already."""
            if meaning not in self.said:
                return False
            return not known or row.words.get(meaning, "").strip() != cell(inject, number, meaning).strip()

        changes: dict[str, Any] = {}
        if not known or new("phase"):
            changes["phase"] = where.phase
        if not known or new("time") or new("condition"):
            changes["trigger"] = self._trigger(row, where)
        for meaning, change in self._readers().items():
            if new(meaning):
                changes |= change(row, row.words.get(meaning, "").strip(), inject)
        if new("to teams") or new("to roles") or new("to"):
            changes["to"] = self._to(row, inject.to)
        for meaning in self.columns.meanings:
            base, _, language = meaning.partition(":")
            if base in FIELDS and new(meaning):
                name = FIELDS[base]
                changes[name] = with_words(
                    changes.get(name, getattr(inject, name)), language, row.words.get(meaning, "")
                )
        if "objective" in self.said:
            changes["criteria"] = self._criteria(row, changes.get("criteria", inject.criteria))
        made = dataclasses.replace(inject, **changes)
        if remark := row.words.get("remarks", "").strip():
            self.remarks.append(f"- **{code}**: {' '.join(remark.split())}")
        return self._titled(self._in_reserve(made, row, where))

    def _readers(self) -> Mapping[str, Callable[[Row, str, Inject], dict[str, Any]]]:
        return {
            "kind": self._kind, "from": self._sender, "channel": self._channel, "storyline": self._storyline, "criteria": self._named_criteria,
            "deadline": lambda _row, words, _one: {"deadline": seconds(duration_of(words)) if words else None},
            "contingency": lambda _row, words, _one: {"contingency": bool(YES.match(folded(words)))},
            "acknowledgement": lambda _row, words, _one: {"needs_ack": bool(YES.match(folded(words)))},
            "alternatives group": lambda _row, words, _one: {"one_of": code_of(words, "group") if words else None},
        }  # fmt: skip

    def _trigger(self, row: Row, where: Placed) -> Trigger:
        written = row.words.get("condition", "").strip()
        if written and not BY_HAND.match(folded(written)):
            trigger = condition(written)
            if trigger is not None:
                return trigger
            self.notes.append(f"Row {row.number}: “{written[:80]}” is no condition that a room can test; sent by hand.")
            self.remarks.append(f"- **{row.number}**: {' '.join(written.split())}")
            return Trigger()
        return Trigger(at=where.at) if where.at is not None and not written else Trigger()

    def _kind(self, row: Row, words: str, inject: Inject) -> dict[str, Any]:
        kind = one_of(KINDS, words) if words else "information"
        if kind is None:
            self.notes.append(f"Row {row.number}: “{words[:40]}” is no kind of inject here; taken as information.")
        return {"kind": kind or "information"}

    def _channel(self, row: Row, words: str, inject: Inject) -> dict[str, Any]:
        channel = one_of(CHANNELS, words) if words else "notice"
        if channel is None:
            self.notes.append(f"Row {row.number}: “{words[:40]}” is no channel here; taken as a notice.")
        return {"channel": channel or "notice"}

    def _sender(self, row: Row, words: str, inject: Inject) -> dict[str, Any]:
        if not words or CONTROL.match(folded(words)):
            return {"sender": None}
        return {"sender": self.characters.get(words[:120]).code}

    def _storyline(self, row: Row, words: str, inject: Inject) -> dict[str, Any]:
        return {"storyline": self.storylines.get(words[:120]).code if words else None}

    def _named_criteria(self, row: Row, words: str, inject: Inject) -> dict[str, Any]:
        known = {one.code for objective in self.base.objectives for one in objective.criteria}
        named = [folded(one) for one in pieces(words)]
        unknown = [one for one in named if one not in known]
        if unknown:
            self.notes.append(f"Row {row.number}: no criterion of the scenario is called “{', '.join(unknown)[:80]}”.")
        return {"criteria": tuple(Code(one) for one in named if one in known)}

    def _criteria(self, row: Row, held: tuple[Code, ...]) -> tuple[Code, ...]:
        """Those named, and those of the objectives that the row serves."""
        found = list(held)
        written = row.words.get("objective", "").strip()
        if not written:
            return held
        for name in [written] if self.objectives.find(written) else lines(written):
            objective = self._numbered_objective(name) or self.objectives.get(name[:160])
            found += [one.code for one in objective.criteria if one.code not in found]
        return tuple(found)

    def _numbered_objective(self, name: str) -> Objective | None:
        """“Objective 2” is the second of a scenario that has objectives."""
        digits = folded(name).removeprefix("objective").removeprefix("obj").removeprefix("цель").strip(" .#№")
        if digits.isdigit() and 1 <= int(digits[:4]) <= len(self.base.objectives):
            return self.base.objectives[int(digits) - 1]
        return None

    def _to(self, row: Row, held: Audience) -> Audience:
        teams: list[Code] = list(held.teams) if "to teams" not in self.said and "to" not in self.said else []
        roles: list[Code] = list(held.roles) if "to roles" not in self.said and "to" not in self.said else []
        for name in self._names(row, "to teams"):
            teams.append(self.teams.get(name).code)
        for name in self._names(row, "to roles"):
            roles.append(self.roles.get(name).code)
        for name in self._names(row, "to"):
            role = self.roles.find(name)
            if role is not None:
                roles.append(role.code)
            else:
                teams.append(self.teams.get(name).code)
        return Audience(tuple(dict.fromkeys(teams)), tuple(dict.fromkeys(roles)))

    def _names(self, row: Row, meaning: str) -> list[str]:
        written = " ".join(row.words.get(meaning, "").split())
        if not written or EVERYBODY.match(folded(written)):
            return []
        whole = self.teams.find(written) if meaning != "to roles" else self.roles.find(written)
        return [written[:120]] if whole is not None else [name[:120] for name in pieces(written)]

    def _in_reserve(self, inject: Inject, row: Row, where: Placed) -> Inject:
        """A reserve is never sent by itself; the time planned for it is told."""
        if inject.contingency and not inject.trigger.manual:
            self.notes.append(f"Row {row.number} is in reserve: it is sent by hand, not at its planned time.")
            return dataclasses.replace(inject, trigger=Trigger())
        return inject

    def _titled(self, inject: Inject) -> Inject:
        """A title that is a whole text becomes the text, its first words the title; a text alone lends them too."""
        body = inject.body
        title = inject.title
        for language in dict.fromkeys((*title.languages, *body.languages)):
            words, told = dict(title.by).get(language, ""), dict(body.by).get(language, "")
            if (not words.strip() and told.strip()) or (len(words) > LONGEST_TITLE and not told.strip()):
                title = with_words(title, language, shortened(words or told))
                body = with_words(body, language, told or words)
        return dataclasses.replace(inject, title=title, body=body) if title is not inject.title else inject

    def _tell_made(self) -> None:
        for known in (self.teams, self.roles, self.characters, self.storylines, self.objectives):
            self.notes += [f"The {what} “{title[:60]}” was made, as “{code}”." for what, title, code in known.told()]
        unread = [
            head for head, meaning in zip(self.columns.headers, self.columns.meanings, strict=True)
            if head and not meaning
        ]  # fmt: skip
        if unread:
            self.notes.append(f"Not taken: {', '.join(f'“{one}”' for one in unread)}.")
        if "responsible" in self.said:
            self.notes.append("Who is responsible was not taken: staff take their seats in the run, by their account.")

    def _facilitator(self) -> Text:
        """Remarks stand under a heading of their own in the facilitator's notes; the next list replaces them."""
        head = {"ru": "# Из перечня событий", "en": "# From the events list"}.get(
            self.language, "# From the events list"
        )
        held = dict(self.base.facilitator.by).get(self.language, "")
        front, _, rest = held.partition(head)
        after = rest[rest.index("\n# ") + 1 :] if "\n# " in rest else ""
        if not self.remarks and "remarks" not in self.said:
            return self.base.facilitator
        ours = f"{head}\n\n" + "\n".join(dict.fromkeys(self.remarks)) if self.remarks else ""
        parts = [front.rstrip(), ours, after.strip()]
        return with_words(self.base.facilitator, self.language, "\n\n".join(part for part in parts if part) + "\n")
