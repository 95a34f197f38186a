"""Where an activity was, and where it was not."""

import pytest

from kopuro.intake.rules.reading import read_text

SITES = [  # text, [(level, city or region, country)]
    ("A workshop was held in Almaty (Kazakhstan) on 4 May 2023.", [("city", "Almaty", "KZ")]),
    ("Trainings were held in Aktau and Kyzylorda in May 2023.", [("city", "Aktau", "KZ"), ("city", "Kyzylorda", "KZ")]),
    ("A training for teachers was held in the Osh region in May 2023.", [("region", "Osh", "KG")]),
    ("A training for teachers was held in Kyrgyzstan in May 2023.", [("country", None, "KG")]),
    ("BISHKEK, 4 May 2023 – A training for teachers was held last week.", []),
    ("A training was held in May 2023 for youth from the Kyzylorda and Mangystau regions in Almaty.", [("city", "Almaty", "KZ")]),
    ("A training in Osh in May 2023 recalled the attack in Danghara.", [("city", "Osh", "KG")]),
    ("Officials from Brussels and the region took part in a meeting in May 2023. The meeting took place in Samarkand.", [("city", "Samarkand", "UZ")]),
    ("Vienna hosted a conference on trust on 4 May 2023.", [("city", "Vienna", "AT")]),
    ("В городе Каракол Иссык-Кульской области 25 июля 2023 года прошёл тренинг.", [("city", "Karakol", "KG")]),
    ("Un atelier organisé à Ansongo le 4 mai 2023 a réuni des jeunes du Mali.", [("city", "Ansongo", "ML")]),
    ("Kenya hosted a large meeting on terrorism on 4 May 2023.", [("country", None, "KE")]),
    ("Training for Tajik police\n\nA training for Tajik officers was held in May 2023. Officers of the Ministry of Interior of Tajikistan came.", [("country", None, "TJ")]),
    ("A training for Tajik and Uzbek officers was held in May 2023.", []),
    ("The officers met at a workshop on 4 May 2023 at the Police Training Centre in Kabul.", [("city", "Kabul", "AF")]),
    ("A webinar was held online on 4 May 2023 for teachers.", []),
    ("A workshop for judges was held in the Tajik capital on 4 May 2023.", [("city", "Dushanbe", "TJ")]),
    ("A workshop for judges was held in the capital of Kazakhstan on 4 May 2023.", [("city", "Astana", "KZ")]),
    ("4 мая 2023 года в столице Узбекистана прошёл семинар для судей.", [("city", "Tashkent", "UZ")]),
    ("Un atelier pour les juges s’est tenu dans la capitale sénégalaise le 4 mai 2023.", [("city", "Dakar", "SN")]),
    ("Un atelier pour les juges s’est tenu dans la capitale du Niger le 4 mai 2023.", [("city", "Niamey", "NE")]),
    ("Training sessions for staff at prisons in Talas and Osh were held on 4 May 2023.", [("city", "Talas", "KG"), ("city", "Osh", "KG")]),
    ("A course for dog handlers was held in Rezekne, Latvia, on 4 May 2023.", [("city", "Rezekne", "LV")]),
    ("A seminar was held at the University of Brightford on 4 May 2023 for students.", [("city", "Brightford", None)]),
    ("Un atelier a réuni 20 jeunes le 4 mai 2023. Les travaux se sont déroulés dans la ville de Kandira.", [("city", "Kandira", None)]),
    ("A seminar on drugs was held on 4 May 2023, hosted by the Government of Uzbekistan.", [("country", None, "UZ")]),
    ("A course was held on 4 May 2023. Guests described treatment services in Germany.", []),
    ("Un atelier financé par la République fédérale d’Allemagne a réuni 20 juges le 4 mai 2023.", []),
    ("A course for officers working at the Farap border crossing point was held online on 4 May 2023.", []),
    ("Школьники г. Каракол приняли участие в тренинге 4 мая 2023 года.", [("city", "Karakol", "KG")]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), SITES)
def test_places_of_an_activity(raw, expected):
    (activity,) = read_text(raw).activities
    assert [(p.level, p.city or p.region, p.country) for p in activity.places] == expected


def test_a_capital_keeps_the_name_of_the_day_beside_that_of_today():
    (activity,) = read_text("A workshop was held in Nur-Sultan on 4 May 2021.").activities
    (place,) = activity.places
    assert (place.city, place.written, place.valid_name, place.unit) == ("Astana", "Nur-Sultan", "Nur-Sultan", "KZ-71")


MODES = [
    ("A workshop was held in Osh on 4 May 2023.", "onsite"),
    ("A workshop was held online on 4 May 2023.", "online"),
    ("A meeting was held in a hybrid format in Osh on 4 May 2023.", "hybrid"),
    ("A workshop on online radicalization was held in Osh on 4 May 2023.", "onsite"),
    ("A workshop was held in Osh on 4 May 2023. Officers from Turkmenistan participated online.", "hybrid"),
    ("A training for teachers was held in Kyrgyzstan in May 2023.", None),
]


@pytest.mark.parametrize(("raw", "mode"), MODES)
def test_the_mode(raw, mode):
    (activity,) = read_text(raw).activities
    assert activity.mode == mode
