"""An attendance list taken in from a file. Put together here, because one reader of tables serves all packages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from kopuro.activities import access, actions
from kopuro.activities.models import Activity
from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.forms import KeyedForm
from kopuro.core.pages import Request, may, page
from kopuro.programme import access as programmes
from kopuro.web.tables_in import sheet_of

ALONE = "list"


class AttendanceForm(KeyedForm):
    file = forms.FileField(
        label=_l("The list"),
        help_text=_l(
            "CSV, XLSX or ODS with the columns code and group, and if known sex, age band, country, days and status "
            "(attended or registered). No names: a list with names or contacts is refused."
        ),
    )
    scope = forms.ChoiceField(label=_l("What a code means"), widget=forms.RadioSelect)
    is_whole = forms.BooleanField(label=_l("This is the whole list: who is not on it was not there"), required=False)

    def __init__(self, *args: Any, running: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            *((one.code, _("the same person in every list of “%s”") % one.title) for one in running),
            (ALONE, _("a number in this list alone")),
        ]


@page(may("activity.change"))
def attendance_new(request: Request, key: UUID) -> HttpResponse:
    activity = get_object_or_404(access.visible_to(request.actor).prefetch_related("runnings"), key=key)
    if not access.may_change(request.actor, activity):
        raise Http404
    running = list(programmes.visible_to(request.actor).filter(runnings__activity=activity))
    form = AttendanceForm(request.POST or None, request.FILES or None, running=running)

    def do(form: Any) -> Activity:
        data = form.cleaned_data
        sheet = sheet_of(data["file"].name, data["file"].read())
        programme = next((one for one in running if one.code == data["scope"]), None)
        people, unknown = actions.attendees_of(activity, sheet.headers, sheet.rows, sheet.first_row, programme)
        actions.record_participations(
            actor=request.actor,
            at=clock.now(),
            activity=activity,
            attendees=people,
            is_whole=data["is_whole"],
            key=form.key,
        )
        told = ngettext("%(n)d person recorded.", "%(n)d people recorded.", len(people)) % {"n": len(people)}
        if unknown:
            told += " " + _("Not taken: %s.") % ", ".join(one[:40] for one in unknown[:10])
        messages.info(request, told)
        return activity

    lead = _("Different people, person-days and the share of women are counted from such lists.")
    return form_page(request, form, do, title=_("Attendance list"), lead=lead, crumbs=[activity])
