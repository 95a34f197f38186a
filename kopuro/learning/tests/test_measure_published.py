"""Published examples as an evaluator would have them in a file: in many formats, with the printed figures."""

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner

from kopuro.learning.tests.published import LSAT6, LSAT7, patterns, people
from kopuro.web.commands.measure import command


@pytest.fixture
def measured(tmp_path):
    def run(what: str, text: str | bytes, *options: str):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        result = CliRunner().invoke(command, [what, str(path), *options, "--json"])
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout, parse_constant=lambda word: pytest.fail(f"{word} in the JSON"))

    return run


def crossed(table, words):
    """Two raters' judgements behind a cross-table: a row per case."""
    rows = [
        f"{first},{second}"
        for first, counts in zip(words, table, strict=True)
        for second, count in zip(words, counts, strict=True)
        for _ in range(count)
    ]
    return "\n".join(["one,two", *rows])


def rounded(estimate, digits):
    return tuple(round(estimate[key], digits) for key in ("value", "low", "high"))


@pytest.mark.reference
@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.691), ("interval", 0.811)])
def test_three_coders_of_fifteen_units(measured, metric, alpha):
    """The example of the article on Krippendorff's alpha in Wikipedia, `*` where a coder gave no value."""
    coders = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
    rows = [f"{unit},{','.join(cells)}" for unit, cells in enumerate(zip(*coders, strict=True), 1)]
    found = measured("agreement", "\n".join(["Unit,A,B,C", *rows]), "--metric", metric)
    assert round(found["alpha"]["value"], 3) == alpha
    assert (found["n_units"], found["n_pairable"], found["n_ratings"]) == (13, 12, 27)


@pytest.mark.reference
def test_cohens_psychiatrists(measured):
    """Cohen (1960), 200 patients, three diagnoses: kappa .492."""
    found = measured(
        "agreement", crossed([[88, 14, 18], [10, 40, 10], [2, 6, 12]], ("disorder", "neurosis", "psychosis"))
    )
    assert round(found["percent"]["value"], 2) == 0.70
    assert round(found["cohen_kappa"]["value"], 3) == 0.492


@pytest.mark.reference
def test_the_paradox_of_kappa(measured):
    """Gwet (2002): 118, 5, 2, 0 of 125 cases; kappa −.0234, AC1 .9408. Here with plus and minus as the categories."""
    found = measured("agreement", crossed([[118, 5], [2, 0]], ("+", "-")))
    assert found["n_ratings"] == 250
    assert round(found["cohen_kappa"]["value"], 4) == -0.0234
    assert round(found["ac1"]["value"], 4) == 0.9408


@pytest.mark.reference
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_shrout_and_fleiss_with_intervals(measured, mark):
    """The intervals that programs print for the data of 1979."""
    table = "9 2 5 8/6 1 3 2/8 4 6 8/7 1 2 6/10 5 6 9/6 2 4 7"
    rows = [row.replace(" ", mark) for row in table.split("/")]
    found = measured("icc", "\n".join(rows), "--no-heading")
    assert {form: rounded(found[form], 2) for form in ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")} == {
        "icc1": (0.17, -0.13, 0.72), "icc2": (0.29, 0.02, 0.76), "icc3": (0.71, 0.34, 0.95),
        "icc1k": (0.44, -0.88, 0.91), "icc2k": (0.62, 0.07, 0.93), "icc3k": (0.91, 0.68, 0.99),
    }  # fmt: skip


@pytest.mark.reference
def test_students_sleep(measured):
    """Student (1908): ten patients, 1.58 hours more (0.70 to 2.46), as every t test of these pairs prints."""
    before = ["0,7", "-1,6", "-0,2", "-1,2", "-0,1", "3,4", "3,7", "0,8", "0,0", "2,0"]
    after = ["1,9", "0,8", "1,1", "0,1", "-0,1", "4,4", "5,5", "1,6", "4,6", "3,4"]
    rows = [f'"{place}";{pair[0]};{pair[1]}' for place, pair in enumerate(zip(before, after, strict=True), 1)]
    found = measured("gain", b"\xef\xbb\xbf" + "\r\n".join(['"ID";"Pre";"Post"', *rows]).encode())
    assert rounded(found["intervals"]["gain"], 2) == (1.58, 0.70, 2.46)
    assert (found["n"], round(found["d_z"], 3), round(found["p_value"], 6)) == (10, 1.285, 0.002833)


@pytest.mark.reference
def test_eight_of_ten_hits_four_of_ten_alarms(measured):
    """Closed forms of Stanislaw & Todorov (1999) at hits .8 and false alarms .4."""
    text = "seat,hits,misses,false_alarms,correct_rejections\nS1,20,5,10,15\n"
    found = measured("detection", text, "--correction", "none")
    keys = ("d_prime", "criterion", "ln_beta", "a_prime")
    assert [round(found[key], 3) for key in keys] == [1.095, -0.294, -0.322, 0.792]


