"""The after-action review: replay to any second, decisions side by side with what each had seen, ratings beside the key.

Groups have figures from ten seats on; below that the page says "too few". Nobody's own figures stand here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kopuro.rooms import markup
from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Run
from kopuro.rooms.queries.beside import observations
from kopuro.rooms.queries.control import Words
from kopuro.rooms.queries.judging import LEAST, judge, more_suspicious, pairs_of
from kopuro.rooms.queries.saying import say
from kopuro.rooms.rules.run import Event, RunState, fold
from kopuro.rooms.rules.run.decide.debriefing import points
from kopuro.rooms.rules.run.play import Play
from kopuro.rooms.rules.run.state import TRAINEE

# what a reader of the timeline looks for; openings and single ratings are counted elsewhere
TOLD = frozenset(
    {
        "run.opened", "run.started", "run.paused", "run.resumed", "run.ended", "run.debriefed", "run.sealed", "clock.speed",
        "clock.jumped", "phase.entered", "inject.released", "inject.recalled", "inject.edited", "inject.held", "flag.set",
        "decision.made", "ratings.locked", "request.made", "request.answered", "character.spoke", "reply.sent", "observation.noted",
        "stop.called", "stop.cleared", "seat.out", "seat.in", "lesson.written", "poll.answered",
    }
)  # fmt: skip
TESTS = ("legal", "necessary", "proportionate", "equal")


@dataclass(frozen=True)
class Made:
    """One decision as it stood at the end: whose, what, why, and what had been seen by then."""

    who: str
    team: str
    option: str
    credit: str
    because: str
    confidence: int
    rationale: str
    tests: tuple[tuple[str, str], ...]
    at: int
    seq: int
    corrected: bool
    seen: tuple[str, ...]
    unseen: tuple[str, ...]


def review(run: Run, language: str) -> dict[str, Any]:
    events = desk().events(run.log_name)
    return desk().read(run.log_name, lambda hall: _reviewed(hall, events, language))


def _reviewed(hall: Hall, events: list[Event], language: str) -> dict[str, Any]:
    state, play = hall.state, hall.play
    words = Words(play, language)
    lines = [line for line in say(events, state, words) if line["kind"] in TOLD]
    return {
        "seq": state.seq,
        "status": state.status,
        "began": next((event.time for event in events if event.kind == "run.started"), 0),
        "length": max((event.at for event in events), default=0),
        "provisional": play.scenario.key_status != "panel",
        "trainees": sum(1 for held in state.seats.values() if held["kind"] == TRAINEE),
        "events": len(events),
        "teams": [(team, words.team(team)) for team in state.teams],
        "timeline": lines,
        "decisions": decisions(state, play, words),
        "criteria": criteria(state, play, words),
        "ratings": ratings(state, play, words),
        "observations": observations(hall, words),
        "debrief": debrief(state),
        "lessons": [{"seq": int(seq), **one} for seq, one in state.lessons.items()],
        "notes": markup.as_html(words.of(play.scenario.debrief)),
    }


def decisions(state: RunState, play: Play, words: Words) -> list[dict[str, Any]]:
    """Per decision one column per team: the team's, or how its members decided (counts only, no call-signs)."""
    found = []
    for inject in play.scenario.injects:
        rows = state.decisions.get(inject.code)
        if not rows:
            continue
        columns = []
        for team in state.teams:
            made = rows["teams"].get(team)
            members = [row for row in rows["seats"].values() if row["team"] == team]
            alone = Counter(words.option(inject.code, row["option"]) for row in members)
            columns.append(
                {
                    "team": words.team(team),
                    "made": _made(state, play, words, inject.code, made) if made else None,
                    "alone": alone.most_common() if len(members) >= 3 else [],
                    "alone_n": len(members),
                }
            )
        found.append(
            {
                "code": inject.code,
                "title": words.of(inject.title),
                "expect": words.of(inject.expect),
                "columns": columns,
            }
        )
    return found


def _made(state: RunState, play: Play, words: Words, inject: str, row: dict[str, Any]) -> Made:
    option = next((one for one in play.injects[inject].options if one.code == row["option"]), None)
    typed = row["words"]
    seen, unseen = horizon(state, words, row)
    return Made(
        state.seats.get(row["seat"], {}).get("sign", ""), words.team(row["team"]),
        typed.get("free") or words.option(inject, row["option"]), (option.credit or "") if option else "", words.of(option.because) if option else "",
        row["confidence"], typed.get("rationale", ""), tuple((name, typed.get(f"test.{name}", "")) for name in TESTS), row["at"], row["seq"],
        bool(row.get("corrects")), seen, unseen,
    )  # fmt: skip


