"""Input about learning data to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.core.forms import KeyedForm
from kopuro.learning.terms import FileKind, Occasion


class FileForm(KeyedForm):
    """The first step: the table and what it holds. Its columns come next; nothing is stored before."""

    kind = forms.ChoiceField(label=_("What the table holds"), choices=FileKind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("Table"),
        help_text=_("CSV, XLSX or ODS with a heading row. Codes that people made up themselves, never names."),
    )
    occasion = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", _("a column says so")), *Occasion.choices],
        help_text=_("For a table that holds one occasion only."),
    )  # fmt: skip
    instrument = forms.CharField(label=_("Test or set of cases"), required=False, max_length=120)
    version = forms.CharField(label=_("Version"), required=False, max_length=40)


class ColumnsForm(KeyedForm):
    """The second step: what was said in the first one comes along unseen, with the table itself."""

    kind = forms.ChoiceField(choices=FileKind.choices, widget=forms.HiddenInput)
    title = forms.CharField(max_length=200, widget=forms.HiddenInput)
    occasion = forms.ChoiceField(required=False, choices=[("", ""), *Occasion.choices], widget=forms.HiddenInput)
    instrument = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    version = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    table = forms.CharField(widget=forms.HiddenInput, strip=False)


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Your code"), max_length=80, widget=forms.TextInput({"autocomplete": "off"}))


class PlanForm(forms.Form):
    """Two of three numbers of a design; the one left empty is worked out. Sent as a question (GET): it stores nothing."""

    design = forms.ChoiceField(label=_("What you want to see"))
    seats = forms.IntegerField(label=_("People"), required=False, min_value=1, max_value=1_000_000)
    number = forms.IntegerField(
        label=_("Pairs, cases of each kind, or items"), required=False, min_value=1, max_value=10_000,
        help_text=_("Matched pairs per person, cases of each kind per person, or items of the test."),
    )  # fmt: skip
    effect = forms.FloatField(
        label=_("The smallest effect you care about"), required=False, min_value=0.001, max_value=100,
        help_text=_("Bias: in points of 100. Detection: in d′. Gain: in standard deviations. Reliability: the one wanted."),
    )  # fmt: skip

    DESIGNS = (
        ("gain", _("whether people learn (test before and after)")),
        ("detection", _("whether they tell signal from noise better")),
        ("bias", _("whether a trait moves judgements (matched pairs)")),
        ("reliability", _("how many items a reliable test needs")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["design"].choices = self.DESIGNS  # type: ignore[attr-defined]

    USED = {
        "gain": ("seats", "effect"),
        "detection": ("seats", "number", "effect"),
        "bias": ("seats", "number", "effect"),
        "reliability": ("number", "effect"),
    }

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        used = self.USED.get(clean.get("design", ""), ())
        empty = [name for name in used if clean.get(name) is None and name not in self.errors]
        if used and not self.errors and len(empty) != 1:
            words = ", ".join(str(self.fields[name].label) for name in used)
            raise forms.ValidationError(
                _("Fill in all but one of these: %(words)s. The empty one is worked out."), params={"words": words}
            )
        return clean

    def numbers(self) -> dict[str, float]:
        """The numbers under the names of `rules.planning`."""
        clean = self.cleaned_data
        design = clean["design"]
        given = {"seats": clean["seats"], "number": clean["number"], "effect": clean["effect"]}
        if design == "bias" and given["effect"] is not None:
            given["effect"] /= 100
        names = {
            "gain": {"seats": "people", "effect": "effect"},
            "detection": {"seats": "seats", "number": "cases", "effect": "effect"},
            "bias": {"seats": "seats", "number": "pairs", "effect": "effect"},
            "reliability": {"number": "new_items", "effect": "wanted"},
        }[design]
        out = {name: float(given[ours]) for ours, name in names.items() if given[ours] is not None}
        # A test of ten items with α .60 is what short tests of trainings reach.
        return out | ({"items": 10.0, "reliability": 0.6} if design == "reliability" else {})