@pytest.mark.reference
@pytest.mark.parametrize(
    ("data", "model", "log_likelihood", "slopes", "intercepts"),
    [
        (LSAT6, "2pl", -2466.653, [0.826, 0.723, 0.891, 0.688, 0.657], [2.773, 0.990, 0.249, 1.285, 2.053]),
        (LSAT7, "2pl", -2658.805, [0.988, 1.081, 1.707, 0.765, 0.736], [1.856, 0.808, 1.805, 0.486, 1.854]),
    ],
)
def test_law_school_items_in_five_formats(measured, data, model, log_likelihood, slopes, intercepts):
    matrix, counts = patterns(data)
    rows = [",".join(str(int(answer)) for answer in row) for row in people(data)]
    counted = [f"{','.join(str(int(v)) for v in row)},{n:g}" for row, n in zip(matrix, counts, strict=True)]
    names = "Item 1,Item 2,Item 3,Item 4,Item 5"
    files = (
        ("\n".join([f"{names},Freq", *counted]), ("--weights", "freq")),
        ("\n".join(rows), ("--no-heading",)),
        ("\n".join([f'"",{names}', *(f'"{place}",{row}' for place, row in enumerate(rows, 1))]), ()),
        ("\n".join([f"X,{names}", *(f"{place},{row}" for place, row in enumerate(rows, 1))]).replace(",", "\t"), ()),
        ("\n".join([names, *rows]).replace(",", ";").encode("utf-16"), ()),
    )
    for text, options in files:
        found = measured("items", text, "--model", model, *options)
        assert (found["n"], round(found["log_likelihood"], 3)) == (1000, log_likelihood)
        assert [round(item["a"], 3) for item in found["items"]] == slopes
        assert [round(item["d"], 3) for item in found["items"]] == intercepts


@pytest.mark.reference
def test_both_meanings_of_one_parameter_are_told(measured):
    matrix, counts = patterns(LSAT6)
    rows = [f"{','.join(str(int(v)) for v in row)},{n:g}" for row, n in zip(matrix, counts, strict=True)]
    text = "\n".join(["i1,i2,i3,i4,i5,n", *rows])
    common = measured("items", text, "--weights", "n", "--model", "1pl")
    fixed = measured("items", text, "--weights", "n", "--model", "rasch")
    assert round(common["items"][0]["a"], 4) == round(fixed["common_slope"]["items"][0]["a"], 4) == 0.7551
    assert round(common["log_likelihood"], 3) == round(fixed["common_slope"]["log_likelihood"], 3) == -2466.938
    difficulties = [-2.8720, -1.0630, -0.2576, -1.3881, -2.2188]
    assert [round(item["b"], 4) for item in fixed["items"]] == difficulties
    assert [round(item["b"], 4) for item in common["slope_one"]["items"]] == difficulties
    assert round(common["slope_one"]["log_likelihood"], 3) == -2473.054


def test_a_column_of_counts_is_no_item_and_the_answer_names_the_option(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("i1,i2,freq\n0,1,12\n1,0,9\n1,1,30\n")
    result = CliRunner().invoke(command, ["items", str(path)])
    assert result.exit_code == 2
    assert result.stderr == (
        'Row 4, column "freq": 30 is not an answer. If the column counts how often a row occurs, say --weights "freq"; '
        'if it names people, say --id "freq".\n(learning.items_values)\n'
    )


@pytest.mark.parametrize("prior", ["none", "5,17"])
def test_the_prior_of_guessing_can_be_left_out(measured, prior):
    matrix, counts = patterns(LSAT6)
    rows = [f"{','.join(str(int(v)) for v in row)},{n:g}" for row, n in zip(matrix, counts, strict=True)]
    text = "\n".join(["i1,i2,i3,i4,i5,n", *rows])
    found = measured("items", text, "--weights", "n", "--model", "3pl", "--guess-prior", prior)
    assert any("Beta" in note for note in found["notes"]) == (prior != "none")
    assert round(found["log_likelihood"], 1) == (-2466.6 if prior == "none" else -2466.8)


@pytest.mark.parametrize(
    "heading", ["Hits,Misses,FalseAlarms,CorrectRejections", "hit,miss,false alarm,correct rejection", "TP,FN,FP,TN"]
)
def test_counts_under_the_headings_that_other_programs_use(measured, heading):
    found = measured("detection", f"{heading}\n20,5,10,15\n", "--correction", "none")
    assert round(found["d_prime"], 3) == 1.095


def test_right_and_wrong_as_words(measured):
    rows = [",".join(("TRUE", "FALSE")[place >> bit & 1] for bit in range(3)) for place in range(8)]
    found = measured("items", "\n".join(["a,b,c", *rows, "TRUE,NA,FALSE"]), "--model", "rasch")
    assert (found["n"], [item["name"] for item in found["items"]]) == (9, ["a", "b", "c"])


def test_a_decimal_comma_between_commas_is_told(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('p,y\n"0,92",1\n')
    result = CliRunner().invoke(command, ["calibration", str(path)])
    assert result.stderr.startswith(
        'Row 2, column "p": "0,92" is not a number; a decimal comma is read in files with semicolons or tabs.'
    )


def test_a_waiting_group_sites_and_seats_reach_the_models(measured):
    """Twelve sites of four seats; the trained gain 6, those who waited 1: five points are the training's."""
    draw = random.Random(5)
    rows = []
    for seat in range(48):
        group, gain = ("trained", 6) if seat % 2 else ("waiting", 1)
        skill = draw.gauss(40, 5)
        for time, more in (("pre", 0), ("post", gain)):
            rows.append(f"s{seat},{time},{skill + more + draw.gauss(0, 1):.1f},{group},site {seat // 4}")
    found = measured("gain", "\n".join(["seat,time,score,group,site", *rows]), "--max", "60")
    beyond = found["difference_in_differences"]
    assert (beyond["n_trained"], beyond["n_waiting"], beyond["method"]) == (24, 24, "cluster-robust by site (12 sites)")
    assert beyond["difference"]["low"] < 5 < beyond["difference"]["high"]
    assert (found["model"]["n_people"], found["model"]["n_sites"], set(found["groups"])) == (
        48,
        12,
        {"trained", "waiting"},
    )
    assert any("those who waited too" in note for note in found["notes"])
