"""Reads `demo/programme.yaml` and acts as the cast would: nothing is written past the actions."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from ruamel.yaml import YAML

from kopuro.activities import actions as activities
from kopuro.activities.models import Activity
from kopuro.activities.rules import Attendee
from kopuro.core import clock
from kopuro.core.actor import Actor
from kopuro.core.problems import Problem
from kopuro.engagement import actions as engagement
from kopuro.engagement.models import Ladder, Request
from kopuro.followup import actions as followup
from kopuro.followup.models import Recommendation
from kopuro.intake import actions as intake
from kopuro.intake.models import Card, Reading
from kopuro.intake.queries import shown_cards
from kopuro.people.actions import organisation_named
from kopuro.people.models import Account
from kopuro.programme import actions as programmes
from kopuro.programme.models import Membership, Programme
from kopuro.programme.queries import actor_of
from kopuro.web.demo import is_built
from kopuro.web.demo.learning import build_learning
from kopuro.web.demo.rooms import build_rooms

MERGES = 0.6
Say = Callable[[str], None]


def folder() -> Path:
    """The demo's files stand beside the code; an installed package has none."""
    path = settings.ROOT / "demo"
    if not (path / "programme.yaml").is_file():
        raise Problem("demo.missing", "The demo's files are not here. Run the demo from a copy of the repository.")
    return path


def build(say: Say = print) -> None:
    """Once; a second call finds it built. Raises `Problem` `demo.record` beside a record that is not the demo."""
    if is_built():
        return
    if Programme.objects.exists():
        raise Problem(
            "demo.record", "There is a real record in this data folder. Set KOPURO_DATA to an empty one for the demo."
        )
    # One transaction: a build that is cut off leaves nothing, and the next start begins anew.
    with transaction.atomic():
        _build(say)


def _build(say: Say) -> None:
    plan = YAML(typ="safe").load((folder() / "programme.yaml").read_text(encoding="utf-8"))
    Builder(plan, clock.now(), say).run()


