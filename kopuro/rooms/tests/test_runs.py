"""Runs prepared, seated and led from the house; every act lands in the log, and refusals are told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from kopuro.core.models import AuditLine
from kopuro.core.problems import Problem
from kopuro.rooms import actions
from kopuro.rooms.desk import desk, seat_claim, seat_token
from kopuro.rooms.models import Seat
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.seat_codes import code_hash, own_code
from kopuro.rooms.tests.factories import TASTER

pytestmark = pytest.mark.django_db
KEPT = date(2027, 3, 1)


@pytest.fixture
def version(cast):
    draft = actions.bring_in(programme=cast.programme, files=read_folder(TASTER), **cast.writing("aida"))
    return actions.publish(version=draft, **cast.writing("aida"))


@pytest.fixture
def run(cast, version):
    return actions.prepare(
        programme=cast.programme, version=version, mode="rehearsal", retain_until=KEPT, **cast.writing("chinara")
    )


def refused(code, call, **how):
    with pytest.raises(Problem) as refusal, transaction.atomic():
        call(**how)
    assert refusal.value.code == code


def state(run):
    return desk().read(run.log_name, lambda hall: hall.state.plain())


def test_a_run_is_prepared_with_a_pin_and_its_status_follows_the_log(cast, run):
    assert len(run.pin) == 6
    assert desk().run_of_pin(run.pin) == run.log_name
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    again = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    assert (seat.seat, again.pk) == ("s1", seat.pk)
    actions.lead(run=run, seat=seat, kind="open", data={}, **cast.writing("chinara"))
    assert (run.status, state(run)["status"]) == ("open", "open")
    assert AuditLine.objects.filter(verb="room.lead", thing=str(run.key)).count() == 1


def test_an_unreviewed_version_is_no_training(cast, version):
    how = {"programme": cast.programme, "version": version, "retain_until": KEPT, **cast.writing("chinara")}
    refused("room.unreviewed", actions.prepare, mode="training", **how)
    actions.sign(version=version, side="civil_society", verdict="approved", **cast.writing("chinara"))
    actions.sign(version=version, side="justice", verdict="approved", **cast.writing("hamid"))
    run = actions.prepare(mode="training", **how)
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    actions.lead(run=run, seat=seat, kind="open", data={}, **cast.writing("chinara"))
    assert run.status == "open"


def test_a_review_withdrawn_before_opening_keeps_trainees_out(cast, version):
    for who, side in (("chinara", "civil_society"), ("hamid", "justice")):
        actions.sign(version=version, side=side, verdict="approved", **cast.writing(who))
    run = actions.prepare(
        programme=cast.programme, version=version, mode="training", retain_until=KEPT, **cast.writing("chinara")
    )
    actions.sign(version=version, side="justice", verdict="returned", note="A real street.", **cast.writing("hamid"))
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    refused("room.unreviewed", actions.lead, run=run, seat=seat, kind="open", data={}, **cast.writing("chinara"))


def test_drafts_past_dates_and_strangers_prepare_nothing(cast, version):
    draft = actions.new_draft(version=version, **cast.writing("aida"))
    how = {"programme": cast.programme, "mode": "rehearsal"}
    refused("room.draft", actions.prepare, version=draft, retain_until=KEPT, **how, **cast.writing("chinara"))
    refused(
        "room.retention",
        actions.prepare,
        version=version,
        retain_until=date(2026, 3, 1),
        **how,
        **cast.writing("chinara"),
    )
    for who in ("hamid", "daniyar", "gulnora", "zarina"):
        refused("room.not-allowed", actions.prepare, version=version, retain_until=KEPT, **how, **cast.writing(who))


@pytest.mark.parametrize(
    ("who", "kind", "allowed"),
    [
        ("chinara", "director", True), ("aida", "controller", True), ("hamid", "evaluator", True), ("hamid", "wellbeing", True),
        ("hamid", "director", False), ("hamid", "roleplayer", False), ("daniyar", "evaluator", False), ("gulnora", "director", False),
        ("zarina", "wellbeing", False), ("aida", "screen", False), ("aida", "trainee", False),
    ],
)  # fmt: skip
def test_who_takes_which_staff_seat(cast, run, who, kind, allowed):
    if allowed:
        assert actions.take_staff_seat(run=run, kind=kind, **cast.writing(who)).kind == kind
    else:
        refused("room.not-allowed", actions.take_staff_seat, run=run, kind=kind, **cast.writing(who))


def test_nobody_leads_from_the_seat_of_another(cast, run):
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    refused("room.not-allowed", actions.lead, run=run, seat=seat, kind="open", data={}, **cast.writing("aida"))
    refused("room.not-allowed", actions.lead, run=run, seat=seat, kind="join", data={}, **cast.writing("chinara"))
    evaluator = actions.take_staff_seat(run=run, kind="evaluator", **cast.writing("hamid"))
    refused("room.role", actions.lead, run=run, seat=evaluator, kind="open", data={}, **cast.writing("hamid"))


def test_a_trainee_takes_one_seat_however_often_the_form_is_sent(cast, run):
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    joining = {
        "run": run,
        "sign": "Juniper",
        "team": "upper-bridge",
        "role": "inspector",
        "once": "a-form",
        **cast.writing("zarina"),
    }
    refused("room.closed", actions.take_seat, **joining)
    actions.lead(run=run, seat=seat, kind="open", data={}, **cast.writing("chinara"))
    first, again = actions.take_seat(**joining), actions.take_seat(**joining)
    assert (first.pk, first.account) == (again.pk, None)
    assert Seat.objects.get(code_hash=code_hash(own_code(run.log_name, first.seat).upper())) == first
    refused("room.sign-taken", actions.take_seat, **{**joining, "once": "another"})
    token = seat_token(run.log_name, first.seat)
    assert seat_claim(token) == (run.log_name, first.seat)
    assert seat_claim(token[:-1] + ("0" if token[-1] != "0" else "1")) is None


def test_two_facilitators_never_undo_each_other_silently(cast, run):
    chinara = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    aida = actions.take_staff_seat(run=run, kind="controller", **cast.writing("aida"))
    for kind in ("open", "start"):
        actions.lead(run=run, seat=chinara, kind=kind, data={}, **cast.writing("chinara"))
    seen = state(run)["seq"]
    actions.lead(run=run, seat=chinara, kind="pause", data={"saw": seen}, **cast.writing("chinara"))
    refused("room.changed", actions.lead, run=run, seat=aida, kind="resume", data={"saw": seen}, **cast.writing("aida"))
    actions.lead(run=run, seat=aida, kind="resume", data={"saw": state(run)["seq"]}, **cast.writing("aida"))
    assert run.status == "running"


def test_the_same_form_has_one_effect(cast, run):
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    for _ in range(3):
        actions.lead(run=run, seat=seat, kind="open", data={}, once="form-1", key="form-1", **cast.writing("chinara"))
    assert [event.kind for event in desk().events(run.log_name)].count("run.opened") == 1


def test_a_run_is_not_sealed_without_a_debrief(cast, run):
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))

    def lead(kind, **data):
        actions.lead(run=run, seat=seat, kind=kind, data={"saw": state(run)["seq"], **data}, **cast.writing("chinara"))

    for kind in ("open", "start", "end", "debrief"):
        lead(kind)
    refused("room.undebriefed", lead, kind="seal")
    for _ in range(4):
        lead("round", empty=True)
    lead("seal")
    assert run.status == "sealed"
    assert desk().run_of_pin(run.pin) is None


def test_after_the_retention_date_what_was_typed_goes_and_the_counts_stay(cast, run):
    seat = actions.take_staff_seat(run=run, kind="director", **cast.writing("chinara"))
    actions.lead(run=run, seat=seat, kind="open", data={}, **cast.writing("chinara"))
    actions.take_seat(
        run=run, sign="Juniper", team="upper-bridge", role="inspector", once="x", **cast.writing("zarina")
    )
    refused("room.retention", actions.forget, run=run, **cast.writing("chinara"))
    later = {"actor": cast.actor("chinara"), "at": datetime(2027, 3, 2, tzinfo=UTC)}
    refused("room.not-allowed", actions.forget, run=run, actor=cast.actor("hamid"), at=later["at"])
    before = len(desk().events(run.log_name))
    actions.forget(run=run, **later)
    events = desk().events(run.log_name)
    assert len(events) == before
    assert not any(event.words for event in events)
    assert "Juniper" not in str(state(run))
    assert set(run.seats.values_list("code_hash", flat=True)) == {""}
