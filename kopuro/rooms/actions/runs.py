"""Preparing a run, taking seats, leading. What is led goes through the log, which decides; the copy of the status follows."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.people.models import Account
from kopuro.programme.models import Programme
from kopuro.rooms import access
from kopuro.rooms.actions.keeping import erase
from kopuro.rooms.actions.library import refused
from kopuro.rooms.desk import desk
from kopuro.rooms.doorway import gate
from kopuro.rooms.models import Run, Seat, Version
from kopuro.rooms.queries.library import files_of, is_reviewed
from kopuro.rooms.seat_codes import code_hash, own_code
from kopuro.rooms.terms import Mode, SeatKind


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _unreviewed() -> Problem:
    return Problem(
        "room.unreviewed",
        "Two reviewers have to sign the scenario first. Run it as rehearsal or demonstration.",
        status=409,
    )


@write("run.prepare")
def prepare(
    *, actor: Actor, at: datetime, programme: Programme, version: Version, mode: str, retain_until: date, title: str = "",
    teams: Sequence[str] = (), activity: Activity | None = None,
) -> Run:  # fmt: skip
    """Makes a run with its PIN. Raises `Problem` `room.unreviewed` for a training with a version that two reviewers have
    not signed, `room.draft` for a draft, `room.retention` for a date that has passed."""
    if not access.may_lead(actor, programme) or version.scenario.programme_id != programme.pk:
        raise refused()
    if not version.is_published:
        raise Problem("room.draft", "Only a published version can be run. Publish it first.", status=409)
    reviewed = is_reviewed(version)
    if mode == Mode.TRAINING and not reviewed:
        raise _unreviewed()
    if retain_until <= at.date():
        raise Problem("room.retention", "Say until when the record of the run is kept: a day to come.")
    run = Run.objects.create(
        programme=programme, version=version, mode=mode, title=(title or version.scenario.title)[:300], activity=activity,
        retain_until=retain_until, created_at=at,
    )  # fmt: skip
    files = files_of(version)
    run.pin = desk().prepare(run.log_name, files, mode=mode, teams=list(teams) or None, reviewed=reviewed)
    run.save(update_fields=["pin"])
    return run


@write("run.name")
def name_run(*, actor: Actor, at: datetime, run: Run, title: str, activity: Activity | None, retain_until: date) -> Run:
    if not access.may_lead(actor, run.programme):
        raise refused()
    run.title, run.activity, run.retain_until = title[:300], activity, retain_until
    run.save(update_fields=["title", "activity", "retain_until"])
    return run


@write("seat.staff")
def take_staff_seat(*, actor: Actor, at: datetime, run: Run, kind: str) -> Seat:
    """The seat of an account in a staff role; taken once, found again afterwards. Its call-sign is the role's name."""
    if not access.may_take(actor, run, kind) or kind == SeatKind.SCREEN:
        raise refused()
    account = Account.objects.get(key=actor.key)
    known = Seat.objects.filter(run=run, account=account, kind=kind).first()
    if known is not None:
        return known
    others = Seat.objects.filter(run=run, kind=kind).count()
    sign = f"{SeatKind(kind).label} {others + 1}" if others else str(SeatKind(kind).label)
    given = desk().carry_out(
        run.log_name, "join", "", {"kind": kind, "sign": sign[:24]}, f"staff-{account.pk}-{kind}", _ms(at)
    )
    return Seat.objects.create(run=run, seat=given.seat, kind=kind, account=account, joined_at=at)


@write("seat.screen")
def take_screen(*, actor: Actor, at: datetime, run: Run) -> Seat:
    """The projector's seat; a run has one, shown wherever it is opened."""
    if not access.may_take(actor, run, SeatKind.SCREEN):
        raise refused()
    known = Seat.objects.filter(run=run, kind=SeatKind.SCREEN).first()
    if known is not None:
        return known
    given = desk().carry_out(run.log_name, "join", "", {"kind": "screen", "sign": "Screen"}, "screen-seat", _ms(at))
    return Seat.objects.create(run=run, seat=given.seat, kind=SeatKind.SCREEN, joined_at=at)


@write("seat.take")
def take_seat(*, actor: Actor, at: datetime, run: Run, sign: str, team: str, role: str, once: str) -> Seat:
    """A trainee's seat; the PIN has been checked before. The same `once` finds the same seat again."""
    once = once or secrets.token_hex(16)
    name = "join-" + hashlib.sha256(once.encode()).hexdigest()[:32]
    data = {"kind": "trainee", "sign": sign, "team": team, "role": role}
    given = desk().carry_out(run.log_name, "join", "", data, name, _ms(at))
    seat, _made = Seat.objects.get_or_create(
        run=run, seat=given.seat,
        defaults={"kind": SeatKind.TRAINEE, "joined_at": at, "code_hash": code_hash(own_code(run.log_name, given.seat))},
    )  # fmt: skip
    return seat


@write("room.lead")
def lead(
    *, actor: Actor, at: datetime, run: Run, seat: Seat, kind: str, data: Mapping[str, Any], once: str = ""
) -> Run:
    """One act of a staff seat. Whether it may and whether it still fits is decided by the log's rules; a refusal of
    theirs is the `Problem` told. The same `once` has one effect."""
    if seat.run_id != run.pk or seat.account is None or str(seat.account.key) != actor.key:
        raise refused()
    if not access.may_take(actor, run, seat.kind):
        raise refused()
    if kind in ("join", "prepare"):
        raise refused()
    if kind == "open" and run.mode == Mode.TRAINING and not is_reviewed(run.version):
        raise _unreviewed()  # a review may have been taken back since the run was prepared
    named = f"page-{hashlib.sha256((once or secrets.token_hex(16)).encode()).hexdigest()[:32]}"
    desk().carry_out(run.log_name, kind, seat.seat, data, named, _ms(at))
    status = desk().read(run.log_name, lambda hall: hall.state.status)
    if status != run.status:
        run.status = status
        run.save(update_fields=["status"])
    return run


@write("room.readmit")
def readmit(*, actor: Actor, at: datetime, run: Run) -> Run:
    """Forgets wrong PINs, so that everybody may try again."""
    if not access.may_lead(actor, run.programme):
        raise refused()
    gate.readmit()
    desk().readmit()
    return run


def forget(*, actor: Actor, at: datetime, run: Run, key: str = "") -> Run:
    """What `keeping.forget_due` does by itself, at once: after the retention date takes away all that people typed. Raises
    `Problem` `room.retention` before the date."""
    if not access.may_lead(actor, run.programme):
        raise refused()
    if timezone.localdate(at) <= run.retain_until:
        raise Problem(
            "room.retention", "The record is to be kept longer. Change the date first if it may go.", status=409
        )
    return erase(actor=actor, at=at, run=run, key=key)
