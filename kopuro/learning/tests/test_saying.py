"""What the rules said can be said in another language, and makemessages finds every word of it."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path

import numpy as np

from kopuro.learning.rules import summary, summary_judgements
from kopuro.learning.rules.parts import Part, too_few
from kopuro.learning.rules.said import Said, gettext_noop
from kopuro.learning.saying import in_words, say

RULES = Path(summary.__file__).parent


def shouted(text: str) -> str:
    """A catalogue: capitals, with the places of values left alone."""
    parts = text.split("%(")
    return "%(".join(
        [parts[0].upper(), *(f"{name})s{rest.upper()}" for name, rest in (p.split(")s", 1) for p in parts[1:]))]
    )


def parts() -> list[Part]:
    rng = np.random.default_rng(5)
    people, items = 60, 8
    ability = rng.normal(size=(people, 1))
    tests = [(rng.random((people, items)) < 1 / (1 + np.exp(-ability - shift))).astype(float) for shift in (-0.5, 0.8)]
    answers = summary.Answers(
        tuple("ABCDEFGH"), (tests[0], tests[1], np.full((people, items), np.nan)), ("waiting", "") + ("trained",) * 58
    )
    seat, case = (part.ravel() for part in np.meshgrid(np.arange(20), np.arange(24), indexing="ij"))
    signal = (case % 2).astype(float)
    response = (rng.random(seat.size) < 0.3 + 0.4 * signal).astype(float)
    decisions = summary_judgements.Decisions(
        seat, case, case % 3 % 2, signal, response, rng.integers(5, 10, seat.size) * 10.0,
        tuple(("ORIGIN", "XY"[place // 2 % 2]) for place in case), case // 4,
    )  # fmt: skip
    ratings = rng.integers(1, 4, (12, 15)).astype(float)
    return [
        summary.gain_part(answers), summary.items_part(answers), summary_judgements.detection_part(decisions),
        summary_judgements.calibration_part(decisions), summary_judgements.bias_part(decisions),
        summary.agreement_part([("", ratings)]), too_few("gain", 3),
    ]  # fmt: skip


def test_every_word_of_a_part_goes_through_the_catalogue() -> None:
    for part in parts():
        heard = in_words(part, shouted)
        said = [
            heard.verdict,
            *heard.notes,
            *(text for pair in heard.figures for text in pair),
            *(cell for row in heard.table for cell in row),
        ]
        assert [
            text for text in said if any(letter.isascii() and letter.islower() for letter in text.replace("d′", ""))
        ] == []
        assert heard.data == part.data


def test_values_inside_are_said_too_and_a_kept_part_says_the_same() -> None:
    inner = gettext_noop("after the training")
    text = gettext_noop("Mean confidence, %(when)s", when=inner)
    assert text == "Mean confidence, after the training"
    assert say(text, shouted) == say(pickle.loads(pickle.dumps(text)), shouted) == "MEAN CONFIDENCE, AFTER THE TRAINING"  # noqa: S301 - our own
    assert say("plain words", shouted) == "plain words"
    assert say(Said("100 %"), str) == "100 %"


def test_makemessages_finds_what_is_marked() -> None:
    """A mark holds a literal: xgettext reads the source, not the running program."""
    marks = [
        (path.name, node.args[0])
        for path in RULES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gettext_noop"
    ]
    assert len(marks) > 60
    assert [(name, ast.dump(first)) for name, first in marks if not isinstance(first, ast.Constant)] == []
