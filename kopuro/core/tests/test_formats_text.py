"""Plain text, CSV and Markdown: encodings, exact offsets, what a file is."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.core.formats import Limits, read_bytes, read_file
from kopuro.core.formats.encodings import decode
from kopuro.core.problems import Problem

RUSSIAN = "С 13 по 23 августа в Актау и Кызылорде прошли тренинги для сотрудников полиции.\n"
FRENCH = (
    "Un séminaire a réuni à Bichkek une trentaine d’agents, du 29 novembre au 1er décembre 2022 : « très utile ».\n"
)
KAZAKH = "Ақтау қаласында құқық қорғау органдарының өкілдері үшін оқу өтті.\n"


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "windows-1251",
        "koi8-r",
        "cp866",
        "iso-8859-5",
        "utf-32",
    ],
)
def test_russian_text_is_read_in_any_encoding_met(encoding):
    read = read_bytes("news.txt", RUSSIAN.encode(encoding))

    assert (read.kind, read.text) == ("text", RUSSIAN)


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "utf-16-le", "utf-16-be"])
def test_french_text_is_read_in_any_encoding_met(encoding):
    assert read_bytes("bulletin.txt", FRENCH.encode(encoding)).text == FRENCH


def test_latin_1_is_read_and_said():
    read = read_bytes("bulletin.txt", FRENCH.replace("’", "'").encode("latin-1"))

    assert read.text == FRENCH.replace("’", "'")
    assert read.notes == ("Read as windows-1252.",)


def test_a_short_russian_headline_in_windows_1251_is_not_taken_for_koi8():
    for words in ("Семинар в Бишкеке", "ПРЕСС-РЕЛИЗ", "Тренинг", "Итого: 25 участников", "г. Ош, 12.03.2021"):
        assert read_bytes("a.txt", words.encode("windows-1251")).text == words
        assert read_bytes("a.txt", words.encode("koi8-r")).text == words


def test_kazakh_in_utf_8_and_utf_16():
    assert read_bytes("a.txt", KAZAKH.encode()).text == KAZAKH
    assert read_bytes("a.txt", KAZAKH.encode("utf-16-le")).text == KAZAKH


def test_line_ends_become_one_kind_and_nothing_else_changes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"  First\r\nsecond\rthird \x0c\n\n")

    read = read_file(path)

    assert read.text == path.read_text() == "  First\nsecond\nthird \x0c\n\n"


def test_the_title_is_the_first_line_below_the_usual_head():
    read = read_bytes("a.txt", b"\nPRESS RELEASE\n\nFor immediate release\n\nInspectors learn to listen\n\nBody.\n")

    assert read.title == "Inspectors learn to listen"


def test_text_cut_off_inside_a_letter_is_still_read():
    data = (RUSSIAN * 3).encode()[:-3]  # half of the last letter

    read = read_bytes("a.txt", data)

    assert read.text == (RUSSIAN * 3)[:-3]
    assert read.notes == ("The file seems to be cut off at its end.",)


def test_a_damaged_spot_in_utf_8_does_not_make_it_another_encoding():
    data = (RUSSIAN * 20).encode()

    read = read_bytes("a.txt", data[:601] + b"\xff" + data[602:])

    assert read.text.count("\ufffd") <= 3
    assert read.text[-40:] == (RUSSIAN * 20)[-40:]


def test_text_saved_twice_in_different_encodings_is_noted():
    twice = FRENCH.encode().decode("windows-1252")

    notes = read_bytes("a.txt", twice.encode()).notes

    assert len(notes) == 1
    assert notes[0].startswith("The letters look as if")


def test_nul_characters_never_reach_the_text():
    read = read_bytes("a.txt", b"Some words with one \x00 inside, and more words after it.")

    assert "\x00" not in read.text
    assert len(read.text) == 54


def test_a_long_text_is_cut_with_a_note():
    read = read_bytes("a.txt", b"word " * 1000, limits=Limits(max_text=400))

    assert len(read.text) == 400
    assert read.notes == ("Only the first 400 characters were read.",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_known_by_its_rows(delimiter):
    rows = [["Title", "Date", "City"], ["Training one", "2024-02-14", "Almaty"], ["Training two", "2024-03-01", "Osh"]]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode()

    for name in ("plan.csv", "plan.txt", "plan"):
        read = read_bytes(name, data)
        assert read.kind == "csv"
        assert read.tables[0].rows == tuple(map(tuple, rows))


def test_a_russian_export_is_read_with_its_encoding_and_delimiter():
    data = 'Название;Дата;Город\r\n"Семинар ""Вместе""; первый";12.03.2021;Ош\r\n;;\r\n'.encode("windows-1251")

    read = read_bytes("реестр.csv", data)

    assert read.tables[0].rows == (("Название", "Дата", "Город"), ('Семинар "Вместе"; первый', "12.03.2021", "Ош"))


def test_a_formula_in_a_csv_stays_text():
    rows = read_bytes("a.csv", b"Title,City\n=cmd|' /C calc'!A0,Osh\n+1+1,Almaty\n").tables[0].rows

    assert rows[1:] == (("=cmd|' /C calc'!A0", "Osh"), ("+1+1", "Almaty"))


def test_prose_with_commas_is_no_table_whatever_its_name():
    prose = (
        b"In Bishkek, officers met, and talked, for three days.\nIn Osh, others met.\n\n"
        b"Participants, among them women, asked for more, and received it.\n"
    )

    assert read_bytes("a.txt", prose).kind == "text"


def test_the_first_row_keeps_its_number():
    table = read_bytes("a.csv", b";;\n\nTitle;City;Date\nOne;Osh;2021\nTwo;Osh;2022\n").tables[0]

    assert (table.first_row, table.rows[0]) == (3, ("Title", "City", "Date"))


def test_too_many_rows_are_cut_with_a_note():
    data = b"Title,City\n" + b"One,Osh\n" * 50

    read = read_bytes("a.csv", data, limits=Limits(max_rows=10))

    assert len(read.tables[0].rows) == 10
    assert read.notes == ("Only the first 10 rows were read.",)


def test_markdown_loses_its_marks_and_keeps_its_words():
    read = read_bytes(
        "a.md",
        b"---\ntitle: Note on the mission\ndate: 2021-03-04\nlang: en\n---\n# Mission\n\nThe **team** went to "
        b"[Dushanbe](https://example.org) on 3 and\n4 March 2021.\n\n- one\n- two\n\n| Agency | City |\n|---|---|\n"
        b"| Police | Osh |\n\n<script>alert(1)</script>\n",
    )

    assert read.kind == "markdown"
    assert read.text == (
        "Mission\n\nThe team went to Dushanbe on 3 and 4 March 2021.\n\n- one\n- two\n\nAgency | City\nPolice | Osh"
    )
    assert (read.title, str(read.page_date), read.language_hint) == ("Note on the mission", "2021-03-04", "en")
    assert read.tables[0].rows == (("Agency", "City"), ("Police", "Osh"))


def test_an_empty_file_is_refused_in_a_sentence():
    for data in (b"", b" \r\n\t\n", b"\x00" * 4096, codecs.BOM_UTF8, codecs.BOM_UTF16_LE):
        with pytest.raises(Problem) as caught:
            read_bytes("a.txt", data)
        assert (caught.value.code, caught.value.sentence) == (
            "intake.empty",
            "The file is empty. Check that it was saved or sent completely.",
        )


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_utf_8_text_comes_back_exactly(text):
    decoded, _, _ = decode(b"\xef\xbb\xbf" + text.encode())

    assert decoded == text


@given(st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИКЛМНОПРСТ .,-0123456789\n", max_size=60))
@settings(max_examples=100, deadline=None)
def test_russian_words_survive_every_cyrillic_code_page(tail):
    text = "Участники обсудили вопросы профилактики экстремизма в Центральной Азии. " + tail

    for encoding in ("windows-1251", "koi8-r", "cp866"):
        assert decode(text.encode(encoding, "ignore"))[0] == text.encode(encoding, "ignore").decode(encoding)
