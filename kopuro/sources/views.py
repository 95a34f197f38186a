"""The file of documents, a document with its passages."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from kopuro.core.pages import Request, may, page
from kopuro.core.search import found_by_words
from kopuro.sources import access, terms
from kopuro.sources.rules import pieces

PAGE = 50


class DocumentFilter(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any")), *terms.DocumentKind.choices])
    language = forms.CharField(label=_("Language"), required=False, max_length=8)


@page(may("source.read"))
def document_list(request: Request) -> HttpResponse:
    form = DocumentFilter(request.GET or None)
    rows = access.visible_to(request.actor).defer("text")
    if form.is_valid():
        for name in ("kind", "language"):
            if form.cleaned_data[name]:
                rows = rows.filter(**{name: form.cleaned_data[name]})
        if form.cleaned_data["q"]:
            rows = found_by_words("document", form.cleaned_data["q"], rows)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may_add = request.actor.may_somewhere("intake.run")
    return render(request, "sources/document_list.html", {"form": form, "page": shown, "may_add": may_add})


@page(may("source.read"))
def document_detail(request: Request, key: UUID) -> HttpResponse:
    """The text with every passage that a living claim stands on."""
    document = get_object_or_404(access.visible_to(request.actor), key=key)
    claims = document.claims.exclude(status=terms.ClaimStatus.REJECTED).select_related("passage")
    spans = sorted({(claim.passage.start, claim.passage.end) for claim in claims if claim.passage})
    return render(
        request,
        "sources/document_detail.html",
        {"document": document, "pieces": pieces(document.text, spans), "claims": len(claims), "marked": len(spans)},
    )


@page(may("source.read"))
def document_file(request: Request, key: UUID) -> HttpResponse:
    """The file as it came, always as a download."""
    document = get_object_or_404(access.visible_to(request.actor), key=key)
    return FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type="application/octet-stream"
    )
