"""Spreadsheets: values as stored, dates as dates, merged cells told, far cells and formulas harmless."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from kopuro.core.formats import Limits, read_apart, read_bytes, read_cells
from kopuro.core.problems import Problem
from kopuro.core.tests.format_files import changed, member, ods, saved, xls, xlsx

HEAD = ("Title", "Start", "People")
ROW = ("Training in Osh", date(2027, 3, 1), 25)


def test_an_xlsx_gives_its_cells_as_they_are():
    read = read_bytes("plan.xlsx", xlsx(HEAD, ROW, ("Camp", datetime(2027, 7, 1, 9, 30), 12.5)))

    assert read.kind == "xlsx"
    assert read.tables[0].rows == (HEAD, ROW, ("Camp", datetime(2027, 7, 1, 9, 30), 12.5))
    assert read.text == "Sheet\nTitle\tStart\tPeople\nTraining in Osh\t2027-03-01\t25\nCamp\t2027-07-01 09:30:00\t12.5"


def test_the_rows_above_the_first_one_keep_the_addresses_right():
    read = read_bytes("plan.xlsx", xlsx((), (), HEAD, ROW))

    assert (read.tables[0].first_row, read.tables[0].rows) == (3, (HEAD, ROW))


def test_merged_cells_are_told_by_their_place_in_the_rows():
    def fill(book: Workbook) -> None:
        book.active.append(["Series", "Activity"])
        book.active.append(["Wave", "one"])
        book.active.append([None, "two"])
        book.active.merge_cells("A3:A4")

    table = read_bytes("plan.xlsx", xlsx((), fill=fill)).tables[0]

    assert table.merged == ((1, 0, 2, 0),)
    assert [row[0] for row in table.rows] == ["Series", "Wave", None]


def test_a_far_cell_costs_nothing():
    def fill(book: Workbook) -> None:
        book.active["A1048576"] = "far"
        book.active["XFD1"] = "wide"

    started = time.monotonic()
    read = read_bytes("plan.xlsx", xlsx(HEAD, ROW, fill=fill))

    assert time.monotonic() - started < 10
    assert read.tables[0].rows == (HEAD, ROW)
    assert read.notes == ("Sheet “Sheet”: only the first 20000 rows and 200 columns were read.",)


def test_a_formula_gives_its_stored_value_or_nothing():
    data = xlsx(("Title", "People"), ("Total", "=SUM(1,2)"))
    without = read_bytes("plan.xlsx", data)
    sheet = member(data, "xl/worksheets/sheet1.xml")
    assert b"<v></v>" in sheet or b"<v />" in sheet or b"<v/>" in sheet
    stored = sheet.replace(b"<v></v>", b"<v>3</v>").replace(b"<v />", b"<v>3</v>").replace(b"<v/>", b"<v>3</v>")
    with_value = read_bytes("plan.xlsx", changed(data, xl__worksheets__sheet1_DOT_xml=stored))

    assert without.tables[0].rows == (("Title", "People"), ("Total",))
    assert without.notes[0].startswith("Sheet “Sheet”: 1 formulas have no stored result")
    assert with_value.tables[0].rows == (("Title", "People"), ("Total", 3))
    assert with_value.notes == ()


def test_hidden_sheets_are_not_read_and_that_is_said():
    def fill(book: Workbook) -> None:
        book.create_sheet("Lists")["A1"] = "secret"
        book["Lists"].sheet_state = "hidden"

    read = read_bytes("plan.xlsx", xlsx(HEAD, fill=fill))

    assert [table.name for table in read.tables] == ["Sheet"]
    assert read.notes == ("Sheet “Lists” is hidden in the file and was not read.",)


def test_an_ods_gives_its_cells_dates_and_spans():
    data = ods(("Series", "Start", "People"), ("Wave", "x", "y"), ("", "z", ""))
    content = (
        member(data, "content.xml")
        .replace(
            b"<table:table-cell><text:p>Wave</text:p>",
            b'<table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="1"><text:p>Wave</text:p>',
        )
        .replace(
            b"<table:table-cell><text:p>x</text:p>",
            b'<table:table-cell office:value-type="date" office:date-value="2027-03-01"><text:p>01.03.27</text:p>',
        )
        .replace(
            b"<table:table-cell><text:p>y</text:p>",
            b'<table:table-cell office:value-type="float" office:value="25"><text:p>25</text:p>',
        )
    )

    read = read_bytes("plan.ods", changed(data, content_DOT_xml=content))

    assert read.kind == "ods"
    assert read.tables[0].rows == (("Series", "Start", "People"), ("Wave", date(2027, 3, 1), 25), (None, "z"))
    assert read.tables[0].merged == ((1, 0, 2, 0),)


def test_the_million_empty_rows_at_the_end_of_an_ods_cost_nothing():
    data = ods(HEAD_TEXT := ("Title", "City"), ("One", "Osh"))
    content = member(data, "content.xml").replace(
        b"</table:table>",
        b'<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>'
        b"</table:table-row></table:table>",
    )

    read = read_bytes("plan.ods", changed(data, content_DOT_xml=content))

    assert read.tables[0].rows == (HEAD_TEXT, ("One", "Osh"))
    assert read.notes == ()


def test_a_row_repeated_a_million_times_is_cut_and_noted():
    content = member(ods(("One", "Osh")), "content.xml").replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">'
    )

    read = read_bytes("a.ods", changed(ods(("One", "Osh")), content_DOT_xml=content), limits=Limits(max_rows=50))

    assert len(read.tables[0].rows) == 50
    assert read.notes == ("Sheet “Plan”: only the first 50 rows and 200 columns were read.",)


def test_a_workbook_called_docx_is_read_as_a_workbook():
    read = read_bytes("plan.docx", xlsx(HEAD, ROW))

    assert read.kind == "xlsx"
    assert read.notes == ("The name ends in .docx, but the file is an Excel workbook; it was read as that.",)


def test_an_older_workbook_is_read_too():
    read = read_bytes("plan.xls", xls((None, None), HEAD, ROW))

    assert read.kind == "xls"
    assert (read.tables[0].name, read.tables[0].first_row, read.tables[0].rows) == ("Plan", 2, (HEAD, ROW))


def test_an_empty_workbook_is_refused():
    with pytest.raises(Problem) as caught:
        read_bytes("plan.xlsx", xlsx())

    assert caught.value.code == "intake.no_text"


def test_several_sheets_come_in_order():
    def fill(book: Workbook) -> None:
        book.create_sheet("Second")["B2"] = "two"

    tables = read_bytes("plan.xlsx", xlsx(HEAD, fill=fill)).tables

    assert [(table.name, table.first_row) for table in tables] == [("Sheet", 1), ("Second", 2)]
    assert tables[1].rows == ((None, "two"),)


def workbook(fill) -> bytes:
    book = Workbook()
    fill(book.active)
    return saved(book)


def test_cells_are_kept_as_they_were_written():
    def fill(sheet):
        sheet.append(["title", "text"])
        sheet.append(["One", "First line\n\nAfter a gap   and spaces\n- a point"])

    (table,) = read_cells("list.xlsx", workbook(fill))
    assert table.rows[1] == ("One", "First line\n\nAfter a gap   and spaces\n- a point")


def test_hidden_rows_and_formulas_without_a_result_are_told_by_their_place():
    def fill(sheet):
        sheet.append([])
        sheet.append(["no", "text"])
        sheet.append([1, "shown"])
        sheet.append(["=A3+1", "hidden"])
        sheet.row_dimensions[4].hidden = True

    (table,) = read_cells("list.xlsx", workbook(fill))
    assert (table.first_row, table.hidden, table.unstored) == (2, (2,), ((2, 0),))


def test_cells_are_read_from_workbooks_alone():
    with pytest.raises(Problem, match="plain text"):
        read_cells("list.xlsx", b"number,text\n1,Hello\n2,There\n")


def test_a_reader_of_another_package_works_apart_and_under_the_same_limits():
    found = read_apart("kopuro.core.tests.readers_apart:upper", b"hello")
    assert found.text == "HELLO"
    with pytest.raises(Problem) as refusal:
        read_apart("kopuro.core.tests.readers_apart:writes", b"x")
    assert refusal.value.code == "intake.damaged"
