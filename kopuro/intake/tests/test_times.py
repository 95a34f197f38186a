"""Which date is the activity's own, and whether it was held, is under way or is to come."""

from datetime import date

import pytest

from kopuro.intake.rules.reading import read_text

TIMES = [  # text, start, end, month_day, status
    ("A workshop was held in Osh on 4-6 May 2023.", "2023-05-04", "2023-05-06", (), "held"),
    ("A workshop was held in Osh on 4-6 May.", None, None, ("05-04", "05-06"), "held"),
    ("A workshop will be held in Osh on 4-6 May 2023.", "2023-05-04", "2023-05-06", (), "planned"),
    ("A camp was organised in Osh in August 2018 for youth.", "2018-08", "2018-08", (), "held"),
    ("A three-day seminar for judges concluded in Osh on 6 May 2023.", "2023-05-04", "2023-05-06", (), "held"),
    ("A seminar for judges concluded in Osh on 6 May 2023.", None, "2023-05-06", (), "held"),
    ("A seminar for judges was held in Osh. It presented the strategy adopted on 5 June 2019.", None, None, (), "held"),
    (
        "BISHKEK, 4 May 2023 – A two-day workshop for judges started today in Osh.",
        "2023-05-04",
        "2023-05-05",
        (),
        "ongoing",
    ),
    ("12 May 2023\n\nA workshop was held in Osh on 4-6 May.", "2023-05-04", "2023-05-06", (), "held"),
    ("12 мая 2023 г.\n\nВ Оше прошёл семинар для судей.", None, None, (), "held"),
    ("В Оше 4–6 мая 2023 года состоится семинар для судей.", "2023-05-04", "2023-05-06", (), "planned"),
    ("Un atelier s’est tenu à Och du 4 au 6 mai 2023.", "2023-05-04", "2023-05-06", (), "held"),
    (
        "OSH, 4 May 2023 – UNDP today started a course for judges in Osh. The three-day course is for 20 judges.",
        "2023-05-04",
        "2023-05-06",
        (),
        "ongoing",
    ),
    (
        "OSH, 9 May 2023 – A five-day course for judges in Osh is going on. The course was launched on 8 May 2023.",
        "2023-05-08",
        "2023-05-12",
        (),
        "ongoing",
    ),
    (
        "A course for judges in Osh concluded on 6 May 2023. The three-day course was held by UNDP.",
        "2023-05-04",
        "2023-05-06",
        (),
        "held",
    ),
    (
        "Le stage pour juges a pris fin. La cérémonie de clôture a eu lieu à Och le 6 mai 2023.",
        None,
        "2023-05-06",
        (),
        "held",
    ),
    (
        "The meeting was held in Osh and discussed the extension of the project till September 2025.",
        None,
        None,
        (),
        "held",
    ),
    (
        "ОФ «Мост» с 15 марта 2023 г. начал реализацию проекта. В его рамках в Оше прошла встреча с учителями.",
        None,
        None,
        (),
        "held",
    ),
    (
        "Two courses for judges, three days each, were held in Osh on 4 May 2023.",
        "2023-05-04",
        "2023-05-04",
        (),
        "held",
    ),
    (
        "Exchange rates from 27/09/2024\n\nToday a course for judges began in Osh. It was opened by UNDP and is for 20 judges.",
        None,
        None,
        (),
        "ongoing",
    ),
    ("Twenty judges will be trained in Osh. The training has been arranged by UNDP.", None, None, (), "planned"),
    (
        "Ce lundi 20 novembre 2023, un atelier pour juges a été inauguré à Och.",
        "2023-11-20",
        "2023-11-20",
        (),
        "ongoing",
    ),
]


@pytest.mark.parametrize(("raw", "start", "end", "month_day", "status"), TIMES)
def test_the_time_of_an_activity(raw, start, end, month_day, status):
    (activity,) = read_text(raw).activities
    assert (activity.start, activity.end, activity.month_day, activity.status) == (start, end, month_day, status)


def test_a_year_is_completed_from_the_publication_date_given():
    (activity,) = read_text("A workshop was held in Osh on 4-6 May.", page_date=date(2023, 5, 9)).activities
    assert (activity.start, activity.date_basis) == ("2023-05-04", "completed")
