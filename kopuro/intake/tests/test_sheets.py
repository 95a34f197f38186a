"""Spreadsheets of activities: columns understood, rows taken with their cells, doubts told with row and column."""

from __future__ import annotations

import time
from datetime import date, datetime
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.activities.rules import checked_dates
from kopuro.core.formats import Table
from kopuro.intake.rules.sheets import CellProblem, Mapping, apply_mapping, fingerprint, letter, suggest
from kopuro.intake.rules.sheets import cells as read

HEAD = ("Activity", "Type", "Dates", "City", "Country", "Participants")
ONE = ("Training of trainers", "Training", "12–14 March 2027", "Osh", "Kyrgyzstan", 25)


def table(*rows, name="Sheet", first_row=1, merged=()) -> Table:
    return Table(name, tuple(map(tuple, rows)), first_row, merged)


def fields(*headers, rows=()) -> tuple[str, ...]:
    found = suggest(table(headers, *rows))
    return found.fields if found else ()


def taken(*rows, **more):
    sheet = table(*rows, **more)
    return apply_mapping(sheet, suggest(sheet))


def values(row) -> dict[str, object]:
    return {claim["field"]: claim["value"] for claim in row["claims"]}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (("Title", "Start date", "End date", "City", "Country"), ("title", "start", "end", "city", "country")),
        (("Name of the activity", "Date(s)", "Venue", "Number of participants"), ("title", "dates", "place", "people")),
        (("Event", "From", "To", "Location", "Pax"), ("title", "start", "end", "place", "people")),
        (("ACTIVITY", "When", "Where", "Planned participants", "Actual participants"), ("title", "dates", "place", "planned", "attended")),
        (("Activity", "Period", "Host country", "# of people trained", "Funded by", "Lead agency"), ("title", "dates", "country", "attended", "funder", "organiser")),
        (("Workshop title", "Type of activity", "Mode", "Month", "Partners", "Comments"), ("title", "type", "mode", "dates", "partner", "notes")),
        (("Series", "Wave", "Training", "Dates", "Donor", "Co-organisers"), ("series", "wave", "title", "dates", "funder", "partner")),
        (("Topic", "Status", "Date", "Description"), ("title", "status", "dates", "summary")),
        (("Наименование мероприятия", "Дата начала", "Дата окончания", "Город", "Страна"), ("title", "start", "end", "city", "country")),
        (("№ п/п", "Мероприятие", "Сроки проведения", "Место проведения", "Кол-во участников", "Ответственный орган"), ("", "title", "dates", "place", "people", "organiser")),
        (("Название", "Вид", "Дата", "Формат", "Количество участников (план)", "Количество участников (факт)"), ("title", "type", "dates", "mode", "planned", "attended")),
        (("Тема", "Период", "Источник финансирования", "Партнёры", "Примечание"), ("title", "dates", "funder", "partner", "notes")),
        (("Intitulé de l'activité", "Date de début", "Date de fin", "Ville", "Pays"), ("title", "start", "end", "city", "country")),
        (("Activité", "Période", "Lieu", "Nombre de participants prévus", "Bailleur de fonds", "Partenaires"), ("title", "dates", "place", "planned", "funder", "partner")),
        (("Formation", "Du", "Au", "Nombre de participants", "Organisé par", "Observations"), ("title", "start", "end", "people", "organiser", "notes")),
    ],
)  # fmt: skip
def test_columns_are_understood_by_their_headers(headers, expected):
    assert fields(*headers) == expected


def test_format_is_the_mode_or_the_type_as_its_cells_say():
    mode = [("A first one", "12.03.2027", "online"), ("A second one", "13.03.2027", "on site")]
    kind = [("A first one", "12.03.2027", "training"), ("A second one", "13.03.2027", "seminar")]

    assert fields("Title", "Date", "Format", rows=mode) == ("title", "dates", "mode")
    assert fields("Title", "Date", "Format", rows=kind) == ("title", "dates", "type")


def test_columns_are_understood_by_their_cells_where_headers_fail():
    rows = [
        ("Training of inspectors in prevention", date(2027, 3, 1), "Osh", "Kyrgyzstan", "training"),
        ("Meeting of the working group on women", date(2027, 4, 1), "Tashkent", "Uzbekistan", "meeting"),
        ("Second training of inspectors", date(2027, 5, 1), "Almaty", "Kazakhstan", "training"),
    ]

    assert fields("A", "B", "C", "D", "E", rows=rows) == ("title", "dates", "city", "country", "type")


