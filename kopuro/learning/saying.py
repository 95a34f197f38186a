"""What the rules said, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext

from kopuro.learning.rules.parts import Part
from kopuro.learning.rules.said import Said


def say(text: str, translate: Callable[[str], str] = gettext) -> str:
    """A text of the rules through the catalogue, its values too; other text as it is."""
    if not isinstance(text, Said):
        return text
    values = {name: say(value, translate) if isinstance(value, str) else value for name, value in text.values.items()}
    words = translate(text.pattern)
    return words % values if values else words


def in_words(part: Part, translate: Callable[[str], str] = gettext) -> Part:
    """A part with everything a page shows of it said; `data` stays as it is."""
    return replace(
        part,
        verdict=say(part.verdict, translate),
        figures=tuple((say(label, translate), say(value, translate)) for label, value in part.figures),
        notes=tuple(say(note, translate) for note in part.notes),
        table=tuple(tuple(say(cell, translate) for cell in row) for row in part.table),
        moments=tuple(
            replace(one, d_prime=say(one.d_prime, translate), criterion=say(one.criterion, translate))
            for one in part.moments
        ),
    )
