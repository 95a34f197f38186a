"""The head of a scenario: declaration, reviewers, keys, names of the invented persons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kopuro.rooms.rules.scenario import Finding, Loaded, Scenario

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
# Endings that make a word a family name or patronymic in the region; three letters before them spare given names.
_SURNAME = re.compile(
    r"\w{3,}(?:ov|ova|ev|eva|yev|yeva|vich|vna|uulu|kyzy|zoda|zade|ов|ова|ев|ева|ёв|ёва|ович|евич|овна|евна|уулу|кызы|зода)\Z",
    re.IGNORECASE,
)


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields findings about the head and the characters' names."""

    def say(where: tuple[str | int, ...], level: str, code: str, wrong: str, mend: str) -> Finding:
        return Finding(loaded.place(*where), level, code, wrong, mend)  # type: ignore[arg-type]

    if scenario.format != 1:
        yield say(("format",), "error", "head.format", f"Format {scenario.format} is not known.", "Write 'format: 1'.")
    if scenario.version < 1:
        yield say(("version",), "error", "head.version", "The version is below 1.", "Begin with 'version: 1'.")
    if not scenario.fictional:
        wrong = "The declaration that all persons, places and bodies are invented is missing."
        yield say(("fictional",), "error", "head.fictional", wrong, "Make it so, then write 'fictional: true'.")
    for language in scenario.languages:
        if not _LANGUAGE.match(language):
            yield say(
                ("languages",),
                "error",
                "head.language",
                f"'{language[:20]}' is no language code.",
                "Write en, ru, ky …",
            )
    if not scenario.languages or len(set(scenario.languages)) != len(scenario.languages):
        wrong = "The languages are missing or stand twice."
        yield say(("languages",), "error", "head.languages", wrong, "Write each once: 'languages: [en, ru]'.")
    if not 1 <= scenario.minutes <= 600:
        yield say(("minutes",), "error", "head.minutes", "The length is not possible.", "Write 1 to 600 minutes.")
    for name in ("roles", "teams"):
        if not getattr(scenario, name):
            yield say((name,), "error", "head.empty", f"There are no {name}.", "Write at least one.")
    yield from _reviewers(say, scenario)
    if scenario.key_status == "provisional" and scenario.cases:
        wrong = "The keys are the authors' own and provisional; every page will say so."
        yield say(("key_status",), "notice", "head.provisional", wrong, "A panel in the product can replace them.")
    for character in scenario.characters:
        for language, name in character.name.by:
            if any(_SURNAME.match(word) for word in name.split()):
                yield say(
                    ("characters", character.code, "name", language),
                    "error",
                    "character.surname",
                    f"'{name}' has the form of a family name, which may be somebody's.",
                    "Use a given name alone.",
                )


def _reviewers(say, scenario: Scenario) -> Iterator[Finding]:  # type: ignore[no-untyped-def]
    for index, reviewer in enumerate(scenario.reviewers):
        if not _DATE.match(reviewer.date) or not reviewer.name.strip():
            yield say(
                ("reviewers", index),
                "error",
                "head.reviewer",
                "A review has no name or no date.",
                'Write name: "…" and date: "2026-01-31", in quotes.',
            )
    names = {reviewer.name.strip().casefold() for reviewer in scenario.reviewers}
    outside = any(reviewer.side in ("human_rights", "civil_society") for reviewer in scenario.reviewers)
    if len(names) < 2 or not outside:
        yield say(
            ("reviewers",),
            "notice",
            "head.unreviewed",
            "Two reviewers, one of them from human rights or civil society, have not signed yet.",
            "It runs as demonstration or rehearsal only until they have.",
        )