def test_participants_in_words_are_not_taken_for_a_number():
    rows = [("One", "12.03.2027", "Police officers and women's groups"), ("Two", "13.03.2027", "Teachers")]

    assert fields("Title", "Date", "Participants", rows=rows) == ("title", "dates", "")


def test_columns_about_single_people_are_never_taken():
    headers = ("Activity", "Date", "Contact person", "E-mail", "Responsible person", "ФИО", "Телефон", "Trainer name")

    assert fields(*headers) == ("title", "dates", "", "", "", "", "", "")


def test_a_table_of_something_else_is_no_list_of_activities():
    assert suggest(table(("Item", "Price", "Sum"), ("Pens", 3, 30), ("Paper", 5, 10))) is None
    assert suggest(table(("Agency", "City", "Agreed"), ("Ministry", "Tashkent", "Exchange of programmes"))) is None
    assert suggest(table()) is None
    assert suggest(table(("",), (None,))) is None


def test_the_header_row_is_found_below_a_title():
    found = suggest(table(("Work plan 2027",), (), HEAD, ONE))

    assert (found.header, found.headers, found.fields) == (
        2,
        HEAD,
        ("title", "type", "dates", "city", "country", "people"),
    )


def test_two_header_rows_are_joined():
    sheet = table(
        ("Activity", "Dates", None, "Participants", None),
        (None, "Start", "End", "Planned", "Actual"),
        ("Training", date(2027, 3, 1), date(2027, 3, 3), 25, 22),
        merged=((0, 1, 0, 2), (0, 3, 0, 4), (0, 0, 1, 0)),
    )

    found = suggest(sheet)
    rows, problems = apply_mapping(sheet, found)

    assert found.headers == (
        "Activity",
        "Dates › Start",
        "Dates › End",
        "Participants › Planned",
        "Participants › Actual",
    )
    assert found.fields == ("title", "start", "end", "planned", "attended")
    assert values(rows[0])["dates"] == {"start": "2027-03-01", "end": "2027-03-03", "month_day": []}
    assert (values(rows[0])["participants.planned"], values(rows[0])["participants.attended"]) == (25, 22)
    assert problems == []


def test_a_row_becomes_claims_with_their_cells():
    rows, problems = taken(HEAD, ONE, first_row=3, name="Plan")

    assert problems == []
    assert rows == [
        {
            "row": 4,
            "sheet": "Plan",
            "claims": [
                {"field": "title", "value": "Training of trainers", "cell": "A4", "written": "Training of trainers"},
                {"field": "type", "value": "training", "cell": "B4", "written": "Training"},
                {"field": "status", "value": "planned", "cell": "A4", "written": "Training of trainers"},
                {
                    "field": "dates",
                    "value": {"start": "2027-03-12", "end": "2027-03-14", "month_day": []},
                    "cell": "C4",
                    "written": "12–14 March 2027",
                    "precision": "day",
                    "basis": "stated",
                },
                {
                    "field": "place",
                    "value": {"level": "city", "written": "Osh", "name": "Osh", "country": "KG", "unit": "KG-GO"},
                    "cell": "D4",
                    "written": "Osh",
                },
                {
                    "field": "participants.planned",
                    "value": 25,
                    "cell": "F4",
                    "written": "25",
                    "qualifier": "exact",
                    "unit": "people",
                    "scope": "activity",
                },
            ],
        }
    ]


def test_people_of_a_sheet_that_is_no_plan_are_as_reported():
    rows, _ = taken(HEAD, ONE, name="2023")

    assert values(rows[0])["participants.reported"] == 25
    assert "status" not in values(rows[0])


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        (46100, "2026-03-19", "2026-03-19"),
        (46100.75, "2026-03-19", "2026-03-19"),
        ("46100", "2026-03-19", "2026-03-19"),
        (datetime(2027, 3, 1, 9, 0), "2027-03-01", "2027-03-01"),
        (2027, "2027", "2027"),
        ("2027", "2027", "2027"),
        ("03.2027", "2027-03", "2027-03"),
        ("март 2027", "2027-03", "2027-03"),
        ("12-14.03.2027", "2027-03-12", "2027-03-14"),
        ("12.03.2027-14.03.2027", "2027-03-12", "2027-03-14"),
        ("1 марта – 3 апреля 2027 г.", "2027-03-01", "2027-04-03"),
        ("du 14 au 16 février 2024", "2024-02-14", "2024-02-16"),
        ("30 November – 2 December 2027", "2027-11-30", "2027-12-02"),
        ("Q1 2027", "2027-01", "2027-03"),
        ("2027-03-01", "2027-03-01", "2027-03-01"),
    ],
)
def test_dates_are_read_in_every_form_a_cell_holds(cell, first, last):
    found = read.when(cell)

    assert (found.first, found.last, found.basis) == (first, last, "stated")


