"""A scenario as authored: frozen values, versioned, immutable once published. Fields are the keys of the YAML files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .cases import Attribute, Case, Indicator, RatingSet
from .text import AT_ONCE, NO_TEXT, Code, Seconds, Text

InjectKind = Literal[
    "information", "task", "document", "media", "message", "case", "poll", "decision", "reflection", "pause"
]
Channel = Literal["in_person", "radio", "phone", "mail", "chat", "letter", "news", "notice"]
Mode = Literal["individual", "team", "plenary"]
Sensitivity = Literal["low", "moderate", "high"]
Side = Literal[
    "human_rights", "civil_society", "law_enforcement", "justice", "education", "health", "academia", "other"
]
Credit = Literal["full", "part", "none"]


@dataclass(frozen=True)
class RoleDef:
    code: Code
    title: Text
    brief: Text


@dataclass(frozen=True)
class TeamDef:
    code: Code
    title: Text
    roles: tuple[Code, ...] = ()  # none: every role


@dataclass(frozen=True)
class Storyline:
    code: Code
    title: Text


@dataclass(frozen=True)
class Service:
    """An invented support service that an option may offer."""

    code: Code
    title: Text
    about: Text


@dataclass(frozen=True)
class Reviewer:
    """A named person who has read the whole scenario; the product records the signature itself."""

    name: str
    side: Side
    date: str
    body: str = ""


@dataclass(frozen=True)
class Criterion:
    code: Code
    act: Text  # one observable act
    evidence: Text  # what an evaluator or the log would show
    observed: bool = False  # seen by an evaluator alone


@dataclass(frozen=True)
class Objective:
    code: Code
    title: Text
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Phase:
    code: Code
    title: Text
    mode: Mode
    length: Seconds  # planned, exercise time
    starts: str = ""  # what the exercise clock shows at its beginning, "08:30"
    ratio: float = 1.0  # exercise seconds for a second on the wall
    enter: str = "after"  # start | after | manual | a condition


@dataclass(frozen=True)
class Audience:
    """Empty means everybody. Teams and roles together mean those roles within those teams."""

    teams: tuple[Code, ...] = ()
    roles: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Trigger:
    """One of: at (exercise time from the beginning of the phase), after (an inject was sent), when (a condition holds),
    none of them (a facilitator sends it). `delay` is added to after and when."""

    at: Seconds | None = None
    after: Code | None = None
    when: str = ""
    delay: Seconds = AT_ONCE

    @property
    def manual(self) -> bool:
        return self.at is None and self.after is None and not self.when


@dataclass(frozen=True)
class Attachment:
    file: str  # inside media/
    alt: Text
    transcript: Text = NO_TEXT


@dataclass(frozen=True)
class Option:
    code: Code
    label: Text
    credit: Credit | None = None  # the authors' view of a decision; none for polls
    because: Text = NO_TEXT  # shown in the debrief
    sets: tuple[Code, ...] = ()  # flags raised when it is chosen
    refers: bool = False  # a person is named or handed on to somebody
    support: Code | None = None  # offers this support service
    no_action: bool = False
    asks_more: bool = False  # "not enough information yet"


@dataclass(frozen=True)
class Inject:
    code: Code
    phase: Code
    kind: InjectKind
    title: Text
    body: Text = field(default=NO_TEXT, metadata={"page": "body"})  # Markdown in injects/<code>.<language>.md
    storyline: Code | None = None
    sender: Code | None = None  # a character; none: exercise control
    channel: Channel = "notice"
    to: Audience = Audience()
    trigger: Trigger = Trigger()
    deadline: Seconds | None = None
    expect: Text = NO_TEXT  # expected action, for staff
    criteria: tuple[Code, ...] = ()
    contingency: bool = False  # kept in reserve; never sent by itself
    needs_ack: bool = False
    one_of: Code | None = None  # alternatives group: a team is sent only one of the group
    attachments: tuple[Attachment, ...] = ()
    options: tuple[Option, ...] = ()  # decision, poll
    free: bool = False  # decision: an action in one's own words is possible
    by: Literal["individual", "team", "both"] = "individual"  # both: individual first and locked, then the team
    four_tests: bool = True  # decision: legal basis, necessity, proportionality, non-discrimination asked
    multiple: bool = False  # poll
    rates: Code | None = None  # case: the set that is rated
    prompts: tuple[Text, ...] = ()  # reflection
    shared: bool = False  # reflection: staff may read it; otherwise it stays with the seat


@dataclass(frozen=True)
class Request:
    """Information a seat may ask for; the answer comes after `delay`, or from a facilitator when `delay` is missing."""

    code: Code
    label: Text
    answer: Text
    sender: Code | None = None
    delay: Seconds | None = None
    to: Audience = Audience()
    sets: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Character:
    code: Code
    name: Text
    role: Text
    about: Text = NO_TEXT  # for staff and role-players
    played: bool = False  # a role-player may write as this character


@dataclass(frozen=True)
class Media:
    file: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Scenario:
    format: int
    code: Code
    version: int
    languages: tuple[str, ...]
    title: Text
    summary: Text
    purpose: Text
    place: Text
    sensitivity: Sensitivity
    content_notes: Text
    fictional: bool
    licence: str
    minutes: int
    roles: tuple[RoleDef, ...]
    teams: tuple[TeamDef, ...]
    authors: tuple[str, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    storylines: tuple[Storyline, ...] = ()
    flags: tuple[Code, ...] = ()
    services: tuple[Service, ...] = ()
    chat: bool = False
    key_status: Literal["provisional", "panel"] = "provisional"
    objectives: tuple[Objective, ...] = field(default=(), metadata={"file": "objectives.yaml"})
    phases: tuple[Phase, ...] = field(default=(), metadata={"file": "phases.yaml"})
    injects: tuple[Inject, ...] = field(default=(), metadata={"file": "injects.yaml"})
    requests: tuple[Request, ...] = field(default=(), metadata={"file": "requests.yaml"})
    characters: tuple[Character, ...] = field(default=(), metadata={"file": "characters.yaml"})
    attributes: tuple[Attribute, ...] = field(default=(), metadata={"file": "attributes.yaml"})
    indicators: tuple[Indicator, ...] = field(default=(), metadata={"file": "indicators.yaml"})
    cases: tuple[Case, ...] = field(default=(), metadata={"file": "cases.yaml"})
    sets: tuple[RatingSet, ...] = field(default=(), metadata={"file": "sets.yaml"})
    briefing: Text = field(default=NO_TEXT, metadata={"page": "briefing"})
    facilitator: Text = field(default=NO_TEXT, metadata={"page": "facilitator"})
    debrief: Text = field(default=NO_TEXT, metadata={"page": "debrief"})
    media: tuple[Media, ...] = field(default=(), metadata={"derived": True})

    def inject(self, code: str) -> Inject | None:
        return next((item for item in self.injects if item.code == code), None)

    def phase(self, code: str) -> Phase | None:
        return next((item for item in self.phases if item.code == code), None)

    def rating_set(self, code: str) -> RatingSet | None:
        return next((item for item in self.sets if item.code == code), None)

    def case(self, code: str) -> Case | None:
        return next((item for item in self.cases if item.code == code), None)
