"""What was read of a text, or of a row of a sheet, as cards in the vocabulary of an activity's claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kopuro.intake.rules.bodies import find_bodies
from kopuro.intake.rules.drafts import CardDraft, Draft
from kopuro.intake.rules.fields import ActivityRead, FieldClaim
from kopuro.intake.rules.reading import Reading
from kopuro.intake.rules.text import Text
from kopuro.intake.rules.topics import LABELS

CODES = {label: code for code, label in LABELS.items()}
GROUPS = {
    "law_enforcement", "justice", "prison", "government", "civil_society", "women", "youth", "religious", "academia", "media",
    "international", "other",
}  # fmt: skip
# The words of the readers for kinds of bodies, where they differ from the groups of the wall.
SAME_GROUP = {
    "donor": "international", "project": "international", "implementer": "international", "education": "academia",
    "health": "government", "migration": "government",
}  # fmt: skip
ROLES = {"host": "host", "trainer": "trainers", "implementer": "implementer", "co-organiser": "co_organiser"}
ROLE_OF_FIELD = {"organisers": "organiser", "funders": "funder", "partners": "partner", "institutions": "sending"}
# A text that tells of the past reports; who was on the list is known from the list alone.
STAGES = {"attended": "reported", "reported": "reported", "planned": "planned", "registered": "registered"}


def group_of(read: str) -> str:
    """The group of the wall for a reader's word; `other` where it says nothing."""
    name = SAME_GROUP.get(read, read)
    return name if name in GROUPS else "other"


def cards_of(reading: Reading) -> list[CardDraft]:
    return [CardDraft(tuple(_drafts(activity))) for activity in reading.activities]


def _drafts(activity: ActivityRead) -> Iterator[Draft]:
    spans: dict[str, tuple[int, int]] = {}
    for claim in activity.claims:
        spans.setdefault(claim.field, (claim.start, claim.end))
    for name in ("title", "type", "status", "mode"):
        value = getattr(activity, name)
        if value:
            yield Draft(name, value, *spans.get(name, (0, 0)))
    yield from _dates(activity, spans)
    for place in activity.places:
        name = place.city or place.region or place.written
        value = {
            "level": place.level,
            "written": place.valid_name or place.written,
            "name": name,
            "country": place.country or "",
            "unit": place.unit,
        }
        yield Draft("place", value, place.start, place.end)
    seen: set[str] = set()
    for claim in activity.claims:
        draft = _draft(activity, claim)
        if draft and (mark := f"{draft.field}{draft.value}") not in seen:
            seen.add(mark)
            yield draft


def _dates(activity: ActivityRead, spans: dict[str, tuple[int, int]]) -> Iterator[Draft]:
    if not activity.start and not activity.end and not activity.month_day:
        return
    value = {
        "start": activity.start or "",
        "end": activity.end or "",
        "month_day": list(activity.month_day),
    }
    precision = {10: "day", 7: "month", 4: "year"}.get(len(activity.start or activity.end or ""), "day")
    yield Draft("dates", value, *spans.get("start", (0, 0)), precision=precision, basis=activity.date_basis or "")


def _draft(activity: ActivityRead, claim: FieldClaim) -> Draft | None:
    at = (claim.start, claim.end)
    match claim.field:
        case "participants":
            stage = STAGES.get(claim.basis, "reported")
            return Draft(
                f"participants.{stage}",
                int(claim.value),
                *at,
                qualifier=claim.qualifier,
                unit="people",
                scope="activity",
            )
        case "participants.groups" | "participants.group":
            label, _, number = claim.value.rpartition(": ")
            value = {"label": label[:200], "number": int(number), "stage": "reported", "unit": "people"}
            return Draft("group", value, *at, qualifier=claim.qualifier, unit="people", scope="activity")
        case "organisers" | "funders" | "partners" | "institutions":
            return _body(claim)
        case "participant_countries":
            return Draft("country", {"set": "participants", "area": claim.value}, *at)
        case "expert_countries":
            return Draft("country", {"set": "experts", "area": claim.value}, *at)
        case "topics":
            return Draft("topic", CODES[claim.value], *at)
        case "recommendations":
            return Draft("recommendation", claim.value[:1000], *at)
        case "follows":
            return Draft("follows", {"written": claim.value[:500]}, *at)
        case "quotes":
            # The speaker's name stays in the document: only the role is kept (docs/privacy.md).
            return Draft("quote", {"role": claim.role[:300]}, *at)
    return None


