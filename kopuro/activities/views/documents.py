"""Mending what is kept of a document."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from kopuro.activities import actions
from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.pages import Request, may, page
from kopuro.sources import access
from kopuro.sources.forms import DocumentForm


@page(may("source.change"))
def document_change(request: Request, key: UUID) -> HttpResponse:
    document = get_object_or_404(access.visible_to(request.actor), key=key)
    if not access.may_change(request.actor, document):
        raise Http404
    form = DocumentForm(
        request.POST or None,
        initial={name: getattr(document, name) for name in DocumentForm.base_fields if name != "once"},
    )

    def do(form: Any) -> Any:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "once"}
        return actions.describe_document(actor=request.actor, at=clock.now(), document=document, key=form.key, **facts)

    then = redirect("document", document.key)["Location"]
    lead = _("The file and its text stay as they came.")
    return form_page(request, form, do, title=_("About this document"), lead=lead, then=then)
