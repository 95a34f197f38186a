"""Counts: phrasings per language, roles and stages, totals, and what any text must survive."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.intake.rules.counts import CountFound, find_counts, participant_total
from kopuro.intake.rules.numbers import find_numbers

DATA = Path(__file__).parent / "data"
MARKS = {"exact": "", "about": "~", "at_least": ">"}


def rows(name: str) -> list[tuple[str, str]]:
    table = []
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, expected = [*line.split("\t"), ""][:2]
            table.append((text, expected))
    return table


def shown(each: CountFound, expected: str) -> str:
    """A count in the table's notation; stage and mode only where the table names one."""
    value = f"{each.number}-{each.upper}~" if each.upper else f"{MARKS[each.qualifier]}{each.number}"
    if each.unit != "people":
        value += f" {each.unit}"
    if each.role != "participants":
        value += f" {each.role}"
    if ":" in expected:
        value += f" :{each.stage}"
    if each.mode is not None:
        value += f" @{each.mode}"
    return value


@pytest.mark.parametrize("language", ["en", "ru", "fr"])
def test_every_phrasing_of_the_table_is_read(language: str) -> None:
    wrong = []
    for text, expected in rows(f"counts_{language}.tsv"):
        found = "; ".join(shown(each, expected) for each in find_counts(text, language)) or "-"
        if found != expected:
            wrong.append((text, expected, found))
    assert wrong == []


@pytest.mark.parametrize("language", ["en", "ru", "fr"])
def test_the_tables_are_as_large_as_promised(language: str) -> None:
    assert len({text for text, _ in rows(f"counts_{language}.tsv")}) >= 120


def test_what_only_looks_like_a_count_gives_none() -> None:
    wrong = []
    for line, _ in rows("counts_none.tsv"):
        language, text = line.split("|", 1)
        found = find_counts(text, language)
        if found:
            wrong.append((text, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "text", "label"),
    [
        (
            "en",
            "250 neighbourhood and youth inspectors from all regions took part",
            "neighbourhood and youth inspectors",
        ),
        (
            "en",
            "Some 35 Kazakh and Kyrgyz officials and experts from agencies met",
            "Kazakh and Kyrgyz officials and experts",
        ),
        ("en", "30 officers of the prison service and guests met", "officers of the prison service"),
        ("en", "12 judges, prosecutors and lawyers met", "judges, prosecutors and lawyers"),
        ("en", "12 judges, all from Osh, met", "judges"),
        ("en", "12 youth leaders met", "youth leaders"),
        ("en", "12 women met officers", "women"),
        ("ru", "30 сотрудников органов внутренних дел прошли курс", "сотрудников органов внутренних дел"),
        ("ru", "30 школьных и участковых инспекторов прошли курс", "школьных и участковых инспекторов"),
        ("ru", "30 женщин из сёл прошли курс", "женщин"),
        ("fr", "une trentaine d’agents des forces de sécurité ont suivi", "d’agents des forces de sécurité"),
        ("fr", "25 magistrats maliens basés à Bamako ont suivi", "magistrats maliens"),
        ("fr", "25 femmes du quartier ont suivi", "femmes du quartier"),
    ],
)
def test_the_label_is_the_groups_words_as_written(language: str, text: str, label: str) -> None:
    assert find_counts(text, language)[0].label == label


def test_spans_hold_hedge_number_and_label() -> None:
    text = "In Osh, more than 40 police officers and 5 judges met."
    assert [text[each.start : each.end] for each in find_counts(text, "en")] == [
        "more than 40 police officers",
        "5 judges",
    ]


@pytest.mark.parametrize(
    ("language", "text", "number", "qualifier"),
    [
        ("kk", "Шараға 150 ге жуық адам қатысты.", 150, "about"),
        ("kk", "Шараға 150-ден астам адам қатысты.", 150, "at_least"),
        ("ky", "Тренингге 40 киши катышты.", 40, "exact"),
        ("uz", "Seminarda 40 nafar ishtirokchi qatnashdi.", 40, "exact"),
        ("tg", "Дар семинар 40 нафар иштирок кард.", 40, "exact"),
    ],
)
def test_languages_without_a_table_of_their_own_give_plain_counts(
    language: str, text: str, number: int, qualifier: str
) -> None:
    assert [(each.number, each.qualifier) for each in find_counts(text, language)] == [(number, qualifier)]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("40 officers attended the course.", "attended"),
        ("40 officers will attend the course.", "planned"),
        ("40 officers registered for the course.", "registered"),
        ("The village has 40 teachers.", "reported"),
    ],
)
def test_stage(text: str, stage: str) -> None:
    assert [each.stage for each in find_counts(text, "en")] == [stage]


