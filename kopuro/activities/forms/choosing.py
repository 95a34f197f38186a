"""Naming one activity among thousands: by its title, by words of it, or by its address."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kopuro.activities.models import Activity
from kopuro.core.forms import Suggesting
from kopuro.core.phrases import date_phrase
from kopuro.core.search import found_by_words

SUGGESTED = 100
ADDRESS = re.compile(r"/activities/([0-9a-fA-F-]{36})")


def named(activity: Activity) -> str:
    """As the field shows and understands it: the title with the date."""
    when = date_phrase(activity.start, activity.end)
    return f"{activity.title} ({when})" if when else activity.title


class ActivityNamed(forms.CharField):
    """Cleans to an `Activity` or None. A menu of 5,000 activities would be a page of half a megabyte; the newest are
    suggested, all can be named."""

    widget = Suggesting

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Begin to type its title, or paste its address."))
        super().__init__(max_length=500, **options)
        self.rows = Activity.objects.none()

    def among(self, rows: Any) -> None:
        """The activities that may be named."""
        self.rows = rows
        self.widget.suggestions = tuple(named(one) for one in rows[:SUGGESTED])

    def prepare_value(self, value: Any) -> Any:
        return named(value) if isinstance(value, Activity) else value

    def clean(self, value: Any) -> Activity | None:  # type: ignore[override]
        text = super().clean(value).strip()
        if not text:
            return None
        if address := ADDRESS.search(text):
            found = self.rows.filter(key=_key(address[1]))[:1]
        else:
            found = [one for one in self.rows.filter(title__in=_titles(text))[:50] if text in (named(one), one.title)]
            found = found or list(found_by_words("activity", text.partition(" (")[0], self.rows)[:6])
        if not found:
            raise forms.ValidationError(
                _now("No activity is called so. Type words of its title, or paste its address.")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _now("Several are meant: %s. Type more, or paste the address of one.")
                % "; ".join(map(named, found[:5]))
            )
        return found[0]


def _titles(text: str) -> set[str]:
    """The text, and what stands before each bracket that could open the date."""
    return {text, *(text[: place.start()] for place in re.finditer(r" \(", text))}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise forms.ValidationError(_now("This address is cut off. Paste it whole.")) from error
