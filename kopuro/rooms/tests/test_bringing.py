"""What others wrote, brought in on a page: looked at first, taken into a draft, refused with its reason."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kopuro.core.problems import Problem
from kopuro.rooms import actions, list_parcel
from kopuro.rooms.models import Version
from kopuro.rooms.queries import library
from kopuro.rooms.queries.events_list import as_sheet
from kopuro.rooms.rules import events_list
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.tests.factories import TASTER
from kopuro.rooms.tests.test_events_list import QUIET, table_of, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    draft = actions.bring_in(programme=cast.programme, files=read_folder(TASTER), **cast.writing("aida"))
    return actions.publish(version=draft, **cast.writing("aida"))


def sent(client, data, name="list.xlsx", **form):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("events-list-in"), {"file": file, "language": "en", **form})


def hidden(page):
    """The fields of the second page as a browser would send them back."""
    body = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', body))
    for name, options in re.findall(r'<select id="\w+" name="(\w+)">(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return {name: html.unescape(value) for name, value in fields.items()}


def test_a_list_is_shown_first_and_then_becomes_a_new_scenario(cast):
    client = cast.client("chinara")
    page = sent(client, workbook(*QUIET), into=cast.programme.code, title="Quiet River")
    assert page.status_code == 200
    assert "4 new, 0 changed, 0 as they are, 0 left out." in page.content.decode()
    assert Version.objects.count() == 0
    after = client.post(reverse("events-list-in"), {**hidden(page), "take": "1"})
    version = Version.objects.get()
    assert after.url == version.get_absolute_url()
    scenario = library.loaded(version).scenario
    assert (scenario.code, scenario.title.get(), len(scenario.injects)) == ("quiet-river", "Quiet River", 4)
    assert "head.fictional" in [one.code for one in library.findings(version)]
    client.post(reverse("events-list-in"), {**hidden(page), "take": "1"})
    assert Version.objects.count() == 1


def test_our_own_list_becomes_the_next_draft_with_all_the_rest_kept(cast, version):
    client = cast.client("chinara")
    before = library.loaded(version).scenario
    page = sent(client, as_sheet(before), into=str(version.key))
    assert "0 new, 0 changed, 9 as they are, 0 left out." in page.content.decode()
    client.post(reverse("events-list-in"), {**hidden(page), "take": "1"})
    draft = Version.objects.get(number=2)
    files = library.files_of(version)
    files["scenario.yaml"] = files["scenario.yaml"].replace(b"version: 1", b"version: 2")
    assert library.files_of(draft) == files


def test_the_meaning_of_a_column_can_be_changed_before(cast):
    client = cast.client("chinara")
    rows = (("No", "What happens", "Clock"), (1, "A bus is late", "9:00"), (2, "A call", "9:10"))
    page = sent(client, workbook(*rows), into=cast.programme.code, title="Bus")
    assert page.status_code == 422
    assert "No column is the title or the text of the injects." in page.content.decode()
    fields = {**hidden(page), "c1": "title:en", "c2": "time", "axis": "clock"}
    page = client.post(reverse("events-list-in"), {**fields, "look": "1"})
    assert "2 new" in page.content.decode()
    client.post(reverse("events-list-in"), {**hidden(page), "take": "1"})
    injects = library.loaded(Version.objects.get()).scenario.injects
    assert [(one.title.get(), one.trigger.at) for one in injects] == [("A bus is late", 0), ("A call", 600)]


def test_a_list_with_faults_names_the_cells_and_writes_nothing(cast):
    client = cast.client("chinara")
    page = sent(client, workbook(("No", "Time", "Title"), (1, "soon", "One")), into=cast.programme.code, title="X")
    assert page.status_code == 422
    assert "<code>B2</code>" in page.content.decode()
    again = client.post(reverse("events-list-in"), {**hidden(page), "take": "1"})
    assert again.status_code == 422
    assert "room.list" in again.content.decode()
    assert Version.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"number,title\n1,Hello\n2,There\n", "intake.unknown_type"), (b"PK\x03\x04 cut off", "intake.damaged"), (b"\x89PNG\r\n\x1a\n\x00\x00", "intake.unknown_type"),
        (workbook(("only one cell",)), "room.list"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_with_a_list_is_refused(cast, data, code):
    page = sent(cast.client("chinara"), data, into=cast.programme.code, title="X")
    assert page.status_code in (400, 415, 422)
    assert code in page.content.decode()


def test_a_changed_or_forged_parcel_is_refused(cast):
    table = table_of(*QUIET)
    word = list_parcel.packed(table)
    assert list_parcel.unpacked(word) == table
    with pytest.raises(Problem) as refusal:
        list_parcel.unpacked(word[:-2] + "xx")
    assert refusal.value.code == "room.list"
    page = cast.client("chinara").post(reverse("events-list-in"), {"packed": "forged", "into": cast.programme.code})
    assert page.status_code == 302


def test_a_list_too_large_to_carry_is_refused(monkeypatch):
    monkeypatch.setattr(list_parcel, "MOST_PACKED", 100)
    with pytest.raises(Problem, match="too large"):
        list_parcel.packed(table_of(*QUIET))


def test_only_who_leads_rooms_takes_lists_and_only_into_the_own_programme(cast, version):
    assert cast.client("hamid").get(reverse("events-list-in")).status_code == 404
    page = sent(cast.client("chinara"), workbook(*QUIET), into=cast.other.code, title="X")
    assert page.status_code == 422
    fields = hidden(sent(cast.client("chinara"), workbook(*QUIET), into=cast.programme.code, title="X"))
    forged = cast.client("chinara").post(reverse("events-list-in"), {**fields, "into": cast.other.code, "take": "1"})
    assert forged.status_code == 404
    columns = events_list.suggest(table_of(*QUIET), "en")
    read = events_list.read(table_of(*QUIET), columns)
    with pytest.raises(Problem) as refusal:
        actions.take_list(
            programme=cast.programme, base=None, title="X", read=read, columns=columns, language="en", **cast.writing("hamid")
        )  # fmt: skip
    assert refusal.value.code == "room.not-allowed"


def test_a_second_scenario_of_the_same_title_gets_a_code_of_its_own(cast):
    columns = events_list.suggest(table_of(*QUIET), "en")
    read = events_list.read(table_of(*QUIET), columns)
    how = {"programme": cast.programme, "base": None, "title": "Quiet", "read": read, "columns": columns}
    codes = [
        actions.take_list(language="en", **how, **cast.writing("aida")).scenario.code for _ in range(2)
    ]  # fmt: skip
    assert codes == ["quiet", "quiet-2"]
