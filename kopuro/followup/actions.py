"""Recommending, answering, acting, and recording that advice was used."""

from __future__ import annotations

from datetime import date, datetime

from kopuro.activities.models import Activity, Session
from kopuro.core.actor import Actor
from kopuro.core.partial_dates import checked_span
from kopuro.core.problems import Problem
from kopuro.core.writing import write
from kopuro.followup import access
from kopuro.followup.models import Action, Recommendation, Response, Uptake
from kopuro.followup.terms import Answer, UptakeKind
from kopuro.people.actions import organisation_named
from kopuro.people.models import Organisation
from kopuro.programme.models import Programme
from kopuro.sources import actions as sources
from kopuro.sources.models import Passage


def refused() -> Problem:
    return Problem("followup.not-allowed", "You can't change this recommendation. Ask its project team.", status=403)


def named(name: str) -> Organisation | None:
    return organisation_named(name=name) if name.strip() else None


@write("recommendation.make")
def recommend(
    *, actor: Actor, at: datetime, programme: Programme, text: str, type: str = "other", addressee: str = "",
    addressee_written: str = "", activity: Activity | None = None, session: Session | None = None, passage: Passage | None = None,
    made_on: str = "", note: str = "",
) -> Recommendation:  # fmt: skip
    """Advice from an activity, a session or a passage. Raises `Problem` `followup.source` when it comes from nowhere."""
    if not actor.may("followup.change", programme.pk):
        raise refused()
    if not (activity or session or passage or note):
        raise Problem(
            "followup.source", "Say where the advice comes from: an activity, a passage, or a word on the source."
        )
    made_on, _ = checked_span(made_on, "")
    recommendation = Recommendation.objects.create(
        programme=programme, text=text[:1000], type=type, addressee=named(addressee), addressee_written=addressee_written[:300],
        activity=activity or (session.activity if session else None), session=session, passage=passage, made_on=made_on, created_at=at,
    )  # fmt: skip
    recommendation.claim = sources.state(
        actor=actor, at=at, subject=recommendation.key, field="recommendation", value=text[:1000], note=note[:400], passage=passage,
        document=passage.document if passage else None,
    )  # fmt: skip
    recommendation.save(update_fields=["claim"])
    return recommendation


@write("recommendation.describe")
def describe(
    *, actor: Actor, at: datetime, recommendation: Recommendation, text: str, type: str, addressee: str
) -> Recommendation:
    if not access.may_change(actor, recommendation):
        raise refused()
    recommendation.text, recommendation.type, recommendation.addressee = text[:1000], type, named(addressee)
    recommendation.save(update_fields=["text", "type", "addressee"])
    return recommendation


@write("recommendation.join")
def join(*, actor: Actor, at: datetime, recommendation: Recommendation, into: Recommendation) -> Recommendation:
    """Two documents tell the same advice: from now on it stands once, under `into`. Raises `Problem` `followup.same` for
    advice that has its own answers already, or that is `into` itself."""
    if not (access.may_change(actor, recommendation) and access.may_change(actor, into)):
        raise refused()
    if recommendation.pk == into.pk or into.same_as_id or into.withdrawn:
        raise Problem("followup.same", "Choose another recommendation that still stands.")
    if is_followed(recommendation):
        raise Problem(
            "followup.same",
            "This one has been answered or acted on already. Open the other one and join it to this one.",
        )
    recommendation.told_again.update(same_as=into)
    recommendation.same_as = into
    recommendation.save(update_fields=["same_as"])
    return into


def is_followed(recommendation: Recommendation) -> bool:
    chain = (recommendation.responses, recommendation.actions, recommendation.uptakes)
    return any(part.exists() for part in chain)


@write("recommendation.part")
def part(*, actor: Actor, at: datetime, recommendation: Recommendation) -> Recommendation:
    """Takes back `join`: the advice stands for itself again."""
    if not access.may_change(actor, recommendation):
        raise refused()
    recommendation.same_as = None
    recommendation.save(update_fields=["same_as"])
    return recommendation


