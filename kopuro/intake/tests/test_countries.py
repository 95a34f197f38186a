"""Whose people took part and where the teachers came from."""

import pytest

from kopuro.intake.rules.reading import read_text

FIVE = ("KZ", "KG", "TJ", "TM", "UZ")
COUNTRIES = [  # text, participants, experts
    ("A workshop was held in Almaty on 4 May 2023. Some 35 Kazakh and Kyrgyz officials took part. Experts from France and Spain shared their practice.", ("KZ", "KG"), ("FR", "ES")),
    ("A workshop was held in Almaty on 4 May 2023 for officers from Kazakhstan, Tajikistan and Uzbekistan, led by two Spanish experts.", ("KZ", "TJ", "UZ"), ("ES",)),
    ("A seminar was held in Tashkent on 4 May 2023. Judges of the five countries of Central Asia participated.", FIVE, ()),
    ("A seminar for the Kyrgyz prison administration was held in Bishkek on 4 May 2023.", ("KG",), ()),
    ("A course was held in Osh on 4 May 2023. 25 teachers took part.", ("KG",), ()),
    ("A course on fighters from Syria and Iraq was held in Vienna on 4 May 2023 for officers from Tajikistan.", ("TJ",), ()),
    ("В Алматы 4 мая 2023 года прошёл семинар. Приняли участие представители Казахстана и Кыргызстана. Опытом поделились эксперты из Испании.", ("KZ", "KG"), ("ES",)),
    ("Un atelier s’est tenu à Almaty le 4 mai 2023. Des agents du Kazakhstan et du Tadjikistan ont pris part aux travaux, animés par deux experts venus d’Espagne.", ("KZ", "TJ"), ("ES",)),
    ("Experts from Kyrgyzstan, Kazakhstan and Mongolia met in Osh on 4 May 2023 at a seminar and discussed trust.", ("KG", "KZ", "MN"), ()),
    ("A study visit to Poland and Latvia was organised from 11 to 17 May 2023 for officers of the Kyrgyz border service.", ("KG",), ()),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "participants", "experts"), COUNTRIES)
def test_countries(raw, participants, experts):
    (activity,) = read_text(raw).activities
    assert (activity.participant_countries, activity.expert_countries) == (participants, experts)
