"""Writes demo/learning: tests, judgements of fictional cases and ratings, for the demo's prison seminar and the workshop
in Almaty. ALL MADE UP.

Nobody was tested: codes, answers and judgements are drawn with a fixed seed, so that the page of learning has something
to show. At the seminar people gain a little in the test, and in the cases become more suspicious, not more accurate; at
the workshop they gain more than those who waited, and tell signal from noise better.

    python demo/make_learning.py
"""

from __future__ import annotations

import csv
import math
import random
import sys
from pathlib import Path

from openpyxl import Workbook

SEED = 20221129
LETTERS = "abdegiklmnoprstuz"
ITEMS = (
    "Dynamic security: what it is", "Who may read a file", "Rumour or observation", "What a record must say", "Talking first, when",
    "Rights of a detained person", "Whom to tell, and how soon", "Religion is no sign", "Isolation and its limits",
    "Families as partners", "Release: who prepares it", "What a code of conduct forbids",
)  # fmt: skip
INDICATORS = {"seriousness": 0.45, "urgency": 0.8, "what to do first": 1.5}


def chance(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def codes(draw: random.Random, number: int) -> list[str]:
    """Codes as people make them up: two letters and a day."""
    made: dict[str, None] = {}
    while len(made) < number:
        made["".join(draw.choices(LETTERS, k=2)) + f"{draw.randint(1, 31):02d}"] = None
    return list(made)


def answers(draw: random.Random) -> list[list[object]]:
    rows: list[list[object]] = [["code", "when", *ITEMS]]
    hard = [draw.gauss(0.1, 0.9) for _item in ITEMS]
    for place, code in enumerate(codes(draw, 30)):
        skill = draw.gauss(0.0, 1.3)
        for when, gained in (("before", 0.0), ("after", 0.75 + draw.gauss(0, 0.35))):
            # Three came only to the first day, two only to the last.
            if (when == "after" and place < 3) or (when == "before" and place >= 28):
                continue
            said = [int(draw.random() < chance(1.6 * (skill + gained - one))) for one in hard]
            row: list[object] = [code, when, *said]
            if draw.random() < 0.08:
                row[draw.randint(4, len(ITEMS))] = ""
            rows.append(row)
    return rows


def waited(draw: random.Random) -> list[list[object]]:
    """Twenty-two who were trained and sixteen who waited for the next training; a test of eight items."""
    items = ITEMS[:8]
    rows: list[list[object]] = [["code", "group", "when", *items]]
    hard = [draw.gauss(0.1, 0.8) for _item in items]
    for place, code in enumerate(codes(draw, 38)):
        group, skill = ("trained" if place < 22 else "waiting"), draw.gauss(0.0, 1.0)
        for when, gained in (("before", 0.0), ("after", draw.gauss(1.1 if group == "trained" else 0.1, 0.3))):
            rows.append(
                [code, group, when, *(int(draw.random() < chance(1.6 * (skill + gained - one))) for one in hard)]
            )
    return rows


def judgements(
    draw: random.Random, people: int = 28, limits: tuple[float, float] = (0.35, -0.25), gained: float = 0.0
) -> list[list[object]]:
    """Each person judges 24 cases before and after: 12 matched pairs, six of signals and six of none. The cases
    of a pair differ in how a person is dressed, and in nothing else."""
    rows: list[list[object]] = [["code", "when", "case", "pair", "trait", "level", "signal", "response", "confidence"]]
    for code in codes(draw, people):
        skill, ready = draw.gauss(1.25, 0.35), draw.gauss(0.0, 0.25)
        for when, criterion, more in (("before", limits[0], 0.0), ("after", limits[1], gained)):
            for pair in range(1, 13):
                signal = int(pair <= 6)
                for level, pull in (("everyday", 0.0), ("religious", 0.45)):
                    seen = draw.gauss((skill + more) / (2 if signal else -2), 1.0) + pull
                    limit = criterion + pull / 2 + ready
                    response = int(seen > limit)
                    sure = 55 + min(45, 28 * abs(seen - limit) + draw.uniform(0, 14))
                    rows.append(
                        [
                            code,
                            when,
                            f"P{pair:02d} {level}",
                            f"P{pair:02d}",
                            "dress",
                            level,
                            signal,
                            response,
                            round(sure / 5) * 5,
                        ]
                    )
    return rows


def ratings(draw: random.Random) -> list[list[object]]:
    rows: list[list[object]] = [["code", "case", "indicator", "rating"]]
    people = codes(draw, 12)
    for indicator, noise in INDICATORS.items():
        true = [draw.uniform(1, 5) for _case in range(16)]
        for code in people:
            severe = draw.gauss(0, noise / 3)
            for case, value in enumerate(true, start=1):
                rating = min(5, max(1, round(value + severe + draw.gauss(0, noise))))
                rows.append([code, f"C{case:02d}", indicator, rating if draw.random() > 0.02 else ""])
    return rows


def write_csv(path: Path, rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_xlsx(path: Path, rows: list[list[object]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("made up")
    for row in rows:
        sheet.append(row)
    book.save(path)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(SEED)
    write_csv(folder / "made-up-test.csv", answers(draw))
    write_xlsx(folder / "made-up-cases.xlsx", judgements(draw))
    write_csv(folder / "made-up-ratings.csv", ratings(draw))
    draw = random.Random(SEED + 1)
    write_csv(folder / "made-up-test-workshop.csv", waited(draw))
    write_xlsx(folder / "made-up-cases-workshop.xlsx", judgements(draw, people=24, limits=(0.1, 0.05), gained=0.9))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "learning")
