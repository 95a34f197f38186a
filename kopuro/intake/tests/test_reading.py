"""A whole text read, the object printed for it, and what any text must survive."""

import json
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.intake.rules.extractor import Extractor, RulesExtractor
from kopuro.intake.rules.kinds import TYPES
from kopuro.intake.rules.reading import LONGEST, as_json, read_text

ITEM = """Officers and teachers learn to listen

12 May 2023

From 9 to 11 May 2023 the OSCE Programme Office in Bishkek, in co-operation with the Ministry of Interior of the Kyrgyz Republic, held a three-day training on early signs of radicalization in Osh. Some 30 officers, teachers and imams from Kyrgyzstan and Tajikistan took part, among them 12 women. Experts from Spain and Latvia led the sessions.

The training followed a previous one held in Talas in 2022. Participants proposed to set up a contact group, and to repeat the exercise every year.

“We had never sat at one table,” said Daniyar, an officer from Osh.

The project is funded by the Government of Japan."""
FIELDS = (
    "title type status start end month_day date_basis places mode participants participant_countries expert_countries institutions organisers "
    "funders partners topics recommendations follows quotes spans"
)


def test_a_news_item_is_understood():
    (found,) = as_json(read_text(ITEM, source="item.txt"))["activities"]
    found.pop("spans")
    assert found == {
        "title": "Officers and teachers learn to listen",
        "type": "training",
        "status": "held",
        "start": "2023-05-09",
        "end": "2023-05-11",
        "month_day": [],
        "date_basis": "stated",
        "places": [{"city": "Osh", "country": "KG"}],
        "mode": "onsite",
        "participants": {"total": 30, "qualifier": "about", "groups": [{"label": "women", "count": 12}]},
        "participant_countries": ["KG", "TJ"],
        "expert_countries": ["ES", "LV"],
        "institutions": ["teachers", "imams"],
        "organisers": ["OSCE Programme Office in Bishkek"],
        "funders": ["Government of Japan"],
        "partners": ["Ministry of Interior of the Kyrgyz Republic"],
        "topics": ["education and schools", "detection of radicalisation"],
        "recommendations": ["set up a contact group", "repeat the exercise every year"],
        "follows": ["The training followed a previous one held in Talas in 2022."],
        "quotes": 1,
    }


def test_the_object_has_the_fields_of_the_contract_and_nothing_else():
    read = as_json(read_text(ITEM, source="item.txt"))
    assert list(read) == ["source", "language", "activities", "problems"]
    assert (read["source"], read["language"], read["problems"]) == ("item.txt", "en", [])
    assert list(read["activities"][0]) == FIELDS.split()
    assert json.loads(json.dumps(read)) == read


def test_every_value_has_the_words_it_came_from():
    (activity,) = read_text(ITEM).activities
    spans = {c.field: ITEM[c.start : c.end] for c in activity.claims if c.end > c.start}
    assert spans["start"] == "9 to 11 May 2023"
    assert spans["places"] == "Osh"
    assert spans["organisers"] == "OSCE Programme Office in Bishkek"
    assert spans["participants"].startswith("Some 30 officers")
    for field in FIELDS.split():
        value = as_json(read_text(ITEM))["activities"][0][field]
        if value and field not in ("status", "mode", "end", "date_basis", "spans", "participants"):
            assert field in spans, field


@pytest.mark.parametrize("raw", ["", "  \n ", "\x00\x00", None, 12, b"bytes"])
def test_nothing_to_read_is_a_problem_and_no_crash(raw):
    read = as_json(read_text(raw))
    assert read["activities"] == []
    assert len(read["problems"]) >= 1


def test_a_text_in_another_language_says_that_it_was_read_in_part():
    raw = "Семинар Ош шаарында 2023-жылдын 4-майында өттү, ага мугалимдер жана милиция кызматкерлери катышты, бул үчүн программа бар."
    read = as_json(read_text(raw))
    assert read["language"] == "ky"
    assert any("in part" in p for p in read["problems"])


def test_an_endless_text_is_read_to_its_limit_and_says_so():
    read = read_text(ITEM + "\n\n" + "x " * LONGEST)
    assert len(read.activities) == 1
    assert any("Only the first" in p for p in read.problems)


def test_the_same_text_is_read_the_same_way_twice():
    assert read_text(ITEM) == read_text(ITEM)


def test_the_extractor_is_the_interface():
    extractor = RulesExtractor()
    assert isinstance(extractor, Extractor)
    assert extractor.read(ITEM, source="a", language=None, page_date=None) == read_text(ITEM, source="a")


PIECES = st.sampled_from(
    ["A training", "was held", "in Osh", "on 4-6 May 2023", "Семинар", "прошёл", "в Оше", "un atelier", "s’est tenu", "à Och", "UNODC", "Ministry of", "Interior", "организован", "by", "and", "«", "»", "“", "”",
     "(", ")", ".", "\n", "\n\n", ",", "20 women", "funded by", "from Kazakhstan", "experts", "recommended to", "the second in a series", "—", "\t", "\u00a0", "12.05.2023", "the", "Kyrgyzstan:", "[" * 9, "a" * 40]
)  # fmt: skip


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_mixture_of_phrases_gives_true_spans_and_lawful_values(pieces):
    raw = " ".join(pieces)
    reading = read_text(raw)
    for activity in reading.activities:
        assert activity.type in TYPES
        assert activity.status in ("held", "ongoing", "planned")
        assert activity.mode in ("onsite", "online", "hybrid", None)
        assert activity.qualifier in ("exact", "about", "at_least", None)
        assert all(
            len(code) == 2 and code.isupper() for code in activity.participant_countries + activity.expert_countries
        )
        assert all(0 <= c.start <= c.end <= len(raw) for c in activity.claims)
    json.dumps(as_json(reading))


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_a_crash(raw):
    json.dumps(as_json(read_text(raw)))


HOSTILE = [
    "A training was held in Osh on 4 May 2023 by ",
    "Ministry of and for the of Internal ",
    '“« "',
    "((((((",
    "from Kazakhstan, ",
    "recommended to and to ",
    "the second in a series of the first previous ",
    "семинар организован при поддержке ",
    "20 women and ",
    "a.b.c.d. ",
    "\n- ",
    "the the the ",
    "В ",
    "1.1.1.1.",
    "three-day training 5 May 2019 ",
    "in the capital of the Kazakhstan, Head of the border with ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_takes_time_in_proportion_to_its_length(piece):
    read_text(ITEM)

    def seconds(size: int) -> float:
        raw = (piece * (size // len(piece) + 1))[:size]
        start = process_time()
        read_text(raw)
        return process_time() - start

    small, large = max(seconds(25_000), 0.02), seconds(200_000)
    assert large < 60 * small
    assert large < 20