@pytest.mark.parametrize(
    "cell", [5, 45.0, 12345, 99999, -46100, "soon", "Osh", "31.02.2027", True, None, "", 1e300, float("inf") * 0]
)
def test_what_is_no_date_gives_none(cell):
    assert read.when(cell) is None


def test_a_year_is_completed_only_from_the_heading_or_a_year_column():
    with_heading, _ = taken(
        ("Training plan for 2027",), HEAD, (*ONE[:2], "12–14 March", *ONE[3:]), ("B", "Camp", "July", *ONE[3:])
    )
    without, problems = taken(HEAD, (*ONE[:2], "12–14 March", *ONE[3:]))
    column, _ = taken(("Activity", "Year", "Month"), ("Training", 2027, "March"), ("Camp", "2028", "5 мая"))

    assert [values(row)["dates"]["start"] for row in with_heading] == ["2027-03-12", "2027-07"]
    assert [claim["basis"] for row in with_heading for claim in row["claims"] if claim["field"] == "dates"] == [
        "completed"
    ] * 2
    assert values(without[0])["dates"] == {"start": "", "end": "", "month_day": ["03-12", "03-14"]}
    assert problems == [CellProblem(2, "C", "“12–14 March” has no year; only day and month were taken.")]
    assert [values(row)["dates"]["start"] for row in column] == ["2027-03", "2028-05-05"]


def test_two_years_in_the_heading_complete_nothing():
    rows, _ = taken(("Plan 2026 and 2027",), HEAD, (*ONE[:2], "12–14 March", *ONE[3:]))

    assert values(rows[0])["dates"]["start"] == ""


def test_slashed_dates_follow_their_column():
    american = taken(("Event", "Start", "End"), ("A", "3/14/2027", "3/16/2027"), ("B", "4/5/2027", "4/6/2027"))[0]
    european = taken(("Event", "Start", "End"), ("A", "14/3/2027", "16/3/2027"), ("B", "4/5/2027", "5/5/2027"))[0]
    mixed, problems = taken(("Event", "Date"), ("A", "3/14/2027"), ("B", "14/3/2027"))

    assert [values(row)["dates"]["start"] for row in american] == ["2027-03-14", "2027-04-05"]
    assert [values(row)["dates"]["start"] for row in european] == ["2027-03-14", "2027-05-04"]
    assert [values(row).get("dates") for row in mixed] == [None, None]
    assert {(problem.row, problem.column) for problem in problems} == {(2, "B"), (3, "B")}


def test_an_end_before_the_start_is_told_and_not_taken():
    rows, problems = taken(("Event", "Start", "End"), ("A", "2027-03-14", "2027-03-12"))

    assert "dates" not in values(rows[0])
    assert problems == [
        CellProblem(2, "B", "The end (2027-03-12) lies before the start (2027-03-14), so neither was taken.")
    ]


@pytest.mark.parametrize(
    ("cell", "number", "qualifier"),
    [
        (25, 25, "exact"),
        (25.0, 25, "exact"),
        ("25", 25, "exact"),
        ("1 200", 1200, "exact"),
        ("1,200", 1200, "exact"),
        ("~30", 30, "about"),
        ("about 30", 30, "about"),
        ("30+", 30, "at_least"),
        (">100", 100, "at_least"),
        ("более 100", 100, "at_least"),
        ("около 40 чел.", 40, "about"),
        ("environ 40", 40, "about"),
        ("25-30", 25, "about"),
        ("25 participants", 25, "exact"),
        (0, 0, "exact"),
    ],
)
def test_counts_keep_their_hedge(cell, number, qualifier):
    assert read.count(cell) == read.Count(number, qualifier)


@pytest.mark.parametrize(
    "cell", [-3, 2.5, "12.5", "-5", "50%", "many", "12 men, 14 women", date(2027, 3, 1), True, "", 10**12]
)
def test_what_is_no_single_number_gives_none(cell):
    assert read.count(cell) is None


def test_what_can_not_be_read_is_told_with_row_and_column():
    rows, problems = taken(HEAD, ONE, ("Second", "gathering of some kind", "soon", "Osh", "Atlantis", "many"))

    assert [row["row"] for row in rows] == [2, 3]
    assert [(problem.row, problem.column) for problem in problems] == [(3, "B"), (3, "C"), (3, "E"), (3, "F")]
    assert problems[1].sentence == ("“soon” can't be read as a date. Write 2027-03-14, 14.03.2027 or 12–14 March 2027.")


