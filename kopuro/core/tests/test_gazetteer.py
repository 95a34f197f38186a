"""Places under every name they go by, and the name that was valid on a day."""

from datetime import date

import pytest

from kopuro.core.gazetteer import country_adjectives, country_names, place_names, resolve_place, unit_of_city

PLACES = [  # written name, level, name of today, country, ISO 3166-2
    ("Almaty", "city", "Almaty", "KZ", "KZ-75"),
    ("Alma-Ata", "city", "Almaty", "KZ", "KZ-75"),
    ("Нур-Султане", "city", "Astana", "KZ", "KZ-71"),
    ("Nour-Soultan", "city", "Astana", "KZ", "KZ-71"),
    ("Бишкеке", "city", "Bishkek", "KG", "KG-GB"),
    ("Bichkek", "city", "Bishkek", "KG", "KG-GB"),
    ("г. Ош", "city", "Osh", "KG", "KG-GO"),
    ("Чолпон-Ате", "city", "Cholpon-Ata", "KG", "KG-Y"),
    ("Djalal-Abad", "city", "Jalal-Abad", "KG", "KG-J"),
    ("Kurgan-Tyube", "city", "Bokhtar", "TJ", "TJ-KT"),
    ("Худжанде", "city", "Khujand", "TJ", "TJ-SU"),
    ("Horog", "city", "Khorog", "TJ", "TJ-GB"),
    ("Самарканде", "city", "Samarkand", "UZ", "UZ-SA"),
    ("Фергане", "city", "Fergana", "UZ", "UZ-FA"),
    ("Ашхабаде", "city", "Ashgabat", "TM", "TM-S"),
    ("Туркменбаши", "city", "Turkmenbashi", "TM", "TM-B"),
    ("Mangystau region", "region", "Mangystau", "KZ", "KZ-47"),
    ("Мангистауской области", "region", "Mangystau", "KZ", "KZ-47"),
    ("Osh oblast", "region", "Osh", "KG", "KG-O"),
    ("Ошской области", "region", "Osh", "KG", "KG-O"),
    ("Khatlon", "region", "Khatlon", "TJ", "TJ-KT"),
    ("Хатлонской области", "region", "Khatlon", "TJ", "TJ-KT"),
    ("région d'Issyk-Kul", "region", "Issyk-Kul", "KG", "KG-Y"),
    ("Каракалпакстане", "region", "Karakalpakstan", "UZ", "UZ-QR"),
    ("Mary province", "region", "Mary", "TM", "TM-M"),
    ("La Haye", "city", "The Hague", "NL", ""),
    ("Вене", "city", "Vienna", "AT", ""),
    ("Kyrgyz Republic", "country", "Kyrgyzstan", "KG", ""),
    ("Кыргызской Республики", "country", "Kyrgyzstan", "KG", ""),
    ("Kirghizistan", "country", "Kyrgyzstan", "KG", ""),
    ("Таджикистане", "country", "Tajikistan", "TJ", ""),
    ("Pays-Bas", "country", "Netherlands", "NL", ""),
    ("Саудовской Аравии", "country", "Saudi Arabia", "SA", ""),
]


@pytest.mark.parametrize(("written", "level", "name", "country", "unit"), PLACES)
def test_a_place_is_known_by_each_of_its_names(written, level, name, country, unit):
    place = resolve_place(written).place
    assert (place.level, place.name, place.country, place.unit) == (level, name, country, unit)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2019, 3, 22), "Astana"),
        (date(2019, 3, 23), "Nur-Sultan"),
        (date(2022, 9, 16), "Nur-Sultan"),
        (date(2022, 9, 17), "Astana"),
        (date(1995, 1, 1), "Akmola"),
        (None, "Astana"),
    ],
)
def test_a_capital_that_changed_its_name_has_the_name_of_the_day(on, name):
    assert resolve_place("Astana", on).valid_name == name


def test_an_old_name_in_a_new_document_is_the_same_town():
    found = resolve_place("Nur-Sultan", date(2024, 5, 1))
    assert (found.place.name, found.written, found.valid_name) == ("Astana", "Nur-Sultan", "Astana")


@pytest.mark.parametrize("nonsense", ["", " ", "Bishkekistan", "the", "12", "x" * 500, None, 7, "\x00", "()"])
def test_what_is_no_place_is_none(nonsense):
    assert resolve_place(nonsense) is None


def test_every_state_has_a_name_in_three_languages():
    names = country_names()
    for code, english, russian, french in [
        ("KG", "Kyrgyzstan", "Кыргызстан", "Kirghizistan"),
        ("SK", "Slovakia", "Словакия", "Slovaquie"),
        ("MA", "Morocco", "Марокко", "Maroc"),
    ]:
        assert {names[english], names[russian], names[french]} == {code}
    assert len(set(names.values())) >= 240


def test_adjectives_bend_in_russian_and_agree_in_french():
    words = country_adjectives()
    assert {words[w] for w in ("Spanish", "испанских", "испанскими", "espagnole", "espagnols")} == {"ES"}


def test_a_name_shared_with_a_given_name_is_marked_weak():
    names = place_names()
    assert not names["Mary"].strong
    assert names["Bishkek"].strong


def test_the_unit_of_a_city():
    assert unit_of_city("Talas", "KG") == "KG-T"
    assert unit_of_city("Talas", "KZ") == ""
    assert unit_of_city("Nowhere", "KG") == ""
