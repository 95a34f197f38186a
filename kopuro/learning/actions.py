"""Taking learning data in, taking it out again, and making keys final."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.learning import access
from kopuro.learning.models import Answer, Judgement, LearningFile, LearningMapping, Pairing, RatingGiven
from kopuro.learning.rules.intake import Columns, read_rows

MODELS: dict[str, Any] = {"answers": Answer, "judgements": Judgement, "ratings": RatingGiven}


def _allowed(actor: Actor, activity: Activity) -> None:
    if not access.may_take_in(actor, activity):
        raise Problem("learning.not-allowed", "Trainers, evaluators and the team take learning data in. Ask them.", status=403)


@write("learning.take-in")
def take_in(
    *, actor: Actor, at: datetime, activity: Activity, kind: str, title: str, headers: Sequence[str], rows: Sequence[Sequence[str]],
    columns: Columns, occasion: str = "", instrument: str = "", version: str = "",
) -> LearningFile:  # fmt: skip
    """Stores a table under random keys. Raises `Problem` `learning.*` naming row and column; then nothing is stored."""
    _allowed(actor, activity)
    pairing, _ = Pairing.objects.get_or_create(activity=activity)
    if not pairing.salt:
        raise Problem("learning.final", "The keys of this activity are final: no further table can be paired with them.", status=409)
    read = read_rows(kind, columns, rows, pairing.salt, occasion=occasion)
    content = hashlib.sha256("\x1e".join("\x1f".join(row) for row in rows).encode()).hexdigest()
    fingerprint = hashlib.sha256(f"{kind}:{occasion}:{content}".encode()).hexdigest()
    if LearningFile.objects.filter(activity=activity, fingerprint=fingerprint).exists():
        raise Problem("learning.again", "This table has been taken in already. Nothing was stored twice.", status=409)
    if kind == "answers":
        _not_answered_yet(activity, read.rows)
    file = LearningFile.objects.create(
        activity=activity, kind=kind, title=title[:200], instrument=instrument[:120], version=version[:40], rows=len(rows),
        code_book={"columns": list(headers), **columns.as_plain()}, notes=read.notes, fingerprint=fingerprint,
        taken_in_at=at, taken_in_by=actor.key,
    )  # fmt: skip
    model = MODELS[kind]
    model.objects.bulk_create((model(file=file, **row) for row in read.rows), batch_size=1000)
    for running in activity.runnings.all():
        LearningMapping.objects.update_or_create(
            programme_id=running.programme_id, kind=kind, fingerprint=fingerprint_of(headers),
            defaults={"mapping": columns.as_plain(), "used_at": at},
        )  # fmt: skip
    return file


def _not_answered_yet(activity: Activity, rows: Sequence[dict[str, Any]]) -> None:
    """A key answers an item once an occasion, over all files of the activity."""
    wanted = {(row["key"], row["occasion"], row["item"]) for row in rows}
    stored = Answer.objects.filter(file__activity=activity, key__in={row["key"] for row in rows})
    if any(triple in wanted for triple in stored.values_list("key", "occasion", "item").iterator()):
        raise Problem("learning.twice", "Some of these codes have answered these items before. Remove the earlier file first.", status=409)


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