def test_placeholders_and_errors_state_nothing():
    rows, problems = taken(HEAD, ("One", "–", "TBC", "n/a", "уточняется", "#REF!"))

    assert list(values(rows[0])) == ["title"]
    assert problems == [CellProblem(2, "F", "The cell holds the spreadsheet's error #REF!.")]


def test_totals_headings_and_repeated_headers_are_no_activities():
    rows, problems = taken(
        HEAD,
        ONE,
        (),
        HEAD,
        ("Total", None, None, None, None, 25),
        ("Итого:", None, None, None, None, 25),
        (None,) * 5 + (25,),
    )

    assert [row["row"] for row in rows] == [2]
    assert problems == []


def test_a_training_called_total_something_is_kept():
    rows, _ = taken(HEAD, ("Total quality in prisons", *ONE[1:]))

    assert len(rows) == 1


def test_a_heading_row_gives_the_country_or_the_series_below_it():
    head = ("Activity", "Dates", "City")
    rows, _ = taken(
        head,
        ("Kazakhstan",),
        ("Training", "March 2027", None),
        ("Component 2: dialogue",),
        ("Meeting", "May 2027", "Osh"),
    )

    assert values(rows[0])["place"] == {
        "level": "country",
        "written": "Kazakhstan",
        "name": "Kazakhstan",
        "country": "KZ",
        "unit": "",
    }
    assert [claim["cell"] for claim in rows[0]["claims"] if claim["field"] == "place"] == ["A2"]
    assert values(rows[1])["series"] == "Component 2: dialogue"


def test_merged_cells_count_for_each_row_but_a_shared_number_for_none():
    rows, problems = taken(
        ("Series", "Activity", "Dates", "Participants"),
        ("Wave", "First", "March 2027", 60),
        (None, "Second", "April 2027", None),
        merged=((1, 0, 2, 0), (1, 3, 2, 3)),
    )

    assert [values(row)["series"] for row in rows] == ["Wave", "Wave"]
    assert [claim["cell"] for claim in rows[1]["claims"] if claim["field"] == "series"] == ["A2"]
    assert not any(field.startswith("participants") for row in rows for field in values(row))
    assert problems == [CellProblem(2, "D", "“60” stands for several rows together, so it was given to none of them.")]


def test_places_are_known_by_any_name_and_kept_when_unknown():
    def of(city, country=None):
        rows, _ = taken(("Activity", "Date", "City", "Country"), ("A", "2021-02-10", city, country))
        return [
            (c["value"]["level"], c["value"]["name"], c["value"]["country"])
            for c in rows[0]["claims"]
            if c["field"] == "place"
        ]

    assert of("Нур-Султан") == [("city", "Astana", "KZ")]
    assert of("г. Ош", "Кыргызстан") == [("city", "Osh", "KG")]
    assert of("Osh, Jalal-Abad") == [("city", "Osh", "KG"), ("city", "Jalal-Abad", "KG")]
    assert of("Osh and Bishkek; Tashkent") == [
        ("city", "Osh", "KG"),
        ("city", "Bishkek", "KG"),
        ("city", "Tashkent", "UZ"),
    ]
    assert of("Bishkek, Kyrgyzstan") == [("city", "Bishkek", "KG")]
    assert of("Nowhere-upon-Naryn", "Kyrgyzstan") == [("city", "Nowhere-upon-Naryn", "KG")]
    assert of(None, "Kazakhstan, Uzbekistan") == [("country", "Kazakhstan", "KZ"), ("country", "Uzbekistan", "UZ")]


def test_online_in_the_place_column_is_the_mode():
    rows, problems = taken(("Activity", "Date", "Place"), ("A", "2027-03-01", "Online (Zoom)"))

    assert values(rows[0])["mode"] == "online"
    assert "place" not in values(rows[0])
    assert problems == []


def test_a_town_in_another_country_than_the_row_says_is_told():
    rows, problems = taken(("Activity", "Date", "City", "Country"), ("A", "2027-03-01", "Tashkent", "Kyrgyzstan"))

    assert [claim["value"]["country"] for claim in rows[0]["claims"] if claim["field"] == "place"] == ["UZ", "KG"]
    assert [(problem.row, problem.column) for problem in problems] == [(2, "C")]


