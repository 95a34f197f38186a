"""One inject of a run, for the page on which it is read, changed and sent by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Run
from kopuro.rooms.queries.control import Words
from kopuro.rooms.queries.reading import ToldInject, tell


@dataclass(frozen=True)
class OneInject:
    code: str
    seq: int
    told: ToldInject
    languages: tuple[dict[str, str], ...]  # language, title, body as they would be sent now
    teams: tuple[dict[str, Any], ...]  # code, title, sent (exercise ms or None), held


def one_inject(run: Run, code: str, language: str) -> OneInject | None:
    return desk().read(run.log_name, lambda hall: _found(hall, code, language))


def _found(hall: Hall, code: str, language: str) -> OneInject | None:
    state, play = hall.state, hall.play
    inject = play.injects.get(code)
    if inject is None:
        return None
    words = Words(play, language)
    known = state.injects.get(code, {"held": [], "edited": {}})
    edited = known["edited"]
    languages = tuple(
        {
            "language": one,
            "title": edited.get("title", {}).get(one) or inject.title.get(one),
            "body": edited.get("body", {}).get(one) or inject.body.get(one),
        }
        for one in state.languages
    )
    teams = tuple(
        {
            "code": team,
            "title": words.team(team),
            "sent": (state.sent(code, team) or (0, None))[1],
            "held": team in known["held"],
        }
        for team in state.teams
        if not inject.to.teams or team in inject.to.teams
    )
    return OneInject(code, state.seq, tell(play, inject, words.order[0] if words.order[0] in state.languages else state.languages[0]),
                     languages, teams)  # fmt: skip
