"""The whole record of a programme as tables, for the command and for whoever moves elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kopuro.activities.queries import COLUMNS, exported
from kopuro.core.actor import Actor
from kopuro.core.exports import as_csv, as_xlsx
from kopuro.engagement.access import visible_to as ladders_visible_to
from kopuro.engagement.queries import with_latest
from kopuro.followup.access import visible_to as recommendations_visible_to
from kopuro.followup.queries import stage_of, with_standing
from kopuro.programme.models import Programme
from kopuro.reporting.queries.actuals import framework
from kopuro.reporting.queries.overview import activities_of
from kopuro.sources.access import claims_visible_to

Table = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]


def tables(actor: Actor, programme: Programme) -> Iterator[Table]:
    rows = activities_of(actor, programme)
    activities = list(exported(actor, rows))
    yield "activities", COLUMNS, activities
    claims = claims_visible_to(actor).filter(subject__in=rows.values("key")).select_related("document", "passage")
    columns = (
        "subject",
        "field",
        "value",
        "qualifier",
        "precision",
        "basis",
        "status",
        "document",
        "row",
        "passage",
        "extractor",
        "version",
        "decided_at",
        "decided_by",
    )
    yield "claims", columns, [
        (
            claim.subject, claim.field, json.dumps(claim.value, ensure_ascii=False), claim.qualifier, claim.precision, claim.basis,
            claim.status, claim.document or "", claim.row,
            claim.document.text[claim.passage.start : claim.passage.end] if claim.passage and claim.document else claim.note,
            claim.extractor, claim.extractor_version, claim.decided_at, claim.decided_by,
        )
        for claim in claims
    ]  # fmt: skip
    advice = with_standing(recommendations_visible_to(actor).filter(programme=programme))
    columns = ("key", "text", "type", "addressee", "activity", "made_on", "answer", "actions", "actions_done", "stage")
    yield "recommendations", columns, [
        (r.key, r.text, r.type, r.addressee or r.addressee_written, r.activity or "", r.made_on, r.answer or "", r.actions_all, r.actions_done, stage_of(r))
        for r in advice
    ]  # fmt: skip
    ladders = with_latest(ladders_visible_to(actor).filter(programme=programme))
    yield "engagement", ("country", "agency", "step", "stalled", "since"), [
        (one.country, one.agency.name, one.rung, one.stalled, one.latest) for one in ladders
    ]  # fmt: skip
    lines, _periods = framework(programme)
    yield "framework", ("level", "result", "indicator", "counted_by", "baseline", "period", "target", "reached"), [
        (
            result.get_level_display(), str(result), str(line.indicator), line.indicator.contribution, line.indicator.baseline,
            figure.period.label, figure.target, figure.reached.value,
        )
        for _depth, result, group in lines
        for line in group
        for figure in line.figures
    ]  # fmt: skip


def write_all(actor: Actor, programme: Programme, folder: Path, form: str) -> Iterator[Path]:
    if form == "json":
        content = {
            name: [dict(zip(columns, row, strict=True)) for row in rows]
            for name, columns, rows in tables(actor, programme)
        }
        path = folder / f"{programme.code}.json"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
        yield path
        return
    for name, columns, rows in tables(actor, programme):
        path = folder / f"{programme.code}-{name}.{form}"
        path.write_bytes(as_csv(columns, rows) if form == "csv" else as_xlsx(columns, rows, name))
        yield path
