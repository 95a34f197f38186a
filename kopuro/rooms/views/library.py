"""The library: scenarios, versions, findings, reading as a trainee would, editing, reviews, the panel."""

from __future__ import annotations

import mimetypes
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.forms import key_of
from kopuro.core.pages import Request, may, page
from kopuro.core.problems import Problem
from kopuro.rooms import access, actions, parcel
from kopuro.rooms.forms.library import BringForm, SignForm
from kopuro.rooms.models import Version
from kopuro.rooms.queries import library, reading
from kopuro.rooms.queries.events_list import as_sheet
from kopuro.rooms.rules.lint import findings_of, may_be_published
from kopuro.rooms.rules.scenario import read_files

LARGEST = 64_000_000


@page(may("room.read"))
def room_list(request: Request) -> HttpResponse:
    runs = library.runs(request.actor)
    context = {
        "scenarios": library.library(request.actor),
        "live": runs.exclude(status="sealed")[:50],
        "sealed": runs.filter(status="sealed")[:50],
        "may_lead": request.actor.may_somewhere("room.lead"),
    }
    return render(request, "rooms/room_list.html", context)


@page(may("room.lead"))
def scenario_new(request: Request) -> HttpResponse:
    form = BringForm(request.POST or None, request.FILES or None, actor=request.actor)

    def do(form: Any) -> Version:
        file = form.cleaned_data["file"]
        if file.size > LARGEST:
            raise Problem("room.parcel", "The file is larger than 64 MB. Make pictures and recordings smaller.")
        files = parcel.unpack(file.read())
        return actions.bring_in(
            actor=request.actor, at=clock.now(), programme=form.cleaned_data["programme"], files=files, key=form.key
        )

    lead = _("A folder with scenario.yaml at its top. It becomes a draft; nothing is run before it is published.")
    return form_page(request, form, do, title=_("Bring a scenario in"), lead=lead, label=_("Bring it in"))


@page(may("room.read"))
def scenario_detail(request: Request, key: UUID) -> HttpResponse:
    scenario = get_object_or_404(access.scenarios_visible_to(request.actor), key=key)
    newest = scenario.versions.first()
    if newest is None:
        raise Http404
    return redirect(newest)


def seen(request: Request, key: UUID) -> Version:
    return get_object_or_404(access.versions_visible_to(request.actor), key=key)


def changed(request: Request, key: UUID) -> Version:
    version = seen(request, key)
    if not access.may_lead(request.actor, version.scenario.programme):
        raise Http404
    return version


@page(may("room.read"))
def version_detail(request: Request, key: UUID) -> HttpResponse:
    version = seen(request, key)
    loaded = library.loaded(version)
    findings = findings_of(loaded)
    scenario = loaded.scenario
    context = {
        "version": version,
        "programme": version.scenario.programme,
        "scenario": scenario,
        "others": version.scenario.versions.defer("files").exclude(pk=version.pk),
        "findings": findings,
        "errors": sum(one.level == "error" for one in findings),
        "publishable": may_be_published(findings),
        "facts": reading.facts(scenario, get_language()) if scenario else None,
        "reviews": version.reviews.select_related("account"),
        "reviewed": library.is_reviewed(version),
        "panel": library.panel_sets(version),
        "may_lead": access.may_lead(request.actor, version.scenario.programme),
        "may_review": access.may_review(request.actor, version),
        "runs": access.runs_visible_to(request.actor).filter(version=version)[:20],
    }
    return render(request, "rooms/version_detail.html", context)


@page(may("room.read"))
@csp_update({"media-src": [SELF]})
def version_read(request: Request, key: UUID) -> HttpResponse:
    """The scenario as a trainee meets it, phase after phase, with what staff know beside it."""
    version = seen(request, key)
    scenario = library.loaded(version).scenario
    if scenario is None:
        raise Problem("room.scenario", "The scenario cannot be read. Lint it first.", status=422)
    language = request.GET.get("language", "")
    if language not in scenario.languages:
        language = get_language() if get_language() in scenario.languages else scenario.languages[0]
    context = {
        "version": version,
        "programme": version.scenario.programme,
        "scenario": scenario,
        "language": language,
        "tabs": [
            {"label": code, "url": f"?language={code}", "current": code == language} for code in scenario.languages
        ],
        "told": reading.told(scenario, language),
    }
    return render(request, "rooms/version_read.html", context)


