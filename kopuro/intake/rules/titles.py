"""The title of an activity: the heading, else the name given in quotation marks, else a phrase made of its type and subject."""

from __future__ import annotations

import re

from kopuro.intake.rules.scene import Scene
from kopuro.intake.rules.segments import Segment

_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"\n]{12,220})[»”\"]")
_NAMES = {
    "training": "Training",
    "workshop": "Workshop",
    "seminar": "Seminar",
    "conference": "Conference",
    "study_visit": "Study visit",
    "dialogue": "Dialogue",
    "meeting": "Meeting",
    "steering_committee": "Steering Committee",
    "mission": "Mission",
    "camp": "Camp",
    "campaign": "Campaign",
    "other": "Activity",
}
_STOP = re.compile(
    r"[.;:!?]|,\s|\s(?:was|were|is|are|has|have|had|took|will|that|which|who|where|aimed|organi[sz]ed|held|"
    r"conducted|brought|gathered|started|concluded|ended|participated|прош[её]л\w*|прошла|прошли|состоял\w*|"
    r"провел\w*|организ\w*|котор\w+|собрал\w*|a eu|ont eu|s['’]est|se sont|a réuni|organisée?s?|qui|from \d+|on \d+|followed|follows|"
    r"in \d{4}|с \d|du \d|le \d)\b",
    re.I,
)


def title_of(scene: Scene, segment: Segment) -> tuple[str, int, int]:
    """Title with its span in the text (equal ends when it was made up from the type)."""
    bare = segment.heading is not None and segment.title is segment.heading and not segment.heading.kinds
    if segment.title is not None and not (bare and len(segment.section.split()) <= 3):
        start, end = segment.title.start, segment.title.end
        return _tidy(scene.raw(start, end)), start, end
    anchor, s = segment.anchor, segment.anchor.sentence
    for m in _QUOTED.finditer(scene.text.raw, anchor.hit.start, min(len(scene.text.raw), s.end)):
        if m.start() - anchor.hit.end < 90:
            return _tidy(m.group(1)), m.start(1), m.end(1)
    first = anchor.hit.first
    text = scene.text
    while (
        first > 0
        and anchor.hit.first - first < 3
        and text.joined(first)
        and text.starts[first - 1] >= s.start
        and _qualifies(text.lower[first - 1])
    ):
        first -= 1
    start = text.starts[first]
    stop = _STOP.search(text.raw, anchor.hit.end, min(s.end, anchor.hit.end + 160))
    end = stop.start() if stop else min(s.end, anchor.hit.end + 160)
    phrase = scene.raw(start, end)
    if len(phrase.split()) < 2 and bare:
        return f"{_bare(segment.section)}: {phrase or _NAMES.get(segment.type, 'Activity').lower()}", start, end
    if len(phrase.split()) < 2:
        return (
            _NAMES.get(segment.type, "Activity") + (f": {_bare(segment.section)}" if segment.section else ""),
            s.start,
            s.start,
        )
    if bare:  # a section of a newsletter under the name of a country
        return _tidy(f"{_bare(segment.section)}: {phrase}"), start, end
    return _tidy(phrase[0].upper() + phrase[1:]), start, end


def _qualifies(word: str) -> bool:
    return len(word) > 3 and not word.startswith(("организован", "проведен", "организова")) and word not in (
        "this", "that", "these", "with", "from", "during", "second", "organized", "organised", "held", "conducted", "three", "several", "another", "after", "their", "which", "about", "participated", "following", "took", "part",
        "была", "были", "этот", "прошел", "прошла", "провел", "провела", "состоялся", "также", "dans", "cette", "pour", "avec", "participated", "completed", "concluded", "attended", "launched", "hosted", "when", "where",
    )  # fmt: skip


def _bare(section: str) -> str:
    """The heading of a section without the mark at its end ("Kyrgyzstan:")."""
    return section.rstrip(" :.–—-")


def _tidy(title: str) -> str:
    return re.sub(r"^[\s|•*#\-–—]+|[\s|•*#\-–—:]+$", "", title)
