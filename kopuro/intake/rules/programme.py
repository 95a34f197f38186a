"""Facts of the programme behind the activities: its funders, implementers and supporters, from sentences about the project itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopuro.intake.rules.bodies import BodyFound
from kopuro.intake.rules.scene import Scene

_EU_FUNDED = re.compile(
    r"\b(?:EU|European Union)[- ](?:funded|financed|supported)\b|\bfunded by the (?:EU|European Union)\b|"
    r"\bфинансируем\w+ (?:ЕС|Европейским Союзом|Евросоюзом|Европейским союзом)|\bfinancée?s? par l['’](?:UE|"
    r"Union européenne)",
    re.I,
)
_NATION_FUNDED = re.compile(
    r"\b(U\.?S\.?|USAID|INL|Japan|German|Norwegian|Swedish|UK|Swiss|Canada|Finland|Denmark|"
    r"Netherlands)[- ](?:funded|financed)\b"
)
_NATIONS = {
    "US": "United States",
    "U.S.": "United States",
    "UK": "United Kingdom",
    "German": "Germany",
    "Norwegian": "Norway",
    "Swedish": "Sweden",
    "Swiss": "Switzerland",
}


@dataclass(frozen=True, slots=True)
class BodyClaim:
    """A body in a role of the programme or of an activity, with the span that names it."""

    name: str
    role: str
    start: int
    end: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeRead:
    """What a text says of the programme: bodies with their role, and the spans of its boilerplate."""

    bodies: tuple[BodyClaim, ...] = ()
    boilerplate: tuple[tuple[int, int], ...] = ()

    def names(self, role: str) -> tuple[str, ...]:
        """Names of the bodies in one role ("funder", "implementer", "partner"), each once."""
        return tuple(dict.fromkeys(b.name for b in self.bodies if b.role == role))


def claim_of(body: BodyFound, role: str) -> BodyClaim:
    return BodyClaim(body.name, role, body.start, body.end, body.group)


def read_programme(scene: Scene) -> ProgrammeRead:
    """Bodies of the sentences about the programme, and funders told in passing ("the EU-funded project …")."""
    bodies: list[BodyClaim] = []
    spans: list[tuple[int, int]] = []
    for s in scene.sentences:
        if s.programme or s.about:
            spans.append((s.start, s.end))
            for role in s.roles:
                if role.body.general:
                    continue
                if role.role in ("funder", "implementer"):
                    bodies.append(claim_of(role.body, role.role))
                elif role.role in ("supporter", "partner"):
                    bodies.append(claim_of(role.body, "partner"))
        raw = scene.text.raw[s.start : s.end]
        if not any(sign in raw for sign in ("und", "inan", "инанс", "UND", "upport")):
            continue
        for m in _EU_FUNDED.finditer(raw):
            bodies.append(BodyClaim("European Union", "funder", s.start + m.start(), s.start + m.end(), "donor"))
        for m in _NATION_FUNDED.finditer(raw):
            bodies.append(
                BodyClaim(
                    _NATIONS.get(m.group(1), m.group(1)), "funder", s.start + m.start(), s.start + m.end(), "donor"
                )
            )
        if s.chrome or s.heading:
            for m in re.finditer(r"^\W*(?:the )?(?:project is )?funded\s+by (?:the )?european union\b", raw, re.I):
                bodies.append(BodyClaim("European Union", "funder", s.start + m.start(), s.start + m.end(), "donor"))
    unique = {(b.name, b.role): b for b in reversed(bodies)}
    return ProgrammeRead(tuple(sorted(unique.values(), key=lambda b: b.start)), tuple(spans))
