"""Input about programmes and the framework to clean values."""

from __future__ import annotations

from typing import Any

import pycountry
from django import forms
from django.utils.translation import gettext_lazy as _

from kopuro.core.forms import KeyedForm, areas
from kopuro.core.templatetags.kopuro_words import country
from kopuro.people.models import Account
from kopuro.people.terms import Group, RoleName
from kopuro.programme import terms
from kopuro.programme.models import Period, Programme, Result

DAY = {"type": "date"}


class ProgrammeForm(KeyedForm):
    title = forms.CharField(label=_("Title"), max_length=300)
    objective = forms.CharField(label=_("Objective"), required=False, widget=forms.Textarea({"rows": 4}))
    starts_on = forms.DateField(label=_("Starts"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Ends"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    budget = forms.DecimalField(label=_("Budget"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.SelectMultiple({"size": 8})
    )
    parent = forms.ModelChoiceField(label=_("Part of"), queryset=Programme.objects.none(), required=False)

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["countries"].choices = areas()  # type: ignore[attr-defined]
        codes = [("", _("not stated"))] + [(one.alpha_3, f"{one.alpha_3} {one.name}") for one in pycountry.currencies]
        self.fields["currency"].choices = codes  # type: ignore[attr-defined]


class PartnerForm(KeyedForm):
    name = forms.CharField(label=_("Organisation"), max_length=300)
    role = forms.ChoiceField(label=_("Role"), choices=terms.PartnerRole.choices)


class ClassificationForm(KeyedForm):
    code = forms.ChoiceField(label=_("SDG target, purpose code or marker"))
    score = forms.ChoiceField(
        label=_("Score (markers)"), required=False, choices=[("", "—"), *terms.MarkerScore.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = (("sdg", terms.SDG_TARGETS), ("purpose", terms.PURPOSES), ("marker", terms.MARKERS))
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (terms.Scheme(scheme).label, [(f"{scheme}:{code}", f"{code} {label}") for code, label in codes.items()])
            for scheme, codes in lists
        ]


class MemberForm(KeyedForm):
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("The person, or an administrator, knows it. Nobody is listed here."),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[one for one in RoleName.choices if one[0] != RoleName.ADMINISTRATOR]
    )

    def clean_username(self) -> Account:
        account = Account.objects.filter(username__iexact=self.cleaned_data["username"].strip(), is_active=True).first()
        if account is None:
            raise forms.ValidationError(
                _("There is no account with this sign-in name. Ask an administrator to open one.")
            )
        return account


class ContactForm(KeyedForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    role = forms.CharField(label=_("What to call them about"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=300)
    group = forms.ChoiceField(label=_("Group"), choices=Group.choices, initial=Group.OTHER)


class ResultForm(KeyedForm):
    level = forms.ChoiceField(label=_("Level"), choices=terms.Level.choices)
    code = forms.CharField(label=_("Number"), required=False, max_length=20)
    title = forms.CharField(label=_("What will be different"), max_length=500)
    donor_label = forms.CharField(label=_("The donor's word for this level"), required=False, max_length=60)
    parent = forms.ModelChoiceField(label=_("Contributes to"), queryset=Result.objects.none(), required=False)
    assumptions = forms.CharField(label=_("Assumptions"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, results: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = results  # type: ignore[attr-defined]


class ResultChangeForm(ResultForm):
    """The same, of a result that stands; its level stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["level"]


class IndicatorForm(KeyedForm):
    code = forms.CharField(label=_("Number"), required=False, max_length=20)
    title = forms.CharField(label=_("What is measured"), max_length=500)
    measure = forms.ChoiceField(label=_("Measure"), choices=terms.Measure.choices)
    contribution = forms.ChoiceField(label=_("How it is counted"), choices=terms.Contribution.choices)
    chosen_only = forms.BooleanField(label=_("Only activities that are marked as serving it"), required=False)
    activity_types = forms.MultipleChoiceField(
        label=_("Types of activities"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means all."),
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None ticked means all.")
    )
    group = forms.ChoiceField(
        label=_("Only people of this group"), required=False, choices=[("", _("all")), *Group.choices]
    )
    decreasing_is_good = forms.BooleanField(label=_("Less is better"), required=False)
    baseline = forms.DecimalField(label=_("Baseline"), required=False)
    baseline_year = forms.IntegerField(label=_("Year of the baseline"), required=False, min_value=1990, max_value=2100)
    baseline_note = forms.CharField(label=_("About the baseline"), required=False, max_length=400)
    source_of_verification = forms.CharField(label=_("Source of verification"), required=False, max_length=400)
    dimensions = forms.MultipleChoiceField(
        label=_("Disaggregated by"),
        required=False,
        choices=terms.Dimension.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, types: list[Any], programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity_types"].choices = types  # type: ignore[attr-defined]
        self.fields["countries"].choices = [(row.area, country(row.area)) for row in programme.countries.all()]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class PeriodForm(KeyedForm):
    label = forms.CharField(label=_("Name"), max_length=40)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(DAY))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(DAY))


class FigureForm(KeyedForm):
    """A target, or an entered actual when `with_source`; `cells` are the parts it may be of, as groups of choices whose
    values are "sex:female"."""

    period = forms.ModelChoiceField(label=_("Period"), queryset=Period.objects.none())
    value = forms.DecimalField(label=_("Value"), max_digits=14, decimal_places=2)
    part = forms.ChoiceField(label=_("Of which"), required=False)
    source = forms.CharField(label=_("Source"), max_length=400)

    def __init__(self, *args: Any, indicator: Any, with_source: bool, cells: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].queryset = indicator.result.programme.periods.all()  # type: ignore[attr-defined]
        self.fields["part"].choices = [("", _("the whole")), *cells]  # type: ignore[attr-defined]
        if not cells:
            del self.fields["part"]
        if not with_source:
            del self.fields["source"]

    def facts(self) -> dict[str, Any]:
        dimension, _colon, cell = self.cleaned_data.get("part", "").partition(":")
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("once", "part")}
        return {**given, "dimension": dimension, "cell": cell}
