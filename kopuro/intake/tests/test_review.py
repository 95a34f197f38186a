"""A document is read, reviewed and taken back; nothing is stored half."""

from __future__ import annotations

import pytest

from kopuro.activities.models import Activity
from kopuro.core.problems import Problem
from kopuro.followup.models import Recommendation
from kopuro.intake import actions
from kopuro.intake.models import Card, Reading
from kopuro.sources.models import Claim, Document, Passage

pytestmark = pytest.mark.django_db

OSH = (
    "Seminar on listening held in Osh\n\nOSH, 5 March 2024. Some 25 police officers took part in a seminar organised by LEICA in Osh, "
    "Kyrgyzstan, on 4-5 March 2024. Participants recommended to hold joint meetings with women's groups.\n"
)
OSH_AGAIN = "Newsletter\n\nIn March the project LEICA held a seminar in Osh, Kyrgyzstan, on 4-5 March 2024. About 30 police officers took part.\n"


def read(cast, text: str = OSH, name: str = "osh.txt") -> Reading:
    return actions.take_in(programme=cast.programme, name=name, data=text.encode(), **cast.writing())


def field(card: Card, name: str) -> Claim:
    return Claim.objects.get(subject=card.key, field=name)


def test_a_news_item_becomes_a_card_with_a_sentence_behind_every_value(cast):
    reading = read(cast)
    card = reading.cards.get()
    people = field(card, "participants.reported")
    assert (people.value, people.qualifier, people.status) == (25, "about", "proposed")
    assert reading.document.text[people.passage.start : people.passage.end].startswith("Some 25")
    assert field(card, "dates").value == {"start": "2024-03-04", "end": "2024-03-05", "month_day": []}
    assert Activity.objects.count() == 0


def test_accepted_the_activity_stands_with_its_recommendation(cast):
    card = read(cast).cards.get()
    actions.accept_card(card=card, **cast.writing())
    activity = Activity.objects.get(key=card.key)
    assert (activity.people, activity.start, activity.type) == (25, "2024-03-04", "seminar")
    advice = Recommendation.objects.get(activity=activity)
    assert "joint meetings" in advice.text
    assert advice.passage.document_id == card.reading.document_id


def test_the_last_decision_ends_the_review(cast):
    card = read(cast).cards.get()
    actions.accept_card(card=card, **cast.writing())
    card.reading.refresh_from_db()
    assert card.reading.reviewed_by == cast.aida.key


def snapshot() -> dict:
    """All that a review may touch, as plain rows."""
    return {
        model.__name__: sorted(map(str, model.objects.values_list()))
        for model in (Claim, Card, Activity, Recommendation, Reading)
    }


def steps(cast, card: Card, name: str) -> None:
    do = cast.writing()
    if name == "accept":
        actions.accept_card(card=card, **do)
    elif name == "reject":
        actions.reject_card(card=card, **do)
    elif name == "correct":
        actions.correct_claim(card=card, claim=field(card, "participants.reported"), value=27, qualifier="exact", **do)
    elif name == "reject value":
        actions.reject_claim(card=card, claim=field(card, "participants.reported"), **do)
    elif name == "add":
        actions.add_claim(card=card, field="topic", value="cyber", start=0, end=7, **do)
    elif name == "split":
        actions.split_card(card=card, claims=[field(card, "participants.reported")], title="The other one", **do)


@pytest.mark.parametrize("name", ["accept", "reject", "correct", "reject value", "add", "split"])
def test_undo_puts_everything_back_as_it_was(cast, name):
    card = read(cast).cards.get()
    before = snapshot()
    steps(cast, card, name)
    assert snapshot() != before
    actions.undo(reading=card.reading, **cast.writing())
    assert snapshot() == before


def test_undo_of_a_merge_leaves_the_other_activity_as_it_was(cast):
    first = read(cast).cards.get()
    actions.accept_card(card=first, **cast.writing())
    activity = Activity.objects.get()
    second = read(cast, OSH_AGAIN, "newsletter.txt").cards.get()
    before = snapshot()
    actions.merge_card(card=second, activity=activity, **cast.writing())
    activity.refresh_from_db()
    assert activity.conflicts == 1
    actions.undo(reading=second.reading, **cast.writing())
    assert snapshot() == before


def test_two_documents_of_one_activity_complete_and_contradict_each_other(cast):
    from kopuro.activities.queries import story
    from kopuro.intake.queries import shown_cards

    actions.accept_card(card=read(cast).cards.get(), **cast.writing())
    reading = read(cast, OSH_AGAIN, "newsletter.txt")
    (shown,), _text = shown_cards(cast.aida, reading)
    assert [activity.start for _score, activity in shown.candidates] == ["2024-03-04"]
    actions.merge_card(card=shown.card, activity=shown.candidates[0][1], **cast.writing())
    told = story(cast.aida, Activity.objects.get(), "participants.reported")
    assert {claim.value for claim in told.claims} == {25, 30}
    assert told.in_conflict


def test_a_decided_card_is_not_decided_twice(cast):
    card = read(cast).cards.get()
    actions.accept_card(card=card, **cast.writing())
    with pytest.raises(Problem, match=r"intake\.decided"):
        actions.reject_card(card=card, **cast.writing())


def test_undo_stops_where_the_activity_has_been_worked_on(cast):
    from kopuro.activities.actions import add_session

    card = read(cast).cards.get()
    actions.accept_card(card=card, **cast.writing())
    add_session(activity=Activity.objects.get(), title="Day 1", **cast.writing())
    with pytest.raises(Problem, match=r"intake\.undo"):
        actions.undo(reading=card.reading, **cast.writing())
    assert Activity.objects.count() == 1


