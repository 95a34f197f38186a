"""The after-action review of a run: the page, replay to any second, and its exports."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from kopuro.core.exports import as_csv
from kopuro.core.pages import Request, may, page
from kopuro.rooms import terms
from kopuro.rooms.models import Run
from kopuro.rooms.queries import aftermath, statements
from kopuro.rooms.views.leading import seen

KINDS = {
    "record.json": "application/json",
    "xapi.json": "application/json",
    "answers.csv": "text/csv; charset=utf-8",
    "review.pdf": "application/pdf",
}


def whole(number: str) -> int:
    return int(number) if number.isdigit() and len(number) < 12 else 0


@page(may("room.read"))
def run_review(request: Request, key: UUID) -> HttpResponse:
    run = seen(request, key)
    language = get_language() or "en"
    seq = whole(request.GET.get("event", ""))
    if "second" in request.GET:
        seq = aftermath.at_second(run, whole(request.GET["second"]))
    context = {
        "run": run,
        "programme": run.programme,
        "review": aftermath.review(run, language),
        "moment": aftermath.moment(run, seq, language) if seq else None,
        "marks": terms.MARKS,
        "forms": list(KINDS),
    }
    return render(request, "rooms/review.html", context)


@page(may("room.read"))
def run_export(request: Request, key: UUID, form: str) -> HttpResponse:
    """The review as PDF, the answers as CSV, the record as JSON, the acts as xAPI statements. “EXERCISE” in each."""
    run = seen(request, key)
    if form not in KINDS:
        raise Http404
    response = HttpResponse(made(run, form, get_language() or "en"), content_type=KINDS[form])
    response["Content-Disposition"] = f'attachment; filename="EXERCISE-{run.version.scenario.code}-{form}"'
    return response


def made(run: Run, form: str, language: str) -> bytes:
    if form == "record.json":
        return json.dumps(aftermath.plain(run), ensure_ascii=False, indent=1).encode()
    if form == "xapi.json":
        return json.dumps(statements.statements(run), ensure_ascii=False, indent=1).encode()
    if form == "answers.csv":
        return as_csv(statements.COLUMNS, [("EXERCISE", run.version.scenario.code, *[""] * 9), *statements.rows(run)])
    return paper(run, language)


def paper(run: Run, language: str) -> bytes:
    import weasyprint  # noqa: PLC0415 - heavy, wanted for this one export

    html = render_to_string(
        "rooms/paper/review.html", {"run": run, "review": aftermath.review(run, language), "marks": terms.MARKS}
    )
    return bytes(weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf())


def _nothing(url: str, *args: object, **kwargs: object) -> dict[str, object]:
    """The paper holds everything itself; whatever it names elsewhere is not fetched."""
    raise ValueError(f"not fetched: {url}")
