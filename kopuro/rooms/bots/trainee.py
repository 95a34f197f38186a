"""A trainee bot: reads what its station shows, thinks for a while, and answers by the rules of the scenario."""

from __future__ import annotations

import asyncio
from typing import Any

from .station import Kept, Station

_WORDS = (
    "I want to know more first.",
    "Something is missing here.",
    "This helps and harms nobody.",
    "Мягкий шаг лучше.",
)
TESTS = {"legal": "no duty to act", "necessary": "yes", "proportionate": "mild", "equal": "the same for all"}


class Trainee:
    """`think` is the mean time between two acts, seconds of wall time."""

    def __init__(self, station: Station, think: float) -> None:
        self.station = station
        self.think = think
        self.lots = station.lots
        self.done: set[str] = set()  # what this bot has answered
        self.decisions = 0

    async def play(self) -> None:
        """Acts until the run is over or the task is cancelled."""
        while self.station.view["status"] not in ("ended", "debrief", "sealed"):
            await asyncio.sleep(self.lots.expovariate(1 / self.think))
            if self.station.view["status"] != "running":
                continue
            act = self._next()
            if act is not None:
                kept = self.station.send(*act)
                await kept.done.wait()
                self._note(kept)

    def _note(self, kept: Kept) -> None:
        if kept.kind == "decide" and kept.seq:
            self.decisions += 1

    def _next(self) -> tuple[str, dict[str, Any]] | None:
        view = self.station.view
        items = {seq: item for seq, item in view["items"].items() if not item.get("gone")}
        unopened = [int(seq) for seq in items if int(seq) not in view["opened"]]
        if unopened:
            return "seen", {"items": unopened[:3]}
        acts: list[tuple[str, dict[str, Any]]] = []
        for seq, item in items.items():
            content = item["data"].get("content") if item["kind"] == "inject.released" else None
            if content:
                acts += self._answers(seq, content)
        if self.lots.random() < 0.15:
            acts.append(("ask", {"text": self.lots.choice(_WORDS)}))
        if self.lots.random() < 0.03:
            acts.append(("out" if not view["me"]["out"] else "in", {}))
        return self.lots.choice(acts) if acts else None

    def _answers(self, seq: str, content: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        view, code = self.station.view, content["inject"]
        if content.get("needs_ack") and int(seq) not in view["acked"]:
            return [("ack", {"item": int(seq)})]
        if content["kind"] == "decision":
            return self._decision(content)
        if content["kind"] == "case" and "set" in content:
            return self._ratings(content)
        if content["kind"] == "poll" and code not in view["polls"]:
            return [("poll", {"inject": code, "options": [self.lots.choice(content["options"])["code"]]})]
        if content["kind"] == "reflection" and code not in view["reflections"]:
            return [("reflect", {"inject": code, "text": self.lots.choice(_WORDS)})]
        return []

    def _decision(self, content: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        made, code = self.station.view["decisions"], content["inject"]
        sides = {"individual": ["seat"], "team": ["team"], "both": ["seat", "team"]}[content["by"]]
        side = next((side for side in sides if code not in made[side]), sides[-1])
        data: dict[str, Any] = {
            "inject": code,
            "as": side,
            "option": self.lots.choice(content["options"])["code"],
            "rationale": self.lots.choice(_WORDS),
            "confidence": self.lots.randrange(101),
        }
        if content["free"] and self.lots.random() < 0.15:
            data |= {"option": "", "free": self.lots.choice(_WORDS)}
        if content["four_tests"]:
            data["tests"] = TESTS
        if code in made[side]:
            if self.lots.random() > 0.1:
                return []
            data["corrects"] = made[side][code]["seq"]
        return [("decide", data)]

    def _ratings(self, content: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        rated, given = content["set"], self.station.view["ratings"]
        own = given["seat"].get(rated["code"], {})
        missing = [case["code"] for case in rated["cases"] if case["code"] not in own]
        alone = content["by"] != "team"
        if alone and missing:
            return [("rate", self._rating(content, self.lots.choice(missing), "seat"))]
        if alone and rated["code"] not in given["locked"]:
            return [("lock", {"inject": content["inject"]})]
        if content["by"] != "individual":
            team = given["team"].get(rated["code"], {})
            missing = [case["code"] for case in rated["cases"] if case["code"] not in team]
            if missing:
                return [("rate", self._rating(content, self.lots.choice(missing), "team"))]
        return []

    def _rating(self, content: dict[str, Any], case: str, side: str) -> dict[str, Any]:
        rated = content["set"]
        marks = {one["code"]: self.lots.choice(["present", "absent", "unknown"]) for one in rated["indicators"]}
        value = self.lots.choice(rated["values"])["code"]
        sure = self.lots.randrange(101)
        return {
            "inject": content["inject"],
            "case": case,
            "as": side,
            "value": value,
            "confidence": sure,
            "indicators": marks,
        }
