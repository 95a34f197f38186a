"""Tables somebody else made: read as they are, or refused with row and column; never a hang."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.problems import Problem
from kopuro.learning.rules.judgement_tables import Counted, calibration_table, detection_table
from kopuro.learning.rules.rating_tables import category_values, ratings
from kopuro.learning.rules.score_tables import facets_table, items_table
from kopuro.learning.rules.tables import read_file, read_table


def refusal(data: bytes, **how) -> Problem:
    with pytest.raises(Problem) as refused:
        read_table(data, **how)
    return refused.value


def test_columns_by_their_headings():
    table = read_table(b"Seat, Signal ,response\nS1,1,0\n\nS2,0,\n")
    assert table.names == ("Seat", "Signal", "response")
    assert list(table.rows) == [2, 4]
    assert table.find("signal") == "Signal"
    assert table.flags("signal").tolist() == [1.0, 0.0]
    assert np.isnan(table.numbers("response")).tolist() == [False, True]


@pytest.mark.parametrize(
    "data",
    [
        b"a;b\n1,5;2\n",
        b"a\tb\n1,5\t2\n",
        "\ufeffa,b\n1.5,2\n".encode(),
        "a,b\r\n1.5,2\r\n".encode("utf-16"),
        b"sep=;\na;b\n1,5;2\n",
        b"a,b\r1.5,2\r",
        b'"a","b"\n"1.5","2"\n',
        b"a,b,,\n1.5,2,,\n",
    ],
    ids=["semicolon", "tab", "mark", "utf-16", "sep line", "old line ends", "quoted", "empty columns"],
)
def test_the_forms_spreadsheets_write(data):
    table = read_table(data)
    assert table.names == ("a", "b")
    assert (table.numbers("a").tolist(), table.numbers("b").tolist()) == ([1.5], [2.0])


def test_cyrillic_windows_files_with_their_encoding_named():
    data = "код;балл\nА1;7\n".encode("cp1251")
    assert refusal(data).code == "learning.encoding"
    assert read_table(data, encoding="cp1251").names == ("код", "балл")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "learning.empty_file"),
        (b"\n\n  \n", "learning.empty_file"),
        (b"a,b\n", "learning.no_rows"),
        (b"a,a\n1,2\n", "learning.same_heading"),
        (b"a,A \n1,2\n", "learning.same_heading"),
        (b"a,b\n1,2\n1\n", "learning.ragged"),
        (b"a,b\n1,2,3\n", "learning.ragged"),
        (b'a,b\n1,"2\n', "learning.broken_file"),
        (b"a,b\n1," + b"2" * 200_000 + b"\n", "learning.broken_file"),
        (b"PK\x03\x04" + bytes(100), "learning.not_text"),
        (b"a,b\n1,\x00\n", "learning.not_text"),
        (bytes(range(256)) * 10, "learning.encoding"),
        (b"a,b\n\xff\xff,1\n", "learning.encoding"),
        (b"9,2,5,8\n6,1,3,2\n", "learning.no_heading"),
        (b"0.1,0.2\n0.3,0.4\n", "learning.no_heading"),
        (b",".join(b"c%d" % n for n in range(30_000)) + b"\n", "learning.too_big"),
    ],
)
def test_what_is_no_table_is_refused(data, code):
    assert refusal(data).code == code


def test_refusals_name_row_and_column():
    table = read_table(b"seat,score\nS1,5\nS2,7\nS3,many\n")
    with pytest.raises(Problem) as refused:
        table.numbers("score")
    assert refused.value.sentence == 'Row 4, column "score": "many" is not a number.'


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("inf", "is not a number"),
        ("1e999", "is too large to calculate with"),
        ("-1e300", "is too large to calculate with"),
        ("1_000", "is not a number"),
        ("0x10", "is not a number"),
        ("١٢", "is not a number"),
        ("=1+1", "is a formula; save the file with values instead"),
        ("@SUM(A1)", "is a formula; save the file with values instead"),
        ("+cmd|' /C calc'!A0", "is a formula; save the file with values instead"),
        ('"1,5"', "is not a number; a decimal comma is read in files with semicolons or tabs"),
    ],
)
def test_cells_that_are_no_numbers(cell, why):
    table = read_table(f"a,b\n{cell},1\n".encode())
    with pytest.raises(Problem) as refused:
        table.numbers("a")
    assert refused.value.code == "learning.cell"
    assert refused.value.sentence.endswith(f"{why}.")


@pytest.mark.parametrize("cell", ["", ".", "NA", "n/a", "NaN", "-", "*", "#N/A", "NULL"])
def test_signs_for_no_answer(cell):
    assert np.isnan(read_table(f"a,b\n{cell},1\n".encode()).numbers("a")[0])


def test_formulas_among_words_are_refused():
    table = read_table(b"unit,A,B\n1,=HYPERLINK(),x\n")
    with pytest.raises(Problem) as refused:
        ratings(table, words=True)
    assert (
        refused.value.sentence == 'Row 2, column "A": "=HYPERLINK()" is a formula; save the file with values instead.'
    )


def test_messages_can_not_carry_control_characters():
    table = read_table("a,b\n\u202e\u2066x,1\n".encode())
    with pytest.raises(Problem) as refused:
        table.numbers("a")
    assert refused.value.sentence.isprintable()


def test_no_heading_row():
    table = read_table(b"9,2,5,8\n6,1,3,2\n", heading=False)
    assert table.names == ("column 1", "column 2", "column 3", "column 4")
    assert ratings(table, words=False).matrix.shape == (2, 4)


def test_raters_called_by_number_are_headings_with_a_note():
    table = read_table(b"1,2,3\n4,4,5\n")
    assert table.names == ("1", "2", "3")
    assert table.notes == (
        "The first row holds only numbers; it was taken as headings (say --no-heading if it is data).",
    )


def test_devices_folders_and_absent_files_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "absent.csv", tmp_path / "pipe", tmp_path / ("x" * 5000)):
        with pytest.raises(Problem) as refused:
            read_file(path)
        assert refused.value.code == "learning.no_file"


def test_thousands_of_columns_and_a_million_cells_take_moments():
    start = time.monotonic()
    wide = read_table(",".join(f"r{n}" for n in range(5000)).encode() + b"\n" + b",".join([b"1"] * 5000) + b"\n")
    long = read_table(b"a,b,c,d,e\n" + b"1,0,1,1,0\n" * 200_000)
    assert (len(wide.names), len(long)) == (5000, 200_000)
    assert long.numbers("a").sum() == 200_000
    assert time.monotonic() - start < 20


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_problem(data):
    try:
        table = read_table(data)
    except Problem as problem:
        assert problem.code.startswith("learning.")
        assert problem.sentence.isprintable()
        return
    assert len(table) == len(table.columns[0]) > 0


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='ab01.,;"=-\n\r\tи ', max_size=120))
def test_any_text_becomes_ratings_or_a_problem(text):
    try:
        found = ratings(read_table(text.encode()), words=True)
    except Problem as problem:
        assert problem.sentence.isprintable()
        return
    assert found.matrix.shape == (len(found.units), len(found.raters))


def test_wide_and_long_ratings_are_the_same():
    wide = ratings(read_table(b"unit,A,B\nu1,1,2\nu2,,3\n"), words=False)
    long = ratings(read_table(b"unit,rater,rating\nu1,A,1\nu2,B,3\nu1,B,2\n"), words=False)
    assert wide.raters == long.raters == ("A", "B")
    assert np.array_equal(wide.matrix, long.matrix, equal_nan=True)


def test_the_same_rating_twice_is_refused_with_its_rows():
    with pytest.raises(Problem) as refused:
        ratings(read_table(b"unit,rater,rating\nu1,A,1\nu2,A,3\nu1,A,2\n"), words=False)
    assert refused.value.sentence == 'Rows 2 and 4: rater "A" rates unit "u1" twice.'


@pytest.mark.parametrize("heading", ["id", "Unit", "case", "target", "subject", "", "case_id", "person code"])
def test_a_first_column_that_names_the_units_is_no_rater(heading):
    found = ratings(read_table(f"{heading},A,B\n1,4,4\n2,5,5\n".encode()), words=False)
    assert found.raters == ("A", "B")
    assert found.units == ("1", "2")


def test_a_first_column_of_words_beside_numbers_is_no_rater():
    found = ratings(read_table(b"vig,A,B\nmarket,4,4\nschool,5,5\n"), words=False)
    assert found.raters == ("A", "B")
    assert found.notes[0].startswith('The first column "vig" was taken as the name of the units, not as a rater')


def test_a_first_column_that_counts_the_rows_is_no_rater_unless_said():
    table = read_table(b"wine,A,B,C\n" + b"".join(b"%d,%d,4,5\n" % (n, n % 3) for n in range(1, 9)))
    assert ratings(table, words=False).raters == ("A", "B", "C")
    assert ratings(table, words=False, all_raters=True).raters == ("wine", "A", "B", "C")


def test_raters_who_all_count_up_are_raters():
    table = read_table(b"A,B,C\n" + b"".join(b"%d,%d,%d\n" % (n, n, n) for n in range(1, 7)))
    assert ratings(table, words=False).raters == ("A", "B", "C")


def test_words_are_categories_and_their_order_can_be_given():
    table = read_table(b"unit,A,B\n1,low,high\n2,middle,middle\n3,,low\n")
    assert ratings(table, words=True).categories == ("high", "low", "middle")
    ranked = ratings(table, words=False, order=["low", "middle", "high"])
    assert ranked.matrix[:2].tolist() == [[1.0, 3.0], [2.0, 2.0]]
    assert category_values(ratings(table, words=True), ["low", "middle", "high", "extreme"]) == [2.0, 3.0, 1.0, 7.0]


def test_a_word_outside_the_order_is_refused():
    with pytest.raises(Problem) as refused:
        ratings(read_table(b"unit,A,B\n1,low,odd\n"), words=False, order=["low", "high"])
    assert refused.value.sentence == 'Row 2, column "B": "odd" is not in the order given.'


def test_a_missing_column_lists_what_is_there():
    with pytest.raises(Problem) as refused:
        detection_table(read_table(b"stimulus,said\n1,1\n"))
    assert refused.value.sentence == 'The file needs a column "signal". It has: stimulus, said.'


def test_counts_of_a_seat_in_two_rows_are_summed():
    read = detection_table(
        read_table(b"seat,hits,misses,false_alarms,correct_rejections\nS1,1,2,3,4\nS2,5,5,5,5\nS1,1,1,1,1\n")
    )
    assert isinstance(read, Counted)
    assert read.labels == ("S1", "S2")
    assert read.counts.table().tolist() == [[2, 3, 4, 5], [5, 5, 5, 5]]


def test_confidence_in_percent_is_recognised_and_doubt_is_refused():
    read = calibration_table(read_table(b"confidence,correct\n90,1\n50,0\n"))
    assert read.forecast.tolist() == [0.9, 0.5]
    with pytest.raises(Problem) as refused:
        calibration_table(read_table(b"confidence,correct\n0.9,1\n1.2,0\n"))
    assert refused.value.sentence.startswith('Row 3, column "confidence": 1.2 is above 1.')


def test_forecasts_are_found_by_what_they_hold():
    read = calibration_table(read_table(b"day,rain_chance,rained\n11,0.3,0\n12,0.8,1\n"))
    assert (read.forecast.tolist(), read.outcome.tolist()) == ([0.3, 0.8], [0.0, 1.0])
    assert read.notes == ('"rain_chance" was read as the forecast and "rained" as the outcome.',)


def test_answers_with_codes_weights_and_long():
    wide = items_table(read_table(b"code,i1,i2,n\nk1,1,0,3\nk2,0,,5\n"), weights="n")
    assert wide.items == ("i1", "i2")
    assert wide.weights.tolist() == [3, 5]
    long = items_table(read_table(b"person,item,answer\nk1,i1,1\nk1,i2,0\nk2,i1,0\n"))
    assert np.array_equal(wide.matrix, long.matrix, equal_nan=True)


def test_ratings_by_facet_long_and_wide():
    long = facets_table(read_table(b"seat,case,rating\nA,c1,1\nB,c1,2\nA,c2,3\n"))
    assert list(long.facets) == ["case", "seat"]
    wide = facets_table(read_table(b"case,A,B\nc1,1,2\nc2,3,\n"))
    assert wide.facets["seat"] == ["A", "A", "B", "B"]
    assert np.array_equal(wide.rating, [1, 3, 2, np.nan], equal_nan=True)
