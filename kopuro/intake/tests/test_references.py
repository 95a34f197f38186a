"""Links to earlier activities."""

import pytest

from kopuro.intake.rules.references import find_references
from kopuro.intake.rules.text import Text

LINKED = [
    "This workshop followed a previous one organized in 2023.",
    "It was the second in a series of three-day courses.",
    "The training builds on the first workshop held in May.",
    "This is the third such seminar in the country.",
    "The seminar is a follow-up to the conference of June.",
    "Following the recommendations stemming from the last seminar, guests were invited.",
    "The course served as the final phase of the programme.",
    "The first workshop was held in Osh in May.",
    "UNOCT concluded its fourth workshop in the region.",
    "The course is the second Antiterrorism Assistance (ATA) course of 2011.",
    "It is the second of four courses planned in 2015.",
    "It builds on the training held in March 2022.",
    "It was based on pilot courses run in 2018 in Sarajevo.",
    "After the preliminary visit of December 2020 the team came back.",
    "The workshop followed another event, a meeting of the Forum.",
    "Il s’agit du deuxième atelier du genre.",
    "Тренинг стал продолжением серии встреч с учителями.",
    "Это второй этап обучения инспекторов милиции.",
    "Ранее аналогичные тренинги прошли в Оше и Таласе.",
    "Cette activité fait suite à un premier atelier tenu à Och.",
    "Il s’agit de la deuxième phase du cycle de formation.",
    "The meeting builds on two preparatory events from 2023 and 2024.",
    "BRIDGE launched the second round of the 12-week Train – the – Trainers (ToT) course for instructors.",
    "This follows a similar training in May 2023.",
    "The seminar is the third in a series for prosecutors.",
    "Building on the November workshop held in Osh, judges wrote a plan.",
    "After the completion of the first course, the judges returned to Osh.",
    "The mission took place in response to the recommendations of the 2022 assessment.",
    "Семинар стал третьим в серии встреч с учителями школ.",
    "По итогам предыдущей встречи был составлен план.",
    "Cet atelier s’inscrit dans la continuité de la formation de mai.",
    "Un quatrième atelier a réuni les juges à Och.",
]
NOT_LINKED = [
    "No date is set for a third mission.",
    "The first and second phases of the project were implemented by UNDP.",
    "This was the final activity organised under the project.",
    "On the first day the participants met the experts.",
    "The workshop was held in Osh.",
    "Первый день был посвящён теории и практике.",
    "Le premier jour a été consacré à la théorie.",
    "A series of attacks shook the region.",
    "Following the completion of the course, the judges will receive certificates.",
    "Based on the results of the workshop, a booklet was printed.",
    "Such training goes in line with the recommendations on improvement of controls.",
    "Similar courses will be held in July for other towns.",
    "В первый день участники познакомились с экспертами.",
]


@pytest.mark.parametrize("raw", LINKED)
def test_a_link_is_found(raw):
    assert [r.text for r in find_references(Text(raw))] == [raw]


@pytest.mark.parametrize("raw", NOT_LINKED)
def test_no_link_is_made_up(raw):
    assert find_references(Text(raw)) == []
