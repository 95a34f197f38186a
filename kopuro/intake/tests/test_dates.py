"""Dates: phrasings per language, page dates, stated lengths, and what any text must survive."""

from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.intake.rules.dates import DateFound, find_dates, find_durations, find_page_date

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[tuple[str, str, str]]:
    table = []
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, expected, page = [*line.split("\t"), "", ""][:3]
            table.append((text.replace("\\n", "\n"), expected, page))
    return table


def shown(each: DateFound) -> str:
    if each.first is not None:
        value = each.first if each.first == each.last else f"{each.first}..{each.last}"
    elif each.month_day:
        first, last = each.month_day
        value = f"--{first}" if first == last else f"--{first}..{last}"
    else:
        value = "?"
    return value if each.kind == "plain" else f"{value}/{each.kind}"


@pytest.mark.parametrize("language", ["en", "ru", "fr", "other"])
def test_every_phrasing_of_the_table_is_read(language: str) -> None:
    wrong = []
    for text, expected, page in rows(f"dates_{language}.tsv"):
        code = language
        if language == "other":
            code, text = text.split("|", 1)
        page_date = date.fromisoformat(page) if page else None
        found = " ".join(map(shown, find_dates(text, code, page_date))) or "-"
        if found != expected:
            wrong.append((text, expected, found))
    assert wrong == []


@pytest.mark.parametrize(("language", "least"), [("en", 120), ("ru", 120), ("fr", 120), ("other", 20)])
def test_the_tables_are_as_large_as_promised(language: str, least: int) -> None:
    assert len({(text, page) for text, _, page in rows(f"dates_{language}.tsv")}) >= least


def test_what_only_looks_like_a_date_gives_none() -> None:
    wrong = []
    for text, expected, _ in rows("dates_none.tsv"):
        code, text = text.split("|", 1)
        found = " ".join(map(shown, find_dates(text, code))) or "-"
        if found != (expected or "-"):
            wrong.append((text, found))
    assert wrong == []


def test_spans_are_the_written_words() -> None:
    text = "In Osh, Aida spoke on 14-16 February 2024; Bakyt answers in mid-March 2025."
    assert [text[each.start : each.end] for each in find_dates(text, "en")] == ["14-16 February 2024", "mid-March 2025"]


def test_offsets_hold_behind_letters_that_grow_in_small_print() -> None:
    text = "İİİ on 14-16 February 2024"
    assert [text[each.start : each.end] for each in find_dates(text, "en")] == ["14-16 February 2024"]


def test_accents_written_as_two_characters_are_read() -> None:
    text = "Le 14 fe\u0301vrier 2024 à Niamey"
    assert [(each.first, text[each.start : each.end]) for each in find_dates(text, "fr")] == [
        ("2024-02-14", "14 fe\u0301vrier 2024")
    ]


@pytest.mark.parametrize(
    ("text", "basis", "cue"),
    [
        ("The course was held on 5 March 2024.", "stated", "held"),
        ("The course will take place on 5 March 2024.", "stated", "will"),
        ("A visit is planned for April 2024.", "stated", "planned"),
        ("The team has been there since 1 September 2020.", "stated", "since"),
        ("The seminar opened on 5 March 2024.", "stated", "started"),
        ("The seminar concluded on 5 March 2024.", "stated", "ended"),
        ("The decree was adopted on 5 March 2024.", "stated", "adopted"),
        ("A three-day course was held on 5 March 2024.", "duration", "held"),
        ("On 5 March, all came.", "completed", "on"),
        ("The seminar concluded today.", "relative", "ended"),
    ],
)
def test_basis_and_cue(text: str, basis: str, cue: str) -> None:
    [found] = find_dates(text, "en", date(2024, 3, 6))
    assert (found.basis, found.cue) == (basis, cue)


def test_today_without_a_page_date_stays_unknown() -> None:
    assert find_dates("The seminar concluded today in Osh.", "en") == []


