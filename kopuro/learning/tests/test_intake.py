"""A trainer's table into rows: what it means, what is refused, and where."""

from __future__ import annotations

import math
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.columns import Columns, key_of
from kopuro.learning.rules.intake import MOST_CELLS, MOST_ROWS, read_rows, suggest

SALT = "5a" * 32
TEST = Columns({"code": 0, "occasion": 1}, ((2, "rumour"), (3, "record")))
CASES = Columns({"code": 0, "case": 1, "signal": 2, "response": 3, "confidence": 4})
RATED = Columns({"code": 0, "unit": 1, "value": 2})


def refusal(kind, columns, rows, **more) -> Problem:
    with pytest.raises(Problem) as refused:
        read_rows(kind, columns, rows, SALT, **more)
    return refused.value


def test_a_row_of_a_test_becomes_an_answer_for_each_item():
    read = read_rows("answers", TEST, [("ab12", "до", "1", ""), ("ab12", "after", "0,5", "yes")], SALT)

    assert [(row["occasion"], row["item"], row["score"]) for row in read.rows] == [
        ("pre", "rumour", 1.0), ("pre", "record", None), ("post", "rumour", 0.5), ("post", "record", 1.0),
    ]  # fmt: skip
    assert len({row["key"] for row in read.rows}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("ab12", " AB 12 "), ("ав12", "AB12"), ("Ё5", "е5"), ("ａｂ12", "ab12"), ("Straße", "STRASSE")],
)
def test_codes_that_look_alike_are_one(one, other):
    assert key_of(SALT, one) == key_of(SALT, other)


@given(st.text(min_size=1, max_size=30))
def test_a_key_is_random_looking_stable_and_bound_to_its_secret(code):
    key = key_of(SALT, code)

    assert key == key_of(SALT, f" {code}\n")
    assert key != key_of("6b" * 32, code)
    assert key.version == 4 and isinstance(key, uuid.UUID)


def test_occasions_as_numbers_count_from_where_the_table_begins():
    def occasions(*said):
        columns = Columns({"code": 0, "occasion": 1}, ((2, "rumour"),))
        return [row["occasion"] for row in read_rows("answers", columns, [("ab", one, "1") for one in said], SALT).rows]

    assert occasions("1", "2", "3") == ["pre", "post", "later"]
    assert occasions("0", "1", "2") == ["pre", "post", "later"]


