"""Dates and counts in words: precision and qualifiers are never lost."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kopuro.core.phrases import (
    basis_phrase,
    count_phrase,
    date_phrase,
    figure_phrase,
    month_day_phrase,
    read_partial,
)

Day = datetime.date


@pytest.mark.parametrize(
    "start, end, precision, said",
    [
        (Day(2024, 2, 14), Day(2024, 2, 16), "", "14–16 February 2024"),
        (Day(2024, 2, 14), None, "", "14 February 2024"),
        (Day(2024, 2, 14), Day(2024, 2, 14), "", "14 February 2024"),
        (Day(2021, 2, 22), Day(2021, 3, 1), "", "22 February – 1 March 2021"),
        (Day(2023, 12, 30), Day(2024, 1, 2), "", "30 December 2023 – 2 January 2024"),
        ("2024-02-14", "2024-02-16", "", "14–16 February 2024"),
        ("2023-08", None, "", "August 2023"),
        ("2017-06", "2017-08", "", "June – August 2017"),
        ("2017-11", "2018-02", "", "November 2017 – February 2018"),
        ("2017", None, "", "2017"),
        ("2017", "2019", "", "2017–2019"),
        ("2017", "2018-03", "", "2017 – March 2018"),
        (Day(2023, 8, 1), None, "month", "August 2023"),
        (Day(2017, 1, 1), Day(2017, 12, 31), "year", "2017"),
        (datetime.datetime(2024, 2, 14, 9, 30), None, "", "14 February 2024"),
        (None, "2024-02-16", "", "16 February 2024"),
        (None, None, "", ""),
        ("2024-02-30", None, "", ""),
        ("yesterday", None, "", ""),
        (7, None, "", ""),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(start: Any, end: Any, precision: str, said: str):
    with translation.override("en"):
        assert date_phrase(start, end, precision) == said


@pytest.mark.parametrize(
    "language, said",
    [("ru", "14–16 февраля 2024"), ("fr", "14–16 février 2024"), ("en", "14–16 February 2024")],
)
def test_a_date_is_said_in_the_readers_language(language: str, said: str):
    with translation.override(language):
        assert date_phrase("2024-02-14", "2024-02-16") == said


@pytest.mark.parametrize(
    "days, said",
    [
        (("02-21", "02-23"), "21–23 February"),
        (("02-21",), "21 February"),
        (("02-28", "03-02"), "28 February – 2 March"),
        (("02-29",), "29 February"),
        (("13-01",), ""),
        (("soon",), ""),
    ],
)
def test_days_of_an_unknown_year_stay_without_one(days: tuple[str, ...], said: str):
    with translation.override("en"):
        assert month_day_phrase(*days) == said


@pytest.mark.parametrize(
    "number, qualifier, unit, said",
    [
        (250, "", "", "250"),
        (250, "exact", "inspectors", "250 inspectors"),
        (35, "about", "people", "about 35 people"),
        (100, "at_least", "", "at least 100"),
        (100, "at_most", "", "at most 100"),
        (34723, "", "", "34,723"),
        (0, "", "", "0"),
        (None, "about", "people", ""),
    ],
)
def test_a_count_keeps_its_qualifier(number: int | None, qualifier: str, unit: str, said: str):
    with translation.override("en"):
        assert count_phrase(number, qualifier, unit) == said


@pytest.mark.parametrize(
    "value, said",
    [
        (4000, "4,000"),
        (12.0, "12"),
        (0.5539, "0.55"),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "True"),
        ("2024", "2024"),
        (None, ""),
    ],
)
def test_a_figure_is_grouped_and_short(value: object, said: str):
    with translation.override("en"):
        assert figure_phrase(value) == said


def test_a_stated_date_needs_no_remark():
    assert [basis_phrase(basis) for basis in ("stated", "", "nonsense")] == ["", "", ""]
    assert basis_phrase("completed") == "year taken from the page"


@given(st.text(max_size=12) | st.dates() | st.none() | st.integers())
def test_reading_a_date_never_invents_one(written: Any):
    first, precision = read_partial(written)
    if first is None:
        assert precision == ""
    elif isinstance(written, str):
        assert first.isoformat().startswith(written.strip())
