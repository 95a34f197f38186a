"""Pages of rooms: who meets what, what they say, and how many questions they ask of the database."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kopuro.rooms import actions, parcel
from kopuro.rooms.desk import desk, seat_token
from kopuro.rooms.doorway import gate
from kopuro.rooms.models import Version
from kopuro.rooms.queries import aftermath
from kopuro.rooms.queries.judging import Share, flags_right
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.seat_codes import own_code
from kopuro.rooms.tests.factories import ANSWER, TASTER
from kopuro.rooms.views.station import SEAT

pytestmark = pytest.mark.django_db
KEPT = date(2030, 1, 1)


class Played:
    """A run that Chinara leads, with trainees by call-sign."""

    def __init__(self, cast) -> None:
        self.cast = cast
        draft = actions.bring_in(programme=cast.programme, files=read_folder(TASTER), **cast.writing("aida"))
        self.version = actions.publish(version=draft, **cast.writing("aida"))
        self.run = actions.prepare(
            programme=cast.programme,
            version=self.version,
            mode="rehearsal",
            retain_until=KEPT,
            **cast.writing("chinara"),
        )
        self.director = actions.take_staff_seat(run=self.run, kind="director", **cast.writing("chinara"))
        self.seats: dict[str, str] = {}
        self.now = 0

    def lead(self, kind, **data):
        data = {"saw": self.seq(), **data}
        actions.lead(run=self.run, seat=self.director, kind=kind, data=data, **self.cast.writing("chinara"))

    def seq(self):
        return desk().read(self.run.log_name, lambda hall: hall.state.seq)

    def join(self, sign, team="upper-bridge", role="inspector"):
        self.seats[sign] = actions.take_seat(
            run=self.run, sign=sign, team=team, role=role, once=sign, **self.cast.writing("zarina")
        ).seat

    def do(self, sign, kind, **data):
        self.now += 1
        time = desk().read(self.run.log_name, lambda hall: hall.state.time) + 1000
        desk().carry_out(self.run.log_name, kind, self.seats[sign], data, f"act-{self.now}-{sign}", time)

    def url(self, name, **more):
        return reverse(name, kwargs={"key": self.run.key, **more})


@pytest.fixture
def played(cast):
    room = Played(cast)
    room.lead("open")
    for sign, team in (("Juniper", "upper-bridge"), ("Walnut", "lower-bridge")):
        room.join(sign, team)
    room.lead("start")
    return room


@pytest.fixture
def decided(played):
    played.lead("release", inject="letter")
    played.lead("release", inject="four-readers")
    letter = desk().read(played.run.log_name, lambda hall: int(next(iter(hall.state.items))))
    played.do("Juniper", "seen", items=[letter])
    for case in ("reader-one", "reader-two", "reader-three", "reader-four"):
        played.do("Juniper", "rate", inject="four-readers", case=case, value="talk", confidence=60)
    played.do("Juniper", "lock", inject="four-readers")
    played.lead("phase", phase="together")
    played.lead("release", inject="first-step")
    for sign, option in (("Juniper", "talk-and-offer"), ("Walnut", "report")):
        played.do(sign, "decide", inject="first-step", option=option, **ANSWER)
    return played


def test_the_library_asks_as_much_for_three_as_for_one(cast):
    def asked():
        client = cast.client("chinara")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("rooms")).status_code == 200
        return len(queries)

    files = read_folder(TASTER)
    version = actions.bring_in(programme=cast.programme, files=files, **cast.writing("aida"))
    actions.publish(version=version, **cast.writing("aida"))
    one = asked()
    for number in (2, 3):
        other = {**files, "scenario.yaml": files["scenario.yaml"].replace(b"code: taster", b"code: taster-%d" % number)}
        actions.publish(
            version=actions.bring_in(programme=cast.programme, files=other, **cast.writing("aida")),
            **cast.writing("aida"),
        )
    assert asked() == one


def test_a_zip_comes_in_by_the_page_and_goes_out_the_same(cast, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = read_folder(TASTER)
    client = cast.client("aida")
    data = {"programme": "leica", "file": SimpleUploadedFile("taster.zip", parcel.pack(files, "taster")), "once": "a"}
    answer = client.post(reverse("scenario-new"), data)
    version = Version.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, version.get_absolute_url())
    out = client.get(reverse("version-folder", args=[version.key]))
    assert parcel.unpack(out.content) == files
    bad = client.post(reverse("scenario-new"), {**data, "file": SimpleUploadedFile("x.zip", b"nothing"), "once": "b"})
    assert b"sound ZIP" in bad.content
    assert bad.status_code == 400


def test_the_events_list_has_a_row_for_each_inject_and_says_exercise(cast, played):
    import io

    from openpyxl import load_workbook

    answer = cast.client("chinara").get(reverse("version-events-list", args=[played.version.key]))
    sheet = load_workbook(io.BytesIO(answer.content), read_only=True).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sheet.title.startswith("EXERCISE taster")
    assert rows[0][:4] == ["number", "code", "phase", "time"]
    assert [row[1] for row in rows[1:3]] == ["letter", "four-readers"]
    assert rows[1][11] == "A letter from the library"


def test_the_editor_shows_the_linter_beside_and_keeps_what_was_typed(cast, played):
    draft = actions.new_draft(version=played.version, **cast.writing("aida"))
    client, url = cast.client("aida"), reverse("version-edit", args=[draft.key])
    saw = draft.files["injects.yaml"]
    looked = client.post(url, {"name": "injects.yaml", "text": saw + "- code: [\n", "saw": saw, "look": "1"})
    assert "This is not valid YAML" in looked.content.decode()
    draft.refresh_from_db()
    assert draft.files["injects.yaml"] == saw
    client.post(
        url,
        {
            "name": "briefing.en.md",
            "text": "# Welcome\r\n\r\n*Hello*\r\n",
            "saw": draft.files["briefing.en.md"],
            "save": "1",
        },
    )
    draft.refresh_from_db()
    assert draft.files["briefing.en.md"] == "# Welcome\n\n*Hello*\n"
    clash = client.post(url, {"name": "briefing.en.md", "text": "mine", "saw": "what stood before", "save": "1"})
    assert (clash.status_code, "Somebody else has changed" in clash.content.decode()) == (409, True)
    assert b"mine" in clash.content
    assert client.get(reverse("version-edit", args=[played.version.key])).status_code == 409


def test_reading_shows_neither_html_nor_links_of_an_author(cast, played):
    draft = actions.new_draft(version=played.version, **cast.writing("aida"))
    text = "# Hi\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![y](http://a.example/p.png) **bold**\n"
    actions.edit_file(version=draft, name="briefing.en.md", text=text, **cast.writing("aida"))
    body = cast.client("aida").get(reverse("version-read", args=[draft.key])).content.decode()
    assert "<strong>bold</strong>" in body
    assert "alert(1)</script>" not in body
    assert 'href="javascript' not in body
    assert 'p.png"' not in body


def test_media_are_shown_and_never_run(cast, played):
    answer = cast.client("chinara").get(reverse("version-media", args=[played.version.key, "two-bridges.svg"]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_console_says_what_comes_and_who_is_where(cast, played):
    body = cast.client("chinara").get(played.url("run-console")).content.decode()
    for words in (
        "EXERCISE",
        "A letter from the library",
        "Juniper",
        "Walnut",
        "Upper Bridge",
        "In reserve",
        "Nargiza asks again",
    ):
        assert words in body


def test_an_act_by_form_lands_in_the_log_and_a_refusal_is_told(cast, played):
    client = cast.client("chinara")
    act = {
        "as": played.director.seat,
        "kind": "pause",
        "saw": played.seq(),
        "once": "p1",
        "next": played.url("run-console"),
    }
    assert client.post(played.url("run-do"), act)["Location"] == played.url("run-console")
    client.post(played.url("run-do"), act)
    kinds = [event.kind for event in desk().events(played.run.log_name)]
    assert kinds.count("run.paused") == 1
    refused = client.post(played.url("run-do"), {**act, "once": "p2"}, headers={"Accept": "application/json"})
    assert refused.json()["problem"]["code"] == "room.status"
    assert refused.status_code >= 400
    speed = client.post(played.url("run-do"), {**act, "kind": "speed", "speed": "quick", "once": "p3"})
    assert (speed.status_code, b"has to be a number" in speed.content) == (422, True)
    away = client.post(
        played.url("run-do"), {**act, "kind": "resume", "saw": played.seq(), "once": "p4", "next": "https://a.example/"}
    )
    assert away["Location"] == played.url("run-console")


def test_nobody_acts_from_another_seat(cast, played):
    act = {"as": played.director.seat, "kind": "end", "saw": played.seq(), "once": "x"}
    for name in ("aida", "hamid", "daniyar"):
        assert cast.client(name).post(played.url("run-do"), act).status_code == 404
    assert cast.client("zarina").post(played.url("run-do"), act).status_code == 302
    assert desk().read(played.run.log_name, lambda hall: hall.state.status) == "running"


def test_a_phone_joins_once_and_is_shown_its_station(cast, played):
    phone = Client()
    door = phone.get(reverse("station"), {"pin": played.run.pin})
    assert "A family short of money" in door.content.decode()
    form = {"pin": played.run.pin, "sign": "Poplar", "place": "upper-bridge/inspector", "once": "phone-1"}
    for _ in range(2):
        assert phone.post(reverse("station-join"), form)["Location"] == reverse("station")
    seats = desk().read(played.run.log_name, lambda hall: [held["sign"] for held in hall.state.seats.values()])
    assert seats.count("Poplar") == 1
    body = phone.get(reverse("station")).content.decode()
    assert "EXERCISE" in body
    assert "Poplar" in body
    assert played.version.scenario.title in body


@pytest.mark.parametrize("sign", ["", "x" * 25, "me@mail.example.kg", "Juniper", "+996 555 12 34 56"])
def test_a_call_sign_that_is_none_is_told_and_nothing_is_taken(cast, played, sign):
    before = played.seq()
    form = {"pin": played.run.pin, "sign": sign, "place": "upper-bridge/inspector", "once": "phone-2"}
    answer = Client().post(reverse("station-join"), form)
    assert answer.status_code == 200
    assert b"field-error" in answer.content or b"errorlist" in answer.content
    assert played.seq() == before


def test_a_forged_token_and_one_of_another_run_open_no_station(cast, played):
    other = actions.prepare(
        programme=cast.programme, version=played.version, mode="rehearsal", retain_until=KEPT, **cast.writing("aida")
    )
    good = seat_token(played.run.log_name, played.seats["Juniper"])
    for token in (good[:-4] + "0000", good.replace(played.run.log_name, other.log_name), seat_token(other.log_name, "s2"),
                  seat_token(played.run.log_name, played.director.seat), "", "x" * 5000):  # fmt: skip
        phone = Client()
        phone.cookies[SEAT] = token
        assert b"The PIN stands on the screen" in phone.get(reverse("station")).content
        assert phone.get(reverse("station-media", args=["two-bridges.svg"])).status_code == 404
    phone = Client()
    phone.cookies[SEAT] = good
    assert b"Juniper" in phone.get(reverse("station")).content


def test_a_station_gets_media_only_when_it_was_sent_them(cast, played):
    phone = Client()
    phone.cookies[SEAT] = seat_token(played.run.log_name, played.seats["Juniper"])
    url = reverse("station-media", args=["two-bridges.svg"])
    assert phone.get(url).status_code == 404
    played.lead("release", inject="letter")
    assert phone.get(url).status_code == 200


def test_guessing_pins_is_stopped_and_one_click_lets_them_in_again(cast, played):
    gate.readmit()
    phone = Client()
    phone.get(reverse("station"))
    answers = [phone.get(reverse("station"), {"pin": f"00000{number}"}).status_code for number in range(7)]
    assert answers == [404] * 5 + [429] * 2
    assert phone.get(reverse("station"), {"pin": played.run.pin}).status_code == 429
    assert cast.client("hamid").post(played.url("run-readmit")).status_code == 404
    cast.client("chinara").post(played.url("run-readmit"))
    assert phone.get(reverse("station"), {"pin": played.run.pin}).status_code == 200


def test_the_review_shows_decisions_with_their_horizon_and_nobody_s_own_figures(cast, decided):
    told = aftermath.review(decided.run, "en")
    step = next(one for one in told["decisions"] if one["code"] == "first-step")
    upper, lower = (column["made"] for column in step["columns"])
    assert (upper.option, upper.rationale, upper.who) == (
        "The youth worker talks with Temir over tea and offers the family desk", "He trusts her.", "Juniper",
    )  # fmt: skip
    assert "A letter from the library" in upper.seen
    assert "A letter from the library" in lower.unseen
    readers = told["ratings"][0]
    assert (readers["n"], readers["judged"], readers["enough"]) == (1, None, False)
    assert [case["group"] for case in readers["cases"]] == [None] * 4
    body = cast.client("hamid").get(decided.url("run-review")).content.decode()
    assert "too few to say" in body
    assert "provisional" in body
    assert "EXERCISE" in body


def test_ten_seats_have_figures_and_hits_stand_beside_false_alarms(cast):
    room = Played(cast)
    room.lead("open")
    for number in range(10):
        room.join(f"Tree {number}", "upper-bridge" if number % 2 else "lower-bridge")
    room.lead("start")
    room.lead("release", inject="four-readers")
    for number in range(10):
        for case in ("reader-one", "reader-two", "reader-three", "reader-four"):
            value = (
                "talk" if case == "reader-three" and number < 8 or case == "reader-one" and number < 3 else "nothing"
            )
            room.do(f"Tree {number}", "rate", inject="four-readers", case=case, value=value, confidence=50)
        room.do(f"Tree {number}", "lock", inject="four-readers")
    judged = aftermath.review(room.run, "en")["ratings"][0]["judged"]
    assert (judged.hits, judged.alarms) == (Share(8, 10), Share(3, 30))
    body = cast.client("chinara").get(room.url("run-review")).content.decode()
    assert "80 %" in body
    assert "10 %" in body


def test_shares_carry_wilson_s_interval_and_nothing_is_divided_by_none():
    assert (Share(8, 10).percent, Share(8, 10).interval) == (80, (49, 94))
    assert (Share(0, 0).percent, Share(0, 0).interval) == (None, None)
    assert round(100 * flags_right(0.9, 0.1), 1) == 0.9


def test_the_room_at_any_event_is_a_fold_up_to_there(cast, decided):
    last = decided.seq()
    assert aftermath.moment(decided.run, 4, "en")["teams"][0]["decided"] == []
    now = aftermath.moment(decided.run, last, "en")
    assert now["teams"][1]["decided"] == [("The first step", "Pass his name on to the district department")]
    assert aftermath.moment(decided.run, 10**9, "en")["seq"] == last
    assert cast.client("chinara").get(decided.url("run-review") + "?event=abc&second=-1").status_code == 200


def test_exports_say_exercise_and_hold_no_name_or_call_sign(cast, decided):
    client = cast.client("chinara")
    made = {
        form: client.get(decided.url("run-export", form=form)).content
        for form in ("xapi.json", "answers.csv", "record.json", "review.pdf")
    }
    statements = json.loads(made["xapi.json"])
    assert {one["verb"]["display"]["en"] for one in statements} == {"joined", "opened", "rated", "decided"}
    assert len({one["id"] for one in statements}) == len(statements)
    for form in ("xapi.json", "answers.csv"):
        assert b"Juniper" not in made[form]
        assert b"Chinara" not in made[form]
        assert b"exercise" in made[form].lower()
        assert b"He trusts her" not in made[form]
    assert b"Chinara" not in made["record.json"]
    assert made["review.pdf"].startswith(b"%PDF-")
    assert client.get(decided.url("run-export", form="other.exe")).status_code == 404


def test_own_figures_open_by_the_own_code_after_the_end_alone(cast, decided):
    gate.readmit()
    code = own_code(decided.run.log_name, decided.seats["Juniper"])
    phone = Client()
    assert b"still going on" in phone.post(reverse("station-mine"), {"code": code}).content
    decided.lead("end")
    body = phone.post(reverse("station-mine"), {"code": code.upper().replace("-", " ")}).content.decode()
    assert "Juniper" in body
    assert "You said: Yes, a talk" in body
    assert phone.post(reverse("station-mine"), {"code": "aaaa-bbbb-cccc"}).status_code == 404
    assert phone.post(reverse("station-mine"), {"code": ""}).status_code == 404


def test_the_screen_shows_what_everybody_may_see_and_no_call_signs(cast, played):
    played.lead("release", inject="letter")
    body = cast.client("chinara").get(played.url("run-screen")).content.decode()
    assert "A letter from the library" in body
    assert "Juniper" not in body
    played.lead("own", title={"en": "For one team"}, body={"en": "Only upper."}, teams=["upper-bridge"])
    assert "Only upper." not in cast.client("chinara").get(played.url("run-screen")).content.decode()


def test_wellbeing_sees_presence_and_no_answers(cast, decided):
    decided.do("Walnut", "out")
    body = cast.client("hamid").get(decided.url("run-care")).content.decode()
    assert "stepped out" in body
    assert "He trusts her" not in body
    assert "Pass his name on" not in body


def test_the_preview_of_a_list_is_the_entry_that_the_line_lies_in(cast):
    draft = actions.bring_in(programme=cast.programme, files=read_folder(TASTER), **cast.writing("aida"))
    client, url = cast.client("chinara"), reverse("version-edit", args=[draft.key])

    def seen(file, line):
        body = client.get(url, {"file": file, "line": line}).content.decode()
        return body.partition('class="preview"')[2].partition("</div></section>")[0]

    lines = draft.files["injects.yaml"].split("\n")
    assert "A letter from the library" in seen("injects.yaml", 1)
    assert "The first step" in seen("injects.yaml", lines.index("- code: first-step") + 3)
    assert "One sentence for yourself" in seen("injects.yaml", 999)
    assert "Meerim" in seen("cases.yaml", draft.files["cases.yaml"].split("\n").index("- code: reader-three") + 1)
    # A matched pair has one text: its slots are filled in the preview.
    assert "kick a ball" in seen("cases.yaml", draft.files["cases.yaml"].split("\n").index("- code: reader-two") + 1)
    assert "A letter from the library" in seen("injects/letter.en.md", 1)
    assert seen("phases.yaml", 1) == ""
    assert client.get(url, {"file": "injects.yaml", "line": "x" * 40}).status_code == 200


def test_what_the_linter_says_of_a_draft_is_a_door_to_its_line(cast):
    files = read_folder(TASTER)
    files["briefing.en.md"] += b"\nWrite to somebody@mail.kg\n"
    draft = actions.bring_in(programme=cast.programme, files=files, **cast.writing("aida"))
    line = files["briefing.en.md"].decode().split("\n").index("Write to somebody@mail.kg") + 1
    door = f"{reverse('version-edit', args=[draft.key])}?file=briefing.en.md&amp;line={line}"
    assert door in cast.client("chinara").get(draft.get_absolute_url()).content.decode()
    assert door not in cast.client("hamid").get(draft.get_absolute_url()).content.decode()


def test_the_screen_shows_pictures_and_the_console_sends_nothing_after_the_end(cast, played):
    played.lead("release", inject="letter")
    screen = cast.client("chinara").get(played.url("run-screen")).content.decode()
    assert reverse("version-media", args=[played.version.key, "two-bridges.svg"]) in screen
    console = cast.client("chinara").get(played.url("run-console")).content.decode()
    assert ("Send now" in console, f'<span class="pin">{played.run.pin}</span>' in console) == (True, True)
    played.lead("end")
    console = cast.client("chinara").get(played.url("run-console")).content.decode()
    assert ("Send now" in console, "Take back" in console, 'class="pin"' in console) == (False, False, False)
