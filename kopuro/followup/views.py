"""Pages of recommendations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kopuro.activities import access as activity_access
from kopuro.core import clock
from kopuro.core.exports import download
from kopuro.core.form_pages import form_page, removal_page
from kopuro.core.kept import kept
from kopuro.core.pages import Request, may, may_any, page
from kopuro.core.story import Story
from kopuro.followup import access, actions, forms, queries
from kopuro.followup.chains import chain_of
from kopuro.followup.models import Recommendation
from kopuro.programme import access as programme_access
from kopuro.sources.models import Claim
from kopuro.sources.queries import story_claims

PAGE = 50


def staged(rows: Any) -> list[tuple[Recommendation, str]]:
    return [(row, queries.stage_of(row)) for row in rows]


@page(may("followup.read"))
@kept
def recommendation_list(request: Request) -> HttpResponse:
    form = forms.RecommendationFilter(request.GET or None, actor=request.actor)
    rows = queries.listed(request.actor, form.values() if request.GET else {})
    if "format" in request.GET:
        return export(request, rows)
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "rows": staged(shown),
        "overdue": queries.overdue(request.actor, clock.today())[:10],
        "may_add": request.actor.may_somewhere("followup.change"),
    }
    return render(request, "followup/recommendation_list.html", context)


def export(request: Request, rows: Any) -> HttpResponse:
    if not request.actor.may_somewhere("report.export"):
        raise Http404
    columns = (
        "key",
        "text",
        "type",
        "addressee",
        "made at",
        "made on",
        "answer",
        "actions",
        "actions done",
        "taken up",
        "stage",
    )
    lines = (
        (
            row.key, row.text, row.type, row.addressee or row.addressee_written, row.activity or "", row.made_on, row.answer or "",
            row.actions_all, row.actions_done, "yes" if row.used else "no", queries.stage_of(row),
        )
        for row in rows
    )  # fmt: skip
    return download("recommendations", request.GET["format"], columns, lines)


@page(may("activity.read"))
@kept
def of_activity(request: Request, key: UUID) -> HttpResponse:
    """The recommendations of one activity: a page, and the fragment that the activity's own page loads."""
    activity = get_object_or_404(activity_access.visible_to(request.actor), key=key)
    made = queries.with_standing(access.visible_to(request.actor).filter(activity=activity))
    carried = access.visible_to(request.actor).filter(actions__carried_out_by=activity)
    used = access.visible_to(request.actor).filter(uptakes__activity=activity)
    context = {
        "activity": activity,
        "rows": staged(made),
        "carried": (carried | used).select_related("activity").distinct(),
        "may_change": activity_access.may_change(request.actor, activity),
    }
    return render(request, "followup/of_activity.html", context)


def seen(request: Request, key: UUID) -> Recommendation:
    rows = access.visible_to(request.actor).select_related(
        "programme", "activity", "session", "addressee", "passage__document", "claim"
    )
    return get_object_or_404(
        rows.prefetch_related("responses__by", "actions__owner", "actions__carried_out_by", "uptakes__activity"),
        key=key,
    )


@page(may("followup.read"))
@kept
def recommendation_detail(request: Request, key: UUID) -> HttpResponse:
    repeated = access.visible_to(request.actor).filter(told_again__key=key).first()
    if repeated:
        return redirect(repeated)
    recommendation = seen(request, key)
    context = {
        "recommendation": recommendation,
        "programme": recommendation.programme,
        "chain": chain_of(request.actor, recommendation),
        "may_change": access.may_change(request.actor, recommendation),
        "may_respond": access.may_respond(request.actor, recommendation),
        "may_join": not actions.is_followed(recommendation),
    }
    return render(request, "followup/recommendation_detail.html", context)


@page(may("followup.read"))
@kept
def recommendation_story(request: Request, key: UUID) -> HttpResponse:
    """Where the advice and its uptake come from."""
    recommendation = seen(request, key)
    again = list(recommendation.told_again.all())
    ids = [row.claim_id for row in (recommendation, *again, *recommendation.uptakes.all())]
    claims = Claim.objects.filter(pk__in=[one for one in ids if one]).select_related("document", "passage")
    told = story_claims(
        claims, actor=request.actor, shown=recommendation.claim_id, phrase=lambda claim: str(claim.value), kind="advice"
    )
    story = Story(recommendation.text, _("The sentence it was read from, and those that show it was used."), told)
    may_change = access.may_change(request.actor, recommendation)
    context = {"recommendation": recommendation, "story": story, "again": again if may_change else []}
    return render(request, "followup/recommendation_story.html", context)


def changed(request: Request, key: UUID) -> Recommendation:
    recommendation = seen(request, key)
    if not access.may_change(request.actor, recommendation):
        raise Http404
    return recommendation


