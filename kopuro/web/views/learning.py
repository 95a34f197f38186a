"""A table of learning data taken in, in two steps: the file, then what its columns mean. Put together here, because
reading files belongs to intake. Nothing is kept between the steps: the table travels in the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from kopuro.activities.models import Activity
from kopuro.core import clock
from kopuro.core.pages import Request, may, page
from kopuro.core.problems import Problem
from kopuro.learning import access, actions, queries
from kopuro.learning.forms import ColumnsForm, FileForm
from kopuro.learning.rules.columns import MAY, NEEDS, Columns
from kopuro.web.tables_in import Sheet, from_text, sheet_of

SAMPLES = 3
ITEM = "item"


@dataclass(frozen=True)
class ShownColumn:
    name: str
    header: str
    samples: str
    role: str


@page(may("learning.change"))
@sensitive_post_parameters("table")
def learning_new(request: Request, key: UUID) -> HttpResponse:
    activity = get_object_or_404(access.activities_visible_to(request.actor).prefetch_related("runnings"), key=key)
    if not access.may_take_in(request.actor, activity):
        raise Http404
    if "table" in request.POST:
        return columns_step(request, activity)
    return file_step(request, activity)


def file_step(request: Request, activity: Activity) -> HttpResponse:
    form = FileForm(request.POST or None, request.FILES or None)
    problem = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            sheet = sheet_of(upload.name, upload.read())
        except Problem as refusal:
            problem = refusal
        else:
            from kopuro.learning.rules.intake import suggest  # noqa: PLC0415 - loads numerical libraries, wanted here only

            kind = form.cleaned_data["kind"]
            known = queries.remembered(activity, kind, actions.fingerprint_of(sheet.headers))
            columns = known or suggest(kind, sheet.headers, sheet.rows)
            asked = ColumnsForm(
                initial={name: value for name, value in form.cleaned_data.items() if name not in ("file", "once")}
            )
            return columns_page(request, activity, asked, sheet, kind, columns, is_known=known is not None)
    status = problem.status if problem else 422 if form.errors else 200
    context = {"activity": activity, "form": form, "problem": problem}
    return render(request, "web/learning_file.html", context, status=status)


def columns_step(request: Request, activity: Activity) -> HttpResponse:
    form = ColumnsForm(request.POST)
    if not form.is_valid():
        # Its fields are hidden: something else than our page sent them.
        raise Problem("learning.no_table", _("The table was lost on its way through the page. Choose the file again."))
    clean = form.cleaned_data
    sheet = from_text(clean["table"])
    columns = chosen(request.POST, sheet.headers)
    try:
        file = actions.take_in(
            actor=request.actor, at=clock.now(), activity=activity, kind=clean["kind"], title=clean["title"], headers=sheet.headers,
            rows=sheet.rows, columns=columns, occasion=clean["occasion"], instrument=clean["instrument"], version=clean["version"],
            first_row=sheet.first_row, key=form.key,
        )  # fmt: skip
    except Problem as refusal:
        return columns_page(request, activity, form, sheet, clean["kind"], columns, problem=refusal)
    words = ngettext("%(n)d row taken in under random keys.", "%(n)d rows taken in under random keys.", file.rows)
    messages.success(request, words % {"n": file.rows})
    return redirect("activity-learning", activity.key)


def chosen(data: Mapping[str, str], headers: Sequence[str]) -> Columns:
    """Columns as said on the page; of two columns for the same thing a Problem says so."""
    named: dict[str, int] = {}
    items: list[tuple[int, str]] = []
    for place, header in enumerate(headers):
        role = data.get(f"c{place}", "")
        if role == ITEM:
            items.append((place, header))
        elif role in named:
            words = roles()[role]
            raise Problem(
                "learning.columns", _("Two columns are said to hold the same: %s. Go back and choose one.") % words
            )
        elif role in roles():
            named[role] = place
    return Columns(named, tuple(items))


def roles() -> dict[str, str]:
    return {
        "code": _("code of the person"), "occasion": _("before or after"), "group": _("group"), "language": _("language"),
        "case": _("fictional case"), "signal": _("is it a signal (1/0)"), "response": _("was it called one (1/0)"),
        "confidence": _("how sure (0–100)"), "pair": _("matched pair"), "trait": _("trait varied in the pair"),
        "level": _("variant of the trait"), "unit": _("what was rated"), "indicator": _("indicator"), "value": _("rating"),
    }  # fmt: skip


def columns_page(
    request: Request, activity: Activity, form: ColumnsForm, sheet: Sheet, kind: str, columns: Columns, *,
    problem: Problem | None = None, is_known: bool = False,
) -> HttpResponse:  # fmt: skip
    taken = {place: role for role, place in columns.named.items()} | {place: ITEM for place, _name in columns.items}
    choices = [("", _("not taken")), *((role, roles()[role]) for role in (*NEEDS[kind], *MAY[kind]) if role in roles())]
    if kind == "answers":
        choices.append((ITEM, _("item of the test (points)")))
    shown = [
        ShownColumn(f"c{place}", header, samples(sheet, place, taken.get(place, "")), taken.get(place, ""))
        for place, header in enumerate(sheet.headers)
    ]
    context = {
        "activity": activity, "form": form, "columns": shown, "choices": choices, "table": sheet.as_text(), "rows": len(sheet.rows),
        "problem": problem, "is_known": is_known,
    }  # fmt: skip
    return render(request, "web/learning_columns.html", context, status=problem.status if problem else 200)


def samples(sheet: Sheet, place: int, role: str) -> str:
    """A few values, to recognise the column by; codes of people are not shown again."""
    if role == "code":
        return _("codes")
    cells = (row[place] for row in sheet.rows if place < len(row) and row[place])
    return " · ".join(cell[:24] for cell in list(dict.fromkeys(cells))[:SAMPLES])