def horizon(state: RunState, words: Words, row: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles of what the deciding team had opened by then, and of what it had been sent and not opened."""
    team = row["team"]
    members = {seat for seat, held in state.seats.items() if held["team"] == team}
    seen: list[str] = []
    unseen: list[str] = []
    for seq, item in state.items.items():
        if int(seq) > row["seq"] or item["kind"] not in ("inject.released", "request.answered", "character.spoke"):
            continue
        topics = item["audience"]
        if "all" not in topics and not any(topic.startswith(f"t:{team}") or topic[2:] in members for topic in topics):
            continue
        opened = [at for seat, at in state.opened.get(seq, {}).items() if seat in members]
        (seen if opened and min(opened) < row["seq"] else unseen).append(_title(item, words))
    return tuple(seen), tuple(unseen)


def _title(item: dict[str, Any], words: Words) -> str:
    data = item["data"]
    if item["kind"] == "request.answered":
        return words.plain(data.get("label", {})) or item["words"].get("text", "")[:60]
    if item["kind"] == "character.spoke":
        return f"{words.plain(data['name'])}: {item['words'].get('text', '')[:60]}"
    return words.plain(item["words"].get("title") or data["content"]["title"]) or words.inject(data["inject"])


def criteria(state: RunState, play: Play, words: Words) -> list[dict[str, Any]]:
    """Objectives with the marks that evaluators gave each team."""
    found = []
    for objective in play.scenario.objectives:
        rows = []
        for one in objective.criteria:
            marks = state.marks.get(one.code, {})
            rows.append(
                {
                    "act": words.of(one.act), "evidence": words.of(one.evidence), "code": one.code,
                    "marks": [", ".join(mark for key, mark in marks.items() if key.split(" ")[0] == team) for team in state.teams],
                }
            )  # fmt: skip
        found.append({"title": words.of(objective.title), "rows": rows})
    return found


def ratings(state: RunState, play: Play, words: Words) -> list[dict[str, Any]]:
    """Each rated set: cases with key and spread, the teams' answers, the group's shares from ten seats on."""
    found = []
    for rated in play.scenario.sets:
        given = state.ratings.get(rated.code)
        if not given:
            continue
        labels = {value.code: words.of(value.label) for value in rated.values}
        enough = len(given["seats"]) >= LEAST
        cases = []
        for code in rated.cases:
            case = play.cases[code]
            votes = Counter(rows[code]["value"] for rows in given["seats"].values() if code in rows)
            cases.append(
                {
                    "code": code, "name": words.of(case.name), "key": labels.get(case.key.value, ""), "because": words.of(case.key.because),
                    "spread": [(labels.get(value, value), round(100 * share)) for value, share in case.key.spread],
                    "teams": [labels.get(given["teams"].get(team, {}).get(code, {}).get("value", ""), "") for team in state.teams],
                    "group": [(labels[value], votes[value]) for value in labels] if enough and votes.total() >= LEAST else None,
                    "n": votes.total(),
                }
            )  # fmt: skip
        alone = [pair for rows in given["seats"].values() for pair in pairs_of(rows)]
        together = [pair for rows in given["teams"].values() for pair in pairs_of(rows)]
        found.append(
            {
                "title": words.of(rated.title), "question": words.of(rated.question), "cases": cases, "n": len(given["seats"]), "enough": enough,
                "judged": judge(play, rated, alone) if enough else None, "least": LEAST,
                "suspicious": enough and bool(together) and more_suspicious(judge(play, rated, alone), judge(play, rated, together)),
            }
        )  # fmt: skip
    return found


def debrief(state: RunState) -> dict[str, Any]:
    total = points(state)
    themes = [
        {"title": title, "points": total.get(str(number), 0),
         "entries": [one["text"] for one in state.debrief["entries"].values() if one["theme"] == number]}
        for number, title in enumerate(state.debrief["themes"])
    ]  # fmt: skip
    return {
        "themes": sorted(themes, key=lambda one: -one["points"]),
        "entries": len(state.debrief["entries"]),
        "forms": len(state.forms),
    }


def moment(run: Run, seq: int, language: str) -> dict[str, Any]:
    """The room as it was right after event `seq`: a fold of the log up to there."""
    events = desk().events(run.log_name)
    seq = max(1, min(seq, len(events))) if events else 0

    def draw(hall: Hall) -> dict[str, Any]:
        state = fold(events[:seq])
        words = Words(hall.play, language)
        teams = []
        for team in state.teams:
            members = {
                seat: held for seat, held in state.seats.items() if held["team"] == team and held["kind"] == TRAINEE
            }
            sent = [(code, known["sent"][team]) for code, known in state.injects.items() if team in known["sent"]]
            teams.append(
                {
                    "title": words.team(team),
                    "seats": sum(1 for held in members.values() if not held["left"]),
                    "sent": [
                        (_title(state.items[str(at[0])], words), len(set(state.opened.get(str(at[0]), {})) & set(members)), len(members))
                        for _code, at in sorted(sent, key=lambda row: row[1][0])
                    ],
                    "decided": [
                        (words.inject(code), words.option(code, rows["teams"][team]["option"]))
                        for code, rows in state.decisions.items() if team in rows["teams"]
                    ],
                    "asked": sum(1 for one in state.requests.values() if one["team"] == team),
                }
            )  # fmt: skip
        phase = hall.play.phases.get(state.phase)
        return {
            "seq": seq, "last": len(events), "at": events[seq - 1].at if events else 0, "status": state.status,
            "phase": words.of(phase.title) if phase else "", "teams": teams,
            "lines": say(events[max(0, seq - 8) : seq], hall.state, words)[::-1],
        }  # fmt: skip

    return desk().read(run.log_name, draw)


def at_second(run: Run, seconds: int) -> int:
    """The seq of the last event at or before a second of exercise time."""
    found = 1
    for event in desk().events(run.log_name):
        if event.at <= seconds * 1000:
            found = event.seq
        else:
            break
    return found


def plain(run: Run) -> dict[str, Any]:
    """The whole record of a run for another programme to read: scenario, events, no account and no name."""
    return {
        "format": "kopuro-run-1", "exercise": True, "run": run.log_name, "scenario": run.version.scenario.code, "version": run.version.number,
        "mode": run.mode, "files": run.version.files,
        "events": [
            {"seq": one.seq, "id": one.id, "kind": one.kind, "seat": one.seat, "at": one.at, "time": one.time, "cause": one.cause,
             "audience": list(one.audience), "data": dict(one.data), "words": None if one.words is None else dict(one.words)}
            for one in desk().events(run.log_name)
        ],
    }  # fmt: skip
