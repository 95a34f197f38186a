"""A table comes in by two steps, from any spreadsheet, or not at all."""

from __future__ import annotations

import io
import logging
import random
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kopuro.core.problems import Problem
from kopuro.learning.models import Answer, LearningFile, LearningMapping
from kopuro.learning.rules.columns import Columns
from kopuro.learning.tests.factories import a_workshop, code_of, test_table
from kopuro.web.tables_in import MOST_BYTES, MOST_ROWS, Sheet, cell_text, from_text, sheet_of
from tests.cast import MEMBERS

CSV = "Code,When,Rumour,Record\nzq001xv,before,1,0\nzq001xv,after,1,1\n"


@pytest.fixture
def workshop(cast):
    return a_workshop(cast)


def address(workshop) -> str:
    return reverse("learning-new", args=[workshop.key])


def first(cast, workshop, data: bytes | str = CSV, name="test.csv", by="chinara", **fields):
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    return cast.client(by).post(address(workshop), {"kind": "answers", "title": "Basic test", "file": file, **fields})


def second(cast, workshop, page, by="chinara", **changed):
    """Sends the page of the columns as it stands, but for what is `changed`."""
    sent = {
        name: page.context["form"][name].value() or ""
        for name in ("kind", "title", "occasion", "instrument", "version", "once")
    }
    sent |= {"table": page.context["table"]} | {column.name: column.role for column in page.context["columns"]}
    return cast.client(by).post(address(workshop), sent | changed)


@pytest.mark.django_db
def test_chinara_takes_a_test_in_by_two_steps(cast, workshop):
    page = first(cast, workshop)
    assert [(column.header, column.role) for column in page.context["columns"]] == [
        ("Code", "code"), ("When", "occasion"), ("Rumour", "item"), ("Record", "item"),
    ]  # fmt: skip
    assert not LearningFile.objects.exists()

    done = second(cast, workshop, page)

    assert done["Location"] == reverse("activity-learning", args=[workshop.key])
    assert Answer.objects.count() == 4
    assert LearningFile.objects.get().title == "Basic test"


@pytest.mark.django_db
def test_the_second_step_sent_twice_stores_once(cast, workshop):
    page = first(cast, workshop)

    assert [second(cast, workshop, page).status_code for _ in range(2)] == [302, 302]
    assert LearningFile.objects.count() == 1


@pytest.mark.django_db
def test_the_next_table_with_these_headings_is_known(cast, workshop):
    second(cast, workshop, first(cast, workshop), c3="")

    page = first(cast, a_workshop(cast, "Another workshop"), by="hamid")

    assert page.context["is_known"]
    assert [column.role for column in page.context["columns"]] == ["code", "occasion", "item", ""]


def xlsx(rows) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_spreadsheet_comes_in_like_a_csv_file(cast, workshop):
    data = xlsx([("Code", "Item 1", "Item 2"), (12, 1, None), (13.0, 0.5, 1)])

    page = first(cast, workshop, data, "test.xlsx", occasion="pre")
    second(cast, workshop, page)

    assert sorted(Answer.objects.values_list("item", "score"), key=str) == [
        ("Item 1", 0.5),
        ("Item 1", 1.0),
        ("Item 2", 1.0),
        ("Item 2", None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*MEMBERS, "zarina"])
def test_only_who_may_opens_the_page(cast, workshop, name):
    status = cast.client(name).get(address(workshop)).status_code

    assert status == (200 if name in {"aida", "chinara", "hamid"} else 302 if name == "zarina" else 404)
    sent = second(cast, workshop, first(cast, workshop), by=name).status_code
    assert (sent, LearningFile.objects.exists()) == ((302, name != "zarina") if status in (200, 302) else (404, False))


@pytest.mark.django_db
def test_a_bad_cell_keeps_the_page_and_stores_nothing(cast, workshop):
    page = first(cast, workshop, CSV.replace("after,1,1", "after,1,good"))

    refused = second(cast, workshop, page)

    assert refused.status_code == 400
    assert refused.context["problem"].sentence == "Row 3, Record: “good” is not a number."
    assert [column.role for column in refused.context["columns"]] == ["code", "occasion", "item", "item"]
    assert not LearningFile.objects.exists() and not LearningMapping.objects.exists()
    assert second(cast, workshop, refused, c3="").status_code == 302


@pytest.mark.django_db
def test_two_columns_for_one_thing_are_refused(cast, workshop):
    page = second(cast, workshop, first(cast, workshop), c2="code")

    assert (page.status_code, b"Two columns are said to hold the same" in page.content) == (400, True)


