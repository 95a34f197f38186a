"""What the door shows before joining, and what a station needs to begin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kopuro.core.problems import Problem
from kopuro.rooms import markup
from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Run
from kopuro.rooms.queries.control import Words
from kopuro.rooms.rules.run import view
from kopuro.rooms.rules.run.state import TRAINEE


def front(run: Run, language: str) -> dict[str, Any]:
    """Title, content notes, briefing, and the places one may take, by team."""

    def draw(hall: Hall) -> dict[str, Any]:
        words = Words(hall.play, language)
        scenario = hall.play.scenario
        places = [
            (
                words.team(team),
                [(f"{team}/{role}", words.role(role)) for role in (hall.play.teams[team].roles or hall.play.roles)],
            )
            for team in hall.state.teams
        ]
        return {
            "title": words.of(scenario.title), "status": hall.state.status, "places": places, "notes": words.of(scenario.content_notes),
            "briefing": markup.as_html(words.of(scenario.briefing)), "mode": run.get_mode_display(),
            "closed": hall.state.status in ("prepared", "ended", "debrief", "sealed"),
        }  # fmt: skip

    return desk().read(run.log_name, draw)


def is_seated(run: Run, seat: str) -> bool:
    def look(hall: Hall) -> bool:
        held = hall.state.seats.get(seat)
        return held is not None and held["kind"] == TRAINEE and not held["left"]

    try:
        return desk().read(run.log_name, look)
    except Problem:  # the log does not know the run
        return False


def was_sent(run: Run, seat: str, name: str) -> bool:
    """Whether an item on this station shows the media file."""

    def look(hall: Hall) -> bool:
        shown = view(hall.state, hall.play, seat)["items"].values()
        return any(
            one["file"] == name for item in shown for one in item["data"].get("content", {}).get("attachments", [])
        )

    return desk().read(run.log_name, look)


def boot(run: Run, seat: str, language: str) -> dict[str, Any]:
    """What the script of a station is told once: titles, prepared requests, characters one may write to."""

    def draw(hall: Hall) -> dict[str, Any]:
        play, held = hall.play, hall.state.seats[seat]
        requests = [
            {"code": one.code, "label": one.label.plain()}
            for one in play.scenario.requests
            if (not one.to.teams or held["team"] in one.to.teams) and (not one.to.roles or held["role"] in one.to.roles)
        ]
        return {
            "run": run.log_name, "seat": seat, "language": language, "languages": list(hall.state.languages),
            "title": play.scenario.title.plain(), "team": play.teams[held["team"]].title.plain(), "role": play.roles[held["role"]].title.plain(),
            "brief": play.roles[held["role"]].brief.plain(), "requests": requests, "chat": play.scenario.chat,
            "characters": [{"code": one.code, "name": one.name.plain(), "role": one.role.plain()} for one in play.scenario.characters if one.played],
            "services": [{"title": one.title.plain(), "about": one.about.plain()} for one in play.scenario.services],
        }  # fmt: skip

    return desk().read(run.log_name, draw)


def told(run: Run, seat: str, language: str) -> dict[str, Any]:
    """The station for reading without script: everything it was sent, newest first."""

    def draw(hall: Hall) -> dict[str, Any]:
        words = Words(hall.play, language)
        shown = view(hall.state, hall.play, seat)
        items = []
        for seq, item in shown["items"].items():
            if item.get("gone"):
                continue
            content, typed = item["data"].get("content", {}), item["words"]
            title = (
                words.plain(typed.get("title") or content.get("title") or item["data"].get("label") or {})
                if content or "label" in item["data"]
                else ""
            )
            if item["kind"] == "character.spoke":
                title = words.plain(item["data"]["name"])
            body = words.plain(
                typed.get("body") or content.get("body") or item["data"].get("answer") or {}
            ) or typed.get("text", "")
            items.append({"seq": seq, "title": title or _("Message"), "body": markup.as_html(body), "kind": content.get("kind", "message"),
                          "attachments": [(one["file"], words.plain(one["alt"])) for one in content.get("attachments", [])]})  # fmt: skip
        held = hall.state.seats[seat]
        return {"items": items[::-1], "sign": held["sign"], "team": words.team(held["team"]), "role": words.role(held["role"]),
                "title": words.of(hall.play.scenario.title)}  # fmt: skip

    return desk().read(run.log_name, draw)
