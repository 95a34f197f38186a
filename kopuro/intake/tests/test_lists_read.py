"""Activities of lists and newsletters, visits told by a verb, the places of several activities in one sentence."""

from datetime import date

from kopuro.intake.rules.reading import read_text

BULLETIN = """Project bulletin, spring 2022

Activities of the quarter

• 3–5 March 2022, Osh: training for 24 neighbourhood inspectors on early signs of radicalisation.
• 14 April 2022, Bishkek: round table with 40 religious leaders and journalists.
• 20–22 April 2022, Tashkent: seminar on the financing of terrorism for 18 analysts.

The project is funded by the European Union."""


def test_each_entry_of_a_list_is_an_activity():
    found = read_text(BULLETIN).activities
    assert [(a.type, a.start, a.places[0].city, a.total, a.status, a.funders) for a in found] == [
        ("training", "2022-03-03", "Osh", 24, "held", ("European Union",)),
        ("meeting", "2022-04-14", "Bishkek", 40, "held", ("European Union",)),
        ("seminar", "2022-04-20", "Tashkent", 18, "held", ("European Union",)),
    ]


def test_a_list_under_a_heading_of_plans_is_planned():
    found = read_text(BULLETIN.replace("Activities of the quarter", "Upcoming activities")).activities
    assert [a.status for a in found] == ["planned", "planned", "planned"]


NEWSLETTER = """Newsletter 7

Training in Khujand

On 2 and 3 February 2023 the OSCE Programme Office in Dushanbe trained 30 teachers in Khujand.

Study visit to Latvia

From 20 to 24 March 2023 eight border officers from Tajikistan and Uzbekistan went to Riga on a study visit organised by BOMCA.

Youth camp

In July 2023 a youth camp brought together 60 young people in Issyk-Kul. It was supported by the Government of Japan."""


def test_short_headings_part_a_newsletter():
    found = read_text(NEWSLETTER).activities
    assert [(a.title, a.type, a.start, a.total, a.organisers) for a in found] == [
        ("Training in Khujand", "training", "2023-02-02", 30, ("OSCE Programme Office in Dushanbe",)),
        ("Study visit to Latvia", "study_visit", "2023-03-20", 8, ("BOMCA",)),
        ("Youth camp", "camp", "2023-07", 60, ()),
    ]
    assert found[1].participant_countries == ("TJ", "UZ")


def test_a_visit_may_be_told_by_its_verb_alone():
    (visit,) = read_text(
        "A delegation of the Prison Service of Kazakhstan visited the academy in Warsaw to learn how staff are prepared. "
        "Nine officers took part."
    ).activities
    assert (visit.type, visit.places[0].city, visit.total, visit.participant_countries) == (
        "study_visit",
        "Warsaw",
        9,
        ("KZ",),
    )


def test_a_visit_in_russian_and_without_a_wish_to_learn():
    (visit,) = read_text("Делегация Государственной пограничной службы Кыргызстана посетила Астану.").activities
    assert (visit.type, visit.places[0].city, visit.start) == ("mission", "Astana", None)


def test_a_minister_abroad_is_no_visit_of_the_field():
    assert read_text("The minister visited his family in Warsaw. Students like the city.").activities == ()


def test_two_activities_in_one_sentence_keep_their_towns():
    found = read_text(
        "UNICRI held a workshop in Amman on 14 and 15 March 2023 and a seminar in Tunis from 9 to 11 May 2023 for judges."
    ).activities
    assert [(a.type, a.start, [p.city for p in a.places]) for a in found] == [
        ("workshop", "2023-03-14", ["Amman"]),
        ("seminar", "2023-05-09", ["Tunis"]),
    ]


def test_a_date_told_of_an_earlier_activity_is_not_the_own_one():
    (training,) = read_text(
        "Prosecutors in Ashgabat\n\nUNODC held a two-day course for prosecutors in Ashgabat. It builds on the training held in March 2022."
    ).activities
    assert (training.start, len(training.follows)) == (None, 1)


def test_the_day_of_an_event_that_came_before_is_not_the_own_one():
    workshop = read_text(
        "On 21 and 22 February 2019 a workshop for judges was held in Nairobi. The workshop followed another event, "
        "a meeting of the Forum, which was held on 20 February."
    ).activities[0]
    assert (workshop.type, workshop.start, workshop.end) == ("workshop", "2019-02-21", "2019-02-22")


def test_half_a_day_counts_as_a_day():
    (course,) = read_text(
        "A two-and-a-half-day course for customs officers concluded in Podgorica on 22 June 2018."
    ).activities
    assert (course.start, course.end) == ("2018-06-20", "2018-06-22")


def test_a_dateline_on_a_line_of_its_own_dates_nothing():
    (workshop,) = read_text(
        "Manila (Philippines), 14 June 2019\n- Officials gathered for a five-day workshop."
    ).activities
    assert (workshop.start, workshop.end) == (None, None)


def test_since_a_year_dates_nothing():
    found = read_text(
        "Встреча с министром прошла в Стамбуле. Программа работает с 2004 года.", page_date=date(2022, 5, 1)
    )
    assert [a.start for a in found.activities] == [None]


def test_towns_after_their_dates_part_a_sentence_even_where_one_is_not_known():
    found = read_text(
        "Les autres séances de formation auront lieu les 28-29 octobre 2015 à Quelquebourg (Allemagne), les 21-22 janvier 2016 à Bruxelles (Belgique)."
    ).activities
    assert [(a.start, a.places[0].city, a.places[0].country, a.status) for a in found] == [
        ("2015-10-28", "Quelquebourg", "DE", "planned"),
        ("2016-01-21", "Brussels", "BE", "planned"),
    ]


def test_a_mission_that_is_a_body_is_no_activity():
    assert (
        read_text(
            "La Mission EUCAP SAHEL Niger décore son personnel. Son mandat est prévu pour le 15 juillet 2018."
        ).activities
        == ()
    )


def test_this_workshop_is_the_one_spoken_of():
    found = read_text(
        "A workshop for lawyers was held in Niamey on 17-19 July 2018. This workshop coincides with the trials, whose session was opened on 20 July 2018."
    ).activities
    assert [(a.type, a.start) for a in found] == [("workshop", "2018-07-17")]


def test_a_month_after_a_comma_is_no_plan():
    (visit,) = read_text(
        "As part of this programme, in October 2022 UNODC organised a study visit in Kazakhstan."
    ).activities
    assert (visit.start, visit.end) == ("2022-10", "2022-10")


def test_a_course_completed_on_a_day_without_a_year_began_before():
    (course,) = read_text(
        "Police trainers in Ashgabat completed a three-day course on 15 March organised by the OSCE."
    ).activities
    assert (course.start, course.month_day) == (None, ("03-13", "03-15"))
