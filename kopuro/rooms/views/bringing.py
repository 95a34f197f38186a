"""Scenarios begun from what others wrote: an events list whose columns a person confirms, a story in ink."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopuro.core import clock
from kopuro.core.forms import key_of
from kopuro.core.pages import Request, may, page
from kopuro.core.problems import Problem
from kopuro.programme.models import Programme
from kopuro.rooms import access, actions, list_parcel, terms
from kopuro.rooms.actions.lists import STORY, taken
from kopuro.rooms.forms.library import LANGUAGES, ForeignForm, StoryForm
from kopuro.rooms.models import Version
from kopuro.rooms.rules import events_list
from kopuro.rooms.rules.events_list import Columns

SHOWN = 40
# Tags of stories as their authors write them, the same in every language.
TAGS = (
    "# team: …",
    "# role: …",
    "# from: …",
    "# channel: mail",
    "# phase: …",
    "# delay: 2m",
    "# deadline: 5m",
    "# by hand",
)
CHOICE_TAGS = ("# no action", "# asks more", "# refers", "# credit: part", "# because: …", "# flag: …")


def open_to_lists(request: Request) -> list[Version]:
    """The newest version of each scenario that the reader may write."""
    rows = access.versions_visible_to(request.actor).filter(
        scenario__programme_id__in=request.actor.programmes("room.lead")
    )
    newest: dict[int, Version] = {}
    for row in rows.defer("files").order_by("scenario__title", "-number"):
        newest.setdefault(row.scenario_id, row)
    return list(newest.values())


@page(may("room.lead"))
def events_list_in(request: Request) -> HttpResponse:
    """First the file, then what its columns mean; the rows are shown as they would be taken before anything is written."""
    if "packed" in request.POST:
        return _columns(request)
    form = ForeignForm(
        request.POST or None, request.FILES or None, actor=request.actor, versions=open_to_lists(request),
        file_label=_("Events list as XLSX, at most 10 MB"), initial={"into": request.GET.get("version", "")},
    )  # fmt: skip
    problem = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["file"].size > list_parcel.LIMITS.max_bytes:
                raise list_parcel.refused(_("The file is larger than 10 MB. Leave out pictures, or split the list."))
            table, others = list_parcel.opened(data["file"].name, data["file"].read(), data["language"])
            columns = events_list.suggest(table, data["language"]) or events_list.unclear(table)
            return _asked(request, table, columns, data["into"], data["title"], data["language"], others)
        except Problem as refusal:
            problem = refusal
    status = problem.status if problem else 422 if form.is_bound and form.errors else 200
    context = {"form": form, "problem": problem, "titles": list(terms.LIST_COLUMNS.values())}
    return render(request, "rooms/events_list_in.html", context, status=status)


def _target(request: Request) -> tuple[Programme | Version, str]:
    """Where the list goes, looked up anew among what the reader may write."""
    into = request.POST.get("into", "")
    programmes = Programme.objects.filter(pk__in=request.actor.programmes("room.lead"))
    for row in programmes:
        if row.code == into:
            return row, request.POST.get("title", "").strip()[:200] or str(_("Exercise"))
    try:
        version = get_object_or_404(access.versions_visible_to(request.actor), key=UUID(into))
    except ValueError as error:
        raise Http404 from error
    if not access.may_lead(request.actor, version.scenario.programme):
        raise Http404
    return version, ""


def _columns(request: Request) -> HttpResponse:
    """The second page sent: look again with other meanings, or take the list."""
    try:
        table = list_parcel.unpacked(request.POST["packed"])
    except Problem as refusal:
        messages.error(request, refusal.sentence)
        return redirect("events-list-in")
    into, title = _target(request)
    language = request.POST.get("language", "")
    language = language if language in dict(LANGUAGES) else "en"
    columns = _chosen(request, events_list.suggest(table, language) or events_list.unclear(table), language)
    if "take" not in request.POST:
        return _asked(request, table, columns, into, title, language)
    base = into if isinstance(into, Version) else None
    try:
        draft = actions.take_list(
            actor=request.actor, at=clock.now(), programme=base.scenario.programme if base else into, base=base, title=title,
            read=events_list.read(table, columns), columns=columns, language=language, key=key_of(request),
        )  # fmt: skip
    except Problem as refusal:
        return _asked(request, table, columns, into, title, language, problem=refusal)
    messages.success(request, _("Taken into a draft. Read it, and mend what the linter says."))
    return redirect(draft)


def _chosen(request: Request, columns: Columns, language: str) -> Columns:
    """The columns as the person says; each meaning that stands for one thing is given to one column."""
    allowed = {value for value, _label in meanings(language, columns)}
    found: list[str] = []
    for place in range(len(columns.headers)):
        meaning = request.POST.get(f"c{place}", "")
        once = meaning.partition(":")[0] not in ("responsible", "remarks")
        found.append("" if meaning not in allowed or (once and meaning in found) else meaning)
    axis = request.POST.get("axis", "")
    axes = dict(terms.LIST_AXES)
    return dataclasses.replace(
        columns, meanings=tuple(found), axis=axis if axis in axes else columns.axis  # type: ignore[arg-type]
    )  # fmt: skip


def meanings(language: str, columns: Columns) -> list[tuple[str, Any]]:
    """What a column may mean, words in each language of the list."""
    spoken = dict.fromkeys((language, *columns.languages(language)))
    found: list[tuple[str, Any]] = [("", _("not taken"))]
    for name, label in terms.LIST_COLUMNS.items():
        if name in events_list.PER_LANGUAGE:
            found += [(f"{name}:{one}", f"{label} ({one})") for one in spoken]
        else:
            found.append((name, label))
    return found


def _asked(
    request: Request, table: Any, columns: Columns, into: Programme | Version, title: str, language: str,
    others: tuple[str, ...] = (), problem: Problem | None = None,
) -> HttpResponse:  # fmt: skip
    """What the columns mean, and beside it what would be taken."""
    read = events_list.read(table, columns)
    base = into if isinstance(into, Version) else None
    made = None
    if not read.faults:
        try:
            made = taken(base, title, read, columns, language)
        except Problem as refusal:
            problem = problem or refusal
    sample = table.rows[columns.header + 1 : columns.header + 4]
    context = {
        "programme": base.scenario.programme if base else into,
        "base": base,
        "into": str(base.key) if base else into.code,
        "title": title,
        "language": language,
        "packed": list_parcel.packed(table),
        "columns": [
            {
                "name": f"c{place}", "header": header, "meaning": meaning, "letter": events_list.letter(place),
                "sample": [str(row[place])[:60] for row in sample if place < len(row) and row[place] is not None],
            }
            for place, (header, meaning) in enumerate(zip(columns.headers, columns.meanings, strict=True))
        ],
        "choices": meanings(language, columns),
        "axis": columns.axis,
        "axes": terms.LIST_AXES,
        "others": others,
        "faults": read.faults,
        "made": made,
        "rows": [(one, one.title.get(language)) for one in made.scenario.injects[:SHOWN]] if made else [],
        "problem": problem,
    }  # fmt: skip
    status = problem.status if problem else 422 if read.faults else 200
    return render(request, "rooms/events_list_columns.html", context, status=status)


@page(may("room.lead"))
def ink_in(request: Request) -> HttpResponse:
    """A story in ink becomes the first draft of a scenario; what could not be carried stands in its notes."""
    form = StoryForm(request.POST or None, request.FILES or None, actor=request.actor)
    problem = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["file"].size > STORY.max_bytes:
                raise Problem("room.ink", _("The file is larger than 2 MB, which no story for a room is."), status=422)
            draft = actions.take_story(
                actor=request.actor, at=clock.now(), programme=data["programme"], title=data["title"].strip(),
                language=data["language"], data=data["file"].read(), key=form.key,
            )  # fmt: skip
        except Problem as refusal:
            problem = refusal
        else:
            messages.success(
                request, _("A draft was made of it. What could not be carried stands in the facilitator's notes.")
            )
            return redirect(draft)
    status = problem.status if problem else 422 if form.is_bound and form.errors else 200
    context = {"form": form, "problem": problem, "tags": TAGS, "choice_tags": CHOICE_TAGS}
    return render(request, "rooms/ink_in.html", context, status=status)
