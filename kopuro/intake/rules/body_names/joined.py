"""Names found one by one made into bodies: parts of one name joined, apposed names and acronyms tied to the name they stand for."""

from __future__ import annotations

import re
from dataclasses import replace

from kopuro.core.gazetteer import folded
from kopuro.intake.rules.body_names.found import BodyFound
from kopuro.intake.rules.body_names.known import country_of_name, country_words
from kopuro.intake.rules.text import Text

_OFFICE_ALONE = re.compile(
    r"(?:The )?(?:(?:Regional|Country|National|Liaison|Sub-regional|Programme|Project) )+(?:Office|Bureau|Mission|Secretariat|Delegation|Service)"
)
_GOES_ON = re.compile(
    r"(?:\s*\([^)\n]{2,20}\))?(?: for [A-Z][\w ]{3,60})?,\s+(?:has|have|is|was|held|organi[sz]ed|conducted|launched|hosted|will|jointly)\b"
)
_BUREAU_OF = re.compile(r"['’]s (?:Bureau|Office|Directorate|Department|Division) (?:for|of) (?:the )?")
_OF_GAPS = (" of the ", " of ")


def _compound(text: Text, found: list[BodyFound]) -> bool:
    """Whether the last two bodies are acronyms joined by a hyphen or a stroke ("EU-UNDP")."""
    return (
        len(found) > 1
        and text.raw[found[-2].end : found[-1].start] in ("-", "–", "/")
        and found[-1].written.isupper()
        and found[-2].written.isupper()
    )


_APPOSED = re.compile(r"\)?\s*[–—]\s*(?:the|an?) ")


def finished(text: Text, spans: list[tuple[int, int, str, str, bool]]) -> list[BodyFound]:
    found: list[BodyFound] = []
    end = -1
    for first, last, name, group, general in sorted(spans, key=lambda s: (s[0], -s[1])):
        if text.starts[first] < end:
            continue
        written = text.raw[text.starts[first] : text.ends[last - 1]]
        country = country_of_name(written) if not general else ""
        if not country and first and folded(text.words[first - 1]) in country_words() and text.joined(first):
            country = country_words()[folded(text.words[first - 1])]
        if not name:
            continue
        gap = text.raw[found[-1].end : text.starts[first]] if found else ""
        if gap in (" of the ", " of ") and not general and _OFFICE_ALONE.fullmatch(found[-1].name):
            first, written = text.word_at(found[-1].start), text.raw[found[-1].start : text.ends[last - 1]]
            found.pop()  # "the Regional Office of UNODC"
        elif gap in ("'s ", "’s ") and not general and group == "project":
            continue  # "the Embassy's assistance programme": the embassy
        elif gap in ("'s ", "’s ") and not general:
            found.pop()  # "the OSCE's Transnational Threats Department" names the department
        elif (
            gap in (" ", " (EU) ", "-funded ", " funded ") and group == "project" and found[-1].name == "European Union"
        ):
            found.pop()  # "the European Union (EU) Border Management Programme" names the programme
        elif gap == ") " and group == "project" and found[-1].written == "EU":
            found.pop()
            if found and found[-1].name == "European Union":
                found.pop()
        elif found and not general and _BUREAU_OF.fullmatch(gap):
            found.pop()  # "the Department of State's Bureau for International Narcotics and Law Enforcement Affairs"
        elif group == "project" and found and gap == " " and _compound(text, found):
            while found and _compound(text, found):
                found.pop()  # "the EU-UNDP Border Management Programme"
            found.pop()
        elif (
            gap in _OF_GAPS
            and not general
            and not found[-1].general
            and group not in ("project", "donor")
            and found[-1].group not in ("project", "academia")
        ):
            end = text.ends[last - 1]
            found[-1] = replace(found[-1], end=end, written=text.raw[found[-1].start : end])
            continue  # "the Police Matters Unit of the Department of the Secretariat": the unit
        elif (
            gap == ", the "
            and found
            and not general
            and not found[-1].general
            and _GOES_ON.match(text.raw, text.ends[last - 1])
        ):
            continue  # "Hedayah, the International Center of Excellence, has launched …"
        elif _APPOSED.fullmatch(gap) and not general and not found[-1].general and group != "project":
            continue  # "IOM – the United Nations agency for migration –" is one body
        found.append(BodyFound(text.starts[first], text.ends[last - 1], name, group, general, country, written))
        end = text.ends[last - 1]
    return found


_SHORT_NAME = re.compile(r"[^.;,()\n]{0,40}\((?:the )?")


def one_name(text: Text, found: list[BodyFound]) -> list[BodyFound]:
    """Drops an acronym in brackets after its own full name and gives its later uses that name: "Ministry of Interior (MoI) … the MoI"."""
    tied: dict[str, BodyFound] = {}
    kept: list[BodyFound] = []
    for body in found:
        if (
            kept
            and not body.general
            and text.raw[kept[-1].end : body.start] == " ("
            and text.raw[body.end : body.end + 1] == ")"
            and not kept[-1].general
        ):
            tied[body.written] = kept[-1]
            continue
        if (
            kept
            and body.group == "project" == kept[-1].group
            and not kept[-1].written.isupper()
            and _SHORT_NAME.fullmatch(text.raw, kept[-1].end, body.start)
        ):
            tied[kept[-1].written] = body
            kept[-1] = replace(
                body, start=kept[-1].start, end=kept[-1].end
            )  # "… in Central Asia – Phase 10 (BOMCA 10)"
            continue
        full = tied.get(body.written)
        kept.append(replace(body, name=full.name, group=full.group, country=full.country) if full is not None else body)
    return kept
