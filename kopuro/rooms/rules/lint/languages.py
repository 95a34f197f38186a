"""Every text in every language of the scenario; bodies present; plain Markdown only."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from kopuro.rooms.rules.scenario import Finding, Loaded, Scenario, Text

_NO_BODY = ("pause", "case", "poll", "reflection")
_HTML = re.compile(r"<\s*(?:/?[a-zA-Z][\w-]*[\s/>]|!--)")
_IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]*)")
_SLOT = re.compile(r"\{([^{}\n]{0,60})\}")


def check(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    """Yields missing languages and bodies, HTML and pictures inside Markdown, slots that don't fit."""
    for path, text in _texts(scenario, ()):
        yield from _languages(loaded, scenario, path, text)
    for name in ("briefing", "facilitator", "debrief"):
        if not getattr(scenario, name):
            first = scenario.languages[0] if scenario.languages else "en"
            yield Finding(loaded.place(), "error", "text.page", f"The page {name}.{first}.md is missing.", "Write it.")
    for inject in scenario.injects:
        if not inject.body and inject.kind not in _NO_BODY:
            first = scenario.languages[0] if scenario.languages else "en"
            yield Finding(
                loaded.place("injects", inject.code),
                "error",
                "text.body",
                f"The inject '{inject.code}' has no body.",
                f"Write injects/{inject.code}.{first}.md.",
            )
    yield from _slots(loaded, scenario)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    if isinstance(value, Text):
        if value:
            yield path, value
    elif dataclasses.is_dataclass(value):
        for item in dataclasses.fields(value):
            yield from _texts(getattr(value, item.name), (*path, item.name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            if isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str):
                yield from _texts(item[1], (*path, item[0]))
            else:
                yield from _texts(item, (*path, getattr(item, "code", index)))


def _languages(loaded: Loaded, scenario: Scenario, path: tuple[str | int, ...], text: Text) -> Iterator[Finding]:
    name = ".".join(str(part) for part in path)
    for language in scenario.languages:
        if not dict(text.by).get(language, "").strip():
            # a missing page has no line: point at the first language that is there
            near = language if (*path, language) in loaded.places else text.languages[0]
            place = loaded.place(*path, near)
            wrong = f"'{name}' has no words in '{language}'."
            yield Finding(
                place, "error", "text.missing", wrong, f"Add '{language}'; others have {', '.join(text.languages)}."
            )
    for language, words in text.by:
        place = loaded.place(*path, language)
        if language not in scenario.languages:
            yield Finding(
                place,
                "error",
                "text.language",
                f"'{name}' has words in '{language}', which the scenario does not name.",
                "Add the language to 'languages' in scenario.yaml, or take the words out.",
            )
        for number, line in enumerate(words.split("\n")):
            at = dataclasses.replace(place, line=place.line + number)
            if _HTML.search(line):
                yield Finding(at, "error", "text.html", "HTML stands in the text.", "Write plain Markdown.")
            if _IMAGE.search(line):
                yield Finding(
                    at,
                    "error",
                    "text.image",
                    "A picture stands inside the text.",
                    "Put it under 'attachments', with words for those who can't see it.",
                )


def _slots(loaded: Loaded, scenario: Scenario) -> Iterator[Finding]:
    cases = {case.code: case for case in scenario.cases}
    for case in scenario.cases:
        base = cases.get(case.same_text_as) if case.same_text_as else case
        if base is None or base.same_text_as:
            yield Finding(
                loaded.place("cases", case.code, "same_text_as"),
                "error",
                "case.text",
                f"'{case.same_text_as}' has no vignette of its own.",
                "Name a case that has one.",
            )
            continue
        if case.same_text_as and case.vignette:
            yield Finding(
                loaded.place("cases", case.code, "same_text_as"),
                "error",
                "case.text",
                f"'{case.code}' has a vignette of its own and another's.",
                "Keep one of them.",
            )
        if not base.vignette:
            first = scenario.languages[0] if scenario.languages else "en"
            yield Finding(
                loaded.place("cases", case.code),
                "error",
                "case.text",
                f"The case '{case.code}' has no vignette.",
                f"Write cases/{case.code}.{first}.md.",
            )
        own = {"name", *(slot for slot, _ in case.slots)}
        used: set[str] = set()
        for language, words in base.vignette.by:
            slots = set(_SLOT.findall(words))
            used |= slots
            for slot in sorted(slots - own):
                yield Finding(
                    loaded.place("cases", base.code, "vignette", language),
                    "error",
                    "case.slot",
                    f"The slot {{{slot}}} has no words in '{case.code}'.",
                    f"Add it under 'slots' of '{case.code}'.",
                )
        for slot in sorted(own - used - {"name"}):
            yield Finding(
                loaded.place("cases", case.code, "slots", slot),
                "warning",
                "case.slot",
                f"The slot '{slot}' is not used by the vignette.",
                "Use it or take it out.",
            )
