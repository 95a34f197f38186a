"""Who reads which page of learning, what stands on it, and what one takes along."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import pypdfium2
import pytest
from django.core.cache import cache
from django.urls import reverse

from kopuro.activities import actions as activities
from kopuro.core.formats import read_bytes
from kopuro.learning import actions, queries
from kopuro.learning.models import Answer, Judgement, LearningFile, RatingGiven
from kopuro.learning.rules.detection_report import detection_report
from kopuro.learning.rules.parts import TOO_FEW
from kopuro.learning.rules.rating_tables import ratings
from kopuro.learning.rules.tables import read_table
from kopuro.learning.tests.factories import (
    TABLES,
    a_workshop,
    code_of,
    judgement_table,
    rating_table,
    taken_in,
    test_table,
)
from kopuro.people.terms import Group
from kopuro.programme.models import Membership
from tests.cast import MEMBERS

pytestmark = pytest.mark.django_db
READERS = {"aida", "chinara", "gulnora", "hamid"}


@pytest.fixture
def workshop(cast):
    cache.clear()
    return a_workshop(cast)


@pytest.fixture
def measured(cast, workshop):
    for kind in TABLES:
        taken_in(cast, workshop, kind)
    return workshop


def page_of(activity, name="activity-learning"):
    return reverse(name, args=[activity.key])


@pytest.mark.parametrize("name", [*MEMBERS, "zarina"])
def test_figures_of_learning_are_for_those_who_answer_for_it(cast, measured, name):
    for page in ("activity-learning", "learning-figures", "learning-report"):
        status = cast.client(name).get(page_of(measured, page)).status_code
        assert status == (200 if name in READERS else 302 if name == "zarina" else 404), page


@pytest.mark.parametrize("name", sorted(READERS))
def test_in_another_programme_there_is_nothing(cast, workshop, name):
    Membership.objects.create(programme=cast.other, account=cast.accounts["aida"], role="team")
    elsewhere = a_workshop(cast, "Elsewhere", cast.other)
    taken_in(cast, elsewhere, "answers", by="aida")
    Membership.objects.filter(programme=cast.other).delete()

    client = cast.client(name)
    assert client.get(page_of(elsewhere)).status_code == 404
    assert client.get(reverse("programme-learning", args=["other"])).status_code == 404
    assert client.get(reverse("programme-learning", args=["leica"])).context["parts"] == []


def test_every_part_has_a_sentence_a_picture_with_its_table_and_n(cast, measured):
    page = cast.client("gulnora").get(page_of(measured))

    assert [one.part.name for one in page.context["parts"]] == [
        "gain",
        "items",
        "detection",
        "calibration",
        "bias",
        "agreement",
    ]
    for one in page.context["parts"]:
        assert one.part.verdict and one.picture is not None, one.part.name
        assert one.picture.description and one.picture.table.rows
    text = page.content.decode()
    assert text.count("<svg") >= 6
    assert "More suspicious, not more accurate." in text


def test_what_was_not_measured_is_said(cast, measured):
    told = queries.coverage(list(LearningFile.objects.all()))

    assert [level.measured for level in told] == [False, True, False, False]
    assert "whether it lasts was not measured" in told[1].note
    headers, rows = test_table(12)
    taken_in(cast, measured, "answers", (headers, [(row[0], "later", *row[2:]) for row in rows[::2]]))
    told = queries.coverage(list(LearningFile.objects.all()))
    assert "also months later" in told[1].note
    assert [level.measured for level in told] == [False, True, False, False]


def test_an_empty_page_teaches(cast, workshop):
    page = cast.client("chinara").get(page_of(workshop)).content.decode()

    assert "Nothing measured yet" in page
    assert reverse("learning-new", args=[workshop.key]) in page


def test_nine_people_leave_no_figure_on_any_page_or_file(cast, workshop):
    """The twin with ten shows that figures would be found."""
    taken_in(cast, workshop, "answers", test_table(9))
    client = cast.client("hamid")
    figures = client.get(f"{page_of(workshop)}?format=json").json()["parts"]
    assert [(part["verdict"], part["n"], part["figures"], part["estimates"]) for part in figures] == [
        (TOO_FEW, 0, {}, {})
    ] * 2
    assert b"<svg class" not in client.get(page_of(workshop)).content

    LearningFile.objects.all().delete()
    taken_in(cast, workshop, "answers", test_table(10))
    figures = client.get(f"{page_of(workshop)}?format=json").json()["parts"]
    assert [part["n"] for part in figures] == [10, 10]


def test_a_page_costs_the_same_with_one_table_and_with_three(cast, workshop, django_assert_num_queries):
    client = cast.client("hamid")
    taken_in(cast, workshop, "answers")
    client.get(page_of(workshop))
    with django_assert_num_queries(9):
        client.get(page_of(workshop))
    for kind in ("judgements", "ratings"):
        taken_in(cast, workshop, kind)
    client.get(page_of(workshop))
    with django_assert_num_queries(9):
        client.get(page_of(workshop))


def test_a_series_and_a_programme_count_their_activities_together(cast, workshop):
    series = activities.create_series(programme=cast.programme, title="Listening", **cast.writing())
    for place, activity in enumerate((workshop, a_workshop(cast, "Second workshop"))):
        activity.series = series
        activity.save()
        taken_in(cast, activity, "answers", test_table(6, seed=place))

    client = cast.client("hamid")
    assert client.get(f"{page_of(workshop)}?format=json").json()["parts"][0]["n"] == 0
    for address in (reverse("series-learning", args=[series.key]), reverse("programme-learning", args=["leica"])):
        assert client.get(f"{address}?format=json").json()["parts"][0]["n"] == 12
        assert "Remove" not in client.get(address).content.decode()


def test_points_of_two_tests_are_never_mixed(cast, workshop):
    other = a_workshop(cast, "Second workshop")
    taken_in(cast, workshop, "answers", test_table(12), instrument="Short test", version="1")
    taken_in(cast, other, "answers", test_table(14, items=12, seed=3), instrument="Long test", version="2")
    address = reverse("programme-learning", args=["leica"])
    client = cast.client("hamid")

    gains = [one for one in client.get(f"{address}?format=json").json()["parts"] if one["part"] == "gain"]
    assert [(one["of"], one["n"]) for one in gains] == [("Short test 1", 12), ("Long test 2", 14)]
    page = client.get(address).content.decode()
    assert 'id="gain-short-test-1"' in page and "Did people learn? Long test 2" in page


def test_before_and_after_under_two_names_are_held_together_by_their_activity(cast, workshop):
    headings, rows = test_table(12)
    for name, when in (("Entry test", "before"), ("Exit test", "after")):
        half = (headings, [row for row in rows if row[1] == when])
        taken_in(cast, workshop, "answers", half, instrument=name, version="1")
    (gain,) = [
        one
        for one in cast.client("hamid").get(f"{page_of(workshop)}?format=json").json()["parts"]
        if one["part"] == "gain"
    ]
    assert (gain["of"], gain["n"]) == ("", 12)


def test_trainings_of_a_series_stand_as_arrows_in_one_picture_and_in_its_table(cast, workshop):
    series = activities.create_series(programme=cast.programme, title="Listening", **cast.writing())
    second = a_workshop(cast, "Second workshop")
    for place, activity in enumerate((workshop, second)):
        activity.series = series
        activity.save()
        taken_in(cast, activity, "judgements", judgement_table(12, seed=place))

    shown = cast.client("hamid").get(reverse("series-learning", args=[series.key])).content.decode()
    alone = cast.client("hamid").get(page_of(workshop)).content.decode()

    assert (shown.count('class="way"'), alone.count('class="way"')) == (2, 1)
    assert "Second workshop, after: Hits" in shown and "Second workshop" not in alone
    assert ">Training</th>" in shown


def test_a_training_of_fewer_than_ten_hides_the_arrows_of_all(cast, workshop):
    """Else its figures were those of all less those of the other."""
    series = activities.create_series(programme=cast.programme, title="Listening", **cast.writing())
    for place, activity in enumerate((workshop, a_workshop(cast, "Second workshop"))):
        activity.series = series
        activity.save()
        taken_in(cast, activity, "judgements", judgement_table((12, 9)[place], seed=place))

    shown = cast.client("hamid").get(reverse("series-learning", args=[series.key])).content.decode()

    assert shown.count('class="way"') == 1
    assert "Second workshop, after" not in shown


# One's own result ------------------------------------------------------------------------------------------------------


def ask(cast, name, activity, code):
    return cast.client(name).post(page_of(activity, "own-result"), {"code": code})


@pytest.mark.parametrize("name", ["daniyar", "elmira", "farid"])
def test_a_participant_sees_the_own_result_with_the_code_and_nothing_more(cast, measured, name):
    shown = ask(cast, name, measured, f" {code_of(4).upper()} ")

    assert [row.label for row in shown.context["rows"]] == ["Test before", "Test after", "Cases before", "Cases after"]
    assert re.fullmatch(
        r"another such test could as well give \d to \d: feedback with an interval, never a grade",
        shown.context["rows"][1].note,
    )
    assert "of 12 signals noticed" in shown.context["rows"][3].value
    assert "never a grade" in shown.context["rows"][3].note
    assert code_of(4) not in shown.content.decode().lower()
    assert ask(cast, name, measured, "not a code").context["rows"] == []


def test_among_nine_people_the_own_points_stand_alone(cast, workshop):
    """The noise of the test is a figure of the group."""
    taken_in(cast, workshop, "answers", test_table(9))

    rows = ask(cast, "daniyar", workshop, code_of(4)).context["rows"]

    assert [(row.label, row.note) for row in rows] == [("Test before", ""), ("Test after", "")]


def test_codes_can_not_be_tried_one_after_the_other(cast, measured):
    answers = [ask(cast, "daniyar", measured, f"zz{place}").status_code for place in range(12)]

    assert answers == [200] * 10 + [429] * 2
    assert ask(cast, "daniyar", measured, code_of(4)).context["rows"] is None
    assert ask(cast, "elmira", measured, code_of(4)).context["rows"]


def test_a_code_of_another_activity_finds_nothing(cast, measured):
    other = a_workshop(cast, "Another workshop")
    taken_in(cast, other, "ratings", rating_table(12))

    assert ask(cast, "elmira", other, code_of(4)).context["rows"] == []


# Taking along ----------------------------------------------------------------------------------------------------------


def package_of(cast, name, activity):
    return cast.client(name).get(page_of(activity, "learning-package"))


@pytest.mark.parametrize("name", [*MEMBERS, "zarina"])
def test_rows_are_for_who_evaluates(cast, measured, name):
    status = package_of(cast, name, measured).status_code

    assert status == (200 if name in {"aida", "hamid"} else 302 if name == "zarina" else 404)


@pytest.mark.parametrize("group", [Group.LAW_ENFORCEMENT, Group.PRISON, Group.JUSTICE])
def test_an_evaluator_behind_the_wall_takes_no_rows_along(cast, measured, group):
    cast.accounts["hamid"].group = group
    cast.accounts["hamid"].save()

    assert package_of(cast, "hamid", measured).status_code == 404
    assert cast.client("hamid").get(page_of(measured)).status_code == 200


def unpacked(response) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def keys_in(files: dict[str, str]) -> set[str]:
    return {
        row[1]
        for name, text in files.items()
        if name.endswith(".csv")
        for row in list(csv.reader(io.StringIO(text)))[1:]
    }


def test_two_packages_share_no_key_and_none_is_a_stored_one(cast, measured):
    first, second = (unpacked(package_of(cast, "hamid", measured)) for _ in range(2))

    assert set(first) == {"answers.csv", "judgements.csv", "ratings.csv", "codebook.json"}
    assert len(keys_in(first)) == len(keys_in(second)) == 24
    assert keys_in(first) & keys_in(second) == set()
    stored = {
        str(key)
        for model, name in ((Answer, "key"), (Judgement, "seat"), (RatingGiven, "rater"))
        for key in model.objects.values_list(name, flat=True)
    }
    text = "\n".join(first.values())
    assert not any(key in text or key.replace("-", "") in text for key in stored)
    assert not any(code_of(place) in text for place in range(24))


def test_within_a_package_a_person_stays_one(cast, measured):
    files = unpacked(package_of(cast, "hamid", measured))
    rows = list(csv.DictReader(io.StringIO(files["answers.csv"])))

    assert {(row["occasion"]) for row in rows} == {"pre", "post"}
    assert len({row["key"] for row in rows}) == 24
    assert {row["key"] for row in rows} == {row["seat"] for row in csv.DictReader(io.StringIO(files["judgements.csv"]))}
    book = json.loads(files["codebook.json"])
    assert [file["kind"] for file in book["files"]] == ["answers", "judgements", "ratings"]
    assert set(rows[0]) <= set(book["columns"])


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(cast, workshop):
    headers, rows = rating_table()
    rows = [(row[0], row[1], "-urgency" if place == 0 else row[2], row[3]) for place, row in enumerate(rows)]
    with pytest.raises(Exception, match="is a formula"):
        taken_in(cast, workshop, "ratings", (headers, rows))


def test_figures_go_along_as_csv_and_xlsx(cast, measured):
    client = cast.client("gulnora")
    text = client.get(page_of(measured, "learning-figures") + "?format=csv").content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["part"] for row in rows} == {"gain", "items", "detection", "calibration", "bias", "agreement"}
    assert all(row["n"] in ("24", "12") for row in rows)
    assert client.get(page_of(measured, "learning-figures") + "?format=xlsx").content[:2] == b"PK"
    assert client.get(page_of(measured, "learning-figures") + "?format=exe").status_code == 404


def test_the_report_is_a_tagged_pdf_with_the_same_sentences(cast, measured):
    data = cast.client("gulnora").get(page_of(measured, "learning-report")).content

    assert pypdfium2.raw.FPDFCatalog_IsTagged(pypdfium2.PdfDocument(data))
    words = " ".join(read_bytes("report.pdf", data).text.split())
    assert "More suspicious, not more accurate." in words
    assert "No person, team or country is ranked." in words
    assert not any(code_of(place) in words for place in range(24))


# The same arithmetic as the command -------------------------------------------------------------------------------------


def as_csv_bytes(headers, rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([headers, *rows])
    return out.getvalue().encode()


def estimates(cast, activity) -> dict:
    parts = cast.client("hamid").get(f"{page_of(activity)}?format=json").json()["parts"]
    return {part["part"]: part["estimates"] for part in parts}


def close(one, other) -> bool:
    return one == pytest.approx(other, abs=1e-9)


def test_detection_is_what_kopuro_measure_says_of_the_package(cast, workshop):
    """The package's table goes into the command as it is."""
    taken_in(cast, workshop, "judgements")
    table = unpacked(package_of(cast, "hamid", workshop))["judgements.csv"]
    said = detection_report(read_table(table.encode())).as_json()

    shown = estimates(cast, workshop)["detection"]

    for when in ("before", "after"):
        for name in (
            "hit_rate",
            "false_alarm_rate",
            "d_prime",
            "criterion",
            "ln_beta",
            "a_prime",
            "se_d_prime",
            "n_seats",
            "n_cases",
        ):
            assert close(shown[when][name], said[when][name]), (when, name)
    assert close(shown["change"]["d_prime"]["value"], said["change"]["d_prime"]["value"])
    assert shown["change"]["verdict"] == said["change"]["verdict"] == "more_suspicious"