@write("recommendation.withdraw")
def withdraw(*, actor: Actor, at: datetime, recommendation: Recommendation) -> Recommendation:
    """It was read or entered by mistake. Raises `Problem` `followup.same` when something was done about it already."""
    if not access.may_change(actor, recommendation):
        raise refused()
    if is_followed(recommendation):
        raise Problem("followup.same", "It has been answered or acted on, so it stays. Correct its text instead.")
    if recommendation.claim:
        sources.decide(actor=actor, at=at, claim=recommendation.claim, status="rejected")
    recommendation.told_again.update(same_as=None)
    recommendation.withdrawn = True
    recommendation.save(update_fields=["withdrawn"])
    return recommendation


@write("recommendation.answer")
def respond(
    *,
    actor: Actor,
    at: datetime,
    recommendation: Recommendation,
    answer: str,
    why: str,
    on: date,
    by: Organisation | None = None,
) -> Response:
    """Raises `Problem` `followup.why` for an answer short of yes without a reason."""
    if not access.may_respond(actor, recommendation):
        raise refused()
    if answer != Answer.ACCEPTED and not why.strip():
        raise Problem("followup.why", "An answer short of “accepted” needs its reason. Write a sentence.")
    return Response.objects.create(
        recommendation=recommendation, answer=answer, why=why.strip(), by=by or recommendation.addressee, on=on
    )


@write("action.plan")
def plan_action(
    *, actor: Actor, at: datetime, recommendation: Recommendation, text: str, owner: str, due_on: date | None = None,
    carried_out_by: Activity | None = None, product: str = "",
) -> Action:  # fmt: skip
    if not access.may_change(actor, recommendation):
        raise refused()
    return Action.objects.create(
        recommendation=recommendation,
        text=text[:500],
        owner=organisation_named(name=owner),
        due_on=due_on,
        carried_out_by=carried_out_by,
        product=product[:400],
    )


@write("action.done")
def mark_done(
    *, actor: Actor, at: datetime, action: Action, on: date, carried_out_by: Activity | None = None, product: str = ""
) -> Action:
    """Raises `Problem` `followup.done` when neither an activity nor a product shows that it was done."""
    if not access.may_change(actor, action.recommendation):
        raise refused()
    action.carried_out_by = carried_out_by or action.carried_out_by
    action.product = product[:400] or action.product
    if not (action.carried_out_by or action.product):
        raise Problem("followup.done", "Name the activity or the product that carried it out.")
    action.done_on = on
    action.save(update_fields=["carried_out_by", "product", "done_on"])
    return action


@write("uptake.record")
def record_uptake(
    *, actor: Actor, at: datetime, recommendation: Recommendation, kind: str, text: str, on: str = "",
    activity: Activity | None = None, passage: Passage | None = None, note: str = "",
) -> Uptake:  # fmt: skip
    """Proof that advice was used. Raises `Problem` `followup.proof` without an activity, a passage or a source."""
    if not access.may_change(actor, recommendation):
        raise refused()
    if kind == UptakeKind.ACTIVITY and activity is None:
        raise Problem("followup.proof", "Choose the activity that carried the advice out.")
    if not (activity or passage or note.strip()):
        raise Problem("followup.proof", "Uptake needs its proof: an activity, a passage, or a word on the source.")
    on, _ = checked_span(on, "")
    uptake = Uptake.objects.create(
        recommendation=recommendation, kind=kind, text=text[:500], on=on, activity=activity, passage=passage
    )
    uptake.claim = sources.state(
        actor=actor, at=at, subject=recommendation.key, field="uptake", value=text[:500], note=note[:400], passage=passage,
        document=passage.document if passage else None,
    )  # fmt: skip
    uptake.save(update_fields=["claim"])
    return uptake
