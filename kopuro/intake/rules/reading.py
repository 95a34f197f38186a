"""A text read into activities: every value with the sentence it came from. Nothing is invented: what the text does not say stays empty."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kopuro.intake.rules.fields import ActivityRead, FieldClaim, PlaceRead, read_activity
from kopuro.intake.rules.programme import ProgrammeRead, read_programme
from kopuro.intake.rules.recommendations import find_recommendations
from kopuro.intake.rules.references import find_references
from kopuro.intake.rules.scene import build
from kopuro.intake.rules.segments import Segment, segments

__all__ = ["ActivityRead", "FieldClaim", "PlaceRead", "ProgrammeRead", "Reading", "as_json", "read_text"]
_WAVE = re.compile(r"\b(?:wave|round|track|phase|волна|этап|поток|vague|phase)\b", re.I)
LONGEST = 400_000  # characters read of one text; what lies beyond is reported as a problem


@dataclass(frozen=True)
class Reading:
    """What was understood of one text: its language, facts of the programme, the activities, and sentences about what could not be read."""

    source: str
    language: str | None
    programme: ProgrammeRead
    activities: tuple[ActivityRead, ...]
    problems: tuple[str, ...] = ()
    page_date: date | None = None


def read_text(text: str, *, source: str = "", language: str | None = None, page_date: date | None = None) -> Reading:
    """Reads a text of any length and language. `page_date` is the publication date where it is known from elsewhere; it completes dates
    without a year and dates nothing else. Raises nothing on bad text: an empty one gives no activity and one problem."""
    if not isinstance(text, str) or not text.strip():
        return Reading(source, language, ProgrammeRead(), (), ("The text is empty.",))
    problems: list[str] = []
    if len(text) > LONGEST:
        problems.append(f"Only the first {LONGEST:,} characters of {len(text):,} were read.")
        text = text[:LONGEST]
    scene = build(text, language, page_date)
    found = segments(scene)
    programme = read_programme(scene)
    recommendations = find_recommendations(scene.text) if found else []
    references = find_references(scene.text) if found else []
    activities = tuple(
        read_activity(scene, segment, programme, recommendations, references, only=len(found) == 1) for segment in found
    )
    activities = _inherit(activities, found)
    if not found:
        problems.append("No activity was found in this text.")
    if scene.language is None:
        problems.append("The language was not recognised.")
    elif scene.language not in ("en", "ru", "fr"):
        problems.append(f"Texts in “{scene.language}” are read in part only.")
    return Reading(source, scene.language, programme, activities, tuple(problems), scene.page_date)


def _inherit(activities: tuple[ActivityRead, ...], found: list[Segment]) -> tuple[ActivityRead, ...]:
    """A wave or a track without an organiser of its own has that of the main activity, a track its time and place too; told as inherited."""
    main = next((a for a, s in zip(activities, found, strict=True) if s.primary), None)
    if main is None or len(activities) == 1:
        return activities
    anchor = next(s.anchor.sentence for s in found if s.primary)
    handed = []
    for a, s in zip(activities, found, strict=True):
        if not a.organisers and (
            s.track
            or s.anchor.sentence is anchor
            or (a.type == main.type and not s.section and _WAVE.search(s.anchor.sentence.words))
        ):
            a = replace(a, organisers=main.organisers, claims=a.claims + _handed(main, "organisers"))
        if s.track and a.start is None and not a.month_day:
            a = replace(
                a,
                start=main.start,
                end=main.end,
                month_day=main.month_day,
                date_basis=main.date_basis,
                claims=a.claims + _handed(main, "start"),
            )
        if s.track and not a.places:
            a = replace(a, places=main.places, mode=a.mode or main.mode, claims=a.claims + _handed(main, "places"))
        handed.append(a)
    return tuple(handed)


def _handed(main: ActivityRead, name: str) -> tuple[FieldClaim, ...]:
    return tuple(replace(c, basis="inherited") for c in main.claims if c.field == name)


def as_json(reading: Reading) -> dict[str, Any]:
    """The object that `kopuro intake --json` prints for one file."""
    return {
        "source": reading.source,
        "language": reading.language,
        "activities": [_activity(a) for a in reading.activities],
        "problems": list(reading.problems),
    }


def _activity(a: ActivityRead) -> dict[str, Any]:
    spans: dict[str, list[list[int]]] = {}
    for claim in a.claims:
        if claim.end > claim.start:
            held = spans.setdefault(claim.field, [])
            if [claim.start, claim.end] not in held:
                held.append([claim.start, claim.end])
    return {
        "title": a.title,
        "type": a.type,
        "status": a.status,
        "start": a.start,
        "end": a.end,
        "month_day": list(a.month_day),
        "date_basis": a.date_basis,
        "places": [{"city": p.city, "country": p.country} for p in a.places],
        "mode": a.mode,
        "participants": {
            "total": a.total,
            "qualifier": a.qualifier,
            "groups": [{"label": label, "count": count} for label, count in a.groups],
        },
        "participant_countries": list(a.participant_countries),
        "expert_countries": list(a.expert_countries),
        "institutions": list(a.institutions),
        "organisers": list(a.organisers),
        "funders": list(a.funders),
        "partners": list(a.partners),
        "topics": list(a.topics),
        "recommendations": list(a.recommendations),
        "follows": list(a.follows),
        "quotes": a.quotes,
        "spans": spans,
    }
