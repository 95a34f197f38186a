"""A run as xAPI statements (IEEE 9274.1.1) and as rows: seats by number, never a name or call-sign."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from kopuro.rooms.desk import desk
from kopuro.rooms.models import Run
from kopuro.rooms.rules.run import Event

VERBS = {
    "seat.joined": ("http://adlnet.gov/expapi/verbs/initialized", "joined"),
    "item.opened": ("http://adlnet.gov/expapi/verbs/experienced", "opened"),
    "decision.made": ("http://adlnet.gov/expapi/verbs/responded", "decided"),
    "rating.given": ("http://adlnet.gov/expapi/verbs/scored", "rated"),
    "request.made": ("http://adlnet.gov/expapi/verbs/asked", "asked"),
    "poll.answered": ("http://adlnet.gov/expapi/verbs/answered", "answered"),
    "reflection.written": ("http://adlnet.gov/expapi/verbs/commented", "reflected"),
    "seat.left": ("http://adlnet.gov/expapi/verbs/exited", "left"),
}
BASE = "https://kopuro.invalid/xapi"


def statements(run: Run) -> list[dict[str, Any]]:
    """One statement for each act of a trainee's seat; typed words are left out."""
    events = desk().events(run.log_name)
    trainees = {
        event.data["seat"] for event in events if event.kind == "seat.joined" and event.data["kind"] == "trainee"
    }
    return [
        _statement(run, event)
        for event in events
        if event.kind in VERBS
        and (event.data.get("seat", event.seat) if event.kind in ("seat.joined", "seat.left") else event.seat)
        in trainees
    ]


def _statement(run: Run, event: Event) -> dict[str, Any]:
    seat = event.data["seat"] if event.kind in ("seat.joined", "seat.left") else event.seat
    verb, shown = VERBS[event.kind]
    about = event.data.get("case") or event.data.get("inject") or event.data.get("code") or "run"
    made: dict[str, Any] = {
        "id": str(uuid.uuid5(run.key, str(event.seq))),
        "actor": {"objectType": "Agent", "account": {"homePage": BASE, "name": f"{run.key}-{seat}"}},
        "verb": {"id": verb, "display": {"en": shown}},
        "object": {
            "objectType": "Activity",
            "id": f"{BASE}/scenarios/{run.version.scenario.code}/{run.version.number}/{about}",
        },
        "context": {
            "registration": str(run.key),
            "extensions": {f"{BASE}/exercise": True, f"{BASE}/exercise-time-ms": event.at},
        },
        "timestamp": datetime.fromtimestamp(event.time / 1000, UTC).isoformat(timespec="milliseconds"),
    }
    if event.kind == "decision.made":
        made["result"] = {
            "response": event.data["option"],
            "extensions": {f"{BASE}/confidence": event.data["confidence"]},
        }
    if event.kind == "rating.given":
        made["result"] = {
            "response": event.data["value"],
            "extensions": {f"{BASE}/confidence": event.data["confidence"]},
        }
    if event.kind == "poll.answered":
        made["result"] = {"response": " ".join(event.data["options"])}
    return made


COLUMNS = (
    "seq",
    "exercise second",
    "kind",
    "seat",
    "team",
    "inject",
    "case",
    "as",
    "answer",
    "confidence",
    "information horizon",
)


def rows(run: Run) -> list[tuple[Any, ...]]:
    """Decisions, ratings, requests and polls as a table, a row each. Seats are numbers; nothing that was typed."""
    found = []
    for event in desk().events(run.log_name):
        if event.kind not in ("decision.made", "rating.given", "request.made", "poll.answered", "ratings.locked"):
            continue
        data = event.data
        answer = data.get("option") or data.get("value") or " ".join(data.get("options", [])) or data.get("code", "")
        found.append(
            (event.seq, round(event.at / 1000, 1), event.kind, event.seat, data.get("team", ""), data.get("inject", ""), data.get("case", ""),
             data.get("as", ""), answer, data.get("confidence", ""), data.get("horizon", ""))
        )  # fmt: skip
    return found
