"""Claims fold into what is shown; two records are told to speak of one activity."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopuro.activities.rules import LIKELY, Fact, checked_dates, fold, likeness
from kopuro.core.partial_dates import checked_span, first_day, last_day, precision
from kopuro.core.problems import Problem


def fact(id: int, field: str, value, status: str = "accepted", **more) -> Fact:
    return Fact(id, field, value, status, **more)


def days(start: str, end: str = "") -> dict:
    return {"start": start, "end": end or start, "month_day": []}


@pytest.mark.parametrize(
    ("iso", "first", "last", "known"),
    [
        ("2024-02-14", date(2024, 2, 14), date(2024, 2, 14), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2017", date(2017, 1, 1), date(2017, 12, 31), "year"),
    ],
)
def test_a_shortened_date_means_all_its_days(iso, first, last, known):
    assert (first_day(iso), last_day(iso), precision(iso)) == (first, last, known)


@pytest.mark.parametrize(
    "wrong", ["2024-02-30", "2024-13", "24-02-14", "2024-2-1", "14.02.2024", "0000", "x", "2024-02-14T09:00"]
)
def test_what_is_no_date_is_refused(wrong):
    with pytest.raises(Problem, match=r"core\.date"):
        first_day(wrong)


def test_an_end_before_its_start_is_refused():
    with pytest.raises(Problem, match=r"core\.date"):
        checked_dates({"start": "2024-02-14", "end": "2024-02-10"})


def test_a_month_that_holds_the_first_day_is_no_end_before_it():
    assert checked_span("2024-02-14", "2024-02") == ("2024-02-14", "2024-02")


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_pair_is_a_span_or_a_problem(start, end):
    try:
        a, b = checked_span(start, end)
    except Problem as problem:
        assert problem.code == "core.date"
    else:
        assert (a, b) == (start, end)
        assert not (a and b) or first_day(a) <= last_day(b)


def test_an_open_end_stays_open():
    shown = fold([fact(1, "dates", {"start": "2024-05-06", "end": "", "month_day": []})])
    assert shown.value("dates") == "2024-05-06/"


def test_the_more_precise_date_is_shown_and_the_vaguer_does_not_differ():
    shown = fold(
        [
            fact(1, "dates", days("2024-02"), precision="month"),
            fact(2, "dates", days("2024-02-14", "2024-02-16"), precision="day"),
        ]
    )
    assert shown.value("dates") == "2024-02-14/2024-02-16"
    assert shown.single["dates"].reason == "precision"


def test_two_numbers_are_a_conflict_until_a_person_settles_it():
    rows = [
        fact(1, "participants.reported", 35, qualifier="about"),
        fact(2, "participants.reported", 40, qualifier="about"),
    ]
    assert fold(rows).conflicts == 1
    rows[0] = fact(1, "participants.reported", 35, qualifier="about", settled=True)
    assert (fold(rows).conflicts, fold(rows).value("participants.reported")) == (0, 35)


def test_titles_differ_without_conflict_and_the_first_one_stays():
    shown = fold(
        [
            fact(1, "title", "Seminar", published=date(2022, 1, 1)),
            fact(2, "title", "Семинар", published=date(2024, 1, 1)),
        ]
    )
    assert (shown.conflicts, shown.value("title")) == (0, "Seminar")


def test_a_rejected_value_is_gone():
    assert fold([fact(1, "mode", "online", status="rejected")]).value("mode") == ""


def test_a_place_that_two_documents_name_stands_once():
    place = {"level": "city", "written": "Almaty", "name": "Almaty", "country": "KZ"}
    russian = {**place, "written": "Алматы"}
    assert [one.id for one in fold([fact(1, "place", place), fact(2, "place", russian)]).many["place"]] == [1]


def test_two_roles_of_one_body_stand_both():
    rows = [
        fact(1, "organisation", {"name": "LEICA", "role": "organiser"}),
        fact(2, "organisation", {"name": "LEICA", "role": "funder"}),
    ]
    assert len(fold(rows).many["organisation"]) == 2


@pytest.mark.parametrize(
    ("title", "start", "end", "place", "likely"),
    [
        ("Police and civil society in Almaty", "2024-02-14", "2024-02-16", "almaty", True),
        ("Совершенно другое название", "2024-02-14", "2024-02-16", "almaty", True),
        ("Police and civil society in Almaty", "2023-05-02", "2023-05-04", "almaty", False),
        ("Police and civil society in Almaty", "2024-02-14", "2024-02-16", "osh", True),
        ("Border guards learn to read documents", "2024-02-20", "2024-02-21", "osh", False),
    ],
)
def test_date_place_and_title_tell_two_records_of_one_activity(title, start, end, place, likely):
    score = likeness(
        "Police and civil society side by side", title, "2024-02-14", "2024-02-16", start, end, {"almaty"}, {place}
    )
    assert (score >= LIKELY) is likely
