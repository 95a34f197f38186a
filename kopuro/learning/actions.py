"""Taking learning data in, taking it out again, and making keys final."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.learning import access
from kopuro.learning.models import Answer, Judgement, LearningFile, LearningMapping, Pairing, RatingGiven
from kopuro.learning.rules.columns import Columns

MODELS: dict[str, Any] = {"answers": Answer, "judgements": Judgement, "ratings": RatingGiven}
WHO = {"answers": "key", "judgements": "seat", "ratings": "rater"}
# What may stand only once.
SAME = {
    "answers": ("key", "occasion", "item"),
    "judgements": ("seat", "occasion", "case"),
    "ratings": ("rater", "unit", "indicator"),
}


def _allowed(actor: Actor, activity: Activity) -> None:
    if not access.may_take_in(actor, activity):
        raise Problem(
            "learning.not-allowed", "Trainers, evaluators and the team take learning data in. Ask them.", status=403
        )


@write("learning.take-in")
def take_in(
    *, actor: Actor, at: datetime, activity: Activity, kind: str, title: str, headers: Sequence[str], rows: Sequence[Sequence[str]],
    columns: Columns, occasion: str = "", instrument: str = "", version: str = "", first_row: int = 2,
) -> LearningFile:  # fmt: skip
    """Stores a table under random keys. `first_row` is the number of the first of `rows` in its file, for messages.

    Raises `Problem` `learning.*` naming row and column; then nothing is stored.
    """
    from kopuro.learning.rules.intake import read_rows  # noqa: PLC0415 - loads numerical libraries, wanted here only

    _allowed(actor, activity)
    pairing, _ = Pairing.objects.select_for_update().get_or_create(activity=activity)
    if not pairing.salt:
        raise Problem(
            "learning.final",
            "The keys of this activity are final: no further table can be paired with them.",
            status=409,
        )
    read = read_rows(kind, columns, rows, pairing.salt, occasion=occasion, width=len(headers), first_row=first_row)
    fingerprint = _content(pairing.salt, kind, occasion, columns, rows)
    if LearningFile.objects.filter(activity=activity, fingerprint=fingerprint).exists():
        raise Problem("learning.again", "This table has been taken in already. Nothing was stored twice.", status=409)
    _not_given_yet(activity, kind, read.rows)
    file = LearningFile.objects.create(
        activity=activity, kind=kind, title=title[:200], instrument=instrument[:120], version=version[:40], rows=len(rows),
        code_book={"columns": list(headers), **columns.as_plain()}, notes=read.notes, fingerprint=fingerprint,
        taken_in_at=at, taken_in_by=actor.key,
    )  # fmt: skip
    model = MODELS[kind]
    # In order of the keys: stored in the order of the sheet, the rows would still tell who stood where in it.
    ordered = sorted(read.rows, key=lambda row: str(row[WHO[kind]]))
    model.objects.bulk_create((model(file=file, **row) for row in ordered), batch_size=1000)
    for running in activity.runnings.all():
        LearningMapping.objects.update_or_create(
            programme_id=running.programme_id, kind=kind, fingerprint=fingerprint_of(headers),
            defaults={"mapping": columns.as_plain(), "used_at": at},
        )  # fmt: skip
    return file


def _content(salt: str, kind: str, occasion: str, columns: Columns, rows: Sequence[Sequence[str]]) -> str:
    """Recognises the same table taken in twice. Under the activity's secret, or whoever reads the record could try
    codes against it."""
    body = "\x1e".join("\x1f".join(row) for row in rows)
    said = f"{kind}\x1d{occasion}\x1d{columns.as_plain()}\x1d{body}"
    return hmac.new(bytes.fromhex(salt), said.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _not_given_yet(activity: Activity, kind: str, rows: Sequence[dict[str, Any]]) -> None:
    """A key answers an item, judges a case, rates a unit once an occasion, over all files of the activity."""
    wanted = {tuple(row[name] for name in SAME[kind]) for row in rows}
    stored = MODELS[kind].objects.filter(file__activity=activity).values_list(*SAME[kind])
    if any(row in wanted for row in stored.iterator()):
        raise Problem(
            "learning.given",
            "Some of these codes have answered the same before. Remove the earlier table first.",
            status=409,
        )


def fingerprint_of(headers: Sequence[str]) -> str:
    """A key under which a mapping remembers itself."""
    return hashlib.sha256("\x1f".join(header.strip().casefold() for header in headers).encode()).hexdigest()


@write("learning.remove")
def remove(*, actor: Actor, at: datetime, file: LearningFile) -> None:
    """A file that was taken in by mistake goes with all its rows."""
    _allowed(actor, file.activity)
    file.delete()


@write("learning.keys-final")
def make_keys_final(*, actor: Actor, at: datetime, activity: Activity) -> None:
    """Throws the secret away: from then on no code finds its key, for nobody."""
    _allowed(actor, activity)
    Pairing.objects.filter(activity=activity).update(salt="")
