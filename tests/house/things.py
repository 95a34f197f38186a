"""One of everything in a programme, so that every address can be walked."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from PIL import Image

from kopuro.activities import actions as activities
from kopuro.activities.models import Quotation
from kopuro.core.actor import Actor
from kopuro.engagement import actions as engagement
from kopuro.followup import actions as followup
from kopuro.intake import actions as intake
from kopuro.learning import actions as learning
from kopuro.learning.rules.columns import Columns
from kopuro.people.models import Account
from kopuro.programme import actions as programmes
from kopuro.programme.models import Programme
from kopuro.programme.queries import actor_of
from kopuro.rooms import actions as rooms
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.tests.factories import TASTER
from kopuro.sources.actions import passage
from kopuro.sources.models import Claim
from tests.cast import NOW

NEWS = (
    "Seminar on listening held in Osh\n\nOSH, 5 March 2024. Some 25 officers took part in a seminar organised by LEICA in Osh on "
    "4-5 March 2024. Participants recommended to hold joint meetings with women's groups.\n"
)
CANARY = "CANARY-of-a-person"


RUN_PAGES = ("run", "run-change", "run-seat", "run-readmit", "run-forget", "run-do", "run-console", "run-screen", "run-evaluate", "run-care", "run-characters",
             "run-debrief", "run-review", "run-lessons", "run-judgement")  # fmt: skip


def a_room(programme: Programme, actor: Actor) -> tuple[Any, Any, Any]:
    """A published version, a draft after it, and a run of the first with a trainee in it."""
    do: dict[str, Any] = {"actor": actor, "at": NOW}
    version = rooms.bring_in(programme=programme, files=read_folder(TASTER), **do)
    version = version if version.is_published else rooms.publish(version=version, **do)
    draft = rooms.new_draft(version=version, **do)
    run = rooms.prepare(programme=programme, version=version, mode="rehearsal", retain_until=date(2030, 1, 1), **do)
    seat = rooms.take_staff_seat(run=run, kind="director", **do)
    rooms.lead(run=run, seat=seat, kind="open", data={}, **do)
    rooms.take_seat(run=run, sign="Juniper", team="upper-bridge", role="inspector", once=str(run.key), **do)
    rooms.lead(run=run, seat=seat, kind="start", data={}, **do)
    return version, draft, run


def everything(programme: Programme, member: Account, word: str = "") -> dict[str, dict[str, Any]]:
    """Makes the things and gives, by address name, the arguments of that address."""
    actor: Actor = actor_of(member)
    do: dict[str, Any] = {"actor": actor, "at": NOW}
    text = f"{NEWS}{word}"
    reading = intake.take_in(programme=programme, name=f"news{word}.txt", data=text.encode(), **do)
    document = reading.document
    card = reading.cards.first()
    claim = card and document.claims.filter(subject=card.key, field="title").first()
    facts = {
        "title": f"Workshop {word}",
        "type": "workshop",
        "status": "held",
        "dates": {"start": "2024-02-14", "end": "2024-02-16"},
        "participants.reported": 35,
    }
    activity = activities.create_activity(programme=programme, facts=facts, **do)
    series = activities.create_series(programme=programme, title=f"Series {word}", **do)
    session = activities.add_session(activity=activity, title="Day 1", **do)
    item = activities.add_agenda_item(session=session, title="Opening", **do)
    activities.state_facts(
        activity=activity, facts={"follows": [{"written": "the workshop of 2023"}]}, note="a letter", **do
    )
    told = Claim.objects.get(subject=activity.key, field="follows")
    material = activities.add_material(
        activity=activity, title="Slides", name="s.pdf", data=b"%PDF-", licence="CC BY 4.0", **do
    )
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    photo = activities.add_photo(
        activity=activity,
        data=picture.getvalue(),
        caption="c",
        credit="c",
        consent_note="asked",
        may_be_shown=True,
        **do,
    )
    quotation = Quotation.objects.create(
        activity=activity, passage=passage(document=document, start=0, end=7), speaker_role="teacher"
    )
    ladder = engagement.open_ladder(programme=programme, country="KG", agency=f"Prison Service {word}", **do)
    meeting = engagement.record_meeting(
        programme=programme, kind="mission", title=f"Mission {word}", country="KG", start="2024-02", **do
    )
    point = engagement.agree(
        meeting=meeting, kind="promise", text="Send the list", owner="Prison Service", due_on=date(2026, 3, 10), **do
    )
    asked = engagement.record_request(
        programme=programme, country="KG", agency=f"Prison Service {word}", topic="prisons", text="A room", **do
    )
    advice = followup.recommend(programme=programme, text=f"Meet more often {word}", activity=activity, **do)
    again = followup.recommend(programme=programme, text=f"Meet again {word}", activity=activity, **do)
    followup.join(recommendation=again, into=advice, **do)
    step = followup.plan_action(recommendation=advice, text="Meet", owner="LEICA", **do)
    period = programmes.add_period(
        programme=programme, label="2024", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), **do
    )
    result = programmes.add_result(programme=programme, level="1", title="Trained together", **do)
    indicator = programmes.add_indicator(result=result, title="Activities", contribution="activities", **do)
    marker = programmes.classify(programme=programme, scheme="sdg", code="16.a", **do)
    partner = programmes.add_partner(programme=programme, name=f"Funder {word}", role="1", **do)
    person = programmes.add_contact(
        programme=programme, name=f"{CANARY}{word}", role="logistics", email=f"{CANARY}{word}@example.org", **do
    )
    engagement.name_contact(ladder=ladder, person=person, **do)
    own_claim = activity_claim(activity)
    table = learning.take_in(
        activity=activity, kind="ratings", title=f"Ratings {word}", headers=("code", "case", "rating"), rows=[("ab12", "C1", "3")],
        columns=Columns({"code": 0, "unit": 1, "value": 2}), **do,
    )  # fmt: skip
    version, draft, run = a_room(programme, actor)
    key, code = {"key": activity.key}, {"code": programme.code}
    of_card = {"key": reading.key, "card": card.key}
    of_claim = {"key": reading.key, "claim": claim.key}
    made = {
        "activity": key, "activity-no-names": key, "attendance-new": key, "activity-placing": key, "session-new": key, "material-new": key, "photo-new": key,
        "activity-recommendations": key, "value-story": {**key, "field": "dates"}, "value-correct": {**key, "field": "dates"},
        "claim-settle": {**key, "claim": own_claim.key}, "claim-reject": {**key, "claim": own_claim.key},
        "agenda-new": {**key, "session": session.key}, "session-change": {**key, "session": session.key},
        "session-remove": {**key, "session": session.key}, "agenda-change": {**key, "session": session.key, "item": item.pk},
        "agenda-remove": {**key, "session": session.key, "item": item.pk}, "follows-link": {**key, "claim": told.key},
        "material-change": {**key, "material": material.key}, "material-remove": {**key, "material": material.key},
        "photo-change": {**key, "photo": photo.key}, "series-change": {"key": series.key}, "document-change": {"key": document.key},
        "entered": {"kind": "meeting", "thing": str(meeting.key)}, "ladder-contact": {"key": ladder.key}, "meeting-change": {"key": meeting.key},
        "material": {**key, "material": material.key},
        "photo": {**key, "photo": photo.key}, "photo-remove": {**key, "photo": photo.key}, "quotation": {**key, "quotation": quotation.pk},
        "series": {"key": series.key}, "series-story": {"key": series.key}, "series-count": {"key": series.key},
        "ladder": {"key": ladder.key}, "step-new": {"key": ladder.key}, "meeting": {"key": meeting.key}, "point-new": {"key": meeting.key},
        "point-kept": {"key": meeting.key, "point": point.key}, "request-answer": {"key": asked.key},
        "recommendation": {"key": advice.key}, "recommendation-story": {"key": advice.key}, "recommendation-change": {"key": advice.key},
        "recommendation-join": {"key": advice.key}, "recommendation-withdraw": {"key": advice.key},
        "recommendation-part": {"key": advice.key, "other": again.key},
        "response-new": {"key": advice.key}, "action-new": {"key": advice.key}, "action-done": {"key": advice.key, "action": step.key},
        "uptake-new": {"key": advice.key}, "document": {"key": document.key}, "document-file": {"key": document.key},
        "review": {"key": reading.key}, "review-undo": {"key": reading.key}, "review-finish": {"key": reading.key},
        "review-partner": {"key": reading.key}, "review-accept": of_card, "review-reject": of_card, "review-merge": of_card,
        "review-split": of_card, "review-add": of_card, "review-correct": of_claim, "review-reject-claim": of_claim,
        "programme": code, "programme-about": code, "programme-change": code, "partner-new": code, "classification-new": code,
        "member-new": code, "contact-new": code, "programme-framework": code, "result-new": code, "period-new": code, "five-w": code,
        "gaps": code, "figure-story": {**code, "what": "people"}, "country-story": {"code": "KG", "what": "held"}, "partner-remove": {**code, "partner": partner.pk}, "indicator-new": {**code, "result": result.key},
        "result-change": {**code, "result": result.key}, "classification-remove": {**code, "row": marker.pk}, "contact-remove": {**code, "person": person.key},
        "member-remove": {**code, "row": programme.memberships.get(account=member).pk}, "indicator": {"key": indicator.key}, "indicator-change": {"key": indicator.key}, "target-new": {"key": indicator.key},
        "actual-new": {"key": indicator.key}, "actual-story": {"key": indicator.key, "period": period.pk},
        "scenario": {"key": version.scenario.key}, "version": {"key": version.key}, "version-read": {"key": version.key}, "version-sign": {"key": version.key},
        "version-panel": {"key": version.key}, "panel-close": {"key": version.key}, "version-draft": {"key": version.key}, "version-folder": {"key": version.key},
        "version-events-list": {"key": version.key}, "version-media": {"key": version.key, "name": "two-bridges.svg"}, "version-edit": {"key": draft.key},
        "version-publish": {"key": draft.key}, "run-inject": {"key": run.key, "inject": "letter"}, "run-export": {"key": run.key, "form": "record.json"},
        **{name: {"key": run.key} for name in RUN_PAGES}, "station-media": {"name": "two-bridges.svg"},
        "activity-learning": key, "learning-new": key, "learning-figures": key, "learning-report": key, "learning-package": key, "own-result": key,
        "learning-keys-final": key, "learning-file-remove": {**key, "file": table.key}, "series-learning": {"key": series.key}, "programme-learning": code,
        "organisation-change": {"key": partner.organisation.key}, "organisation-join": {"key": partner.organisation.key},
        "organisation": {"key": partner.organisation.key}, "country": {"code": "KG"}, "enter": {"secret": "wrong"},
        "account-link": {"key": member.key}, "account-close": {"key": member.key},
    }  # fmt: skip
    return made


def activity_claim(activity: Any) -> Any:
    return Claim.objects.filter(subject=activity.key, field="participants.reported").first()