@pytest.mark.parametrize(
    ("text", "number", "qualifier", "stated", "parts"),
    [
        ("35 participants, including 12 women, attended.", 35, "exact", True, 1),
        ("20 women and 15 men attended.", 35, "exact", False, 2),
        ("About 20 officers and 15 judges attended.", 35, "about", False, 2),
        ("Over 20 officers and some 15 judges attended.", 35, "at_least", False, 2),
        ("30 participants online and 20 in person attended.", 50, "exact", False, 2),
        ("Some 60 people are expected. In the end 48 officers attended.", 48, "exact", True, 0),
    ],
)
def test_a_total_is_stated_or_summed_from_its_parts(
    text: str, number: int, qualifier: str, stated: bool, parts: int
) -> None:
    total = participant_total(find_counts(text, "en"))
    assert total is not None
    assert (total.number, total.qualifier, total.stated, len(total.parts)) == (number, qualifier, stated, parts)


@pytest.mark.parametrize(
    "text",
    [
        "Since 2019 the project has trained 3,000 officers.",
        "The project will benefit 50,000 people.",
        "The course was led by two international trainers.",
        "17 people were killed.",
        "Experts from 5 countries spoke.",
        "",
    ],
)
def test_no_total_where_no_participants_are_told(text: str) -> None:
    assert participant_total(find_counts(text, "en")) is None


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("en", "two thousand five hundred", 2500, None),
        ("en", "ninety-nine", 99, None),
        ("en", "three hundred and twelve", 312, None),
        ("en", "1.5 million", 1_500_000, None),
        ("en", "twenty to thirty", 20, 30),
        ("ru", "сто двадцать три", 123, None),
        ("ru", "двух тысяч пятисот", 2500, None),
        ("ru", "1,5 тыс.", 1500, None),
        ("ru", "от двадцати до тридцати", 20, 30),
        ("fr", "quatre-vingt-dix-sept", 97, None),
        ("fr", "soixante-quinze", 75, None),
        ("fr", "trois cent quarante", 340, None),
        ("fr", "deux mille", 2000, None),
    ],
)
def test_numbers_in_words(language: str, text: str, low: int, high: int | None) -> None:
    [found] = find_numbers(text, language)
    assert (found.low, found.high) == (low, high)


PIECES = st.sampled_from(
    str.split(
        "1 12 35 1,200 1 200 2023 40% $5 +996 about over some up to 35-40 twenty hundred dozen two million participants officers women and men of whom ( ) , . : - – "
        "двадцать пять сотни около более участников женщин из них человек trentaine une de cent vingts quatre femmes dont agents online in person \n by trainers since 2019 will İ ﬁ",
        " ",
    )
)
ANY_TEXT = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


@settings(max_examples=250, deadline=None)
@given(ANY_TEXT, st.sampled_from(["en", "ru", "fr", "kk", "tk", "xx", ""]))
def test_any_text_gives_counts_with_spans_inside_it(text: str, language: str) -> None:
    found = find_counts(text, language)
    for each in found:
        assert 0 <= each.start < each.end <= len(text)
        assert each.number >= 0
        assert each.upper is None or each.upper > each.number
        assert each.qualifier in ("exact", "about", "at_least")
        assert each.unit in ("people", "sessions", "activities", "districts", "countries", "organisations", "other")
        assert each.role in (
            "participants",
            "trainers",
            "staff",
            "beneficiaries",
            "programme_total",
            "subgroup",
            "other",
        )
        assert each.stage in ("attended", "planned", "registered", "reported")
        assert each.mode in ("onsite", "online", None)
        assert all(word in text for word in each.label.split())
    participant_total(found)


@pytest.mark.parametrize(
    "piece",
    [
        "40 people ",
        "20 women (",
        "1 ",
        "1,000,",
        "twenty-",
        "about ",
        "40 officers and ",
        "participants: ",
        "the officers, and ",
        "(",
    ],
)
def test_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = process_time()
        find_counts(text, "en")
        return process_time() - began

    seconds(1_000)
    assert seconds(60_000) < 10 * seconds(15_000) + 0.5
