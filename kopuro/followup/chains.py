"""A recommendation's chain as nodes to be drawn: where it came from, what was answered, done and used."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kopuro.activities.access import visible_to
from kopuro.activities.models import Activity
from kopuro.core.actor import Actor
from kopuro.core.drawing.chain import Chain, ChainNode, ChainState
from kopuro.core.phrases import date_phrase
from kopuro.followup.models import Recommendation
from kopuro.followup.terms import Answer
from kopuro.sources import access as sources


def chain_of(actor: Actor, recommendation: Recommendation) -> Chain:
    """Only activities the actor may see are named; others are told as “an activity”."""
    seen = set(visible_to(actor).filter(pk__in=_activities(recommendation)).values_list("pk", flat=True))
    nodes: list[ChainNode] = []
    origin = recommendation.activity
    if origin:
        sitting = recommendation.session.title if recommendation.session and origin.pk in seen else ""
        nodes.append(_activity_node("origin", origin, seen, (), sitting))
    elif recommendation.passage:
        readable = sources.may_see(actor, recommendation.passage.document)
        nodes.append(
            ChainNode("origin", _("Document"), str(recommendation.passage.document) if readable else _("a document"))
        )
    after = ("origin",) if nodes else ()
    to = str(recommendation.addressee or recommendation.addressee_written or "")
    nodes.append(ChainNode("advice", _("Recommendation"), recommendation.text, after, "done", to))
    last = _answers(recommendation, nodes)
    for action in recommendation.actions.all():
        key = f"action{action.pk}"
        note = action.owner.acronym or action.owner.name
        if action.due_on and not action.done_on:
            note += f" · {date_phrase(action.due_on)}"
        nodes.append(ChainNode(key, _("Action"), action.text, (last,), "done" if action.done_on else "open", note))
        if action.carried_out_by:
            nodes.append(_activity_node(f"by{action.pk}", action.carried_out_by, seen, (key,)))
        elif action.product:
            nodes.append(ChainNode(f"by{action.pk}", _("Product"), action.product, (key,), "done"))
    for uptake in recommendation.uptakes.all():
        before = tuple(
            f"by{action.pk}"
            for action in recommendation.actions.all()
            if uptake.activity_id and action.carried_out_by_id == uptake.activity_id
        )
        if uptake.activity and not before:
            nodes.append(_activity_node(f"in{uptake.pk}", uptake.activity, seen, (last,)))
            before = (f"in{uptake.pk}",)
        nodes.append(
            ChainNode(f"use{uptake.pk}", _("Uptake"), uptake.text, before or (last,), "done", uptake.get_kind_display())
        )
    return Chain(_("From advice to change"), nodes)


def _answers(recommendation: Recommendation, nodes: list[ChainNode]) -> str:
    """Adds the latest response, or a node that waits for one where nothing has happened yet."""
    responses = list(recommendation.responses.all())
    if responses:
        latest = responses[-1]
        state: ChainState = "refused" if latest.answer == Answer.NOT else "done"
        nodes.append(
            ChainNode("answer", _("Response"), latest.get_answer_display(), ("advice",), state, latest.why[:120])
        )
        return "answer"
    if not recommendation.actions.all() and not recommendation.uptakes.all():
        nodes.append(ChainNode("answer", _("Response"), _("not answered yet"), ("advice",), "waiting"))
        return "answer"
    return "advice"


def _activity_node(
    key: str, activity: Activity, seen: set[int], after: tuple[str, ...], sitting: str = ""
) -> ChainNode:
    """`sitting` is the session it was said in."""
    if activity.pk not in seen:
        return ChainNode(key, _("Activity"), _("an activity"), after)
    state: ChainState = "open" if activity.status == "planned" else "done"
    note = " · ".join(filter(None, (date_phrase(activity.start, activity.end), sitting)))
    url = reverse("activity", args=[activity.key])
    return ChainNode(key, _("Activity"), activity.title, after, state, note, url)


def _activities(recommendation: Recommendation) -> set[int]:
    found = {recommendation.activity_id}
    found |= {action.carried_out_by_id for action in recommendation.actions.all()}
    found |= {uptake.activity_id for uptake in recommendation.uptakes.all()}
    return {one for one in found if one}
