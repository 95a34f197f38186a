"""A trainee's own figures, opened by the code of the own station, and by nothing else."""

from __future__ import annotations

from typing import Any

from kopuro.rooms.desk import desk
from kopuro.rooms.log import Hall
from kopuro.rooms.models import Seat
from kopuro.rooms.queries.control import Words
from kopuro.rooms.queries.judging import judge, pairs_of
from kopuro.rooms.seat_codes import code_hash


def figures(code: str, language: str) -> dict[str, Any] | None:
    """What the seat of this code decided and how it rated, beside the key; None when no seat has the code."""
    seat = Seat.objects.select_related("run__version__scenario").filter(code_hash=code_hash(code)).first()
    if seat is None or not code.strip():
        return None
    run = seat.run

    def draw(hall: Hall) -> dict[str, Any] | None:
        held = hall.state.seats.get(seat.seat)
        if held is None:
            return None
        words, play = Words(hall.play, language), hall.play
        sets = []
        for rated in play.scenario.sets:
            rows = hall.state.ratings.get(rated.code, {"seats": {}})["seats"].get(seat.seat, {})
            if not rows:
                continue
            labels = {value.code: words.of(value.label) for value in rated.values}
            sets.append(
                {
                    "title": words.of(rated.title), "judged": judge(play, rated, pairs_of(rows)),
                    "cases": [
                        {"name": words.of(play.cases[case].name), "mine": labels.get(row["value"], ""), "confidence": row["confidence"],
                         "key": labels.get(play.cases[case].key.value, ""), "because": words.of(play.cases[case].key.because),
                         "spread": [(labels.get(value, value), round(100 * share)) for value, share in play.cases[case].key.spread]}
                        for case, row in rows.items()
                    ],
                }
            )  # fmt: skip
        decisions = [
            {"title": words.inject(inject), "option": words.option(inject, rows["seats"][seat.seat]["option"]),
             "confidence": rows["seats"][seat.seat]["confidence"], "rationale": rows["seats"][seat.seat]["words"].get("rationale", "")}
            for inject, rows in hall.state.decisions.items() if seat.seat in rows["seats"]
        ]  # fmt: skip
        return {"run": run, "sign": held["sign"], "sets": sets, "decisions": decisions, "provisional": play.scenario.key_status != "panel",
                "over": hall.state.status in ("ended", "debrief", "sealed")}  # fmt: skip

    return desk().read(run.log_name, draw)