BOMB = '=HYPERLINK("http://x")'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "intake.empty"),
        ("a.txt", b"Only words, in a sentence.", "learning.no_table"),
        ("a.csv", b"Code,When\n", "learning.no_table"),
        ("a.xlsx", b"PK\x03\x04 broken", "intake"),
        ("a.pdf", b"%PDF-1.4 no table here", "intake"),
        ("a.csv", b"Code,A\n" + b"x,1\n" * (MOST_ROWS + 5), "learning.too_big"),
        ("a.csv", b"Code,A\n" + b"x,%s\n" % (b"y" * 60_000) * 40, "learning.too_big"),
    ],
    ids=["empty", "prose", "heading", "broken", "pdf", "long", "wide"],
)
def test_what_is_no_table_is_refused_with_a_sentence(cast, workshop, name, data, code):
    began = time.monotonic()
    page = first(cast, workshop, data, name)

    if data:
        assert page.context["problem"].code.startswith(code.split(".")[0]) and page.context["problem"].code.endswith(
            code.split(".")[-1] if "." in code else ""
        )
    else:
        assert page.status_code == 422
    assert page.status_code >= 400 and not LearningFile.objects.exists()
    assert time.monotonic() - began < 60


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        f"ab,before,{BOMB},1",
        "ab,before,1,1,1",
        "ab,before,1",
        "ab,before,inf,1",
        "ab,before,1,1\nAB,pre,1,1",
        "ab,soon,1,1",
    ],
)
def test_hostile_rows_are_named_and_nothing_is_stored(cast, workshop, row):
    page = first(cast, workshop, f"Code,When,Rumour,Record\nzz,before,1,0\nyy,before,1,1\n{row}\n")

    refused = second(cast, workshop, page, c2="item", c3="item")

    assert refused.status_code == 400
    assert "Row 4" in refused.context["problem"].sentence or "Row 5" in refused.context["problem"].sentence
    assert not LearningFile.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["", "x", "2\r\na,b", "0\na\nb", '2\n"a\nb', "9" * 5000, "2\na\n" + "b\n" * (MOST_ROWS + 9)]
)
def test_a_table_changed_on_its_way_is_refused(cast, workshop, table):
    page = first(cast, workshop)

    refused = second(cast, workshop, page, table=table)

    assert refused.status_code == 400
    assert not LearningFile.objects.exists()


@pytest.mark.django_db
def test_no_code_reaches_a_log(cast, workshop, caplog):
    caplog.set_level(logging.DEBUG)
    headers, rows = test_table(3)
    text = "\n".join(",".join(row) for row in [headers, *rows])

    page = first(cast, workshop, text + "\nzq000xv,before,x" + ",1" * 7)
    second(cast, workshop, page)
    second(cast, workshop, first(cast, workshop, text))

    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert LearningFile.objects.count() == 1
    assert not any(code_of(place) in said for place in range(3))
    assert "code" not in page.context["columns"][0].samples.replace("codes", "")


@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\r"), max_size=8),
        min_size=1,
        max_size=4,
    ),
    st.integers(2, 9),
)
def test_a_table_survives_its_way_through_the_page(cells, first_row):
    sheet = Sheet(tuple(f"h{place}" for place in range(len(cells))), (tuple(cells), tuple(cells)), first_row)

    # A browser sends each end of a line as two characters.
    back = from_text(sheet.as_text().replace("\r\n", "\n").replace("\n", "\r\n"))

    assert back.headers == sheet.headers and back.first_row == first_row
    assert [[cell.replace("\r\n", "\n") for cell in row] for row in back.rows] == [list(row) for row in sheet.rows]


def test_a_table_below_a_title_keeps_the_numbers_of_its_rows():
    sheet = sheet_of("a.csv", b"\n\nCode,A\nab,1\n\ncd,2\n")

    assert (sheet.headers, sheet.first_row, sheet.rows) == (("Code", "A"), 4, (("ab", "1"), ("", ""), ("cd", "2")))


def test_cells_are_as_a_person_would_type_them():
    assert [cell_text(cell) for cell in (None, 3.0, 2.5, True, " x ", 12)] == ["", "3", "2.5", "1", "x", "12"]


def test_random_bytes_are_refused_or_read():
    draw = random.Random(4)
    for _round in range(30):
        data = draw.randbytes(draw.randint(1, 400))
        try:
            sheet_of("a.csv", data)
        except Problem as problem:
            assert problem.sentence


def test_the_bounds_fit_each_other():
    assert MOST_BYTES < 5 * 1024 * 1024
    assert Columns({}).items == ()