def test_organisations_are_parted_but_ministries_with_commas_are_not():
    assert read.bodies("LEICA; BOMCA\nUNODC") == ["LEICA", "BOMCA", "UNODC"]
    assert read.bodies("UNODC, OSCE, GCERF") == ["UNODC", "OSCE", "GCERF"]
    assert read.bodies("Ministry of Labour, Social Protection and Migration") == [
        "Ministry of Labour, Social Protection and Migration"
    ]


def test_a_row_without_a_title_is_told():
    rows, problems = taken(HEAD, (None, *ONE[1:]), ONE)

    assert [row["row"] for row in rows] == [3]
    assert problems == [CellProblem(2, "", "The row has no title, so it was left out. Give it one, or delete the row.")]


def test_a_formula_stays_words():
    rows, _ = taken(HEAD, ('=HYPERLINK("http://example.org")', *ONE[1:]))

    assert values(rows[0])["title"] == '=HYPERLINK("http://example.org")'


def test_a_mapping_remembers_itself_by_its_headers():
    first = table(HEAD, ONE)
    mapping = suggest(first)
    changed = {**mapping.as_plain(), "fields": ["title", "", "dates", "city", "country", "attended"]}
    next_month = table(("Plan, second edition",), tuple(header.upper() + ":" for header in HEAD), ONE)

    again = suggest(next_month, remembered=changed)

    assert again.fingerprint == mapping.fingerprint == fingerprint(HEAD)
    assert fingerprint(HEAD) != fingerprint((*HEAD[1:], HEAD[0]))
    assert (again.header, again.fields) == (1, ("title", "", "dates", "city", "country", "attended"))


def test_a_remembered_mapping_of_another_shape_does_no_harm():
    found = suggest(table(HEAD, ONE), remembered={"fields": ["title", "nonsense", None, 7]})

    assert found.fields == ("title", "", "", "", "", "")


def test_columns_have_the_letters_of_a_spreadsheet():
    assert [letter(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_twenty_thousand_rows_with_thousands_of_merges_take_seconds():
    merged = tuple((row, 0, row + 1, 0) for row in range(1, 20_000, 4))
    sheet = table(
        HEAD,
        *[(f"Activity {n}", "Training", date(2027, 3, 1), "Osh", "Kyrgyzstan", 25) for n in range(20_000)],
        merged=merged,
    )
    started = time.monotonic()

    rows, _ = apply_mapping(sheet, suggest(sheet))

    assert len(rows) == 20_000
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("piece", ["-", "– ", "total ", "1/", "12.", ": ", "(", "online ", "Osh, ", "и "])
def test_a_cell_of_a_million_letters_costs_little(piece):
    long = piece * (1_000_000 // len(piece)) + "x"
    sheet = table(HEAD, ("One", long, long, long, long, long), (long, None, None, None, None, 5))
    started = time.monotonic()

    apply_mapping(sheet, Mapping("x", 0, 1, HEAD, ("title", "type", "dates", "city", "country", "people")))
    suggest(sheet)

    assert time.monotonic() - started < 5


CELLS = st.one_of(
    st.none(),
    st.integers(-10, 10**16),
    st.floats(allow_nan=True, allow_infinity=True),
    st.dates(),
    st.datetimes(),
    st.text(max_size=30),
    st.sampled_from(
        [
            *HEAD,
            *ONE[:5],
            "12.03-1.04.2027",
            "Итого",
            "online",
            "n/a",
            "#REF!",
            "2027",
            "3/14/2027",
            "Дата",
            "25-30",
            "29 февраля",
        ]
    ),
)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, max_size=7).map(tuple), max_size=9).map(tuple),
    merged=st.lists(st.tuples(*[st.integers(0, 9)] * 4), max_size=3).map(tuple),
    forced=st.booleans(),
)
def test_any_table_gives_rows_and_problems(rows, merged, forced):
    sheet = Table("Plan", rows, 1, tuple((min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merged))
    mapping = suggest(sheet)
    if mapping is None and forced and rows:
        width = max(map(len, rows))
        names = ("title", "dates", "start", "end", "city", "country", "people")
        mapping = Mapping("x", 0, 1, tuple(islice(HEAD * 2, width)), tuple(islice(names, width)))
    if mapping is None:
        return

    found, problems = apply_mapping(sheet, mapping)

    for row in found:
        assert row["claims"][0]["field"] == "title"
        for claim in row["claims"]:
            if claim["field"] == "dates":
                checked_dates(claim["value"])
    assert all(problem.sentence.endswith(".") for problem in problems)
