"""Events lists: our own comes back without loss, those of exercise teams become injects, hostile ones are refused."""

from __future__ import annotations

import dataclasses
import io
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kopuro.core.formats import Table, read_cells
from kopuro.rooms.queries.events_list import as_sheet
from kopuro.rooms.rules import events_list
from kopuro.rooms.rules.events_list.named import code_of
from kopuro.rooms.rules.events_list.times import Moment, duration_of, moment_of
from kopuro.rooms.rules.scenario import Text, read_files, read_folder
from kopuro.rooms.rules.scenario.model import Audience, Inject, Trigger
from kopuro.rooms.rules.scenario.text import CODE
from kopuro.rooms.tests.factories import SCENARIOS, taster

HEAD = ("Inject No.", "Time", "Event / Inject description", "From", "To", "Mode of delivery", "Expected player action", "Objective")  # fmt: skip
QUIET = (
    ("Exercise Quiet River: master scenario events list",),
    (),
    (*HEAD, "Responsible", "Remarks"),
    ("Phase 1: Morning",),
    (1, time(9, 0), "The bus is late. The duty officer opens the log.", "Exercise control", "All", "Briefing", "Log opened", "Objective 1: Share", "Hamid", None),
    (2, time(9, 20), "A mother calls about her son.", "A mother", "Youth centre; Police", "Phone", "Listen, ask", "Objective 1: Share", "Hamid", "Have the script"),
    ("Phase 2: Afternoon",),
    (3, time(13, 5), "A rumour spreads online.", "A blogger", "Police", "Social media", "Check first", None, None, None),
    (4, "as required", "A journalist asks for a word.", "A journalist", "Police", "E-mail", "Say what is known", None, None, None),
)  # fmt: skip


