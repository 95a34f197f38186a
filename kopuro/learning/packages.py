"""What an evaluator takes along: long tables with a code book, and a report on paper."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string

from kopuro.core.drawing.paper import on_paper
from kopuro.core.exports import as_csv
from kopuro.learning.models import Answer, Judgement, LearningFile, RatingGiven
from kopuro.learning.rules.summary import Part

TABLES: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "answers": (Answer, "key", ("occasion", "item", "answer", "score", "group", "language")),
    "judgements": (Judgement, "seat", ("occasion", "case", "pair", "trait", "level", "signal", "response", "confidence")),
    "ratings": (RatingGiven, "rater", ("unit", "indicator", "value")),
}
WORDS = {
    "key": "random key of a person, drawn anew for this package", "seat": "random key of a seat, drawn anew for this package",
    "rater": "random key of a rater, drawn anew for this package", "occasion": "pre, post or later", "item": "item of the test",
    "answer": "as given", "score": "points for the answer", "group": "as in the table taken in", "language": "language of the test",
    "case": "fictional case", "pair": "matched pair", "trait": "trait varied in the pair", "level": "level of the trait",
    "signal": "1: the key says signal", "response": "1: said signal", "confidence": "0 to 100", "unit": "what was rated",
    "indicator": "on which indicator", "value": "the rating", "file": "number of the table taken in",
}  # fmt: skip


def package(files: QuerySet[LearningFile]) -> bytes:
    """A zip with a long CSV per kind and `codebook.json`. Within it keys pair; between packages they do not."""
    numbers = {file.pk: place for place, file in enumerate(files.order_by("pk"), start=1)}
    fresh: dict[uuid.UUID, str] = {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (model, who, columns) in TABLES.items():
            rows = model.objects.filter(file__in=files).order_by("id").values_list("file_id", who, *columns)
            lines = [(numbers[row[0]], fresh.setdefault(row[1], uuid.uuid4().hex[:12]), *row[2:]) for row in rows]
            if lines:
                # In order of the fresh keys, so that not even the order tells who answered first.
                lines.sort(key=lambda line: (line[0], line[1]))
                archive.writestr(f"{name}.csv", as_csv(("file", who, *columns), lines))
        book = {
            "columns": WORDS,
            "files": [
                {"file": numbers[file.pk], "kind": file.kind, "title": file.title, "instrument": file.instrument, "version": file.version, "rows": file.rows}
                for file in files
            ],
        }
        archive.writestr("codebook.json", json.dumps(book, ensure_ascii=False, indent=1))
    return out.getvalue()


def plain(part: Part) -> dict[str, Any]:
    """A part as JSON: what the page says, no more."""
    return {"part": part.name, "n": part.n, "verdict": part.verdict, "figures": dict(part.figures), "notes": list(part.notes)}


def report_pdf(thing: Any, parts: Iterable[Any], coverage: list[tuple[str, bool]], today: date) -> bytes:
    """Tagged PDF by WeasyPrint; drawings carry their colours inside."""
    from weasyprint import HTML  # noqa: PLC0415 - loads the text layout libraries, wanted for reports only

    drawn = [{"part": one.part, "heading": one.heading, "picture": on_paper(one.picture) if one.picture else ""} for one in parts]
    html = render_to_string("learning/paper/report.html", {"thing": thing, "parts": drawn, "coverage": coverage, "today": today})
    data: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return data