@pytest.mark.parametrize(
    ("kind", "columns", "row", "code", "said"),
    [
        ("answers", TEST, ("ab", "before", "=1+1", "1"), "learning.cell", "Row 2, rumour: “=1+1” is a formula"),
        ("answers", TEST, ("ab", "before", "inf", "1"), "learning.cell", "Row 2, rumour: “inf” is not a number."),
        ("answers", TEST, ("ab", "before", "1e400", "1"), "learning.cell", "Row 2, rumour: “1e400” is not a number."),
        ("answers", TEST, ("ab", "before", "1_000", "1"), "learning.cell", "Row 2, rumour: “1_000” is not a number."),
        ("answers", TEST, ("ab", "before", "٣", "1"), "learning.cell", "Row 2, rumour: “٣” is not a number."),
        ("answers", TEST, ("ab", "before", "1", "-1"), "learning.cell", "Row 2, record: “-1” is not between 0"),
        ("answers", TEST, ("ab", "one day", "1", "1"), "learning.cell", "Row 2, occasion: “one day” is neither"),
        (
            "answers",
            TEST,
            ("ab", "before", "1", "1", "stray"),
            "learning.ragged",
            "Row 2 has 5 cells where the heading has 4.",
        ),
        ("answers", TEST, ("ab", "before", "1"), "learning.ragged", "Row 2 has 3 cells where the heading has 4."),
        ("judgements", CASES, ("ab", "", "1", "1"), "learning.cell", "Row 2, case: “” is empty"),
        ("judgements", CASES, ("ab", "=cmd|x", "1", "1"), "learning.cell", "Row 2, case: “=cmd|x” is a formula"),
        ("judgements", CASES, ("ab", "A" * 81, "1", "1"), "learning.cell", "is longer than 80 letters."),
        ("judgements", CASES, ("ab", "A", "0.5", "1"), "learning.cell", "Row 2, signal: “0.5” is neither 0 nor 1"),
        (
            "judgements",
            CASES,
            ("ab", "A", "1", "maybe"),
            "learning.cell",
            "Row 2, response: “maybe” is neither 0 nor 1",
        ),
        ("ratings", RATED, ("ab", "C1", "good"), "learning.cell", "Row 2, value: “good” is not a number."),
        ("ratings", RATED, ("", "C1", "3"), "learning.no_rows", "No row under the heading has both a code"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(kind, columns, row, code, said):
    problem = refusal(kind, columns, [row], width=4 if kind != "ratings" else 3)

    assert problem.code == code
    assert said in problem.sentence


def test_rows_are_numbered_as_in_the_file():
    problem = refusal("ratings", RATED, [("a", "C1", "1"), ("", "", ""), ("a", "C2", "x")], first_row=4)

    assert problem.sentence.startswith("Row 6, value")


def test_the_same_code_twice_names_both_rows():
    problem = refusal(
        "answers", TEST, [("ab12", "before", "1", "1"), ("cd", "before", "1", "1"), ("AB 12", "pre", "0", "0")]
    )

    assert (problem.code, problem.sentence[:25]) == ("learning.twice", "Row 4 repeats row 2: the ")


def test_no_message_shows_a_code():
    for rows in (
        [("secret-code", "before", "x", "1")],
        [("secret-code", "before", "1", "1")] * 2,
        [("secret-code", "?", "1", "1")],
    ):
        assert "secret-code" not in refusal("answers", TEST, rows).sentence


def test_rows_without_a_code_are_left_out_and_told():
    read = read_rows("ratings", RATED, [("", "C1", "3"), ("ab", "C1", "3"), ("", "", "")], SALT)

    assert (len(read.rows), read.notes) == (1, ["1 rows without a code were left out."])


def test_a_huge_table_is_refused_before_it_is_read():
    assert refusal("ratings", RATED, [("a", "b", "1")] * (MOST_ROWS + 1)).code == "learning.too_big"
    wide = Columns({"code": 0}, tuple((place, f"item {place}") for place in range(1, 401)))
    assert refusal("answers", wide, [("a",)] * (MOST_CELLS // 400 + 1)).code == "learning.too_big"
    assert (
        refusal("answers", Columns({"code": 0}, tuple((n, str(n)) for n in range(401))), [("a",)]).code
        == "learning.too_big"
    )


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ((), "at least one item"),
        (((1, "a"), (2, "a")), "Two items are called “a”"),
        (((1, ""),), "Give the item “”"),
        (((1, "=A1"),), "Give the item “=A1”"),
        (((1, "x" * 81),), "up to 80 letters"),
    ],
)
def test_items_need_names_of_their_own(items, said):
    problem = refusal("answers", Columns({"code": 0}, items), [("a", "1", "1")], occasion="pre")

    assert (problem.code, said in problem.sentence) == ("learning.columns", True)


def test_the_columns_are_guessed_and_persons_left_out():
    headers = ("Код", "Этап", "Full name", "Телефон", "Whom to tell", "remarks", "group")
    rows = [("ab", "до", "Somebody", "996", "1", "long words", "A"), ("cd", "после", "Else", "997", "0", "more", "B")]

    found = suggest("answers", headers, rows)

    assert found.named == {"code": 0, "occasion": 1, "group": 6}
    assert found.items == ((4, "Whom to tell"),)


def test_every_kind_is_guessed_from_its_usual_headings():
    assert set(suggest("judgements", ("seat", "case", "signal", "response", "confidence", "pair", "trait", "level")).named) == {
        "code", "case", "signal", "response", "confidence", "pair", "trait", "level",
    }  # fmt: skip
    assert suggest("ratings", ("rater", "case", "criterion", "score")).named == {
        "code": 0,
        "unit": 1,
        "indicator": 2,
        "value": 3,
    }


ANY_CELL = st.text(max_size=12) | st.sampled_from(
    ["", "1", "0", "=1", "inf", "nan", "NA", "before", "после", "\x00", "﷽", "1" * 40]
)


@given(
    st.sampled_from(["answers", "judgements", "ratings"]),
    st.lists(st.lists(ANY_CELL, max_size=6).map(tuple), max_size=6),
)
def test_whatever_a_table_holds_it_is_read_or_refused(kind, rows):
    columns = {"answers": TEST, "judgements": CASES, "ratings": RATED}[kind]
    try:
        read = read_rows(kind, columns, rows, SALT, occasion="pre")
    except Problem as problem:
        assert problem.code.startswith("learning.") and problem.sentence
        return
    numbers = [
        row[name]
        for row in read.rows
        for name in ("score", "response", "confidence", "value")
        if row.get(name) is not None
    ]
    assert all(math.isfinite(number) for number in numbers)
    who = {"answers": "key", "judgements": "seat", "ratings": "rater"}[kind]
    rest = {"answers": ("occasion", "item"), "judgements": ("occasion", "case"), "ratings": ("unit", "indicator")}[kind]
    assert len({(row[who], *(row[name] for name in rest)) for row in read.rows}) == len(read.rows)


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(order):
    rows = [(f"code{place}", f"C{place % 2}", str(place)) for place in range(6)]

    def read(some):
        return {(row["rater"], row["unit"], row["value"]) for row in read_rows("ratings", RATED, some, SALT).rows}

    assert read([rows[place] for place in order]) == read(rows)