class Builder:
    def __init__(self, plan: dict[str, Any], at: datetime, say: Say) -> None:
        self.plan, self.at, self.say = plan, at, say
        self.accounts: dict[str, Account] = {}

    def run(self) -> None:
        self.cast()
        self.programmes()
        self.documents()
        self.joint()
        self.framework()
        self.engagement()
        self.answers()
        self.followup()
        self.attendance()
        self.rooms()
        self.learning()
        # Only a finished demo counts as one: what was cut off is built anew in an empty folder.
        Programme.objects.update(is_demo=True)

    def actor(self, username: str = "aida") -> Actor:
        return actor_of(Account.objects.get(pk=self.accounts[username].pk))

    def cast(self) -> None:
        for person in self.plan["cast"]:
            organisation = person.get("organisation")
            self.accounts[person["username"]] = Account.objects.create_user(
                person["username"], name=person["name"], group=person["group"], country=person.get("country", ""), joined_at=self.at,
                is_administrator=person.get("administrator", False),
                organisation=organisation_named(name=organisation, country=person["country"], group="prison", kind="10") if organisation else None,
            )  # fmt: skip

    def programmes(self) -> None:
        for row in self.plan["programmes"]:
            facts = {name: row[name] for name in ("objective", "starts_on", "ends_on", "currency") if name in row}
            if "budget" in row:
                facts["budget"] = Decimal(row["budget"])
            if "parent" in row:
                facts["parent"] = Programme.objects.get(code=row["parent"])
            programme = programmes.open_programme(
                actor=self.actor(), at=self.at, title=row["title"], code=row["code"], countries=row["countries"],
                member=self.accounts["aida"], **facts,
            )  # fmt: skip
            common = {"actor": self.actor(), "at": self.at, "programme": programme}
            for username, role in row["members"].items():
                if not Membership.objects.filter(
                    programme=programme, account=self.accounts[username], role=role
                ).exists():
                    programmes.add_member(account=self.accounts[username], role=role, **common)
            for name, role in row.get("partners", []):
                programmes.add_partner(name=name, role=role, **common)
            for scheme, code, *score in row.get("classifications", []):
                programmes.classify(scheme=scheme, code=code, score=score[0] if score else "", **common)

    def documents(self) -> None:
        for row in self.plan["documents"]:
            path = folder() / "documents" / row["file"]
            programme = Programme.objects.get(code=row["into"])
            reading = intake.take_in(
                actor=self.actor(), at=self.at, programme=programme, name=path.name, data=path.read_bytes()
            )
            n = reading.cards.count()
            self.say(f"  read {path.name}: {n} {'activity' if n == 1 else 'activities'}")
            if not row.get("wait"):
                self.review(reading)

    def review(self, reading: Reading) -> None:
        """As Aida would: a card that speaks of an activity that stands is merged, the others are accepted."""
        for card in Card.objects.filter(reading=reading, status="proposed").order_by("position"):
            shown = next(one for one in shown_cards(self.actor(), reading)[0] if one.card.pk == card.pk)
            likely = [activity for score, activity in shown.candidates if score >= MERGES]
            if likely:
                intake.merge_card(actor=self.actor(), at=self.at, card=card, activity=likely[0])
            else:
                intake.accept_card(actor=self.actor(), at=self.at, card=card)

    def joint(self) -> None:
        for row in self.plan["joint"]:
            programme = Programme.objects.get(code=row["with"])
            for activity in Activity.objects.filter(type=row["type"], start=row["start"]):
                activities.run_in(actor=self.actor(), at=self.at, activity=activity, programme=programme)

    def answers(self) -> None:
        for row in self.plan["answers"]:
            asked = list(Request.objects.filter(text=row["request"]))
            for activity in Activity.objects.filter(type=row["type"], start=row["start"]):
                activities.answer_requests(actor=self.actor(), at=self.at, activity=activity, requests=asked)

    def framework(self) -> None:
        for code, periods in self.plan["periods"].items():
            programme = Programme.objects.get(code=code)
            common = {"actor": self.actor(), "at": self.at}
            made = [
                programmes.add_period(programme=programme, label=label, starts_on=first, ends_on=last, **common)
                for label, first, last in periods
            ]
            results: dict[str, Any] = {}
            for row in self.plan["results"][code]:
                facts = {
                    name: row[name] for name in ("code", "level", "title", "donor_label", "assumptions") if name in row
                }
                results[row["code"]] = programmes.add_result(
                    programme=programme, parent=results.get(row.get("parent", "")), **facts, **common
                )
            for row in self.plan["indicators"][code]:
                names = (
                    "code",
                    "title",
                    "measure",
                    "contribution",
                    "activity_types",
                    "baseline",
                    "baseline_year",
                    "dimensions",
                )
                indicator = programmes.add_indicator(
                    result=results[row["result"]], **{n: row[n] for n in names if n in row}, **common
                )
                for period, value in zip(made, row["targets"], strict=True):
                    programmes.set_target(indicator=indicator, period=period, value=Decimal(value), **common)
                for place, dimension, cell, value in row.get("cells", []):
                    programmes.set_target(
                        indicator=indicator,
                        period=made[place],
                        value=Decimal(value),
                        dimension=dimension,
                        cell=cell,
                        **common,
                    )
                for place, value, source in row.get("actuals", []):
                    programmes.enter_actual(
                        indicator=indicator, period=made[place], value=Decimal(value), source=source, **common
                    )

    def engagement(self) -> None:
        programme = Programme.objects.get(code="leica")
        common: dict[str, Any] = {"actor": self.actor(), "at": self.at}
        for agency, country, group, steps in self.plan["ladders"]:
            ladder = engagement.open_ladder(programme=programme, country=country, agency=agency, group=group, **common)
            for move, rung, on, note in steps:
                engagement.record_step(ladder=ladder, move=move, rung=rung, on=str(on), note=note, **common)
        for agency, name in self.plan["contacts"]:
            ladder = Ladder.objects.get(programme=programme, agency__name=agency)
            person = programmes.add_contact(
                programme=programme,
                name=name,
                role="contact at the agency",
                organisation=agency,
                group=ladder.agency.group,
                **common,
            )
            engagement.name_contact(ladder=ladder, person=person, **common)
        for row in self.plan["meetings"]:
            facts = {
                name: row[name] for name in ("kind", "title", "country", "place", "agencies", "purpose", "delegation")
            }
            meeting = engagement.record_meeting(
                programme=programme, start=str(row["start"]), end=str(row["end"]), **facts, **common
            )
            for kind, text, owner, due, kept in row["points"]:
                point = engagement.agree(meeting=meeting, kind=kind, text=text, owner=owner, due_on=due, **common)
                if kept:
                    engagement.keep_promise(point=point, on=kept, **common)
        for country, agency, topic, text, on, status, answer in self.plan["requests"]:
            asked = engagement.record_request(
                programme=programme, country=country, agency=agency, topic=topic, text=text, asked_on=str(on), **common
            )
            if status != "open":
                engagement.answer_request(request=asked, status=status, answer=answer, **common)
        for country, body, topic, title, start, end in self.plan["initiatives"]:
            engagement.record_initiative(
                programme=programme,
                country=country,
                organisation=body,
                topic=topic,
                title=title,
                start=str(start),
                end=str(end),
                **common,
            )

    def advice(self, programme: str, words: str) -> list[Recommendation]:
        """What was read with these words; the plan names nothing that the documents don't say."""
        found = list(Recommendation.objects.filter(programme__code=programme, text__icontains=words))
        if not found:
            raise LookupError(f"no recommendation of {programme} has the words “{words}”")
        return found

    def followup(self) -> None:
        common: dict[str, Any] = {"actor": self.actor(), "at": self.at}
        for row in self.plan["followup"]:
            for advice in self.advice(row["programme"], row["has"]):
                followup.describe(
                    recommendation=advice, text=advice.text, type=row["type"], addressee=row["addressee"], **common
                )
                advice.refresh_from_db()
                followup.respond(
                    recommendation=advice, answer=row["answer"], why=row.get("why", ""), on=row["on"], **common
                )
                for step in row["actions"]:
                    by = Activity.objects.filter(title=step["carried_out_by"]).first()
                    followup.plan_action(
                        recommendation=advice,
                        text=step["text"],
                        owner=step["owner"],
                        due_on=step["due_on"],
                        carried_out_by=by,
                        **common,
                    )
        for row in self.plan["told_again"]:
            (into,) = self.advice(row["programme"], row["into"])
            (again,) = self.advice(row["programme"], row["has"])
            followup.join(recommendation=again, into=into, **common)
        guests = self.plan["guests"]
        programme = Programme.objects.get(code=guests["programme"])
        advice = followup.recommend(
            programme=programme, text=guests["text"], type="cooperation", addressee=guests["addressee"], made_on=guests["made_on"],
            note=guests["note"], **common,
        )  # fmt: skip
        followup.respond(recommendation=advice, answer="accepted", why="", on=guests["answer_on"], **common)
        held = Activity.objects.filter(
            runnings__programme=programme, type="workshop", places__name=guests["carried_out_by"], status="held"
        )
        workshop = held.order_by("starts_on").first()
        if workshop:
            step = followup.plan_action(
                recommendation=advice, text=guests["text"], owner=guests["addressee"], carried_out_by=workshop, **common
            )
            followup.mark_done(action=step, on=workshop.ends_on or self.at.date(), **common)
            followup.record_uptake(
                recommendation=advice,
                kind="activity",
                text=guests["uptake"],
                on=workshop.end,
                activity=workshop,
                **common,
            )

    def rooms(self) -> None:
        build_rooms(
            scenarios=folder() / "scenarios", programme=Programme.objects.get(code="leica"), author=self.actor("aida"),
            leader=self.actor("chinara"), at=self.at, say=self.say,
        )  # fmt: skip

    def learning(self) -> None:
        build_learning(
            tables=folder() / "learning",
            trainer=self.actor("chinara"),
            evaluator=self.actor("hamid"),
            at=self.at,
            say=self.say,
        )

    def attendance(self) -> None:
        """An attendance list without names for the prison seminar, with days; the keys are made up."""
        seminar = Activity.objects.filter(type="seminar", start="2022-11-29").first()
        if seminar is None:
            return
        chance = random.Random(20221129)  # noqa: S311 - made-up rows, the same in every demo
        rows = [
            Attendee(
                person=uuid.UUID(int=chance.getrandbits(128), version=4), group="prison" if place < 24 else "government",
                country="KG", sex="female" if place % 3 == 0 else "male", days=Decimal(3 if place % 5 else 2),
            )
            for place in range(31)
        ]  # fmt: skip
        common: dict[str, Any] = {"actor": self.actor(), "at": self.at, "activity": seminar}
        activities.record_participations(attendees=rows, **common)
        day = date(2022, 11, 29)
        for place, title in enumerate(("Dynamic security", "Information within the law", "Rehabilitation")):
            starts = clock.at_local(day.replace(day=day.day + place) if place < 2 else date(2022, 12, 1), 9)
            ends = clock.at_local(starts.date(), 17)
            activities.add_session(
                title=title, starts_at=starts, ends_at=ends, language="en", interpretation="ru", **common
            )
