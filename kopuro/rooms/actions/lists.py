"""Scenarios begun from what others wrote: a master scenario events list, a story in ink. Each becomes a draft."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime

from kopuro.core.actor import Actor
from kopuro.core.formats import Limits, read_apart
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.programme.models import Programme
from kopuro.rooms import access
from kopuro.rooms.actions.library import bring_in, change_draft, new_draft, refused
from kopuro.rooms.models import Scenario as ScenarioRow
from kopuro.rooms.models import Version
from kopuro.rooms.queries.library import files_of, loaded
from kopuro.rooms.rules import events_list, ink
from kopuro.rooms.rules.events_list import Columns, Read, Taken
from kopuro.rooms.rules.events_list.named import code_of
from kopuro.rooms.rules.scenario import Scenario, to_files, write_back

STORY = Limits(max_bytes=2_000_000, seconds=15.0)


def taken(base: Version | None, title: str, read: Read, columns: Columns, language: str) -> Taken:
    """What the list would make of a version, or of a new scenario called `title`; nothing is written.

    Raises `Problem` `room.scenario` when the version can't be read, `room.list` when the list has a fault."""
    if read.faults:
        raise Problem(
            "room.list", "The list can't be taken as it is. Mend what is named, and bring it again.", status=422,
            detail="; ".join(map(str, read.faults[:5])),
        )  # fmt: skip
    if base is None:
        scenario: Scenario | None = events_list.begin(code_of(title, "scenario"), title, columns.languages(language))
    else:
        scenario = loaded(base).scenario
    if scenario is None:
        raise Problem("room.scenario", "The scenario cannot be read. Lint it first.", status=422)
    return events_list.into(scenario, read, columns, language)


@write("scenario.list")
def take_list(
    *, actor: Actor, at: datetime, programme: Programme, base: Version | None, title: str, read: Read, columns: Columns, language: str,
) -> Version:  # fmt: skip
    """A draft with the injects of a list: the next version of `base`'s scenario, or the first of a new one. Raises
    `Problem` as `taken` does."""
    if not access.may_lead(actor, programme) or (base is not None and base.scenario.programme_id != programme.pk):
        raise refused()
    made = taken(base, title, read, columns, language).scenario
    if base is None:
        return begin_draft(actor=actor, at=at, programme=programme, scenario=made)
    draft = new_draft(actor=actor, at=at, version=base)
    files = files_of(draft)
    return change_draft(
        actor=actor, at=at, version=draft, files=write_back(files, dataclasses.replace(made, version=draft.number))
    )


@write("scenario.ink")
def take_story(*, actor: Actor, at: datetime, programme: Programme, title: str, language: str, data: bytes) -> Version:
    """The first draft of a scenario made from a story in ink (compiled). Raises `Problem` `room.ink` for what is none,
    `intake.too_heavy` for one that never ends."""
    if not access.may_lead(actor, programme):
        raise refused()
    found = read_apart("kopuro.rooms.rules.ink.walk:play", data, limits=STORY)
    drafted = ink.draft(ink.story_of(json.loads(found.text)), title, language)
    return begin_draft(actor=actor, at=at, programme=programme, scenario=drafted.scenario)


@write("scenario.begin")
def begin_draft(*, actor: Actor, at: datetime, programme: Programme, scenario: Scenario) -> Version:
    """The first draft of a scenario that was not in the library; its code gets a number where another has it."""
    codes = set(ScenarioRow.objects.filter(programme=programme).values_list("code", flat=True))
    scenario = dataclasses.replace(scenario, code=code_of(scenario.code, "scenario", codes), version=1, reviewers=())
    return bring_in(actor=actor, at=at, programme=programme, files=to_files(scenario))
