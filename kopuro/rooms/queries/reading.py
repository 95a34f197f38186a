"""A scenario told for readers: its facts, its injects as a station would show them, its cases for the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kopuro.rooms import markup, terms
from kopuro.rooms.rules.run import Play
from kopuro.rooms.rules.scenario import Loaded, Scenario
from kopuro.rooms.rules.scenario.model import Inject


def facts(scenario: Scenario, language: str | None) -> dict[str, Any]:
    """What the version page says of the whole."""
    order = (language or "en", *scenario.languages)
    kinds = [one.kind for one in scenario.injects]
    return {
        "title": scenario.title.get(*order),
        "summary": scenario.summary.get(*order),
        "purpose": scenario.purpose.get(*order),
        "place": scenario.place.get(*order),
        "content_notes": scenario.content_notes.get(*order),
        "teams": [one.title.get(*order) for one in scenario.teams],
        "roles": [one.title.get(*order) for one in scenario.roles],
        "injects": len(kinds),
        "decisions": kinds.count("decision"),
        "cases": len(scenario.cases),
        "objectives": [
            (one.title.get(*order), [(c.code, c.act.get(*order)) for c in one.criteria]) for one in scenario.objectives
        ],
        "facilitator": markup.as_html(scenario.facilitator.get(*order)),
        "debrief": markup.as_html(scenario.debrief.get(*order)),
    }


@dataclass(frozen=True)
class ToldInject:
    """One inject: `shown` as the station shows it, the rest for staff."""

    inject: Inject
    title: str
    body: str
    kind: str
    channel: str
    sender: str
    expect: str
    options: tuple[tuple[str, str, str], ...]
    cases: tuple[tuple[str, str], ...]
    attachments: tuple[tuple[str, str, str], ...]


def tell(play: Play, inject: Inject, language: str) -> ToldInject:
    order = (language, *play.scenario.languages)
    sender = play.characters.get(inject.sender or "")
    rated = play.sets.get(inject.rates or "")
    return ToldInject(
        inject,
        inject.title.get(*order),
        markup.as_html(inject.body.get(*order)),
        str(terms.INJECT_KINDS[inject.kind]),
        str(terms.CHANNELS[inject.channel]),
        f"{sender.name.get(*order)}, {sender.role.get(*order)}" if sender else "",
        inject.expect.get(*order),
        tuple((one.code, one.label.get(*order), one.because.get(*order)) for one in inject.options),
        tuple((play.cases[code].name.get(*order), markup.as_html(play.vignette(play.cases[code]).get(*order)))
              for code in (rated.cases if rated else ()) if code in play.cases),
        tuple((one.file, one.alt.get(*order), one.transcript.get(*order)) for one in inject.attachments),
    )  # fmt: skip


def told(scenario: Scenario, language: str) -> dict[str, Any]:
    play = Play(scenario)
    order = (language, *scenario.languages)
    return {
        "briefing": markup.as_html(scenario.briefing.get(*order)),
        "phases": [
            (phase, phase.title.get(*order), [tell(play, one, language) for one in play.by_phase[phase.code]])
            for phase in scenario.phases
        ],
        "requests": [(one.label.get(*order), one.answer.get(*order)) for one in scenario.requests],
    }


def preview(loaded: Loaded, name: str, text: str, line: int, language: str) -> dict[str, Any] | None:
    """What a trainee would see of one file: an inject or a case with all that stands in its other files, a page of
    Markdown as it is shown. In a list it is the entry that `line` lies in."""
    scenario = loaded.scenario
    parts = name.rsplit("/", 1)[-1].split(".")
    page = name.endswith(".md") and len(parts) == 3
    if scenario is not None:
        folder = name.removesuffix(".yaml") if name.endswith(".yaml") else name.rpartition("/")[0]
        code = parts[0] if page else entry_at(loaded, folder, name, line)
        spoken = parts[1] if page else language if language in scenario.languages else scenario.languages[0]
        play = Play(scenario)
        if folder == "injects" and code in play.injects:
            return {"inject": tell(play, play.injects[code], spoken)}
        if folder == "cases" and code in play.cases:
            case = play.cases[code]
            return {"title": case.name.get(spoken), "html": markup.as_html(play.vignette(case).get(spoken))}
    return {"html": markup.as_html(text)} if page else None


def entry_at(loaded: Loaded, folder: str, name: str, line: int) -> str:
    """The code of the entry of a list in which a line of its file lies; the first one's above them all."""
    heads = sorted(
        (place.line, str(path[1]))
        for path, place in loaded.places.items()
        if len(path) == 2 and path[0] == folder and place.file == name
    )
    before = [code for at, code in heads if at <= line]
    return before[-1] if before else heads[0][1] if heads else ""


def sets(scenario: Scenario, language: str, mine: dict[tuple[str, str], str]) -> list[dict[str, Any]]:
    """Rating sets for the panel: question, values and cases, without any key."""
    play = Play(scenario)
    order = (language, *scenario.languages)
    return [
        {
            "code": rated.code,
            "title": rated.title.get(*order),
            "question": rated.question.get(*order),
            "values": [(one.code, one.label.get(*order)) for one in rated.values],
            "cases": [
                (code, play.cases[code].name.get(*order), markup.as_html(play.vignette(play.cases[code]).get(*order)),
                 mine.get((rated.code, code), ""))
                for code in rated.cases if code in play.cases
            ],
        }
        for rated in scenario.sets
    ]  # fmt: skip
