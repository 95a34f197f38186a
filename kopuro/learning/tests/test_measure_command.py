"""`kopuro measure`: what an evaluator sees, in words and in JSON, without Django."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kopuro.learning.tests.published import LSAT6
from kopuro.web.commands.measure import command

FOUR_OBSERVERS = """unit,A,B,C,D
1,1,1,.,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,.,5,5,5
11,.,.,1,1
12,.,3,.,.
"""
JUDGES = "id,one,two,three,four\n1,9,2,5,8\n2,6,1,3,2\n3,8,4,6,8\n4,7,1,2,6\n5,10,5,6,9\n6,6,2,4,7\n"
FORECASTS = "p,y\n" + "".join(
    f"0.{p},{y}\n"
    for p, y in zip((92, 83, 71, 63, 55, 42, 31, 22, 24, 12), (1, 1, 0, 1, 0, 1, 0, 0, 0, 0), strict=True)
)


@pytest.fixture
def measured(tmp_path):
    """Write a table, run the command on it, return what it prints (parsed, strictly, with --json)."""

    def run(what: str, text: str | bytes, *options: str):
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        result = CliRunner().invoke(command, [what, str(path), *options])
        assert result.exit_code == 0, result.stderr
        assert result.stderr == ""
        if "--json" in options:
            return json.loads(result.stdout, parse_constant=lambda word: pytest.fail(f"{word} in the JSON"))
        return result.stdout

    return run


@pytest.fixture
def refused(tmp_path):
    def run(what: str, text: str | bytes, *options: str) -> str:
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        result = CliRunner().invoke(command, [what, str(path), *options])
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        return result.stderr

    return run


@pytest.mark.reference
@pytest.mark.parametrize(
    ("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_agreement(measured, metric, alpha):
    found = measured("agreement", FOUR_OBSERVERS, "--metric", metric, "--json")
    assert (found["n_units"], found["n_raters"]) == (12, 4)
    assert found["alpha"]["value"] == pytest.approx(alpha, abs=0.0005)
    assert found["ac1"]["value"] == pytest.approx(0.77544, abs=5e-6)
    for key in ("alpha", "ac1", "percent", "fleiss_kappa", "brennan_prediger"):
        assert found[key]["low"] <= found[key]["value"] <= found[key]["high"]


@pytest.mark.reference
def test_icc(measured):
    found = measured("icc", JUDGES, "--json")
    forms = ("icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k")
    assert [round(found[form]["value"], 2) for form in forms] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


@pytest.mark.reference
def test_calibration(measured):
    found = measured("calibration", FORECASTS, "--json")
    assert found["brier"] == pytest.approx(0.15317, abs=5e-6)
    assert found["log_loss"] == pytest.approx(0.46574, abs=5e-6)
    assert found["overconfidence"] == pytest.approx(0.095)
    assert found["ece"] is None
    assert {"reliability", "resolution", "uncertainty"} <= set(found)


@pytest.mark.reference
@pytest.mark.parametrize(("row", "d_prime", "criterion"), [("69,31,31,69", 0.992, 0.0), ("89,11,59,41", 0.999, -0.727)])
def test_detection_from_counts(measured, row, d_prime, criterion):
    text = f"hits,misses,false_alarms,correct_rejections\n{row}\n"
    found = measured("detection", text, "--correction", "none", "--json")
    assert found["d_prime"] == pytest.approx(d_prime, abs=0.0005)
    assert found["criterion"] == pytest.approx(criterion, abs=0.0005)
    assert found["hit_rate"] == int(row[:2]) / 100
    assert {"false_alarm_rate", "ln_beta", "a_prime", "se_d_prime"} <= set(found)


@pytest.mark.reference
@pytest.mark.parametrize(("model", "log_likelihood"), [("rasch", -2473.054), ("1pl", -2466.938), ("2pl", -2466.653)])
def test_items(measured, model, log_likelihood):
    rows = [f"{','.join(pattern)},{count}" for pattern, count in (pair.split(":") for pair in LSAT6.split())]
    text = "\n".join(["i1,i2,i3,i4,i5,n", *rows])
    found = measured("items", text, "--model", model, "--weights", "n", "--json")
    assert (found["model"], found["n"], found["converged"]) == (model, 1000, True)
    assert found["log_likelihood"] == pytest.approx(log_likelihood, abs=0.0005)
    assert {"name", "a", "d", "b", "se_a", "se_d"} <= set(found["items"][0])
    assert found["classical"]["alpha"]["value"] == pytest.approx(0.2950, abs=5e-5)


def test_items_with_fit_scores_and_groups(measured):
    draw = random.Random(8)
    rows = ["code,language,i1,i2,i3,i4"]
    for person in range(300):
        able = draw.gauss(0, 1)
        answers = [int(draw.random() < 1 / (1 + 2.718 ** (hard - able))) for hard in (-1, 0, 0, 1)]
        rows.append(f"P{person},{'ky' if person % 2 else 'ru'},{','.join(map(str, answers))}")
    text = "\n".join(rows)
    found = measured("items", text, "--fit", "--scores", "eap", "--dif", "language", "--json")
    assert [item["name"] for item in found["items"]] == ["i1", "i2", "i3", "i4"]
    assert [item["name"] for item in found["item_fit"]] == ["i1", "i2", "i3", "i4"]
    assert len(found["scores"]["theta"]) == 300
    assert {row["label"] for row in found["dif"]["groups"]} == {"ky", "ru"}
    assert "Differential functioning" in measured("items", text, "--dif", "language")


@pytest.mark.reference
def test_gain(measured):
    """Fifty pairs with just the published means and SDs."""
    pre = [100 + 4.5 * (49 / 50) ** 0.5 * sign for sign in (1, -1) for _ in range(25)]
    post = [103 + 5.5 * (49 / 50) ** 0.5 * (1 if place % 2 else -1) for place in range(50)]
    text = "pre,post\n" + "".join(f"{a!r},{b!r}\n" for a, b in zip(pre, post, strict=True))
    found = measured("gain", text, "--max", "120", "--json")
    assert (found["n"], found["mean_pre"], found["mean_post"]) == (50, pytest.approx(100), pytest.approx(103))
    assert found["d"] == pytest.approx(0.5970, abs=5e-5)
    assert found["hedges_g"] == pytest.approx(0.5924, abs=5e-5)
    assert found["var_g"] == pytest.approx(0.0411, abs=5e-5)
    assert found["normalised_gain"] == pytest.approx(3 / 20)


@pytest.mark.reference
@pytest.mark.parametrize(("seats", "words"), [(30, "12.8 points"), (60, "9.0 points"), (250, "4.4 points")])
def test_plan(seats, words):
    result = CliRunner().invoke(command, ["plan", "--seats", str(seats), "--pairs", "8"])
    assert words in result.stdout


def decisions(shift: float, *, seats: int = 14, seed: int = 1) -> str:
    """Before and after in one table; after, everybody is `shift` readier to say signal."""
    draw = random.Random(seed)
    rows = ["seat,case,time,signal,response,confidence"]
    for time, lean in (("pre", 0.0), ("post", shift)):
        for seat in range(seats):
            for case in range(24):
                felt = draw.gauss(0.7 if case % 2 else -0.7, 1) + lean
                rows.append(f"S{seat},C{case},{time},{case % 2},{int(felt > 0)},{min(100, round(abs(felt) * 40))}")
    return "\n".join(rows)


def test_before_and_after_in_plain_words(measured):
    told = measured("detection", decisions(0.6))
    assert "More suspicious, not more accurate." in told
    assert "If 1 case in 1,000 were a signal" in told


def test_detection_with_seats_cases_confidence_and_time(measured):
    found = measured("detection", decisions(0.0), "--json")
    assert (found["n"], found["n_seats"], found["n_cases"]) == (672, 14, 24)
    assert found["group"]["d_prime"]["low"] < 1.4 < found["group"]["d_prime"]["high"]
    assert found["roc"]["az"]["low"] < 0.839 < found["roc"]["az"]["high"]
    assert found["change"]["paired"] is True
    assert "each" not in found


def test_single_seats_only_on_request(measured):
    found = measured("detection", decisions(0.0), "--json", "--each", "--resamples", "100")
    assert [row["label"] for row in found["each"]] == [f"S{n}" for n in range(14)]


def test_facets_in_words_and_json(measured):
    found = measured("facets", JUDGES, "--json")
    assert found["converged"]
    assert "seat (higher: stricter or harder" in measured("facets", JUDGES)


def test_bias_in_json(measured):
    draw = random.Random(3)
    rows = ["seat,pair,signal,visible_piety,response"]
    for seat in range(20):
        for pair in range(6):
            for trait in ("no", "yes"):
                rows.append(f"S{seat},P{pair},{pair % 2},{trait},{int(draw.random() < 0.3 + 0.3 * (trait == 'yes'))}")
    found = measured("bias", "\n".join(rows), "--bound", "0.05", "--json")["traits"]
    assert [one["trait"] for one in found] == ["visible_piety"]
    assert found[0]["amce"]["low"] > 0
    assert found[0]["equivalence"]["equivalent"] is False
    assert {"d_prime_difference", "criterion_difference"} <= set(found[0])


def test_a_table_of_plans_in_json(measured):
    found = measured("plan", "seats,pairs\n30,8\n60,8\n", "--json")
    assert [round(plan["points"], 1) for plan in found["plans"]] == [12.8, 9.0]


def test_words_as_categories(measured):
    found = measured("agreement", "case,Aida,Bakyt\n1,harm,harm\n2,none given,harm\n3,support,support\n", "--json")
    assert found["n_categories"] == 3
    assert found["percent"]["value"] == pytest.approx(2 / 3)
    assert "cohen_kappa" in found


@pytest.mark.parametrize(
    ("what", "text", "told"),
    [
        ("agreement", "A\n1\n2\n", "at least two raters"),
        ("agreement", "unit,A,B\n1,x,\n2,,y\n", "No unit was rated by two raters"),
        ("icc", "A,B\n1,x\n", 'Row 2, column "B": "x" is not a number.'),
        ("icc", "A,B\n1,2\n", "at least two rated targets"),
        ("detection", "signal,response\n1,2\n", 'Row 2, column "response": "2" is neither 0 nor 1.'),
        ("detection", "signal,response\n1,\n", "no decision to judge"),
        ("detection", "hits,misses,false_alarms,correct_rejections\n5,-1,2,3\n", 'column "misses": "-1" is below 0.'),
        ("calibration", "p,y\n1.5,1\n", "is above 1"),
        ("gain", "pre,post\n1,inf\n", 'Row 2, column "post": "inf" is not a number.'),
        ("gain", "pre,post\n1,2\n", "Only 1 person with both scores"),
        ("bias", "seat,trait,response\nS1,a,1\nS2,a,0\n", "one value only"),
        ("items", "a,b\n1,x\n", 'column "b": "x" is not a number.'),
        ("facets", "case,seat,rating\nc,s,1\n", ""),
        ("plan", "seats,pairs\n30,\n", "Row 2: Give all but one of"),
        ("agreement", b"\x89PNG\r\n\x1a\n" + bytes(64), ""),
        ("agreement", "", "The file is empty."),
    ],
)
def test_bad_tables_end_with_a_sentence_and_status_two(refused, what, text, told):
    assert told in refused(what, text)


def test_an_absent_file_ends_with_a_sentence_and_status_two(tmp_path):
    result = CliRunner().invoke(command, ["agreement", str(tmp_path / "absent.csv")])
    assert (result.exit_code, "There is no ordinary file" in result.stderr) == (2, True)


def test_standard_input():
    result = CliRunner().invoke(command, ["icc", "-", "--json"], input=JUDGES)
    assert json.loads(result.stdout)["n_raters"] == 4


@pytest.mark.parametrize(
    "what", ["detection", "calibration", "agreement", "icc", "facets", "items", "gain", "bias", "plan"]
)
def test_help_of_each_measure(what):
    result = CliRunner().invoke(command, [what, "--help"])
    assert result.exit_code == 0
    assert "--json" in result.stdout


def test_the_command_runs_without_django(tmp_path):
    """Also by name as `kopuro measure`; neither Django nor SciPy's slow parts are loaded for it."""
    (tmp_path / "table.csv").write_text(FOUR_OBSERVERS)
    code = (
        "import sys\n"
        "from kopuro.web.commands import main\n"
        "try:\n    main()\n"
        "finally:\n"
        "    loaded = {name for name in ('django', 'scipy.stats', 'pandas', 'statsmodels') if name in sys.modules}\n"
        "    print(sorted(loaded), file=sys.stderr)\n"
    )
    root = Path(__file__).resolve().parents[3]
    result = subprocess.run(
        [sys.executable, "-c", code, "measure", "agreement", str(tmp_path / "table.csv"), "--json"],
        capture_output=True,
        text=True,
        cwd=root,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["n_units"] == 12
    assert result.stderr.strip() == "[]"