def test_today_as_a_way_of_speaking_is_no_date() -> None:
    page = date(2024, 5, 17)
    assert find_dates("Today's training was good.", "en", page) == []
    assert find_dates("As of today, 500 officers have passed.", "en", page) == []
    assert find_dates("“Today we begin to work,” said Aida.", "en", page) == []
    assert find_dates("Many young people today are online.", "en", page) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "LEICA\n\n16. 02. 2024\n\nThe workshop took place on 14-16 February 2024.", "2024-02-16"),
        ("en", "BISHKEK, August 30, 2017 – The office and the ministry work together.", "2017-08-30"),
        ("en", "Training on trust\nAugust 23, 2024\nFrom 13 to 23 August, sessions were held.", "2024-08-23"),
        ("en", "Published on 06 May 2019\nA course took place from 2 to 4 May.", "2019-05-06"),
        ("en", "Tue. Dec 6th, 2022\n\n15 November 2022\n\n" + "This month the team met in Tunis. " * 9, "2022-11-15"),
        ("en", "Almaty, 23 October 2024 – A regional workshop opens.", "2024-10-23"),
        ("en", "News\n12 March 2023 | By Aida", "2023-03-12"),
        ("en", "A long report without a date.\n" * 200 + "\n5 April 2022", "2022-04-05"),
        ("en", "Strasbourg 16 March 2018\nA seminar was held on 15 and 16 March.", "2018-03-16"),
        ("en", "June 6, 2016, 06:00On June 3rd, 2016, the round table was held.", "2016-06-06"),
        ("en", " date 2020-01-16 NUR-SULTAN – The group met in December.", "2020-01-16"),
        ("en", "Turkmenistan Materials 15 November 2011 14:13 (UTC +04:00)\nA seminar was held.", "2011-11-15"),
        ("en", "14 February 2024, 10:00-12:00, session one", None),
        ("en", "The workshop took place on 14-16 February 2024.", None),
        ("en", "The law of 7 August 1999 stands.", None),
        ("en", "BISHKEK, 1-5 July 2024 – Trainers taught.", None),
        ("en", "", None),
        ("ru", "Новости\n23 августа 2024\nПрошёл семинар.", "2024-08-23"),
        ("ru", "БИШКЕК, 30 августа 2017 г. – Прошёл семинар.", "2017-08-30"),
        ("ru", "18\n\nДекабрь\n\n2019\n\nПрошёл семинар.", "2019-12-18"),
        ("ru", "3 мая 2019 16:07 3413\nПрошёл семинар.", "2019-05-03"),
        ("ru", "Дата: 09:51, 07-12-2016.\n\nПрошёл семинар.", "2016-12-07"),
        ("fr", "Actualités\nPublié le 6 mai 2019\nUn atelier a eu lieu.", "2019-05-06"),
        ("fr", "Rabat, le 26 juillet 2023.\nLe bureau a lancé la session.", "2023-07-26"),
        ("fr", "2022-10-17\nDu 10 au 14 octobre 2022, quatre agents ont appris.", "2022-10-17"),
    ],
)
def test_page_date(language: str, text: str, expected: str | None) -> None:
    found = find_page_date(text, language)
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "a three-day training", [(3, "day")]),
        ("en", "a 3-day training", [(3, "day")]),
        ("en", "a five day course", [(5, "day")]),
        ("en", "two full-day sessions lasting 16 hours", [(2, "day"), (16, "hour")]),
        ("en", "a week-long course", [(1, "week")]),
        ("en", "a day-long seminar", [(1, "day")]),
        ("en", "a two-week course", [(2, "week")]),
        ("en", "a 40-hour module", [(40, "hour")]),
        ("en", "in the course of three days", [(3, "day")]),
        ("en", "over the past three days", []),
        ("en", "two weeks ago, and every 3 months", []),
        ("en", "one day we will see", []),
        ("en", "a six-month programme", [(6, "month")]),
        ("ru", "трёхдневный семинар", [(3, "day")]),
        ("ru", "трехдневный семинар", [(3, "day")]),
        ("ru", "двухдневная встреча", [(2, "day")]),
        ("ru", "5-дневный курс", [(5, "day")]),
        ("ru", "недельный курс", [(1, "week")]),
        ("ru", "двухнедельный курс", [(2, "week")]),
        ("ru", "в течение трёх дней", [(3, "day")]),
        ("ru", "на протяжении двух дней", [(2, "day")]),
        ("ru", "40-часовой модуль", [(40, "hour")]),
        ("ru", "последние три дня", []),
        ("ru", "однодневный выезд", [(1, "day")]),
        ("fr", "un atelier de cinq jours", [(5, "day")]),
        ("fr", "pendant trois jours", [(3, "day")]),
        ("fr", "une formation d’une journée", [(1, "day")]),
        ("fr", "un stage de deux semaines", [(2, "week")]),
        ("fr", "sur deux jours", [(2, "day")]),
        ("fr", "une formation d’une semaine", [(1, "week")]),
        ("fr", "après deux jours", []),
        ("fr", "un cours de 40 heures", [(40, "hour")]),
    ],
)
def test_durations(language: str, text: str, expected: list[tuple[int, str]]) -> None:
    assert [(each.amount, each.unit) for each in find_durations(text, language)] == expected


PIECES = st.sampled_from(
    str.split(
        "1 3 14 16 31 29 2024 1999 99 February March Mar. may 'at' to – - and , . / of the from between с по 14 февраля года г. du au et le 1er mars août "
        "today сегодня 05.06.2023 2024-02-14 10/01 \n \n\n « » “ ” three-day первого квартал Q3 season summer летом жылы İ ﬁ é \u0301",
        " ",
    )
)
ANY_TEXT = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)
LANGUAGES = st.sampled_from(["en", "ru", "fr", "kk", "tk", "xx", ""])


@settings(max_examples=250, deadline=None)
@given(ANY_TEXT, LANGUAGES, st.one_of(st.none(), st.dates(date(1950, 1, 2), date(2090, 12, 30))))
def test_any_text_gives_spans_inside_it_and_real_days(text: str, language: str, page: date | None) -> None:
    for each in find_dates(text, language, page):
        assert 0 <= each.start < each.end <= len(text)
        assert (each.first is None) == (each.last is None)
        for value in (each.first, each.last):
            if value is not None:
                date.fromisoformat((value + "-01-01")[:10])
        if each.first is not None and each.last is not None:
            assert each.last[: len(each.first)] >= each.first[: len(each.last)]
            assert each.month_day == ()
        for mark in each.month_day:
            date.fromisoformat(f"2024-{mark}")
    find_page_date(text, language)
    for length in find_durations(text, language):
        assert 0 <= length.start < length.end <= len(text)
        assert length.amount > 0


@pytest.mark.parametrize(
    "piece",
    [
        "14 May ",
        "1, ",
        "in 2023 ",
        "week-long ",
        "Aa, ",
        "14 and ",
        "today held ",
        "\n",
        "2024-",
        "program ",
        "of the ",
    ],
)
def test_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = process_time()
        find_dates(text, "en", date(2024, 5, 17))
        find_durations(text, "en")
        find_page_date(text, "en")
        return process_time() - began

    seconds(1_000)
    assert seconds(60_000) < 10 * seconds(15_000) + 0.5