def workbook(*rows, sheet=None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    if sheet:
        sheet(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_of(*rows, sheet=None) -> Table:
    (table,) = read_cells("list.xlsx", workbook(*rows, sheet=sheet))
    return table


def plain(*rows) -> Table:
    return Table("Sheet", tuple(tuple(row) for row in rows))


def taken(table, base=None, language="en", **changed):
    columns = dataclasses.replace(events_list.suggest(table, language), **changed)
    base = base or events_list.begin(code_of("Quiet River", "scenario"), "Quiet River", columns.languages(language))
    return events_list.into(base, events_list.read(table, columns), columns, language)


def faults(table):
    columns = events_list.suggest(table, "en") or events_list.unclear(table)
    return [(one.column, one.row, one.sentence) for one in events_list.read(table, columns).faults]


@pytest.mark.parametrize("name", ["taster", "prison-wing", "rumour", "youth-centre", "difficult-conversation"])
def test_our_own_list_comes_back_without_loss(name):
    scenario = read_files(read_folder(SCENARIOS / name)).scenario
    (table,) = read_cells("list.xlsx", as_sheet(scenario))
    made = taken(table, scenario)
    assert made.scenario == scenario
    assert (made.new, made.changed, made.same, made.notes) == (0, 0, len(scenario.injects), ())


# Letters that a sheet can hold; control characters are left out when a list is written.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60)
CODES = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)


@st.composite
def injects(draw, scenario):
    """Injects with all that a list can carry and nothing else."""
    phases = [one.code for one in scenario.phases]
    made = []
    for code in draw(st.lists(CODES, unique=True, min_size=1, max_size=5)):
        words = [draw(WORDS) for _ in range(4)]
        title = Text(tuple((one, f"T{word}".strip()) for one, word in zip(("en", "ru"), words[:2], strict=True)))
        body = Text(tuple((one, f"B{word}".strip()) for one, word in zip(("en", "ru"), words[2:], strict=True)))
        trigger = draw(
            st.one_of(
                st.builds(Trigger, at=st.integers(0, 40_000)),
                st.just(Trigger()),
                st.builds(Trigger, after=st.just("letter"), delay=st.integers(0, 900)),
                st.builds(Trigger, when=st.just("decided(first-step) and elapsed > 3m"), delay=st.integers(0, 900)),
            )
        )
        made.append(
            Inject(
                code, draw(st.sampled_from(phases)), draw(st.sampled_from(("information", "task", "reflection"))), title, body,
                sender=draw(st.sampled_from((None, "nargiza"))), channel=draw(st.sampled_from(("mail", "radio", "notice"))),
                to=draw(st.sampled_from((Audience(), Audience(("upper-bridge",), ("inspector",))))), trigger=trigger,
                deadline=draw(st.one_of(st.none(), st.integers(0, 9000))), contingency=trigger.manual and draw(st.booleans()),
                storyline=draw(st.sampled_from((None, "temir"))), one_of=draw(st.sampled_from((None, "ends"))),
                needs_ack=draw(st.booleans()), expect=draw(st.sampled_from((Text(), Text((("en", "Ask"), ("ru", "Спросить")))))),
                criteria=draw(st.sampled_from(((), ("says-not-known",)))),
            )
        )  # fmt: skip
    return dataclasses.replace(scenario, injects=tuple(made))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_a_list_can_carry_comes_back_into_a_scenario_that_has_no_injects(data):
    scenario = data.draw(injects(taster()))
    table = plain(events_list.titles(scenario), *([cell or None for cell in row] for row in events_list.rows(scenario)))
    made = taken(table, dataclasses.replace(scenario, injects=()))
    assert list(map(str, made.scenario.injects)) == list(map(str, scenario.injects))


def test_an_inject_keeps_what_a_list_cannot_say():
    (table,) = read_cells("list.xlsx", as_sheet(taster()))
    place = list(table.rows[0]).index("title (en)")
    rows = [list(row) for row in table.rows]
    rows[3][place] = "The very first step"
    made = taken(plain(*rows[:5]), taster())
    step = made.scenario.inject("first-step")
    before = taster().inject("first-step")
    assert step == dataclasses.replace(before, title=Text((("en", "The very first step"), ("ru", "Первый шаг"))))
    assert (made.new, made.changed, made.same, len(made.left_out)) == (0, 1, 3, 5)
    assert any("was left out of the draft" in one for one in made.notes)


def test_a_list_of_an_exercise_team_becomes_phases_teams_characters_objectives_and_injects():
    made = taken(table_of(*QUIET))
    scenario = made.scenario
    assert [(one.code, one.length, one.starts, one.enter) for one in scenario.phases] == [
        ("phase-1-morning", 14_700, "09:00", "start"),
        ("phase-2-afternoon", 600, "13:05", "after"),
    ]
    one, two, three, four = scenario.injects
    assert (one.title.get(), one.body.get()) == ("The bus is late", "The bus is late. The duty officer opens the log.")
    assert (one.channel, one.sender, one.to, one.expect.get()) == ("in_person", None, Audience(), "Log opened")
    assert (two.trigger.at, two.channel, two.sender, two.to.teams) == (1200, "phone", "a-mother", ("youth-centre", "police"))  # fmt: skip
    assert (three.phase, three.trigger.at, three.channel) == ("phase-2-afternoon", 0, "chat")
    assert (four.trigger, four.channel) == (Trigger(), "mail")
    assert [item.title.get() for item in scenario.objectives] == ["Objective 1: Share"]
    assert one.criteria == two.criteria == (scenario.objectives[0].criteria[0].code,)
    assert scenario.facilitator.get() == "# From the events list\n\n- **inject-2**: Have the script\n"
    assert not scenario.fictional


def test_nobody_responsible_is_taken_into_a_scenario():
    made = taken(table_of(*QUIET))
    assert "Hamid" not in str(made.scenario)
    assert "Who is responsible was not taken: staff take their seats in the run, by their account." in made.notes


def test_columns_in_another_order_and_in_russian():
    table = table_of(
        ("Примечание", "Ожидаемые действия", "Кому", "От кого", "Способ передачи", "Содержание вводной", "Время", "№ п/п"),
        (None, "Спросить", "Всем", "Мать", "по телефону", "Мать звонит в школу.", "Ч+0:30", "1"),
        (None, None, "Группа 1", "Управление учением", "новости", "В новостях слух.", "Ч+1:00", "2"),
    )  # fmt: skip
    made = taken(table, language="ru")
    one, two = made.scenario.injects
    assert (one.trigger.at, one.channel, one.to, one.expect.get("ru")) == (1800, "phone", Audience(), "Спросить")
    assert (two.trigger.at, two.channel, two.sender, two.to.teams) == (3600, "news", None, ("gruppa-1",))
    assert made.scenario.phases[0].title.get() == "Учение"


def test_the_same_list_again_changes_nothing():
    first = taken(table_of(*QUIET))
    again = taken(table_of(*QUIET), first.scenario)
    assert (again.new, again.changed, again.same) == (0, 0, 4)
    assert again.scenario == first.scenario


def test_a_night_and_a_second_day_are_later_and_not_before():
    head = ("No", "Time", "Title")
    over = taken(table_of(head, (1, "22:00", "One"), (2, "23:50", "Two"), (3, "00:20", "Three")))
    assert [one.trigger.at for one in over.scenario.injects] == [0, 6600, 8400]
    days = taken(table_of(head, (1, "Day 1 09:00", "One"), (2, "Day 2 09:30", "Two")))
    assert [one.trigger.at for one in days.scenario.injects] == [0, 88_200]
    dates = taken(table_of(head, (1, datetime(2027, 3, 1, 9), "One"), (2, datetime(2027, 3, 2, 8), "Two")))
    assert [one.trigger.at for one in dates.scenario.injects] == [0, 82_800]


def test_a_person_may_say_that_times_are_times_of_day():
    table = table_of(("No", "Time", "Title"), (1, "1:00", "One"), (2, "1:30", "Two"))
    assert [one.trigger.at for one in taken(table).scenario.injects] == [3600, 5400]
    assert [one.trigger.at for one in taken(table, axis="clock").scenario.injects] == [0, 1800]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("STARTEX", Moment(0, False)), ("STARTEX+0:45", Moment(2700, False)), ("T+45", Moment(2700, False)),
        ("T + 45 min", Moment(2700, False)), ("H+2", Moment(7200, False)), ("T-10", Moment(-600, False)),
        ("1h10m", Moment(4200, False)), ("45 min", Moment(2700, False)), ("1 h 30 min", Moment(5400, False)),
        ("09:30", Moment(34_200, True, sure=False)), ("0930", Moment(34_200, True)), ("2:15 pm", Moment(51_300, True)),
        ("12:05 am", Moment(300, True)), ("Day 2, 14:00", Moment(50_400, True, 2)), ("D+1 0900", Moment(32_400, True, 1)),
        ("Ч+0:30", Moment(1800, False)), ("40 мин", Moment(2400, False)), ("26:30", Moment(95_400, False)),
        (time(9, 30), Moment(34_200, True, sure=False)), (45, Moment(2700, False, sure=False)), (0.375, Moment(32_400, True, sure=False)),
        ("soon", None), ("25:70", None), ("", None), (True, None), (float("nan"), None), (-3, None), ("13:00 pm", None), ("9" * 50, None),
    ],
)  # fmt: skip
def test_times_are_read_as_planners_write_them(written, moment):
    assert moment_of(written) == moment


