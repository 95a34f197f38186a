"""Fills an empty database with ten years of a large programme: 5,000 activities over five countries, 100,000 person keys,
50,000 claims with their documents and passages, recommendations, ladders, a framework."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import Model

from kopuro.activities.actions.folding import fold_attendance
from kopuro.activities.models import (
    Activity,
    ActivityAudience,
    ActivityCountry,
    ActivityOrganisation,
    ActivityPlace,
    ActivityTopic,
    Count,
    Link,
    Participation,
    Running,
    Series,
    Session,
)
from kopuro.core.models import SearchEntry
from kopuro.core.search import KINDS, fold
from kopuro.engagement.models import AgreedPoint, Initiative, Ladder, LadderStep, Meeting, Request
from kopuro.followup.models import Action, Recommendation, Response, Uptake
from kopuro.intake.models import Card, Reading
from kopuro.people.models import Account, Organisation, OrganisationName
from kopuro.people.queries import spelling
from kopuro.people.terms import Group
from kopuro.programme.models import (
    Filing,
    Indicator,
    Membership,
    Partner,
    Period,
    Programme,
    ProgrammeCountry,
    Result,
    Target,
)
from kopuro.programme.terms import TOPICS
from kopuro.sources.models import Claim, Document, Passage

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
FIRST = date(2017, 1, 9)
TOWNS = {
    "KZ": (("Almaty", "KZ-75"), ("Astana", "KZ-71"), ("Aktau", "KZ-MAN"), ("Shymkent", "KZ-79")),
    "KG": (("Bishkek", "KG-GB"), ("Osh", "KG-GO"), ("Naryn", "KG-N"), ("Batken", "KG-B")),
    "TJ": (("Dushanbe", "TJ-DU"), ("Khujand", "TJ-SU"), ("Bokhtar", "TJ-KT")),
    "TM": (("Ashgabat", "TM-S"), ("Mary", "TM-M")),
    "UZ": (("Tashkent", "UZ-TK"), ("Samarkand", "UZ-SA"), ("Fergana", "UZ-FA")),
}
TYPES = ("training", "workshop", "seminar", "conference", "study_visit", "dialogue", "meeting", "camp")
SUBJECTS = (
    "listening", "dynamic security", "early help", "mediation", "trust", "reintegration", "safe schools", "open prisons",
    "evidence", "honest dialogue", "the rights of the child", "local councils",
)  # fmt: skip
TEXT = (
    "officers teachers social workers of the region met for three days and spoke about what helps young people before harm is done the "
    "trainers used cases from their own work and every group wrote a plan for its district with dates and names of bodies"
)
WORDS = TEXT.split()


@dataclass
class Size:
    activities: int = 5_000
    persons: int = 100_000
    documents: int = 2_500
    organisations: int = 400
    recommendations: int = 2_500


@dataclass
class Made:
    """Rows as they were stored, by table."""

    rows: dict[type[Model], list[Any]] = field(default_factory=dict)

    def add(self, rows: Sequence[Any]) -> list[Any]:
        model = type(rows[0])
        stored = model._default_manager.bulk_create(rows, batch_size=500)
        self.rows.setdefault(model, []).extend(stored)
        return stored


def fill(size: Size | None = None, seed: int = 7) -> Made:
    """Into an empty, migrated database. The same seed gives the same record."""
    filler = Filler(size or Size(), random.Random(seed))
    filler.bodies()
    filler.programmes()
    filler.activities()
    filler.documents()
    filler.attendance()
    filler.followup()
    filler.engagement()
    filler.framework()
    filler.search_words()
    return filler.made


class Filler:
    def __init__(self, size: Size, chance: random.Random) -> None:
        self.size, self.chance, self.made = size, chance, Made()

    def text(self, words: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=words)).capitalize() + "."

    def bodies(self) -> None:
        groups = Group.values
        rows = [
            Organisation(
                name=f"{self.chance.choice(('Service', 'Ministry', 'Council', 'Union', 'Academy'))} of {SUBJECTS[n % 12]} {n}",
                acronym=f"B{n}" if n % 3 else "", group=groups[n % len(groups)], country=list(TOWNS)[n % 5],
            )
            for n in range(self.size.organisations)
        ]  # fmt: skip
        self.organisations = self.made.add(rows)
        names = [OrganisationName(organisation=one, written=one.name, folded=spelling(one.name)) for one in rows]
        self.made.add(names)

    def programmes(self) -> None:
        codes = ("large", "second", "third")
        self.all = self.made.add(
            [Programme(code=code, title=f"The {code} programme", objective=self.text(20)) for code in codes]
        )
        self.large, self.second, self.third = self.all
        self.made.add([ProgrammeCountry(programme=one, area=area) for one in self.all for area in TOWNS])
        self.made.add(
            [Partner(programme=one, organisation=self.organisations[n], role="1") for one in self.all for n in range(6)]
        )
        for username, role, group in (("aida", "team", "international"), ("gulnora", "donor", "international")):
            account = Account.objects.create(username=username, name=username.capitalize(), group=group)
            self.made.add([Membership(programme=one, account=account, role=role) for one in self.all])

    def activities(self) -> None:
        chance = self.chance
        series = [Series(programme=self.large, title=f"Series on {SUBJECTS[n % 12]} {n}") for n in range(200)]
        self.series = self.made.add(series)
        rows = []
        for n in range(self.size.activities):
            start = FIRST + timedelta(days=n * 3650 // self.size.activities)
            end = start + timedelta(days=n % 4)
            held = start < NOW.date()
            stage = ("reported" if n % 2 else "attended") if held else "planned"
            rows.append(
                Activity(
                    title=f"{TYPES[n % 8].replace('_', ' ').capitalize()} on {SUBJECTS[n % 12]} in {self.town(n)[0]} ({n})", type=TYPES[n % 8],
                    status="held" if held else "planned", start=start.isoformat(), end=end.isoformat(), precision="day", date_basis="stated",
                    starts_on=start, ends_on=end, mode="onsite", summary=self.text(40), series=series[n % 200] if n % 3 == 0 else None,
                    people=10 + n % 60 if n % 7 else None, people_qualifier="exact" if n % 3 else "about", people_stage=stage if n % 7 else "",
                    conflicts=int(n % 40 == 0), created_at=NOW,
                )
            )  # fmt: skip
        self.rows = self.made.add(rows)
        self.made.add(
            [Running(programme=self.second if n % 9 == 0 else self.large, activity=one) for n, one in enumerate(rows)]
            + [Running(programme=self.third, activity=one) for one in rows[::25]]
        )
        self.made.add([self.place(n, one) for n, one in enumerate(rows)])
        venues = [ActivityCountry(activity=one, which="venue", area=self.country(n)) for n, one in enumerate(rows)]
        others = [
            ActivityCountry(activity=one, which="participants", area=area)
            for n, one in enumerate(rows) if n % 2 for area in {self.country(n), self.country(n + 1)}
        ]  # fmt: skip
        self.made.add(venues + others)
        roles = ("organiser", "funder", "partner")
        bodies = [
            ActivityOrganisation(activity=one, organisation=body, role=role)
            for one in rows for role, body in zip(roles, chance.sample(self.organisations, 3), strict=True)
        ]  # fmt: skip
        self.made.add(bodies)
        groups, topics = Group.values, list(TOPICS)
        self.made.add(
            [
                ActivityAudience(activity=one, group=groups[(n + k * 5) % len(groups)])
                for n, one in enumerate(rows)
                for k in (0, 1)
            ]
        )
        self.made.add(
            [
                ActivityTopic(activity=one, topic=topics[(n + k * 7) % len(topics)])
                for n, one in enumerate(rows)
                for k in (0, 1)
            ]
        )
        self.made.add([Count(activity=one, stage=one.people_stage, number=one.people) for one in rows if one.people])
        self.made.add([Session(activity=one, title=f"Day {day}") for one in rows for day in (1, 2)])
        self.made.add([Link(activity=one, earlier=rows[n]) for n, one in enumerate(rows[100:]) if n % 10 == 0])

    def country(self, n: int) -> str:
        return list(TOWNS)[n % 5]

    def town(self, n: int) -> tuple[str, str]:
        towns = TOWNS[self.country(n)]
        return towns[n // 5 % len(towns)]

    def place(self, n: int, activity: Activity) -> ActivityPlace:
        name, unit = self.town(n)
        return ActivityPlace(
            activity=activity, level="city", written=name, name=name, country=self.country(n), unit=unit
        )

    def documents(self) -> None:
        """A document speaks of two activities; each states ten values in passages of it, one in forty a second count."""
        rows = [
            Document(
                title=f"News {n}: {self.rows[n * 2 % len(self.rows)].title}", kind="news", format="txt", name=f"news-{n}.txt", sha256=f"{n:064x}",
                size=3000, text=self.text(420), language="en", publisher="The programme's site", published_on=FIRST + timedelta(days=n),
                added_at=NOW,
            )
            for n in range(self.size.documents)
        ]  # fmt: skip
        self.papers = self.made.add(rows)
        self.made.add(
            [Filing(programme=self.all[n % 9 == 0], document=one, filed_at=NOW) for n, one in enumerate(rows)]
        )
        passages = self.made.add(
            [Passage(document=one, start=k * 100, end=k * 100 + 60) for one in rows for k in range(20)]
        )
        claims = []
        for n, activity in enumerate(self.rows):
            paper = n // 2 % len(rows)
            for k, (name, value) in enumerate(self.values(n, activity)):
                span = passages[paper * 20 + n % 2 * 10 + k]
                claims.append(self.claim(activity, name, value, rows[paper], span, activity.people_qualifier))
            if n % 40 == 0:
                claims.append(
                    self.claim(activity, "title", f"Another title {n}", rows[paper - 1], passages[(paper - 1) * 20], "")
                )
        self.made.add(claims)
        readings = [
            Reading(
                programme=self.all[n % 9 == 0], document=one, extractor="rules", extractor_version="1", found={}, read_at=NOW,
                reviewed_at=NOW if n % 50 else None, reviewed_by="aida" if n % 50 else None,
            )
            for n, one in enumerate(rows)
        ]  # fmt: skip
        self.made.add(readings)
        self.made.add(
            [
                Card(
                    reading=readings[n // 2 % len(readings)],
                    position=n % 2,
                    status="accepted" if n // 2 % 50 else "proposed",
                    activity=one,
                )
                for n, one in enumerate(self.rows)
            ]
        )

    def values(self, n: int, activity: Activity) -> Iterator[tuple[str, Any]]:
        name, unit = self.town(n)
        yield "title", activity.title
        yield "type", activity.type
        yield "status", activity.status
        yield "dates", {"start": activity.start, "end": activity.end, "month_day": []}
        yield "place", {"level": "city", "written": name, "name": name, "country": self.country(n), "unit": unit}
        yield "country", {"set": "venue", "area": self.country(n)}
        if activity.people:
            yield f"participants.{activity.people_stage}", activity.people
        yield "organisation", {"name": self.organisations[n % 400].name, "role": "organiser"}
        yield "topic", "prisons"
        yield "mode", "onsite"

    def claim(self, activity: Activity, name: str, value: Any, paper: Document, span: Passage, qualifier: str) -> Claim:
        return Claim(
            subject=activity.key, field=name, value=value, read_value=value, qualifier=qualifier if name.startswith("part") else "",
            precision="day" if name == "dates" else "", basis="stated" if name == "dates" else "", document=paper, passage=span,
            extractor="rules", extractor_version="1", status="accepted", stated_at=NOW, decided_at=NOW, decided_by="aida",
        )  # fmt: skip

    def attendance(self) -> None:
        """Every person once, one in five a second time."""
        chance, held = self.chance, [one for one in self.rows if one.status == "held"]
        people = [uuid.UUID(int=chance.getrandbits(128), version=4) for _ in range(self.size.persons)]
        again = people[::5]
        groups, areas = Group.values, list(TOWNS)
        rows = [
            Participation(
                activity=held[(n * 7 + (n >= len(people))) % len(held)], person=person, group=groups[n % len(groups)],
                sex=("female", "male")[n % 2], age_band=("18-24", "25-34", "35-49", "50+")[n % 4], country=areas[n % 5], days=1 + n % 3,
            )
            for n, person in enumerate([*people, *again])
        ]  # fmt: skip
        self.made.add(rows)
        for activity in held:
            fold_attendance(activity)

    def followup(self) -> None:
        chance, rows = self.chance, self.rows
        advice = [
            Recommendation(
                programme=self.second if n % 9 == 0 else self.large, text=f"{self.text(14)} ({n})",
                type=("capacity", "cooperation", "law", "community")[n % 4], addressee=chance.choice(self.organisations),
                activity=rows[n * 2 % len(rows)], made_on=rows[n * 2 % len(rows)].end, created_at=NOW,
            )
            for n in range(self.size.recommendations)
        ]  # fmt: skip
        self.advice = self.made.add(advice)
        answers = ("accepted", "partly", "not")
        self.made.add(
            [
                Response(recommendation=one, answer=answers[n % 3], why="" if n % 3 == 0 else "For want of money", by=one.addressee, on=date(2026, 1, 5))
                for n, one in enumerate(advice) if n % 4
            ]
        )  # fmt: skip
        self.made.add(
            [
                Action(recommendation=one, text=self.text(8), owner=chance.choice(self.organisations), due_on=date(2025 + n % 3, 6, 1),
                       done_on=date(2026, 5, 1) if n % 2 else None, carried_out_by=rows[n % len(rows)])
                for n, one in enumerate(advice) if n % 3
            ]
        )  # fmt: skip
        self.made.add(
            [
                Uptake(recommendation=one, kind="activity", text=self.text(10), activity=rows[n % len(rows)], on=f"{2018 + n % 9}-05")
                for n, one in enumerate(advice) if n % 5 == 0
            ]
        )  # fmt: skip

    def engagement(self) -> None:
        chance, areas, topics = self.chance, list(TOWNS), list(TOPICS)
        rungs = ("presented", "contact_named", "questionnaire_sent")
        ladders = self.made.add(
            [
                Ladder(
                    programme=self.large,
                    country=areas[n % 5],
                    agency=self.organisations[n],
                    rung=rungs[n % 3],
                    stalled=n % 11 == 0,
                )
                for n in range(60)
            ]
        )
        self.made.add(
            [
                LadderStep(ladder=one, move="climb", rung=rung, on=f"{2018 + k}-03")
                for one in ladders
                for k, rung in enumerate(rungs)
            ]
        )
        meetings = self.made.add(
            [
                Meeting(programme=self.large, kind="mission", title=f"Mission {n} to {self.town(n)[0]}", country=areas[n % 5],
                        place=self.town(n)[0], start=(FIRST + timedelta(days=n * 12)).isoformat(), end=(FIRST + timedelta(days=n * 12 + 2)).isoformat(),
                        purpose=self.text(20))
                for n in range(300)
            ]
        )  # fmt: skip
        through = Meeting.agencies.through
        through.objects.bulk_create(
            [
                through(meeting=one, organisation=body)
                for one in meetings
                for body in chance.sample(self.organisations, 2)
            ]
        )
        self.made.add(
            [
                AgreedPoint(meeting=one, kind="promise", text=self.text(8), owner=chance.choice(self.organisations),
                            due_on=FIRST + timedelta(days=n * 12 + 60), kept_on=None if n % 6 == 0 else FIRST + timedelta(days=n * 12 + 50))
                for n, one in enumerate(meetings)
            ]
        )  # fmt: skip
        self.made.add(
            [
                Request(
                    programme=self.large,
                    country=areas[n % 5],
                    agency=self.organisations[n % 60],
                    topic=topics[n % len(topics)],
                    text=self.text(9),
                )
                for n in range(200)
            ]
        )
        self.made.add(
            [
                Initiative(
                    programme=self.large,
                    country=areas[n % 5],
                    organisation=self.organisations[n % 90],
                    topic=topics[n * 3 % len(topics)],
                    title=self.text(6),
                )
                for n in range(150)
            ]
        )

    def framework(self) -> None:
        periods = self.made.add(
            [
                Period(programme=self.large, label=str(year), starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
                for year in range(2017, 2027)
            ]
        )
        impact = Result.objects.create(programme=self.large, level="3", code="IM", title=self.text(8))
        outcome = Result.objects.create(programme=self.large, level="2", code="OC1", title=self.text(8), parent=impact)
        output = Result.objects.create(programme=self.large, level="1", code="OP1", title=self.text(8), parent=outcome)
        self.made.rows[Result] = [impact, outcome, output]
        rules = ("unique_people", "participations", "person_days", "activities", "recommendations")
        indicators = self.made.add(
            [
                Indicator(result=output if n < 4 else outcome, code=f"I{n}", title=f"Counted as {rule.replace('_', ' ')}", contribution=rule,
                          dimensions=["sex", "country"] if n < 2 else [], baseline=0, baseline_year=2016)
                for n, rule in enumerate(rules)
            ]
        )  # fmt: skip
        self.made.add([Target(indicator=one, period=period, value=500) for one in indicators for period in periods])

    def search_words(self) -> None:
        entries = [
            SearchEntry(kind=kind, thing_id=thing.pk, words=fold(thing.search_text())[:200_000])
            for kind, model in KINDS.items() for thing in self.made.rows.get(model, [])
        ]  # fmt: skip
        self.made.add(entries)
