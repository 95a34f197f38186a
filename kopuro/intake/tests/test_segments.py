"""How many activities a text reports: none, one, several; and what belongs to which."""

import pytest

from kopuro.intake.rules.reading import read_text

NONE = [
    "",
    "Bishkek",
    "The project aims to build capacities of law enforcement agencies. Its budget is 2 million euros.",
    "In recent years the number of persons convicted of extremism has grown. In 2019 a strategy was adopted.",
    "An attack took place in Danghara in 2018 and killed four people.",
    "Vacancy: trainer, Osh. Duties and responsibilities: the incumbent will conduct trainings for teachers on 5-7 May 2024 in Osh. Required qualifications: a degree. Salary: by scale.",
    "Вакансия: тренер. Должностные обязанности: проведение тренингов 5–7 мая 2024 года в Оше. Требования к кандидатам: опыт. Оклад по сетке.",
    "Offre d’emploi : formateur. Le candidat doit animer des formations à Och du 5 au 7 mai 2024. Termes de référence en annexe.",
    "Home\nNews\nConferences\n- Review Conferences\n- Human rights meetings\nContacts\nTel. +996 312 000 000",
    "Доверие между милицией и молодёжью складывается годами. Эксперты указывают на бедность.",
    "Le projet appuie six entités. Il est financé par l’Union européenne.",
]  # fmt: skip


@pytest.mark.parametrize("raw", NONE)
def test_a_text_without_an_activity_gives_none(raw):
    assert read_text(raw).activities == ()


SEVERAL = [  # text, [(type, start or month_day, city)]
    (
        "A workshop for judges was held in Osh on 4-6 May 2023. The next workshop will be held in Talas on 8-9 June 2023.",
        [("workshop", "2023-05-04", "Osh"), ("workshop", "2023-06-08", "Talas")],
    ),
    (
        "Dialogue meetings took place in Osh on 3 May 2023, in Talas on 5 May 2023 and in Naryn on 9 May 2023.",
        [("dialogue", "2023-05-03", "Osh"), ("dialogue", "2023-05-05", "Talas"), ("dialogue", "2023-05-09", "Naryn")],
    ),
    (
        "After a preliminary field visit in December 2020 a second mission was organised from 22 February to 1 March 2021.",
        [("mission", "2020-12", None), ("mission", "2021-02-22", None)],
    ),
    (
        "Training for trust\n\nA training for 30 teachers was held in Osh on 4-6 May 2023. They worked in groups.\n\n"
        "As part of this project, a youth camp in Cholpon-Ata was organised for over 100 teenagers.",
        [("training", "2023-05-04", "Osh"), ("camp", None, "Cholpon-Ata")],
    ),
    (
        "В Оше 4–6 мая 2023 года прошёл тренинг для учителей. Следующий тренинг состоится в Таласе 8–9 июня 2023 года.",
        [("training", "2023-05-04", "Osh"), ("training", "2023-06-08", "Talas")],
    ),
    (
        "Un atelier s’est tenu à Och du 4 au 6 mai 2023. Un séminaire aura lieu à Talas les 8 et 9 juin 2023.",
        [("workshop", "2023-05-04", "Osh"), ("seminar", "2023-06-08", "Talas")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), SEVERAL)
def test_several_activities_in_one_text(raw, expected):
    found = read_text(raw).activities
    assert (
        sorted((a.type, a.start, a.places[0].city if a.places else None) for a in found)
        == sorted(expected, key=lambda e: (e[0], e[1] or ""))
        or [(a.type, a.start, a.places[0].city if a.places else None) for a in found] == expected
    )


def test_a_word_that_points_back_opens_nothing():
    raw = "A workshop for judges was held in Osh on 4-6 May 2023. The workshop was opened by the mayor. The event brought together 20 judges. The seminar closed with a test."
    assert len(read_text(raw).activities) == 1


def test_an_earlier_activity_told_by_its_year_is_a_link_and_not_an_activity():
    raw = "A workshop was held in Osh on 4-6 May 2023. This workshop followed a previous one organized in 2021 for officers from Talas."
    (activity,) = read_text(raw).activities
    assert activity.follows == ("This workshop followed a previous one organized in 2021 for officers from Talas.",)


def test_sections_of_a_newsletter_by_country_have_their_own_activities():
    raw = (
        "News of the project\n\nKyrgyzstan:\n\nA field mission was organised from 3 to 5 March 2021 and agencies were met.\n\n"
        "Tajikistan:\n\nA first official visit was arranged on 10 and 11 March 2021 with state agencies."
    )
    found = read_text(raw).activities
    assert [(a.type, a.start, a.places[0].country) for a in found] == [
        ("mission", "2021-03-03", "KG"),
        ("mission", "2021-03-10", "TJ"),
    ]


def test_a_note_that_says_all_in_its_heading_is_an_activity():
    raw = "Mission note: Tashkent, 22 February to 1 March 2021\n\nTo: team. Written by the coordinator.\n\nAgency | City\nMinistry of Internal Affairs | Tashkent"
    (activity,) = read_text(raw).activities
    assert (activity.type, activity.start, activity.places[0].city) == ("mission", "2021-02-22", "Tashkent")


def test_a_section_that_only_hopes_reports_nothing():
    raw = (
        "News of the project\n\nKyrgyzstan:\n\nA field mission was organised from 3 to 5 March 2021.\n\nTajikistan:\n\nA visit was arranged on 10 March 2021 by the team.\n\n"
        "Turkmenistan:\n\nThe team is trying to arrange online meetings; a scoping mission will be planned when flights resume."
    )
    assert [a.places[0].country for a in read_text(raw).activities] == ["KG", "TJ"]


def test_parallel_tracks_share_time_and_place():
    raw = (
        "From 13 to 23 August 2024 training sessions were conducted in Aktau. The first engaged 60 teachers.\n\n"
        "Parallel to the sessions for teachers, tailored sessions were conducted for police officers."
    )
    found = read_text(raw).activities
    assert [(a.type, a.start, a.places[0].city, a.total) for a in found] == [
        ("training", "2024-08-13", "Aktau", 60),
        ("training", "2024-08-13", "Aktau", None),
    ]


def test_lists_of_other_news_are_not_read():
    raw = "A seminar was held in Osh on 4 May 2023 for judges.\nIt was opened by the mayor.\nThey spoke of trust.\n\nRelated news\n\nA conference was held in Talas on 9 June 2022 for mayors."
    assert [a.type for a in read_text(raw).activities] == ["seminar"]
