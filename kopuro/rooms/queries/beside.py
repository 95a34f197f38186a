"""What evaluators, wellbeing officers, role-players and the debrief see of a run."""

from __future__ import annotations

from typing import Any

from kopuro.rooms import markup
from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Run
from kopuro.rooms.queries.control import Words, clock
from kopuro.rooms.rules.run.decide.debriefing import STAGES, points
from kopuro.rooms.rules.run.state import TRAINEE

LONG_QUIET = 5 * 60 * 1000  # ms of server time without anything from a seat


def evaluation(run: Run, now: int, language: str, seat: str) -> dict[str, Any]:
    """Objectives with criteria, the own marks per team and seat, all observations."""

    def draw(hall: Hall) -> dict[str, Any]:
        state, words = hall.state, Words(hall.play, language)
        abouts = [("", "")] + [(team, words.team(team)) for team in state.teams]
        objectives = [
            {
                "title": words.of(objective.title),
                "criteria": [
                    {
                        "code": one.code, "act": words.of(one.act), "evidence": words.of(one.evidence), "observed": one.observed,
                        "rows": [(code, title, state.marks.get(one.code, {}).get(f"{code} {seat}", "")) for code, title in abouts[1:]],
                    }
                    for one in objective.criteria
                ],
            }
            for objective in hall.play.scenario.objectives
        ]  # fmt: skip
        return {
            "clock": clock(state, hall.play, words, now),
            "seq": state.seq,
            "objectives": objectives,
            "abouts": abouts[1:]
            + [
                (code, held["sign"])
                for code, held in state.seats.items()
                if held["kind"] == TRAINEE and not held["left"]
            ],
            "criteria": [
                (one.code, words.of(one.act))
                for objective in hall.play.scenario.objectives
                for one in objective.criteria
            ],
            "observations": observations(hall, words),
        }

    return desk().read(run.log_name, draw)


def observations(hall: Hall, words: Words) -> list[dict[str, Any]]:
    """Newest first."""
    state = hall.state
    acts = {one.code: words.of(one.act) for objective in hall.play.scenario.objectives for one in objective.criteria}
    return [
        {
            "seq": int(seq), "at": one["at"], "kind": one["kind"], "text": one["words"].get("text", ""), "criterion": acts.get(one["criterion"], ""),
            "about": words.team(one["about"]) if one["about"] in state.teams else state.seats.get(one["about"], {}).get("sign", ""),
            "by": state.seats.get(one["by"], {}).get("sign", ""), "events": one["events"],
        }
        for seq, one in reversed(state.observations.items())
    ]  # fmt: skip


def wellbeing(run: Run, now: int, language: str, here: frozenset[str] | None) -> dict[str, Any]:
    """Presence alone: out, gone, quiet, stop words. Nothing of what anybody answered."""

    def draw(hall: Hall) -> dict[str, Any]:
        state, words = hall.state, Words(hall.play, language)
        newest: dict[str, int] = {}
        for event in map(_light, desk().store.tail(run.log_name, 0)):
            if event[0]:
                newest[event[0]] = event[1]
        rows = [
            {
                "seat": seat, "sign": held["sign"], "team": words.team(held["team"]), "out": held["out"],
                "gone": here is not None and seat not in here,
                "quiet": state.status == "running" and now - newest.get(seat, now) > LONG_QUIET,
            }
            for seat, held in state.seats.items() if held["kind"] == TRAINEE and not held["left"]
        ]  # fmt: skip
        notes = hall.play.scenario.content_notes
        return {
            "clock": clock(state, hall.play, words, now),
            "seq": state.seq,
            "rows": sorted(rows, key=lambda row: (not row["out"], not row["gone"], not row["quiet"])),
            "stops": [
                {"seq": int(seq), "who": state.seats[stop["seat"]]["sign"], "at": stop["at"], "cleared": bool(stop["cleared"])}
                for seq, stop in reversed(state.stops.items())
            ],
            "notes": words.of(notes),
            "services": [(words.of(one.title), words.of(one.about)) for one in hall.play.scenario.services],
        }  # fmt: skip

    return desk().read(run.log_name, draw)


def _light(row: Any) -> tuple[str, int]:
    return row.seat, row.time


def cast(run: Run, now: int, language: str) -> dict[str, Any]:
    """Each played character with its lines and what was written to it, oldest first."""

    def draw(hall: Hall) -> dict[str, Any]:
        state, words = hall.state, Words(hall.play, language)
        talks: dict[str, list[dict[str, Any]]] = {}
        for item in state.items.values():
            if item["kind"] not in ("character.spoke", "reply.sent"):
                continue
            held = state.seats.get(item.get("seat", ""), {"sign": "", "team": ""})
            to = [words.team(topic[2:]) if topic.startswith("t:") else state.seats.get(topic[2:], {}).get("sign", "")
                  for topic in item["audience"] if topic[:2] in ("t:", "s:")]  # fmt: skip
            talks.setdefault(item["data"]["character"], []).append(
                {"at": item["at"], "own": item["kind"] == "character.spoke", "who": held["sign"], "team": words.team(held["team"]) if held["team"] else "",
                 "to": ", ".join(to), "text": item["words"].get("text", "")}
            )  # fmt: skip
        return {
            "clock": clock(state, hall.play, words, now),
            "seq": state.seq,
            "characters": [
                {"code": one.code, "name": words.of(one.name), "role": words.of(one.role), "about": markup.as_html(words.of(one.about)),
                 "talk": talks.get(one.code, [])}
                for one in hall.play.scenario.characters if one.played
            ],
            "teams": [(team, words.team(team)) for team in state.teams],
            "seats": [(seat, held["sign"]) for seat, held in state.seats.items() if held["kind"] == TRAINEE and not held["left"]],
        }  # fmt: skip

    return desk().read(run.log_name, draw)


def debriefing(run: Run, now: int, language: str) -> dict[str, Any]:
    """The round as it stands, the lessons, what keeps the run from being sealed."""

    def draw(hall: Hall) -> dict[str, Any]:
        state, words = hall.state, Words(hall.play, language)
        held = state.debrief
        at = STAGES.index(held["stage"])
        total = points(state)
        themes = [
            {
                "number": number,
                "title": title,
                "points": total.get(str(number), 0),
                "entries": [one["text"] for one in held["entries"].values() if one["theme"] == number],
            }
            for number, title in enumerate(held["themes"])
        ]
        return {
            "clock": clock(state, hall.play, words, now),
            "seq": state.seq,
            "stage": held["stage"],
            "next": STAGES[at + 1] if at + 1 < len(STAGES) else "",
            "guide": markup.as_html(words.of(hall.play.scenario.debrief)),
            "entries": [{"seq": seq, **one} for seq, one in held["entries"].items()],
            "themes": sorted(themes, key=lambda one: -one["points"]) if held["stage"] == "closed" else themes,
            "ballots": sum(1 for one in held["ballots"].values() if one["order"]),
            "forms": len(state.forms),
            "lessons": [{"seq": int(seq), **one} for seq, one in state.lessons.items()],
            "stops": sum(1 for one in state.stops.values() if not one["cleared"]),
            "trainees": sum(1 for one in state.seats.values() if one["kind"] == TRAINEE and not one["left"]),
        }  # fmt: skip

    return desk().read(run.log_name, draw)
