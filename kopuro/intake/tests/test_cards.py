"""What was read becomes cards in the words of the record."""

from __future__ import annotations

import pytest

from kopuro.activities.rules import MANY, SINGLE
from kopuro.intake.rules.cards import cards_of, group_of, known_body
from kopuro.intake.rules.reading import read_text
from kopuro.intake.rules.topics import LABELS
from kopuro.people.terms import Group
from kopuro.programme.terms import TOPICS

NEWS = """Police and women's groups met in Osh

OSH, 5 March 2024. Some 25 police officers and representatives of civil society took part in a seminar organised by LEICA in Osh,
Kyrgyzstan, on 4-5 March 2024, with the support of the OSCE. Experts from France shared their practice. Participants recommended to
hold joint meetings every quarter. The project is funded by the European Union and implemented by CIVIPOL.
"""


def drafts(text: str = NEWS) -> dict[str, list]:
    (card,) = cards_of(read_text(text, source="news.txt"))
    found: dict[str, list] = {}
    for draft in card.drafts:
        found.setdefault(draft.field, []).append(draft)
    return found


def test_every_field_is_one_of_the_record():
    assert set(drafts()) <= {*SINGLE, *MANY}


def test_each_value_points_to_its_words():
    found = drafts()
    words = {name: NEWS[draft.start : draft.end] for name, (draft, *_rest) in found.items() if draft.end}
    assert words["dates"] == "4-5 March 2024"
    assert words["participants.reported"].startswith("Some 25")
    assert words["place"] == "Osh"


def test_past_participation_is_reported_and_a_plan_is_planned():
    assert "participants.reported" in drafts()
    future = "LEICA will hold a seminar in Osh, Kyrgyzstan, on 4-5 March 2031. Some 25 police officers will take part in the seminar."
    assert "participants.planned" in drafts(future)


def test_the_funder_in_the_boilerplate_is_the_programmes():
    names = {draft.value["name"] for draft in drafts().get("organisation", [])}
    assert "CIVIPOL" not in names


@pytest.mark.parametrize(
    ("written", "name"), [("Европейский союз", "European Union"), ("УНП ООН", "UNODC"), ("ОБСЕ", "OSCE")]
)
def test_a_body_in_a_sheet_is_the_body_of_the_news(written, name):
    assert known_body(written)["name"] == name


@pytest.mark.parametrize("written", ["", "x", "our partners and friends", "LEICA and OSCE together"])
def test_a_cell_that_is_not_one_body_stays_as_written(written):
    assert known_body(written) == {}


def test_topics_of_the_reader_and_of_the_record_are_the_same_list():
    assert set(LABELS) == set(TOPICS)


@pytest.mark.parametrize("read", ["law_enforcement", "donor", "education", "none", "nonsense", ""])
def test_any_class_of_the_reader_is_a_group_of_the_wall(read):
    assert group_of(read) in Group.values
