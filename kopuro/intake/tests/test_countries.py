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
    ("A workshop was held in Tunis on 4 May 2023. It brought together representatives and experts from Egypt and Jordan.", ("EG", "JO"), ()),
    ("Un atelier s’est tenu à Tunis le 4 mai 2023. Il a réuni des représentants et des experts d’Égypte et du Maroc.", ("EG", "MA"), ()),
    ("Un atelier pour les agents du Bénin s’est tenu à Cotonou le 4 mai 2023, dans une région à la frontière avec le Togo et le Niger.", ("BJ",), ()),
    ("A course was held in Tashkent on 4 May 2023 for officers from the five Central Asian countries and Afghanistan.", (*FIVE, "AF"), ()),
    ("A course for dog handlers of five Central Asian countries was held in Riga on 4 May 2023.", FIVE, ()),
    ("A seminar was held in Osh on 4 May 2023 for Kyrgyz judges. It was delivered by a professor of the Kyrgyz-Russian Slavic University.", ("KG",), ()),
    ("A seminar was held in Osh on 4 May 2023 for Kyrgyz judges and opened by the Head of the Office of the Prosecutor General of Georgia.", ("KG",), ()),
    ("More than 30 organisations took part in a workshop in Geneva on 4 May 2023.", (), ()),
    ("A workshop was held in Osh on 4 May 2023, with assistance from the United States, for judges from Tajikistan and Kyrgyzstan.", ("TJ", "KG"), ()),
    ("Après une première formation auprès des services du Mali, un atelier a réuni à Ouagadougou le 4 mai 2023 des policiers du Burkina Faso.", ("BF",), ()),
    ("A study visit to Poland and Latvia was organised from 11 to 17 May 2023 for officers of the Kyrgyz border service.", ("KG",), ()),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "participants", "experts"), COUNTRIES)
def test_countries(raw, participants, experts):
    (activity,) = read_text(raw).activities
    assert (activity.participant_countries, activity.expert_countries) == (participants, experts)
