"""The file of documents, a document with its passages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from kopuro.core.exports import download
from kopuro.core.kept import kept
from kopuro.core.pages import Request, may, page
from kopuro.sources import access, queries, terms
from kopuro.sources.forms import DocumentFilter
from kopuro.sources.rules import pieces

PAGE = 50


@page(may("source.read"))
@kept
def document_list(request: Request) -> HttpResponse:
    form = DocumentFilter(request.GET or None)
    filters = form.values() if request.GET else {}
    if "format" in request.GET:
        return export(request, filters)
    shown = Paginator(queries.listed(request.actor, filters), PAGE).get_page(request.GET.get("page"))
    may_add = request.actor.may_somewhere("intake.run")
    return render(request, "sources/document_list.html", {"form": form, "page": shown, "may_add": may_add})


def export(request: Request, filters: dict[str, Any]) -> HttpResponse:
    """What is kept of each document; the texts stay here, for they are others' works."""
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    columns = (
        "key",
        "title",
        "kind",
        "language",
        "publisher",
        "published on",
        "licence",
        "address",
        "file",
        "size",
        "sha256",
        "added at",
    )
    rows = (
        (
            one.key,
            one.title,
            one.kind,
            one.language,
            one.publisher,
            one.published_on,
            one.licence_note,
            one.address,
            one.name,
            one.size,
            one.sha256,
            one.added_at,
        )
        for one in queries.listed(request.actor.within("report.export"), filters)
    )
    return download("documents", request.GET["format"], columns, rows)


@page(may("source.read"))
@kept
def document_detail(request: Request, key: UUID) -> HttpResponse:
    """The text with every passage that a living claim stands on."""
    document = get_object_or_404(access.visible_to(request.actor), key=key)
    claims = document.claims.exclude(status=terms.ClaimStatus.REJECTED).select_related("passage")
    spans = sorted({(claim.passage.start, claim.passage.end) for claim in claims if claim.passage})
    return render(
        request,
        "sources/document_detail.html",
        {
            "document": document,
            "pieces": pieces(document.text, spans),
            "claims": len(claims),
            "marked": len(spans),
            "may_change": access.may_change(request.actor, document),
        },
    )


@page(may("source.read"))
def document_file(request: Request, key: UUID) -> HttpResponse:
    """The file as it came, always as a download."""
    document = get_object_or_404(access.visible_to(request.actor), key=key)
    return FileResponse(
        document.file.open("rb"), as_attachment=True, filename=document.name, content_type="application/octet-stream"
    )
