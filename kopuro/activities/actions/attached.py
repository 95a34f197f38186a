"""What is attached to an activity: sessions and their agenda, materials, photos, quotations, participations."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from kopuro.activities import access
from kopuro.activities.actions.facts import refused
from kopuro.activities.models import Activity, AgendaItem, Material, Photo, Quotation, Session
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.core.writing import write

LARGEST_MATERIAL = 25 * 1024 * 1024
LARGEST_PICTURE = 40_000_000  # pixels
EDGE = 2000


@write("session.add")
def add_session(*, actor: Actor, at: datetime, activity: Activity, title: str, **facts: object) -> Session:
    if not access.may_train(actor, activity):
        raise refused()
    _times(facts)
    return Session.objects.create(activity=activity, title=title[:300], **facts)


def _times(facts: dict[str, object]) -> None:
    starts, ends = facts.get("starts_at"), facts.get("ends_at")
    if starts and ends and ends <= starts:  # type: ignore[operator]
        raise Problem("activities.session", "A session ends after it starts. Mend one of the times.")


SESSION = ("title", "track", "starts_at", "ends_at", "room", "language", "interpretation")


@write("session.change")
def change_session(*, actor: Actor, at: datetime, session: Session, **facts: object) -> Session:
    if not access.may_train(actor, session.activity):
        raise refused()
    _times(facts)
    return _changed(session, SESSION, facts)


@write("session.remove")
def remove_session(*, actor: Actor, at: datetime, session: Session) -> Activity:
    """With its agenda; advice that came out of it stays and names the activity alone."""
    if not access.may_train(actor, session.activity):
        raise refused()
    activity = session.activity
    session.delete()
    return activity


def _changed(row: Any, names: tuple[str, ...], facts: dict[str, object]) -> Any:
    """Sets those of `names` that are given, and saves."""
    given = [name for name in names if name in facts]
    for name in given:
        setattr(row, name, facts[name])
    row.save(update_fields=given)
    return row


@write("agenda.add")
def add_agenda_item(
    *, actor: Actor, at: datetime, session: Session, title: str, begins: time | None = None, lead: str = ""
) -> AgendaItem:
    """`lead` names a role ("trainer of the agency"), not a person."""
    if not access.may_train(actor, session.activity):
        raise refused()
    return AgendaItem.objects.create(
        session=session, position=session.agenda.count() + 1, title=title[:300], begins=begins, lead=lead[:200]
    )


@write("agenda.change")
def change_agenda_item(*, actor: Actor, at: datetime, item: AgendaItem, **facts: object) -> AgendaItem:
    if not access.may_train(actor, item.session.activity):
        raise refused()
    changed: AgendaItem = _changed(item, ("title", "begins", "lead"), facts)
    return changed


@write("agenda.remove")
def remove_agenda_item(*, actor: Actor, at: datetime, item: AgendaItem) -> Session:
    if not access.may_train(actor, item.session.activity):
        raise refused()
    session = item.session
    item.delete()
    return session


@write("material.add")
def add_material(
    *,
    actor: Actor,
    at: datetime,
    activity: Activity,
    title: str,
    name: str,
    data: bytes,
    licence: str,
    kind: str = "other",
    language: str = "",
) -> Material:
    """Raises `Problem` `activities.material` without a licence, for an empty or too large file."""
    if not access.may_train(actor, activity):
        raise refused()
    if not licence.strip():
        raise Problem(
            "activities.material", "Say under which licence the material may be used, or “internal use only”."
        )
    if not data or len(data) > LARGEST_MATERIAL:
        raise Problem("activities.material", "The file is empty or larger than 25 MB. Choose another.")
    material = Material(activity=activity, title=title[:300], licence=licence[:100], kind=kind, language=language)
    material.file.save(f"{material.key}-{name[-80:]}", ContentFile(data), save=False)
    material.save()
    return material


@write("material.change")
def change_material(*, actor: Actor, at: datetime, material: Material, **facts: object) -> Material:
    """Raises `Problem` `activities.material` when the licence is taken away."""
    if not access.may_train(actor, material.activity):
        raise refused()
    if not str(facts.get("licence", material.licence)).strip():
        raise Problem(
            "activities.material", "Say under which licence the material may be used, or “internal use only”."
        )
    changed: Material = _changed(material, ("title", "kind", "language", "licence"), facts)
    return changed


@write("material.remove")
def remove_material(*, actor: Actor, at: datetime, material: Material) -> Activity:
    """With its file, once the removal is committed."""
    if not access.may_train(actor, material.activity):
        raise refused()
    activity = material.activity
    _drop_file(material)
    return activity


def _drop_file(row: Material | Photo) -> None:
    """The row goes now, the file when nothing can bring the row back."""
    storage, name = row.file.storage, row.file.name
    row.delete()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@write("photo.add")
def add_photo(
    *,
    actor: Actor,
    at: datetime,
    activity: Activity,
    data: bytes,
    caption: str,
    credit: str,
    consent_note: str,
    may_be_shown: bool = False,
    shows_groups: list[str] | None = None,
) -> Photo:
    """Draws the picture on a new canvas: position, camera, comments and thumbnails stay behind. Raises `Problem`
    `activities.photo` for what is no picture, or too large."""
    if not access.may_change(actor, activity):
        raise refused()
    _consented(may_be_shown, consent_note)
    picture = redrawn(data)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    photo = Photo(
        activity=activity, caption=caption[:300], credit=credit[:200], consent_note=consent_note[:300], width=picture.width,
        height=picture.height, may_be_shown=may_be_shown, shows_groups=shows_groups or [],
    )  # fmt: skip
    photo.file.save(f"{photo.key}.jpg", ContentFile(out.getvalue()), save=False)
    photo.save()
    return photo


def _consented(may_be_shown: bool, consent_note: str) -> None:
    if may_be_shown and not consent_note.strip():
        raise Problem(
            "activities.photo", "A photo is shown only with the consent of those on it. Say how they gave it."
        )


@write("photo.change")
def change_photo(
    *, actor: Actor, at: datetime, photo: Photo, caption: str, credit: str, consent_note: str, may_be_shown: bool
) -> Photo:
    """Caption and credit; consent given later, or withdrawn."""
    if not access.may_change(actor, photo.activity):
        raise refused()
    _consented(may_be_shown, consent_note)
    facts = {"caption": caption[:300], "credit": credit[:200], "consent_note": consent_note[:300]}
    changed: Photo = _changed(photo, (*facts, "may_be_shown"), {**facts, "may_be_shown": may_be_shown})
    return changed


def redrawn(data: bytes) -> Image.Image:
    """The pixels alone, turned as the camera meant, at most 2000 pixels an edge."""
    problem = Problem(
        "activities.photo", "This file can't be read as a picture. Use JPEG, PNG or WebP of at most 40 megapixels."
    )
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as opened:
            if opened.width * opened.height > LARGEST_PICTURE:
                raise problem
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise problem from error
    upright.thumbnail((EDGE, EDGE))
    canvas = Image.new("RGB", upright.size)
    canvas.paste(upright)
    return canvas


@write("photo.remove")
def remove_photo(*, actor: Actor, at: datetime, photo: Photo) -> Activity:
    if not access.may_change(actor, photo.activity):
        raise refused()
    activity = photo.activity
    _drop_file(photo)
    return activity


@write("quotation.describe")
def describe_quotation(
    *,
    actor: Actor,
    at: datetime,
    quotation: Quotation,
    speaker_role: str,
    speaker_group: str,
    consent_note: str,
    may_be_shown: bool,
) -> Quotation:
    """Raises `Problem` `activities.consent` when words are to be shown without a word on consent."""
    if not access.may_change(actor, quotation.activity):
        raise refused()
    if may_be_shown and not consent_note.strip():
        raise Problem("activities.consent", "Words are shown only with the speaker's consent. Say how it was given.")
    quotation.speaker_role, quotation.speaker_group = speaker_role[:300], speaker_group
    quotation.consent_note, quotation.may_be_shown = consent_note[:300], may_be_shown
    quotation.save()
    return quotation