def test_agreement_is_what_kopuro_measure_says_of_the_same_table(cast, workshop):
    from kopuro.learning.rules.agreement import agreement

    headers, rows = rating_table()
    taken_in(cast, workshop, "ratings", (headers, rows))
    read = ratings(
        read_table(as_csv_bytes(("rater", "unit", "rating"), [(row[0], row[1], row[3]) for row in rows])), words=False
    )
    said = agreement(read.matrix, "ordinal").as_json()

    shown = estimates(cast, workshop)["agreement"]["indicators"]["seriousness"]

    assert close(shown["alpha"]["value"], said["alpha"]["value"])
    assert close(shown["ac1"]["value"], said["ac1"]["value"])
    assert (shown["n_units"], shown["n_raters"]) == (said["n_units"], said["n_raters"])


def test_gain_is_what_kopuro_measure_says_of_the_same_sums(cast, workshop):
    from kopuro.learning.rules.gain_report import gain_report
    from kopuro.learning.rules.score_tables import gain_table

    headers, rows = test_table()
    taken_in(cast, workshop, "answers", (headers, rows))
    sums = {(row[0], row[1]): sum(map(int, row[2:])) for row in rows}
    wide = [(code_of(place), sums[code_of(place), "before"], sums[code_of(place), "after"]) for place in range(24)]
    said = gain_report(gain_table(read_table(as_csv_bytes(("person", "pre", "post"), wide))), maximum=8).as_json()

    shown = estimates(cast, workshop)["gain"]

    for name in ("n", "mean_pre", "mean_post", "d", "hedges_g", "var_g", "normalised_gain"):
        assert close(shown[name], said[name]), name
    assert "reliable_change" not in shown


