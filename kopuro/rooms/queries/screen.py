"""What the projector shows: only what everybody in the room may see, and counts without call-signs."""

from __future__ import annotations

from typing import Any

from kopuro.rooms import markup
from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Run
from kopuro.rooms.queries.control import Words, clock
from kopuro.rooms.rules.run.decide.debriefing import points

LATEST = 3
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".svg")


def on_screen(run: Run, now: int, language: str) -> dict[str, Any]:
    return desk().read(run.log_name, lambda hall: _shown(hall, now, language))


def _shown(hall: Hall, now: int, language: str) -> dict[str, Any]:
    state, play = hall.state, hall.play
    words = Words(play, language)
    items = []
    for item in state.items.values():
        if item["kind"] != "inject.released" or item["gone"] or "all" not in item["audience"]:
            continue
        content = item["data"]["content"]
        code = item["data"]["inject"]
        title = words.plain(item["words"].get("title") or content["title"])
        body = words.plain(item["words"].get("body") or content["body"])
        items.append(
            {
                "title": title,
                "body": markup.as_html(body),
                "kind": content["kind"],
                "pictures": [
                    (one["file"], words.plain(one["alt"]))
                    for one in content.get("attachments", ())
                    if one["file"].lower().endswith(PICTURES)
                ],
                "poll": _poll(state, words, code, content),
            }
        )
    seats = [held for held in state.seats.values() if held["kind"] == "trainee" and not held["left"]]
    counted = points(state) if state.debrief["stage"] == "closed" else {}
    themes = [
        {"title": title, "points": counted.get(str(index)),
         "entries": [one["text"] for one in state.debrief["entries"].values() if one["theme"] == index]}
        for index, title in enumerate(state.debrief["themes"])
    ]  # fmt: skip
    return {
        "clock": clock(state, play, words, now),
        "title": words.of(play.scenario.title),
        "items": items[-LATEST:][::-1],
        "joined": [(words.team(team), sum(held["team"] == team for held in seats)) for team in state.teams],
        "stage": state.debrief["stage"],
        "entries": [one["text"] for one in state.debrief["entries"].values()]
        if state.debrief["stage"] in ("theme", "rank")
        else [],
        "count": len(state.debrief["entries"]),
        "themes": sorted(themes, key=lambda one: -(one["points"] or 0)) if counted else themes,
        "lessons": [one["words"].get("text", "") for one in state.lessons.values()],
    }


def _poll(state: Any, words: Words, code: str, content: dict[str, Any]) -> list[tuple[str, int]] | None:
    """Answers per option, once at least three seats have answered: fewer would show whose they are."""
    if content["kind"] != "poll":
        return None
    given = list(state.polls.get(code, {}).values())
    if len(given) < 3:
        return []
    return [
        (words.plain(option["label"]), sum(option["code"] in one for one in given)) for option in content["options"]
    ]