@page(may("followup.change"))
def recommendation_new(request: Request) -> HttpResponse:
    activity = None
    if request.GET.get("activity"):
        activity = activity_access.visible_to(request.actor).filter(key=as_key(request.GET["activity"])).first()
    running = activity.runnings.select_related("programme").first() if activity else None
    initial = {"activity": activity, "programme": running.programme.code if running else None}
    form = forms.RecommendationForm(request.POST or None, actor=request.actor, activity=activity, initial=initial)

    def do(form: Any) -> Recommendation:
        data = form.cleaned_data
        programme = get_object_or_404(programme_access.visible_to(request.actor), code=data["programme"])
        facts = {
            name: data.get(name) for name in ("text", "type", "addressee", "activity", "session", "made_on", "note")
        }
        return actions.recommend(actor=request.actor, at=clock.now(), programme=programme, key=form.key, **facts)

    return form_page(
        request,
        form,
        do,
        title=_("A recommendation"),
        lead=_("Advice that came out of an activity, and to whom it goes."),
    )


def as_key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


@page(may("followup.change"))
def recommendation_change(request: Request, key: UUID) -> HttpResponse:
    row = changed(request, key)
    initial = {"text": row.text, "type": row.type, "addressee": row.addressee.name if row.addressee else ""}
    form = forms.DescribeForm(request.POST or None, initial=initial)

    def do(form: Any) -> Recommendation:
        facts = {name: form.cleaned_data[name] for name in initial}
        return actions.describe(actor=request.actor, at=clock.now(), recommendation=row, key=form.key, **facts)

    return form_page(request, form, do, title=_("The recommendation"), then=row, crumbs=[row])


@page(may("followup.change"))
def recommendation_join(request: Request, key: UUID) -> HttpResponse:
    """Two documents, perhaps in two languages, tell the same advice."""
    row = changed(request, key)
    form = forms.JoinForm(request.POST or None, among=queries.alike(request.actor, row))

    def do(form: Any) -> Recommendation:
        into = form.cleaned_data["into"]
        return actions.join(actor=request.actor, at=clock.now(), recommendation=row, into=into, key=form.key)

    return form_page(request, form, do, title=_("The same advice, told again"), lead=row.text, crumbs=[row])


@page(may("followup.change"))
def recommendation_part(request: Request, key: UUID, other: UUID) -> HttpResponse:
    row = changed(request, key)
    repeated = row.told_again.filter(key=other).first()

    def do(form: Any) -> Recommendation:
        return actions.part(actor=request.actor, at=clock.now(), recommendation=repeated, key=form.key)

    title = _("It is advice of its own")
    return removal_page(request, repeated, do, title=title, then=row, crumbs=[row], label=_("Take apart"))


@page(may("followup.change"))
def recommendation_withdraw(request: Request, key: UUID) -> HttpResponse:
    row = changed(request, key)

    def do(form: Any) -> Any:
        return actions.withdraw(actor=request.actor, at=clock.now(), recommendation=row, key=form.key)

    then = row.activity or reverse("recommendations")
    title = _("This is not a recommendation")
    return removal_page(request, row, do, title=title, then=then, crumbs=[row], label=_("Take it out"))


@page(may_any("followup.change", "followup.respond_own"))
def response_new(request: Request, key: UUID) -> HttpResponse:
    row = seen(request, key)
    if not access.may_respond(request.actor, row):
        raise Http404
    form = forms.ResponseForm(request.POST or None, initial={"on": clock.today()})

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("answer", "why", "on")}
        return actions.respond(actor=request.actor, at=clock.now(), recommendation=row, key=form.key, **facts)

    return form_page(request, form, do, title=_("Answer a recommendation"), lead=row.text, then=row, crumbs=[row])


@page(may("followup.change"))
def action_new(request: Request, key: UUID) -> HttpResponse:
    row = changed(request, key)
    form = forms.ActionForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("text", "owner", "due_on", "carried_out_by")}
        return actions.plan_action(actor=request.actor, at=clock.now(), recommendation=row, key=form.key, **facts)

    return form_page(request, form, do, title=_("Plan an action"), lead=row.text, then=row, crumbs=[row])


@page(may("followup.change"))
def action_done(request: Request, key: UUID, action: UUID) -> HttpResponse:
    row = changed(request, key)
    step = get_object_or_404(row.actions, key=action)
    form = forms.DoneForm(
        request.POST or None, actor=request.actor, initial={"on": clock.today(), "carried_out_by": step.carried_out_by}
    )

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("on", "carried_out_by", "product")}
        return actions.mark_done(actor=request.actor, at=clock.now(), action=step, key=form.key, **facts)

    return form_page(request, form, do, title=_("The action is done"), lead=step.text, then=row, crumbs=[row])


@page(may("followup.change"))
def uptake_new(request: Request, key: UUID) -> HttpResponse:
    row = changed(request, key)
    form = forms.UptakeForm(request.POST or None, actor=request.actor)

    def do(form: Any) -> Any:
        facts = {name: form.cleaned_data[name] for name in ("kind", "text", "activity", "on", "note")}
        return actions.record_uptake(actor=request.actor, at=clock.now(), recommendation=row, key=form.key, **facts)

    return form_page(request, form, do, title=_("It was used"), lead=row.text, then=row, crumbs=[row])