def test_lengths_of_time():
    assert [duration_of(one) for one in ("2m30s", "30 min", "0:30", "1 h", "soon")] == [150, 1800, 1800, 3600, None]
    assert moment_of(str(timedelta(days=1, hours=2))) == Moment(93_600, False)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.datetimes(), st.none(), st.booleans()))
def test_no_cell_breaks_the_reading_of_times(cell):
    moment = moment_of(cell)
    assert moment is None or abs(moment.seconds) < 10**9


CELLS = st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats(), st.datetimes(), st.sampled_from(HEAD))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8).map(tuple), min_size=1, max_size=8), st.booleans())
def test_no_table_breaks_the_reading(rows, headed):
    table = plain(*([HEAD] if headed else []), *rows)
    columns = events_list.suggest(table, "en") or events_list.unclear(table)
    read = events_list.read(table, columns)
    made = events_list.into(events_list.begin("x", "X", ("en",)), read, columns, "en")
    codes = [one.code for one in made.scenario.injects]
    assert len(codes) == len(set(codes)) == len(read.rows)
    assert all(CODE.match(code) for code in codes)


def test_what_has_to_be_mended_is_named_by_its_cell():
    head = ("No", "Time", "Title", "Deadline", "Contingency")
    found = faults(table_of(head, (1, "soon", "One", "later", "maybe"), (1, "0:10", "Two"), (3, "0:20", None, "1m")))
    assert found == [
        ("B", 2, "“soon” is not a time. Write it like 0:45, 09:30, STARTEX+45 min or 1h10m."),
        ("D", 2, "“later” is not a length of time. Write it like 30 min."),
        ("E", 2, "“maybe” is neither yes nor no."),
        ("", 4, "The row has neither a title nor a text. Fill it, or empty the row."),
        ("A", 3, "The number “1” stands in row 2 too."),
    ]


