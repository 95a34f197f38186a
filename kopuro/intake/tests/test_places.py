"""Places in sentences, with the small word that says how they are meant."""

import pytest

from kopuro.intake.rules.places import find_districts, find_places
from kopuro.intake.rules.text import Text

CUES = [  # text, [(written, cue)]
    ("A workshop was held in Almaty.", [("Almaty", "at")]),
    ("A workshop was held in Almaty (Kazakhstan).", [("Almaty", "at"), ("Kazakhstan", "at")]),
    ("They met in the city of Osh and in Talas.", [("Osh", "at"), ("Talas", "at")]),
    ("Trainings ran in the regional centers—Aktau and Kyzylorda cities.", [("Aktau", "at"), ("Kyzylorda", "at")]),
    ("Officers from Kazakhstan, Tajikistan and Uzbekistan came.", [("Kazakhstan", "from"), ("Tajikistan", "from"), ("Uzbekistan", "from")]),
    ("Special units in Uzbekistan were trained.", [("Uzbekistan", "unit")]),
    ("The parliament of Tajikistan agreed.", [("Tajikistan", "of")]),
    ("BISHKEK, 4 May 2023 – A course began.", [("BISHKEK", "dateline")]),
    ("Семинар прошёл в Бишкеке.", [("Бишкеке", "at")]),
    ("Семинар прошёл в городе Ош.", [("Ош", "at")]),
    ("Тренинг прошёл в г. Талас.", [("Талас", "at")]),
    ("Участники из Казахстана и Таджикистана.", [("Казахстана", "from"), ("Таджикистана", "from")]),
    ("Atelier tenu à Douchanbé, au Tadjikistan.", [("Douchanbé", "at"), ("Tadjikistan", "at")]),
    ("A visit to Brussels took place.", [("Brussels", "to")]),
    ("Mary said that she was glad.", []),
    ("The course in Mary city ended.", [("Mary", "at")]),
    ("The Geneva Conventions and the Istanbul Protocol were read.", []),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), CUES)
def test_places_and_their_cue(raw, expected):
    assert [(p.written, p.cue) for p in find_places(Text(raw), [])] == expected


def test_adjectives_carry_a_country_and_languages_do_not():
    text = Text("Kyrgyz officers and a Spanish expert spoke; materials in the Russian language were shown in Kyrgyz.")
    assert [(p.written, p.place.country) for p in find_places(text, []) if p.adjective] == [
        ("Kyrgyz", "KG"),
        ("Spanish", "ES"),
    ]


def test_towns_that_stand_for_regions_are_regions():
    found = find_places(Text("Youth from the Kyzylorda and Mangystau regions came."), [])
    assert [(p.place.name, p.place.level) for p in found] == [("Kyzylorda", "region"), ("Mangystau", "region")]


def test_a_place_inside_a_name_of_a_body_is_told():
    raw = "The OSCE Programme Office in Dushanbe held a course in Guliston."
    found = find_places(Text(raw), [(4, 36)])
    assert [(p.written, p.cue) for p in found] == [("Dushanbe", "name"), ("Guliston", "at")]


def test_districts_by_name():
    assert [name for _, _, name in find_districts(Text("in the Lakhsh district and in Варзобском районе"))] == [
        "Lakhsh",
        "Варзобском",
    ]
