"""The visible rule: which of several claims is shown, why, and what differs; texts cut at their passages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.sources.actions import keep_document, passage
from kopuro.sources.models import Document, Passage
from kopuro.sources.queries import REASONS, around
from kopuro.sources.rules import Stated, agree, choose, pieces
from tests.cast import NOW


def said(id: int, value: object = 35, status: str = "accepted", **more) -> Stated:
    return Stated(id, value, status, **more)


@pytest.mark.parametrize(
    ("claims", "shown", "reason"),
    [
        ([said(1)], 1, "only"),
        ([said(1), said(2, 40)], 1, "first"),
        ([said(1), said(2, 40, settled=True)], 2, "settled"),
        ([said(1), said(2, 40, status="corrected")], 2, "status"),
        ([said(1, status="proposed"), said(2, 40)], 2, "status"),
        ([said(1, qualifier="about"), said(2, 40, qualifier="exact")], 2, "qualifier"),
        ([said(1, "2024-02", precision="month"), said(2, "2024-02-14", precision="day")], 2, "precision"),
        ([said(1, published=date(2024, 1, 1)), said(2, 40, published=date(2024, 2, 1))], 2, "published"),
        ([said(1, settled=True, status="rejected"), said(2, 40)], 2, "only"),
    ],
)
def test_the_rule_and_its_reason(claims, shown, reason):
    choice = choose(claims)
    assert (choice.chosen.id, choice.reason) == (shown, reason)
    assert reason in REASONS


def test_nothing_living_shows_nothing():
    assert choose([said(1, status="rejected")]) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (35, 35, True),
        (35, 36, False),
        ("2024-02", "2024-02-14", True),
        ("2024-03", "2024-02-14", False),
        ("Osh", "Oshi", False),
    ],
)
def test_a_vaguer_date_does_not_differ(one, other, same):
    assert agree(one, other) is same


CLAIMS = st.lists(
    st.builds(
        Stated, id=st.integers(1, 50), value=st.sampled_from([30, 35, 40]), status=st.sampled_from(["accepted", "corrected", "proposed", "rejected"]),
        qualifier=st.sampled_from(["", "exact", "about", "at_least"]), settled=st.booleans(),
    ),
    max_size=8, unique_by=lambda claim: claim.id,
)  # fmt: skip


@given(CLAIMS, st.randoms())
def test_the_order_of_reading_does_not_decide(claims, chance):
    mixed = list(claims)
    chance.shuffle(mixed)
    one, other = choose(claims), choose(mixed)
    assert (one and one.chosen) == (other and other.chosen)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_pieces_are_the_text_and_each_passage_is_whole(text, spans):
    spans = sorted({(a, b) for a, b in spans if a < b <= len(text)})
    found = pieces(text, spans)
    assert "".join(piece.text for piece in found) == text
    for number, (start, end) in enumerate(spans):
        assert "".join(piece.text for piece in found if number in piece.passages) == text[start:end]


@pytest.mark.django_db
class TestKept:
    def kept(self, cast, text: str = "One sentence. And another.") -> Document:
        return keep_document(actor=cast.aida, at=NOW, name="news.txt", data=text.encode(), text=text)

    def test_the_same_bytes_are_one_document(self, cast):
        assert self.kept(cast).pk == self.kept(cast).pk

    def test_the_file_is_kept_as_it_came(self, cast):
        document = self.kept(cast)
        assert document.file.open("rb").read() == document.text.encode()

    @pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 1000)])
    def test_a_passage_lies_in_its_text(self, cast, span):
        with pytest.raises(Problem, match=r"sources\.span"):
            passage(document=self.kept(cast), start=span[0], end=span[1])
        assert Passage.objects.count() == 0

    def test_a_sentence_is_shown_with_what_stands_around_it(self, cast):
        document = self.kept(cast, "First line.\nBefore the words and after.\nLast line.")
        start = document.text.index("words")
        assert around(document, start, start + 5) == ("Before the ", "words", " and after.")
