"""Words for activities, verbs and modes."""

import pytest

from kopuro.intake.rules.kinds import TYPES, kind_phrases, mode_of, mode_phrases, verb_phrases
from kopuro.intake.rules.text import Text

KINDS = [
    ("a three-day training course", ["training"]),
    ("a training workshop", ["workshop"]),
    ("a study visit and a summer camp", ["study_visit", "camp"]),
    ("the Project Steering Committee meeting", ["steering_committee"]),
    ("dialogue platforms", ["dialogue"]),
    ("an awareness-raising campaign", ["campaign"]),
    ("a scoping mission", ["mission"]),
    ("training needs and a press conference", []),
    ("a refugee camp", []),
    ("in the course of the year", []),
    ("семинар-тренинг для учителей", ["seminar"]),
    ("круглый стол и конференция", ["meeting", "conference"]),
    ("заседание координационного комитета", ["steering_committee"]),
    ("студент духовной семинарии", []),
    ("летний лагерь и информационная кампания", ["camp", "campaign"]),
    ("учебный визит делегации", ["study_visit"]),
    ("un atelier de formation", ["workshop"]),
    ("un voyage d’étude et une table ronde", ["study_visit", "meeting"]),
    ("au cours de la semaine", []),
    ("le comité de pilotage", ["steering_committee"]),
]


@pytest.mark.parametrize(("raw", "expected"), KINDS)
def test_words_for_activities(raw, expected):
    assert [h.value.type for h in kind_phrases().find(Text(raw)) if h.value and h.value.type] == expected


def test_every_type_of_the_list_is_a_type_of_the_contract():
    assert {
        e.type for t in (kind_phrases()._whole, kind_phrases()._stems) for es in t.values() for *_, e in es if e
    } <= {*TYPES, ""}


@pytest.mark.parametrize(
    ("raw", "status"),
    [("was held", "held"), ("will be held", "planned"), ("is taking place", "ongoing"), ("прошёл", "held"), ("состоится", "planned"), ("проходит", "ongoing"), ("s’est tenu", "held"), ("aura lieu", "planned")],
)  # fmt: skip
def test_verbs_say_when(raw, status):
    assert [h.value for h in verb_phrases().find(Text(raw))] == [status]


def test_modes():
    assert [h.value for h in mode_phrases().find(Text("via Zoom and offline"))] == ["online", "onsite"]
    assert [h.value for h in mode_phrases().find(Text("on online radicalization"))] == [""]
    assert mode_of({"online", "onsite"}, False) == "hybrid"
    assert mode_of({"online"}, True) == "online"
    assert mode_of(set(), True) == "onsite"
    assert mode_of(set(), False) is None
