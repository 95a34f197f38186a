"""The review page: the document with its passages, the cards, and a step per button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopuro.activities import access as activity_access
from kopuro.core import clock
from kopuro.core.form_pages import form_page
from kopuro.core.forms import key_of
from kopuro.core.pages import Request, may, page
from kopuro.intake import access, actions, forms, queries
from kopuro.intake.models import Card, Reading
from kopuro.programme.terms import PartnerRole
from kopuro.sources.models import Claim

REVIEWS = may("intake.run")


def seen(request: Request, key: UUID) -> Reading:
    rows = access.visible_to(request.actor).select_related("document", "programme")
    return get_object_or_404(rows, key=key)


def card_of(request: Request, key: UUID, card: UUID) -> Card:
    return get_object_or_404(seen(request, key).cards.select_related("reading__programme", "activity"), key=card)


def claim_of(request: Request, key: UUID, claim: UUID) -> tuple[Card, Claim]:
    """The claim with its card: claims of other readings are not found here."""
    reading = seen(request, key)
    row = get_object_or_404(Claim, key=claim, document=reading.document_id)
    return get_object_or_404(reading.cards.select_related("reading__programme"), key=row.subject), row


@page(REVIEWS)
def review(request: Request, key: UUID) -> HttpResponse:
    reading = seen(request, key)
    cards, text = queries.shown_cards(request.actor, reading)
    return render(
        request,
        "intake/review.html",
        {
            "reading": reading,
            "programme": reading.programme,
            "cards": cards,
            "text": text,
            "open": sum(shown.is_open for shown in cards),
            "may_undo": reading.steps.filter(undone_at__isnull=True).exists(),
            "next_reading": queries.next_to_review(request.actor, reading),
            "programme_facts": queries.programme_facts(reading),
        },
    )


def back(reading: Reading, card: Card | None = None) -> HttpResponse:
    address = redirect("review", reading.key)
    if card:
        address["Location"] += f"#card-{card.pk}"
    return address


@page(REVIEWS)
@require_POST
def accept(request: Request, key: UUID, card: UUID) -> HttpResponse:
    row = card_of(request, key, card)
    actions.accept_card(actor=request.actor, at=clock.now(), card=row, key=key_of(request))
    messages.success(request, _("Accepted: the activity stands. Undo takes it back."))
    return back(row.reading)


@page(REVIEWS)
@require_POST
def reject(request: Request, key: UUID, card: UUID) -> HttpResponse:
    row = card_of(request, key, card)
    actions.reject_card(actor=request.actor, at=clock.now(), card=row, key=key_of(request))
    messages.success(request, _("Not an activity. Undo takes it back."))
    return back(row.reading)


@page(REVIEWS)
@require_POST
def merge(request: Request, key: UUID, card: UUID) -> HttpResponse:
    row = card_of(request, key, card)
    try:
        wanted = UUID(request.POST.get("activity", ""))
    except ValueError as error:
        raise Http404 from error
    activity = get_object_or_404(activity_access.visible_to(request.actor), key=wanted)
    actions.merge_card(actor=request.actor, at=clock.now(), card=row, activity=activity, key=key_of(request))
    messages.success(request, _("Merged. Where the documents differ, the activity's page shows it."))
    return back(row.reading)


@page(REVIEWS)
@require_POST
def split(request: Request, key: UUID, card: UUID) -> HttpResponse:
    row = card_of(request, key, card)
    chosen = [UUID(one) for one in request.POST.getlist("claim") if len(one) == 36]
    claims = list(Claim.objects.filter(key__in=chosen, subject=row.key))
    other = actions.split_card(
        actor=request.actor,
        at=clock.now(),
        card=row,
        claims=claims,
        title=request.POST.get("title", ""),
        key=key_of(request),
    )
    return back(row.reading, other)


def ready_to_type(form: Any) -> Any:
    """The reviewer's hands are on the keys: the first field has the focus."""
    form.visible_fields()[0].field.widget.attrs["autofocus"] = True
    return form


@page(REVIEWS)
def correct(request: Request, key: UUID, claim: UUID) -> HttpResponse:
    card, row = claim_of(request, key, claim)
    form = ready_to_type(forms.form_for(row.field, row.value, row.qualifier, request.POST or None))

    def do(form: Any) -> Claim:
        return actions.correct_claim(
            actor=request.actor,
            at=clock.now(),
            card=card,
            claim=row,
            value=form.value(),
            qualifier=form.qualifier(),
            key=form.key,
        )

    lead = f"“{row.document.text[row.passage.start : row.passage.end]}”" if row.passage and row.document else ""
    title = _("Correct: %s") % queries.label(row.field)
    return form_page(request, form, do, title=title, lead=lead, then=review_address(card), label=_("Correct"))


@page(REVIEWS)
def add(request: Request, key: UUID, card: UUID) -> HttpResponse:
    """Which field first, then its value: two small steps rather than one large form."""
    row = card_of(request, key, card)
    field = request.GET.get("field", "")
    if field not in forms.ADDABLE:
        return render(request, "intake/add.html", {"card": row, "reading": row.reading, "fields": forms.addable()})
    form = ready_to_type(forms.form_for(field, None, "", request.POST or None))

    def do(form: Any) -> Claim:
        return actions.add_claim(
            actor=request.actor,
            at=clock.now(),
            card=row,
            field=field,
            value=form.value(),
            qualifier=form.qualifier(),
            key=form.key,
        )

    return form_page(
        request, form, do, title=_("Add: %s") % queries.label(field), then=review_address(row), label=_("Add")
    )


def review_address(card: Card) -> str:
    return f"{back(card.reading)['Location']}#card-{card.pk}"


@page(REVIEWS)
@require_POST
def reject_claim(request: Request, key: UUID, claim: UUID) -> HttpResponse:
    card, row = claim_of(request, key, claim)
    actions.reject_claim(actor=request.actor, at=clock.now(), card=card, claim=row, key=key_of(request))
    return back(card.reading, card)


@page(REVIEWS)
@require_POST
def partner(request: Request, key: UUID) -> HttpResponse:
    reading = seen(request, key)
    name, role = request.POST.get("name", "").strip(), request.POST.get("role", "")
    if not name or role not in PartnerRole.values:
        raise Http404
    actions.accept_partner(actor=request.actor, at=clock.now(), reading=reading, name=name[:300], role=role)
    return back(reading)


@page(REVIEWS)
@require_POST
def undo(request: Request, key: UUID) -> HttpResponse:
    reading = seen(request, key)
    step = actions.undo(actor=request.actor, at=clock.now(), reading=reading)
    messages.success(request, _("Taken back: %s.") % step.verb)
    return back(reading, step.card)


@page(REVIEWS)
@require_POST
def finish(request: Request, key: UUID) -> HttpResponse:
    reading = seen(request, key)
    actions.finish(actor=request.actor, at=clock.now(), reading=reading)
    messages.success(request, _("Finished."))
    return redirect("intake")