@page(may("room.lead"))
def version_edit(request: Request, key: UUID) -> HttpResponse:
    """One text file of a draft beside what the linter says of it and what a trainee would see."""
    version = changed(request, key)
    if version.is_published:
        raise Problem("room.published", "A published version stays as it is. Begin a new draft from it.", status=409)
    name = request.POST.get("name") or request.GET.get("file", "scenario.yaml")
    text = request.POST.get("text", version.files.get(name, ""))
    asked = request.POST.get("line") or request.GET.get("line", "1")
    line = int(asked) if asked.isdigit() and len(asked) < 7 else 1
    problem = None
    if request.method == "POST" and "save" in request.POST:
        try:
            actions.edit_file(
                actor=request.actor, at=clock.now(), version=version, name=name, text=text, saw=request.POST.get("saw", ""),
                key=key_of(request),
            )  # fmt: skip
        except Problem as refusal:
            problem = refusal
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{request.path}?{urlencode({'file': name, 'line': line})}")
    files = {**library.files_of(version), name: text.replace("\r\n", "\n").encode()}
    loaded = read_files(files)
    findings = findings_of(loaded)
    context = {
        "version": version,
        "programme": version.scenario.programme,
        "name": name,
        "text": text,
        "saw": request.POST.get("saw", version.files.get(name, "")),
        "names": sorted(version.files),
        "here": [one for one in findings if one.place.file == name],
        "elsewhere": [one for one in findings if one.place.file != name and one.level == "error"],
        "line": line,
        "preview": reading.preview(loaded, name, text, line, get_language() or "en"),
        "problem": problem,
    }
    return render(request, "rooms/version_edit.html", context, status=problem.status if problem else 200)


@page(may("room.lead"))
@require_POST
def version_publish(request: Request, key: UUID) -> HttpResponse:
    version = changed(request, key)
    actions.publish(actor=request.actor, at=clock.now(), version=version, key=key_of(request))
    messages.success(request, _("Published. It stays as it is from now on."))
    return redirect(version)


@page(may("room.lead"))
@require_POST
def version_draft(request: Request, key: UUID) -> HttpResponse:
    draft = actions.new_draft(actor=request.actor, at=clock.now(), version=changed(request, key), key=key_of(request))
    return redirect(draft)


@page(may("room.read"))
def version_sign(request: Request, key: UUID) -> HttpResponse:
    version = seen(request, key)
    form = SignForm(request.POST or None)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("side", "verdict", "note")}
        return actions.sign(actor=request.actor, at=clock.now(), version=version, key=form.key, **facts)

    lead = _("Sign only after reading all of it: your name stands on every page of the scenario.")
    return form_page(
        request, form, do, title=_("Review this version"), lead=lead, then=version, crumbs=[version], label=_("Sign")
    )


@page(may("room.read"))
def version_panel(request: Request, key: UUID) -> HttpResponse:
    """An expert rates the cases apart: neither the key nor anybody else's ratings are shown."""
    version = seen(request, key)
    scenario = library.loaded(version).scenario
    if scenario is None or not version.is_published:
        raise Http404
    language = get_language() if get_language() in scenario.languages else scenario.languages[0]
    problem = None
    if request.method == "POST":
        rated = request.POST.get("set", "")
        values = {name.removeprefix("case."): value for name, value in request.POST.items() if name.startswith("case.")}
        try:
            actions.rate_for_panel(
                actor=request.actor,
                at=clock.now(),
                version=version,
                rating_set=rated,
                values=values,
                key=key_of(request),
            )
            messages.success(
                request, _("Your ratings of this set are kept. You may change them until the panel is closed.")
            )
            return redirect(request.path)
        except Problem as refusal:
            problem = refusal
    mine = {(row.rating_set, row.case): row.value for row in version.panel.filter(account__key=request.actor.key)}
    context = {
        "version": version,
        "programme": version.scenario.programme,
        "sets": reading.sets(scenario, language, mine),
        "counts": library.panel_sets(version),
        "may_rate": access.may_review(request.actor, version),
        "may_close": access.may_lead(request.actor, version.scenario.programme),
        "least": library.PANEL_LEAST,
        "problem": problem,
    }
    return render(request, "rooms/version_panel.html", context, status=problem.status if problem else 200)


@page(may("room.lead"))
@require_POST
def panel_close(request: Request, key: UUID) -> HttpResponse:
    draft = actions.close_panel(actor=request.actor, at=clock.now(), version=changed(request, key), key=key_of(request))
    return redirect(draft)


def _attached(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(may("room.read"))
def version_folder(request: Request, key: UUID) -> HttpResponse:
    version = seen(request, key)
    code = version.scenario.code
    return _attached(parcel.pack(library.files_of(version), code), f"{code}-{version.number}.zip", "application/zip")


@page(may("room.read"))
def version_events_list(request: Request, key: UUID) -> HttpResponse:
    """The master scenario events list as a spreadsheet."""
    version = seen(request, key)
    scenario = library.loaded(version).scenario
    if scenario is None:
        raise Problem("room.scenario", "The scenario cannot be read. Lint it first.", status=422)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attached(as_sheet(scenario), f"{slugify(scenario.code)}-{version.number}-events-list.xlsx", kind)


def media_response(version: Version, name: str) -> HttpResponse:
    """A scenario's media, shown but never run: a drawing with a script in it stays a drawing."""
    row = get_object_or_404(version.media.select_related("file"), name=name)
    response = HttpResponse(
        bytes(row.file.data), content_type=mimetypes.guess_type(name)[0] or "application/octet-stream"
    )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, max-age=86400"
    return response


@page(may("room.read"))
def version_media(request: Request, key: UUID, name: str) -> HttpResponse:
    return media_response(seen(request, key), name)