def test_hidden_rows_merged_cells_and_formulas_without_a_result_are_refused():
    def sheet(one):
        one.row_dimensions[2].hidden = True
        one.merge_cells("B3:B4")
        one["A5"] = "=A4+1"

    head = ("No", "Time", "Title")
    found = faults(table_of(head, (1, "0:10", "A"), (2, "0:20", "B"), (3, None, "C"), (None, "0:40", "D"), sheet=sheet))
    assert found == [
        ("", 2, "The row is hidden. Show it, or delete it."),
        ("B", 3, "The cells B3:B4 are merged. Split them."),
        ("A", 5, "The formula has no stored result. Write the value itself."),
    ]


def test_a_table_that_is_no_list_names_no_meaning_and_a_long_one_is_refused():
    assert events_list.suggest(plain(("Fruit", "Colour"), ("Apple", "red")), "en") is None
    assert faults(plain(("Fruit", "Colour"), ("Apple", "red"))) == [
        ("", 1, "No column is the title or the text of the injects.")
    ]
    long = plain(("No", "Title"), *((number, f"Inject {number}") for number in range(1200)))
    assert faults(long) == [("", 1002, "The list has more than 1000 injects. Split it.")]


def test_a_condition_that_is_none_is_told_and_sent_by_hand():
    table = plain(("No", "Trigger", "Title"), (1, "when the players call the duty officer", "A call"))
    made = taken(table)
    assert made.scenario.injects[0].trigger == Trigger()
    assert "when the players call the duty officer" in made.scenario.facilitator.get()
    assert any("is no condition that a room can test" in one for one in made.notes)


def test_remarks_of_the_next_list_replace_those_of_the_last_and_leave_the_other_notes():
    notes = (
        "# For the facilitator\n\nRead it aloud.\n\n# From the events list\n\n- **old**: gone\n\n# Afterwards\n\nTea.\n"
    )
    base = dataclasses.replace(taken(table_of(*QUIET)).scenario, facilitator=Text((("en", notes),)))
    again = taken(table_of(*QUIET), base).scenario.facilitator.get()
    assert again == (
        "# For the facilitator\n\nRead it aloud.\n\n# From the events list\n\n- **inject-2**: Have the script\n\n"
        "# Afterwards\n\nTea.\n"
    )
    silent = table_of(*QUIET[:5], QUIET[7])
    left = taken(silent, base).scenario.facilitator.get()
    assert left == "# For the facilitator\n\nRead it aloud.\n\n# Afterwards\n\nTea.\n"