def _body(claim: FieldClaim) -> Draft | None:
    """Boilerplate is the programme's; "the police" is an audience, "the Police Academy" an organisation."""
    if claim.scope == "programme":
        return None
    group = group_of(claim.group)
    if claim.field == "institutions" and claim.value[:1].islower():
        return Draft("audience", {"group": group, "written": claim.value[:200]}, claim.start, claim.end)
    role = ROLES.get(claim.role, ROLE_OF_FIELD[claim.field])
    return Draft("organisation", {"name": claim.value[:300], "role": role, "group": group}, claim.start, claim.end)


PROGRAMME_ROLES = {"funder": "1", "implementer": "4", "partner": "supporter"}


def programme_facts(reading: Reading) -> list[dict[str, Any]]:
    """Bodies of the boilerplate with their role in the programme (see `programme.terms.PartnerRole`)."""
    found = {
        (body.name, PROGRAMME_ROLES[body.role]): body
        for body in reading.programme.bodies
        if body.role in PROGRAMME_ROLES
    }
    return [{"name": name, "role": role, "start": body.start, "end": body.end} for (name, role), body in found.items()]


def cards_of_rows(rows: list[dict[str, Any]]) -> list[CardDraft]:
    """Cards of a mapped sheet (see `sheets.rows.apply_mapping`): each value with the cell it came from."""
    return [CardDraft(tuple(_cells(row))) for row in rows]


def known_body(written: str) -> dict[str, str]:
    """Name and group of a body as texts give them, so that “Европейский союз” in a sheet is the European Union of the
    news; nothing where the whole cell is not one body."""
    found = find_bodies(Text(written), None)
    if len(found) != 1 or found[0].general or (found[0].start, found[0].end) != (0, len(written)):
        return {}
    return {"name": found[0].name, "group": group_of(found[0].group)}


def _cells(row: dict[str, Any]) -> Iterator[Draft]:
    for claim in row["claims"]:
        if claim["field"] == "notes":
            continue
        value = claim["value"]
        if claim["field"] == "organisation":
            value = {**value, **known_body(value["name"])}
        precision = (
            {10: "day", 7: "month", 4: "year"}.get(len(value.get("start") or ""), "")
            if claim["field"] == "dates"
            else ""
        )
        yield Draft(
            claim["field"], value, qualifier=claim.get("qualifier") or "", precision=claim.get("precision") or precision,
            basis=claim.get("basis") or ("stated" if claim["field"] == "dates" else ""), row=f"{row.get('sheet') or ''}!{claim['cell']}".lstrip("!"),
        )  # fmt: skip


def json_of_cards(cards: list[CardDraft]) -> list[dict[str, Any]]:
    """Cards of a sheet in the shape of `kopuro intake --json`; spans are empty, for a row has cells instead."""
    return [_json(card) for card in cards]


def _json(card: CardDraft) -> dict[str, Any]:
    def one(name: str) -> Any:
        return next((draft.value for draft in card.drafts if draft.field == name), None)

    def many(name: str) -> list[Draft]:
        return [draft for draft in card.drafts if draft.field == name]

    def bodies(role: str) -> list[str]:
        return [draft.value["name"] for draft in many("organisation") if draft.value["role"] == role]

    dates = one("dates") or {}
    total = next((draft for draft in card.drafts if draft.field.startswith("participants.")), None)
    return {
        "title": one("title"), "type": one("type") or "other", "status": one("status") or "held",
        "start": dates.get("start") or None, "end": dates.get("end") or None, "month_day": dates.get("month_day") or [],
        "date_basis": "stated" if dates else None,
        "places": [{"city": d.value["name"] if d.value["level"] == "city" else None, "country": d.value["country"] or None} for d in many("place")],
        "mode": one("mode"),
        "participants": {
            "total": total.value if total else None, "qualifier": (total.qualifier or "exact") if total else None,
            "groups": [{"label": d.value["label"], "count": d.value["number"]} for d in many("group")],
        },
        "participant_countries": [d.value["area"] for d in many("country") if d.value["set"] == "participants"],
        "expert_countries": [d.value["area"] for d in many("country") if d.value["set"] == "experts"],
        "institutions": [], "organisers": bodies("organiser"), "funders": bodies("funder"), "partners": bodies("partner"),
        "topics": [LABELS.get(d.value, d.value) for d in many("topic")], "recommendations": [], "follows": [], "quotes": 0, "spans": {},
    }  # fmt: skip
