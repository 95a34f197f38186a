"""The few large figures of a programme, its parts and a country, and the rows that were counted for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from kopuro.activities.access import visible_to
from kopuro.activities.models import Activity, Running
from kopuro.core.actor import Actor
from kopuro.core.drawing.picture import Cell, Table
from kopuro.core.phrases import count_phrase, date_phrase, figure_phrase
from kopuro.core.story import Story
from kopuro.programme import access as programme_access
from kopuro.programme.models import Programme
from kopuro.programme.queries import family

DONE = Q(status__in=("held", "ongoing"))
STATED = DONE & Q(people_stage__in=("attended", "reported"))
FIGURES = ("held", "planned", "people")
SHOWN = 200


@dataclass(frozen=True)
class Headline:
    """Sums of activities, each once; people are what activities state, `silent` those that state nothing."""

    held: int
    planned: int
    people: int
    silent: int


def headline(rows: QuerySet[Activity]) -> Headline:
    sums = rows.order_by().aggregate(
        held=Count("id", filter=DONE), planned=Count("id", filter=Q(status="planned")), people=Sum("people", filter=STATED),
        stated=Count("id", filter=STATED),
    )  # fmt: skip
    return Headline(sums["held"], sums["planned"], sums["people"] or 0, sums["held"] - sums["stated"])


def figure_story(actor: Actor, rows: QuerySet[Activity], what: str) -> Story:
    """The rows counted for one of `FIGURES`, and by which rule; of the programmes that run them, those the reader sees."""
    sums = headline(rows)
    if what == "people":
        value = figure_phrase(sums.people)
        rule = _("The people stated by the sources of each activity held are added, each activity once. %(silent)d activities state no number and add nothing. Numbers for a whole series or the whole programme are not added.") % {
            "silent": sums.silent
        }  # fmt: skip
        counted = rows.filter(STATED)
    elif what == "held":
        value, counted = figure_phrase(sums.held), rows.filter(DONE)
        rule = _(
            "Activities that were held or are under way, each once. What is planned or cancelled is not among them."
        )
    else:
        value, counted = figure_phrase(sums.planned), rows.filter(status="planned")
        rule = _("Activities that are planned, each once; some may have no date yet.")
    found = counted.prefetch_related("runnings__programme").order_by("starts_on", "id")
    seen = set(actor.programmes("programme.read"))
    cells = tuple(_line(one, seen) for one in found[:SHOWN])
    note = _("The first %(n)d are shown; the list of activities has all.") % {"n": SHOWN} if len(cells) == SHOWN else ""
    columns = (_("Activity"), _("When"), _("People"), _("Run by"))
    return Story(value, rule, table=Table(_("Activities that were counted"), columns, cells, numbers=(2,), note=note))


def _line(one: Activity, seen: set[int]) -> tuple[Any, ...]:
    dates = reverse("value-story", args=[one.key, "dates"])
    people: Any = _("not stated")
    if one.people is not None:
        why = reverse("value-story", args=[one.key, f"participants.{one.people_stage}"])
        people = Cell(count_phrase(one.people, one.people_qualifier), door=why)
    by = ", ".join(sorted(row.programme.code for row in one.runnings.all() if row.programme_id in seen))
    return (
        Cell(one.title, url=one.get_absolute_url()),
        Cell(date_phrase(one.start, one.end) or _("not stated"), door=dates),
        people,
        by,
    )


def parts_table(actor: Actor, programme: Programme) -> Table | None:
    """The parts of a programme that this reader may see, each with its own figures, and all together: an activity run
    by two of them counts once in each and once overall."""
    parts = list(programme_access.visible_to(actor).filter(parent=programme))
    if not parts:
        return None
    belongs: dict[int, set[int]] = {part.pk: set(family(part)) for part in parts}
    own_and_parts = family(programme)
    seen = visible_to(actor).values("pk")
    run = Running.objects.filter(programme_id__in=own_and_parts, activity__in=seen)
    facts: dict[int, tuple[str, str, int | None]] = {}
    by_programme: dict[int, set[int]] = defaultdict(set)
    fields = ("programme_id", "activity_id", "activity__status", "activity__people_stage", "activity__people")
    for where, activity, status, stage, people in run.values_list(*fields):
        facts[activity] = (status, stage, people)
        by_programme[where].add(activity)

    def line(one: Programme, name: Any, ids: set[int]) -> tuple[Any, ...]:
        done = [facts[pk] for pk in ids if facts[pk][0] in ("held", "ongoing")]
        people = sum(n or 0 for _status, stage, n in done if stage in ("attended", "reported"))
        planned = sum(facts[pk][0] == "planned" for pk in ids)
        doors = {what: reverse("figure-story", args=[one.code, what]) for what in FIGURES}
        return (
            name,
            Cell(len(done), door=doors["held"]),
            Cell(people, door=doors["people"]),
            Cell(planned, door=doors["planned"]),
        )

    lines = [
        line(
            part,
            Cell(part.title, url=part.get_absolute_url()),
            set().union(*(by_programme[pk] for pk in belongs[part.pk])),
        )
        for part in parts
    ]
    lines.append(line(programme, _("All together"), set(facts)))
    columns = (_("Programme"), _("Activities held"), _("People, as stated"), _("Planned"))
    note = _("An activity run by two programmes counts once in each, and once in the last line.")
    return Table(_("Parts of this programme"), columns, tuple(lines), numbers=(1, 2, 3), note=note)
