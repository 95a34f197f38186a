"""A run's own page: who takes which seat, PIN and QR code; preparing a run; the plenary screen."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.forms import key_of
from kopuro.core.pages import Request, may, page
from kopuro.rooms import access, actions
from kopuro.rooms.forms.library import RunChangeForm, RunForm
from kopuro.rooms.models import Run, Version
from kopuro.rooms.queries import library
from kopuro.rooms.queries.screen import on_screen
from kopuro.rooms.terms import SeatKind
from kopuro.rooms.views.leading import led, now_ms, seen, staffed

KEPT_DAYS = 365
PAGES = {"director": "run-console", "controller": "run-console", "roleplayer": "run-characters", "evaluator": "run-evaluate",
         "wellbeing": "run-care", "screen": "run-screen"}  # fmt: skip
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def join_address(request: Request, run: Run) -> str:
    return request.build_absolute_uri(f"{reverse('station')}?pin={run.pin}")


def qr(address: str) -> SafeString:
    """The address as an SVG drawing of a QR code."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, light="#fff"
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn by segno from our own address


def teams_of(version: Version) -> list[tuple[str, str]]:
    scenario = library.loaded(version).scenario
    return (
        [(team.code, team.title.get(get_language() or "en", *scenario.languages)) for team in scenario.teams]
        if scenario
        else []
    )


@page(may("room.lead"))
def run_new(request: Request) -> HttpResponse:
    """Prepares a run of one version, named in the address."""
    wanted = request.GET.get("version", "")
    rows = access.versions_visible_to(request.actor).filter(state="published")
    try:
        version = rows.filter(key=UUID(wanted)).first() if wanted else None
    except ValueError:
        version = None
    if version is None:
        return render(request, "rooms/run_new.html", {"versions": rows.defer("files")[:200]})
    if not access.may_lead(request.actor, version.scenario.programme):
        raise Http404
    reviewed = library.is_reviewed(version)
    form = RunForm(
        request.POST or None, actor=request.actor, version=version, teams=teams_of(version),
        initial={"title": version.scenario.title, "mode": "training" if reviewed else "rehearsal",
                 "retain_until": clock.today() + timedelta(days=KEPT_DAYS)},
    )  # fmt: skip

    def do(form: Any) -> Run:
        facts = {name: form.cleaned_data[name] for name in ("title", "mode", "teams", "activity", "retain_until")}
        return actions.prepare(
            actor=request.actor,
            at=clock.now(),
            programme=version.scenario.programme,
            version=version,
            key=form.key,
            **facts,
        )

    return form_page(
        request, form, do, title=_("Prepare a run"), lead=str(version), crumbs=[version], label=_("Prepare it")
    )


@page(may("room.lead"))
def run_change(request: Request, key: UUID) -> HttpResponse:
    run = led(request, key)
    initial = {"title": run.title, "activity": run.activity, "retain_until": run.retain_until}
    form = RunChangeForm(request.POST or None, actor=request.actor, version=run.version, teams=[], initial=initial)

    def do(form: Any) -> Run:
        facts = {name: form.cleaned_data[name] for name in initial}
        return actions.name_run(actor=request.actor, at=clock.now(), run=run, key=form.key, **facts)

    return form_page(request, form, do, title=_("The run"), then=run, crumbs=[run])


@page(may("room.read"))
def run_detail(request: Request, key: UUID) -> HttpResponse:
    run = seen(request, key)
    mine = {seat.kind for seat in run.seats.filter(account__key=request.actor.key)}
    doors = [
        {"kind": kind, "label": SeatKind(kind).label, "url": reverse(name, args=[run.key]), "mine": kind in mine}
        for kind, name in PAGES.items()
        if kind != "screen" and access.may_take(request.actor, run, kind)
    ]
    address = join_address(request, run)
    context = {
        "run": run,
        "programme": run.programme,
        "doors": doors,
        "may_lead": access.may_lead(request.actor, run.programme),
        "address": address,
        "is_local": request.get_host().rsplit(":", 1)[0] in LOOPBACK,
        "qr": qr(address),
        "reviewed": library.is_reviewed(run.version),
        "may_forget": clock.today() > run.retain_until,
        "joinable": run.status not in ("prepared", "ended", "debrief", "sealed"),
    }
    return render(request, "rooms/run_detail.html", context)


@page(may("room.read"))
@require_POST
def seat_take(request: Request, key: UUID) -> HttpResponse:
    run = seen(request, key)
    kind = request.POST.get("kind", "")
    if kind not in PAGES:
        raise Http404
    if kind == SeatKind.SCREEN:
        actions.take_screen(actor=request.actor, at=clock.now(), run=run, key=key_of(request))
    else:
        actions.take_staff_seat(actor=request.actor, at=clock.now(), run=run, kind=kind, key=key_of(request))
    return redirect(PAGES[kind], key=run.key)


@page(may("room.lead"))
@require_POST
def readmit(request: Request, key: UUID) -> HttpResponse:
    run = led(request, key)
    actions.readmit(actor=request.actor, at=clock.now(), run=run, key=key_of(request))
    return redirect("run-console", key=run.key)


@page(may("room.lead"))
@require_POST
def run_forget(request: Request, key: UUID) -> HttpResponse:
    run = led(request, key)
    actions.forget(actor=request.actor, at=clock.now(), run=run, key=key_of(request))
    return redirect(run)


@page(may("room.lead"))
def screen(request: Request, key: UUID) -> HttpResponse:
    """For the projector: what everybody may see, large. It listens from its own seat, which knows no more than that."""
    run = led(request, key)
    seat = run.seats.filter(kind=SeatKind.SCREEN).first()
    address = join_address(request, run)
    shown = on_screen(run, now_ms(), get_language() or "en")
    return render(request, "rooms/screen.html", staffed(run, seat, shown=shown, address=address, qr=qr(address)))
