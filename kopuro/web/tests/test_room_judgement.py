"""How a room judged: the measures of learning on the review, for ten seats and more; taken into learning data once."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kopuro.learning.models import LearningFile
from kopuro.rooms.models import Run
from kopuro.rooms.tests.test_pages import Played
from kopuro.web.room_judgement import parts, parts_of
from kopuro.web.tests.test_learning_from_room import CASES, room  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def page(cast, run, who="chinara"):
    return cast.client(who).get(reverse("run-judgement", args=[run.key]))


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_sensitivity_criterion_calibration_bias_and_agreement_of_ten_seats(cast, room):  # noqa: F811
    detection, calibration, bias, agreement = parts_of(room)

    # 8 hits of 10, 3 alarms of 20 that were answered as no signal or signal; reader-four's key is "not enough".
    assert detection.data["after"]["hits"] == 8
    assert (detection.n, calibration.n, agreement.n) == (10, 10, 10)
    assert dict(detection.figures)["Sensitivity d′"].startswith("1.")
    assert bias.n == 10
    assert [label for label, _value in agreement.figures] == ["Four readers"]


def test_the_review_loads_them_and_each_stands_with_its_number_of_people(cast, room):  # noqa: F811
    review = cast.client("chinara").get(reverse("run-review", args=[room.key])).content.decode()
    assert f'hx-get="{reverse("run-judgement", args=[room.key])}"' in review
    said = text(page(cast, room))
    for words in ("Sensitivity d′", "Criterion c", "Surer than right by", "α", "False alarms", "People 10"):
        assert words in said
    assert "Tree 1" not in said


def test_nine_seats_are_too_few_to_say(cast):
    played = Played(cast)
    played.lead("open")
    for number in range(9):
        played.join(f"Tree {number}")
    played.lead("start")
    played.lead("release", inject="four-readers")
    for number in range(9):
        for case in CASES:
            played.do(f"Tree {number}", "rate", inject="four-readers", case=case, value="talk", confidence=50)
    assert "The figures open when the exercise has ended." in text(page(cast, played.run))
    played.lead("end")
    found = parts_of(played.run)
    assert [one.is_shown for one in found] == [False] * 4
    assert [one.n for one in found] == [0] * 4
    said = text(page(cast, played.run))
    assert "Too few people to say: figures are shown from ten on." in said
    assert "d′" not in re.sub(r"\(.*?\)", "", said)


def test_a_room_in_which_nobody_judged_alone_has_no_parts():
    assert parts([]) == []


def test_taking_is_asked_told_and_done_once(cast, room):  # noqa: F811
    client, url = cast.client("chinara"), reverse("run-judgement", args=[room.key])
    assert "40 judgements of 10 seats would be taken" in text(client.get(url))
    assert client.post(url, {"occasion": "post"}).status_code == 422
    assert client.post(url, {"sure": "1", "occasion": "never"}).status_code == 422
    assert LearningFile.objects.count() == 0

    told = text(client.post(url, {"sure": "1", "occasion": "post"}, follow=True))
    assert "40 judgements were taken into the activity's learning data" in told.replace("&#x27;", "'")
    assert "Take this run" not in told
    again = text(client.post(url, {"sure": "1", "occasion": "post"}, follow=True))
    assert "It was taken before. Nothing was stored twice." in again
    assert LearningFile.objects.count() == 1


def test_only_a_sealed_training_of_an_activity_offers_it_and_only_to_who_may(cast, room):  # noqa: F811
    url = reverse("run-judgement", args=[room.key])
    donor = cast.client("gulnora").post(url, {"sure": "1", "occasion": "post"})
    assert donor.status_code == 404
    Run.objects.filter(pk=room.pk).update(mode="rehearsal")
    assert "would be taken" not in text(page(cast, room))
    refused = cast.client("chinara").post(url, {"sure": "1", "occasion": "post"})
    assert (refused.status_code, "learning.room" in refused.content.decode()) == (409, True)
    assert LearningFile.objects.count() == 0
