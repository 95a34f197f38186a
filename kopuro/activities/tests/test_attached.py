"""Photos lose their metadata, words wait for consent, the wall stands."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from PIL import Image

from kopuro.activities import access, actions
from kopuro.activities.models import AttendanceSheet, Quotation
from kopuro.activities.queries import attendance
from kopuro.activities.rules import Attendee, unpack
from kopuro.activities.tests.factories import workshop
from kopuro.core.problems import Problem
from kopuro.sources.actions import keep_document, passage
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def jpeg() -> bytes:
    picture = Image.new("RGB", (80, 60), "teal")
    exif = picture.getexif()
    exif[0x010E] = "SECRET-PLACE"
    exif[0x8825] = {1: "N", 2: (42.0, 52.0, 30.0)}
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"SECRET-COMMENT")
    return out.getvalue()


def test_a_photo_keeps_its_pixels_and_nothing_else(cast):
    data = jpeg()
    assert b"SECRET-PLACE" in data and b"SECRET-COMMENT" in data
    facts = {"caption": "The room", "credit": "LEICA", "consent_note": ""}
    photo = actions.add_photo(activity=workshop(cast), data=data, **facts, **cast.writing())
    kept = photo.file.open("rb").read()
    assert b"SECRET" not in kept
    with Image.open(io.BytesIO(kept)) as again:
        assert (again.size, dict(again.getexif())) == ((80, 60), {})


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"\xff\xd8\xff\xe0 cut off", b"<svg onload=alert(1)>", b"GIF89a\x01\x00\x01\x00"]
)
def test_what_is_no_picture_is_refused(cast, data):
    with pytest.raises(Problem, match=r"activities\.photo"):
        actions.add_photo(
            activity=workshop(cast), data=data, caption="c", credit="c", consent_note="", **cast.writing()
        )


def test_a_photo_is_shown_to_others_only_with_consent(cast):
    activity = workshop(cast)
    facts = {"caption": "The room", "credit": "LEICA", "data": jpeg()}
    with pytest.raises(Problem, match=r"activities\.photo"):
        actions.add_photo(activity=activity, consent_note=" ", may_be_shown=True, **facts, **cast.writing())
    actions.add_photo(activity=activity, consent_note="", **facts, **cast.writing())
    assert access.photos_visible_to(cast.aida, activity).count() == 1
    assert access.photos_visible_to(cast.actor("gulnora"), activity).count() == 0


def quoted(cast) -> Quotation:
    activity = workshop(cast)
    document = keep_document(
        actor=cast.aida, at=NOW, name="news.txt", data=b"x", text="We learned to listen, she said."
    )
    return Quotation.objects.create(
        activity=activity,
        passage=passage(document=document, start=0, end=20),
        speaker_role="teacher",
        speaker_group="women",
    )


def test_words_are_for_the_team_and_evaluators_until_consent(cast):
    quotation = quoted(cast)
    seen = {
        name: access.quotations_visible_to(cast.actor(name), quotation.activity).count()
        for name in ("aida", "hamid", "gulnora", "elmira")
    }
    assert seen == {"aida": 1, "hamid": 1, "gulnora": 0, "elmira": 0}
    facts = {"speaker_role": "teacher", "speaker_group": "women", "may_be_shown": True}
    with pytest.raises(Problem, match=r"activities\.consent"):
        actions.describe_quotation(quotation=quotation, consent_note="", **facts, **cast.writing())
    actions.describe_quotation(quotation=quotation, consent_note="by e-mail, 3 March", **facts, **cast.writing())
    assert access.quotations_visible_to(cast.actor("gulnora"), quotation.activity).count() == 1


def test_no_names_no_quotes_hides_words_from_all_but_the_team(cast):
    quotation = quoted(cast)
    Quotation.objects.update(may_be_shown=True, consent_note="yes")
    actions.mark_no_names(activity=quotation.activity, on=True, **cast.writing())
    assert access.quotations_visible_to(cast.actor("hamid"), quotation.activity).count() == 0
    assert access.quotations_visible_to(cast.aida, quotation.activity).count() == 1


def test_law_enforcement_never_reads_words_of_others(cast):
    quotation = quoted(cast)
    Quotation.objects.update(may_be_shown=True, consent_note="yes")
    assert access.quotations_visible_to(cast.actor("daniyar"), quotation.activity).count() == 0
    cast.accounts["aida"].group = "law_enforcement"
    assert access.quotations_visible_to(cast.aida, quotation.activity).count() == 0


def people(n: int, group: str) -> list[Attendee]:
    return [Attendee(person=uuid.uuid4(), group=group, days=Decimal(2)) for _ in range(n)]


def test_attendance_counts_people_and_hides_small_groups(cast):
    activity = workshop(cast)
    rows = people(12, "law_enforcement") + people(3, "women")
    actions.record_participations(activity=activity, attendees=rows, **cast.writing())
    found = attendance(activity)
    assert (found.people, found.person_days) == (15, 30)
    assert dict(found.groups) == {"law enforcement": None, "women's groups": None}


def test_an_attendance_list_taken_in_twice_counts_once(cast):
    activity = workshop(cast)
    rows = people(12, "youth")
    for _ in range(2):
        actions.record_participations(activity=activity, attendees=rows, **cast.writing())
    assert attendance(activity).people == 12


def test_the_sheet_of_an_activity_follows_its_list(cast):
    activity = workshop(cast)
    rows = people(12, "youth")
    actions.record_participations(activity=activity, attendees=rows, **cast.writing())
    gone = [replace(rows[0], stage="registered"), replace(rows[1], days=Decimal("0.5"))]
    actions.record_participations(activity=activity, attendees=gone, **cast.writing())
    sheet = AttendanceSheet.objects.get(activity=activity)
    assert (sheet.people, sheet.tenths, len(unpack([bytes(sheet.packed)]))) == (11, 205, 11)


def test_a_session_does_not_end_before_it_begins(cast):
    with pytest.raises(Problem, match=r"activities\.session"):
        actions.add_session(activity=workshop(cast), title="Day 1", starts_at=NOW, ends_at=NOW, **cast.writing())


def test_chinara_adds_sessions_and_materials_but_not_facts(cast):
    activity = workshop(cast)
    session = actions.add_session(activity=activity, title="Day 1", **cast.writing("chinara"))
    actions.add_agenda_item(session=session, title="Listening", **cast.writing("chinara"))
    facts = {"title": "Slides", "name": "slides.pdf", "data": b"%PDF-", "licence": "CC BY 4.0"}
    actions.add_material(activity=activity, **facts, **cast.writing("chinara"))
    assert (activity.sessions.count(), session.agenda.count(), activity.materials.count()) == (1, 1, 1)
    with pytest.raises(Problem):
        actions.mark_no_names(activity=activity, on=True, **cast.writing("chinara"))
