"""What an evaluator takes along: long tables with a code book, and a report on paper."""

from __future__ import annotations

import io
import json
import secrets
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from kopuro.core.drawing.paper import on_paper
from kopuro.core.exports import as_csv
from kopuro.learning.models import Answer, Judgement, LearningFile, RatingGiven
from kopuro.learning.rules.parts import Part

TABLES: dict[str, tuple[Any, str, tuple[str, ...]]] = {
    "answers": (Answer, "key", ("occasion", "item", "answer", "score", "group", "language")),
    "judgements": (
        Judgement,
        "seat",
        ("occasion", "case", "pair", "trait", "level", "signal", "response", "confidence"),
    ),
    "ratings": (RatingGiven, "rater", ("unit", "indicator", "value")),
}
ABOUT = (
    "Rows under random keys that were drawn anew for this package: within it a key is one person, seat or rater; no key of "
    "another package or of the record is the same. Figures of single persons are theirs: publish groups of ten and more."
)
WORDS = {
    "key": "random key of a person, drawn anew for this package", "seat": "random key of a seat, drawn anew for this package",
    "rater": "random key of a rater, drawn anew for this package", "occasion": "pre, post or later", "item": "item of the test",
    "answer": "as given", "score": "points for the answer", "group": "as in the table taken in", "language": "language of the test",
    "case": "fictional case", "pair": "matched pair", "trait": "trait varied in the pair", "level": "level of the trait",
    "signal": "1: the key says signal", "response": "1: said signal", "confidence": "0 to 100", "unit": "what was rated",
    "indicator": "on which indicator", "value": "the rating", "file": "number of the table taken in",
}  # fmt: skip


def package(files: Sequence[LearningFile]) -> bytes:
    """A zip with a long CSV per kind and `codebook.json`. Within it keys pair; between packages they do not."""
    ordered = sorted(files, key=lambda file: file.pk)
    numbers = {file.pk: place for place, file in enumerate(ordered, start=1)}
    fresh: dict[uuid.UUID, str] = {}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (model, who, columns) in TABLES.items():
            rows = model.objects.filter(file__in=ordered).order_by("id").values_list("file_id", who, *columns)
            lines = [(numbers[row[0]], _fresh(fresh, row[1]), *map(_told, row[2:])) for row in rows]
            if lines:
                # In order of the fresh keys, so that the order does not tell which package's key was whose.
                lines.sort(key=lambda line: (line[0], line[1]))
                archive.writestr(_dated(f"{name}.csv"), as_csv(("file", who, *columns), lines))
        book = {"about": ABOUT, "columns": WORDS, "files": [_described(numbers[file.pk], file) for file in ordered]}
        archive.writestr(_dated("codebook.json"), json.dumps(book, ensure_ascii=False, indent=1))
    return out.getvalue()


def _fresh(fresh: dict[uuid.UUID, str], key: uuid.UUID) -> str:
    return fresh.setdefault(key, f"k{secrets.token_hex(8)}")


def _told(value: Any) -> Any:
    """Yes and no as 1 and 0, as the measures read them."""
    return int(value) if isinstance(value, bool) or (isinstance(value, float) and value.is_integer()) else value


def _dated(name: str) -> zipfile.ZipInfo:
    """A member without the hour at which it was made."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _described(number: int, file: LearningFile) -> dict[str, Any]:
    return {
        "file": number, "kind": file.kind, "title": file.title, "instrument": file.instrument, "version": file.version,
        "rows": file.rows, "columns": file.code_book.get("columns", []), "notes": file.notes,
    }  # fmt: skip


def plain(part: Part) -> dict[str, Any]:
    """A part as JSON: what the page says, and the estimates under the keys of `kopuro measure --json`."""
    return {
        "part": part.name, "of": part.about, "n": part.n, "verdict": part.verdict, "figures": dict(part.figures), "notes": list(part.notes),
        "estimates": part.data if part.is_shown else {},
    }  # fmt: skip


def report_pdf(thing: Any, parts: Iterable[Any], coverage: Sequence[Any], today: date) -> bytes:
    """Tagged PDF (PDF/UA-1) by WeasyPrint; drawings carry their colours inside."""
    from weasyprint import HTML  # noqa: PLC0415 - loads the text layout libraries, wanted for reports only

    drawn = [
        {
            "part": one.part, "heading": one.heading, "explained": one.explained,
            "picture": mark_safe(on_paper(one.picture)) if one.picture else "",  # noqa: S308 - escaped by core.drawing.svg
            "description": one.picture.description if one.picture else "",
            # Occasions beside each other say all that the picture's own table says.
            "tables": [table for table in (one.table, one.picture.table if one.picture and not one.table else None) if table],
            "is_listed": one.table is None,
        }
        for one in parts
    ]  # fmt: skip
    html = render_to_string(
        "learning/paper/report.html", {"thing": thing, "parts": drawn, "coverage": coverage, "today": today}
    )
    data: bytes = HTML(string=html, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return data


def _nothing(url: str, *args: object, **kwargs: object) -> dict[str, object]:
    """The report holds everything itself; whatever it names elsewhere is not fetched."""
    raise ValueError(f"not fetched: {url}")