def test_bias_is_what_kopuro_measure_says_of_the_same_answers(cast, workshop):
    from kopuro.learning.rules.bias import trait_effects
    from kopuro.learning.rules.judgement_tables import bias_table

    headers, rows = judgement_table()
    taken_in(cast, workshop, "judgements", (headers, rows))
    after = [(row[0], row[3], row[5], row[6], row[7]) for row in rows if row[1] == "after"]
    said = trait_effects(bias_table(read_table(as_csv_bytes(("seat", "pair", "dress", "signal", "response"), after))))[
        0
    ].as_json()

    shown = estimates(cast, workshop)["bias"]["traits"][0]

    assert close(shown["amce"]["value"], said["amce"]["value"])
    assert close(shown["amce"]["se"], said["amce"]["se"])


# Planning --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("design=bias&seats=30&number=8", "30 seats with 8 pairs each can detect a bias of 12.8 points"),
        ("design=bias&number=8&effect=4.4", "8 pairs each can detect a bias of 4.4 points"),
        ("design=gain&effect=0.5", "32 people with both tests can detect a gain of 0.50 standard deviations"),
        ("design=detection&number=12&effect=0.5", "12 signals and as many non-signals"),
        ("design=reliability&effect=0.8", "27 items of the same kind give a reliability of 0.80"),
        ("design=gain", "Fill in all but one of these"),
        ("design=bias&seats=1&number=1&effect=1", "Fill in all but one of these"),
        ("design=nonsense", "Select a valid choice"),
        ("design=gain&effect=nan", "Enter a number"),
    ],
)
def test_a_plan_is_worked_out_or_says_what_is_missing(cast, asked, said):
    page = cast.client("chinara").get(f"/learning/plan/?{asked}").content.decode()

    assert said in page.replace("&#x27;", "’")


def test_keys_are_made_final_and_files_removed_from_the_page(cast, measured):
    client = cast.client("chinara")
    file = LearningFile.objects.get(kind="ratings")

    client.post(reverse("learning-file-remove", args=[measured.key, file.key]))
    client.post(page_of(measured, "learning-keys-final"))

    assert not LearningFile.objects.filter(kind="ratings").exists()
    assert "The keys are final" in client.get(page_of(measured)).content.decode()
    assert actions.MODELS["ratings"].objects.count() == 0
