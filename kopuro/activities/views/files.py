"""Photos and materials are handed out by pages that ask who is asking; files have no address of their own."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from kopuro.activities import access
from kopuro.activities.views.pages import seen
from kopuro.core.pages import Request, may, page


@page(may("activity.read"))
def photo(request: Request, key: UUID, photo: UUID) -> HttpResponse:
    activity = seen(request, key)
    row = get_object_or_404(access.photos_visible_to(request.actor, activity), key=photo)
    return FileResponse(
        row.file.open("rb"), content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"}
    )


@page(may("activity.read"))
def material(request: Request, key: UUID, material: UUID) -> HttpResponse:
    """Always as a download: nothing that was uploaded is run in the browser."""
    activity = seen(request, key)
    row = get_object_or_404(activity.materials, key=material)
    ending = row.file.name.rsplit(".", 1)[-1][:8] if "." in row.file.name else "bin"
    name = f"{slugify(row.title)[:80] or 'material'}.{ending}"
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
