"""The title: a heading, a name in quotation marks, or a phrase of the text."""

import pytest

from kopuro.intake.rules.reading import read_text

TITLES = [
    ("Seminar on Trust in Prisons\n\nA seminar was held in Osh on 4 May 2023 for officers.", "Seminar on Trust in Prisons"),
    ("On 4 May 2023 a workshop “Early Signs and What Helps” was held in Osh for teachers.", "Early Signs and What Helps"),
    ("On 4 May 2023 a regional workshop on early signs was held in Osh for teachers.", "Regional workshop on early signs"),
    ("4 мая 2023 года в Оше прошёл семинар на тему «Ранние признаки и помощь семье» для учителей.", "Ранние признаки и помощь семье"),
    ("Home\n04. 05. 2023\nSeminar on Trust in Prisons\nA seminar was held in Osh on 4 May 2023 for officers.", "Seminar on Trust in Prisons"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "title"), TITLES)
def test_titles(raw, title):
    (activity,) = read_text(raw).activities
    assert activity.title == title
