"""Russian forms of names: a small table of what reports write."""

import pytest

from kopuro.core.russian import adjective_forms, forms, nominative_plural

FORMS = [
    ("Бишкек", {"Бишкек", "Бишкека", "Бишкеку", "Бишкеком", "Бишкеке"}),
    ("Астана", {"Астана", "Астаны", "Астане", "Астану", "Астаной"}),
    ("Франция", {"Франция", "Франции", "Францию", "Францией"}),
    ("Китай", {"Китай", "Китая", "Китаю", "Китаем", "Китае"}),
    ("Марокко", {"Марокко"}),
    ("США", {"США"}),
]


@pytest.mark.parametrize(("name", "expected"), FORMS)
def test_cases_of_a_name(name, expected):
    assert forms(name) == expected


def test_an_adjective_and_its_noun_bend_together():
    found = forms("Саудовская Аравия")
    assert "Саудовской Аравии" in found
    assert "Саудовская Аравии" not in found


def test_an_adjective_in_all_genders():
    assert {"ошская", "ошской", "ошскую", "ошские", "ошских"} <= adjective_forms("ошская")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("правоохранительных органов", "правоохранительные органы"),
        ("социальных педагогов", "социальные педагоги"),
        ("неправительственных организаций", "неправительственные организации"),
        ("сотрудников ОВД", "сотрудники ОВД"),
        ("прокуратура", "прокуратура"),
        ("", ""),
    ],
)
def test_a_group_is_shown_in_the_nominative(written, shown):
    assert nominative_plural(written) == shown
