"""No cell of an export is a formula; what can't be in a sheet is left out."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kopuro.core.exports import as_csv, as_xlsx

BAD = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("bad", BAD)
def test_what_a_spreadsheet_would_run_is_text(bad):
    (_head, (cell,)) = read_csv(as_csv(["a"], [[bad]]))
    assert cell == f"'{bad}"
    sheet = load_workbook(io.BytesIO(as_xlsx(["a"], [[bad]]))).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (bad, "s")


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(), st.text()), min_size=2, max_size=2), max_size=5))
def test_any_rows_come_out_as_many_as_went_in(rows):
    data = as_csv(["a", "b"], rows)
    assert len(read_csv(data)) == len(rows) + 1
    sheet = load_workbook(io.BytesIO(as_xlsx(["a", "b"], rows)), read_only=True).active
    assert len(list(sheet.rows)) == len(rows) + 1
