"""Recommendations, proposals and needs: one entry each."""

import pytest

from kopuro.intake.rules.recommendations import find_recommendations
from kopuro.intake.rules.text import Text

FOUND = [
    ("It was proposed to set up an expert group.", ["set up an expert group"]),
    ("Among the recommendations was to train more women, and to open two new rooms.", ["train more women", "open two new rooms"]),
    ("Participants noted the need for active work with women’s organizations.", ["active work with women’s organizations"]),
    ("Participants recommended that the agencies meet twice a year.", ["the agencies meet twice a year"]),
    ("Some suggested setting up a joint register of trainers.", ["setting up a joint register of trainers"]),
    ("The experts stressed the need to involve schools earlier.", ["involve schools earlier"]),
    ("Participants agreed to exchange contact points by June.", ["exchange contact points by June"]),
    ("Recommendations of the workshop:\n- open a hotline for parents\n- train school psychologists", ["open a hotline for parents", "train school psychologists"]),
    ("Participants of the dialogues recommended:\n- work with schools from now on\n- open a hotline", ["work with schools from now on", "open a hotline"]),
    ("Participants of the first workshop had recommended looking beyond the region.", []),
    ("Было предложено создать рабочую группу по школам.", ["создать рабочую группу по школам"]),
    ("Участники рекомендовали создать группы, а также включить тему в программу.", ["создать группы", "включить тему в программу"]),
    ("Участники отметили необходимость ранней работы с семьями.", ["ранней работы с семьями"]),
    ("Il a été recommandé de créer un cadre de concertation et de former les agents.", ["créer un cadre de concertation", "former les agents"]),
    ("Les participants ont souligné la nécessité d’impliquer les écoles.", ["impliquer les écoles"]),
    ("Les débats ont mis en évidence la nécessité de replacer l’humain au centre.", ["replacer l’humain au centre"]),
    ("Les participants ont insisté sur la nécessité d’impliquer les écoles.", ["impliquer les écoles"]),
    ("Il a été proposé de créer un groupe d’experts.", ["créer un groupe d’experts"]),
    ("Participants called for closer work between schools and police.", ["closer work between schools and police"]),
    ("It was agreed to share contact points by June.", ["share contact points by June"]),
    ("It was suggested to translate the handbook into Uzbek.", ["translate the handbook into Uzbek"]),
    ("Участники предложили создать единый реестр тренеров.", ["создать единый реестр тренеров"]),
    ("Рекомендации участников:\n- открыть линию доверия для родителей\n- обучить школьных психологов", ["открыть линию доверия для родителей", "обучить школьных психологов"]),
    ("Recommandations :\n- ouvrir une ligne d’écoute\n- former les psychologues scolaires", ["ouvrir une ligne d’écoute", "former les psychologues scolaires"]),
    ("The training was held following the recommendations of the audit.", []),
    ("The course aims to develop recommendations for schools.", []),
    ("They discussed the Council of Europe recommendations on prisons.", []),
    ("Nothing was asked.", []),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), FOUND)
def test_recommendations(raw, expected):
    found = find_recommendations(Text(raw))
    assert [r.text for r in found] == expected
    assert all(" ".join(raw[r.start : r.end].split()) == r.text for r in found)


def test_the_kind_of_advice_is_told():
    text = Text("It was proposed to meet again soon. Participants noted the need for more trainers.")
    assert [r.kind for r in find_recommendations(text)] == ["proposed", "needed"]