def test_the_same_file_is_not_read_twice(cast):
    read(cast)
    with pytest.raises(Problem, match=r"intake\.again"):
        read(cast, name="copy.txt")
    assert (Document.objects.count(), Reading.objects.count()) == (1, 1)


def test_the_same_upload_sent_twice_has_one_effect(cast):
    common = {"programme": cast.programme, "name": "osh.txt", "data": OSH.encode(), "key": "form-0", **cast.writing()}
    assert actions.take_in(**common).pk == actions.take_in(**common).pk


@pytest.mark.parametrize("data", [b"", b"   \n", b"\x00\x01\x02" * 50, b"%PDF-1.7 cut", b"PK\x03\x04 cut"])
def test_a_bad_file_leaves_nothing_behind(cast, data):
    with pytest.raises(Problem, match=r"intake\."):
        actions.take_in(programme=cast.programme, name="bad.pdf", data=data, **cast.writing())
    assert (Document.objects.count(), Reading.objects.count(), Passage.objects.count(), Claim.objects.count()) == (
        0,
        0,
        0,
        0,
    )


def test_a_text_without_an_activity_gives_no_card_and_can_be_finished(cast):
    reading = read(cast, "The ministry published its annual budget. Nothing else happened.\n", "budget.txt")
    assert reading.cards.count() == 0
    actions.finish(reading=reading, **cast.writing())
    assert Reading.objects.get().reviewed_at is not None


@pytest.mark.parametrize("name", ["bakyt", "chinara", "daniyar", "gulnora", "hamid", "zarina"])
def test_only_the_team_takes_in_and_reviews(cast, name):
    card = read(cast).cards.get()
    with pytest.raises(Problem, match=r"intake\.not-allowed"):
        actions.take_in(programme=cast.programme, name="x.txt", data=b"Seminar", **cast.writing(name))
    with pytest.raises(Problem, match=r"intake\.not-allowed"):
        actions.accept_card(card=card, **cast.writing(name))


def test_the_speakers_name_is_not_kept(cast):
    text = (
        OSH
        + '\n"We learned to listen to each other and to wait before we judge," said Guldana Testova, head of the women\'s council.\n'
    )
    card = read(cast, text).cards.get()
    for claim in Claim.objects.filter(subject=card.key, field="quote"):
        assert "Testova" not in str(claim.value)


SHEET = "Title;Type;Start;End;City;Country;Planned\nSeminar one;Seminar;2027-02-01;2027-02-03;Osh;Kyrgyzstan;25\nCamp;Camp;2027-07-01;2027-07-05;Karakol;Kyrgyzstan;100\n"


def test_a_sheet_becomes_a_card_for_each_row_with_its_cell(cast):
    reading = read(cast, SHEET, "plan.csv")
    assert [str(field(card, "title").value) for card in reading.cards.all()] == ["Seminar one", "Camp"]
    assert field(reading.cards.first(), "participants.planned").row.endswith("G2")


def test_a_mapping_remembers_itself(cast):
    reading = read(cast, SHEET, "plan.csv")
    (mapping,) = reading.found["mappings"]
    fields = ["title", "type", "start", "end", "city", "country", ""]
    actions.change_columns(reading=reading, fields={mapping["fingerprint"]: fields}, **cast.writing())
    assert not Claim.objects.filter(field="participants.planned").exists()
    again = read(cast, SHEET.replace("Seminar one", "Seminar two"), "plan-2.csv")
    assert again.found["mappings"][0]["fields"] == fields


def test_columns_need_a_title(cast):
    reading = read(cast, SHEET, "plan.csv")
    (mapping,) = reading.found["mappings"]
    with pytest.raises(Problem, match=r"intake\.columns"):
        actions.change_columns(
            reading=reading, fields={mapping["fingerprint"]: ["", "type", "", "", "", "", ""]}, **cast.writing()
        )
    assert reading.cards.count() == 2


def test_a_sheet_whose_headers_say_nothing_is_read_once_they_are_explained(cast):
    reading = read(cast, "A1;B1;C1\nxx;24;Osh\nyy;31;Batken\n", "signs.csv")
    (mapping,) = reading.found["mappings"]
    assert (mapping["fields"], reading.cards.count()) == (["", "", ""], 0)
    fields = {mapping["fingerprint"]: ["title", "attended", "city"]}
    actions.change_columns(reading=reading, fields=fields, **cast.writing())
    assert [str(field(card, "title").value) for card in reading.cards.all()] == ["xx", "yy"]
    again = read(cast, "A1;B1;C1\nzz;12;Osh\n", "signs-2.csv")
    assert [str(field(card, "title").value) for card in again.cards.all()] == ["zz"]


def test_a_sheet_of_prose_has_no_headers_to_ask_about(cast):
    assert read(cast, "Only one line of words\nand another\n", "prose.csv").found["mappings"] == []


def test_the_review_page_asks_no_more_for_many_cards_than_for_one(cast, django_assert_num_queries):
    page = cast.client("aida")
    lines = [f"Training {n};training;{n}.03.2026;Osh;Kyrgyzstan;{n}" for n in range(10, 25)]
    for name, rows in (("one.csv", lines[:1]), ("many.csv", lines)):
        sheet = "\n".join(["Title;Type;Date;City;Country;Participants", *rows])
        reading = actions.take_in(programme=cast.programme, name=name, data=sheet.encode(), **cast.writing())
        page.get(f"/intake/{reading.key}/")
        with django_assert_num_queries(11):
            page.get(f"/intake/{reading.key}/")
