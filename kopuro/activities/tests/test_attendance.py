"""An attendance list by code: read, refused when it holds names, counted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from kopuro.activities import actions
from kopuro.activities.models import AttendanceSheet, Participation
from kopuro.activities.rules import heading_of, pack, read_list, unpack
from kopuro.activities.terms import Sex
from kopuro.activities.tests.factories import workshop
from kopuro.core.problems import Problem
from kopuro.people.terms import Group

HEADERS = ("Code", "Group", "Gender", "Age group", "Country", "Days", "Status")


def read(*rows, headers=HEADERS, salt=b"salt"):
    return read_list(headers, rows, salt=salt)


def test_a_row_is_understood_in_three_languages():
    people, unknown = read(
        ("A1", "police", "F", "25–34", "Kyrgyzstan", "2,5", ""),
        ("A2", "НПО", "жен", "", "Узбекистан", "", "зарегистрирован"),
        ("A3", "Société civile", "Homme", "", "KZ", "1", "attended"),
    )
    facts = [(one.group, one.sex, one.age_band, one.country, one.days, one.stage) for one in people]
    assert facts == [
        ("law_enforcement", "female", "25–34", "KG", Decimal("2.5"), "attended"),
        ("civil_society", "female", "", "UZ", Decimal(1), "registered"),
        ("civil_society", "male", "", "KZ", Decimal(1), "attended"),
    ]
    assert unknown == []


def test_a_column_that_means_nothing_here_is_told():
    assert read(("A1", "youth", "4"), headers=("code", "group", "Satisfaction"))[1] == ["Satisfaction"]


@pytest.mark.parametrize(
    "heading",
    ["Name", "Surname", "E-mail", "Phone number", "Ф.И.О.", "ФИО участника", "Nom et prénom", "Date of birth"],
)
def test_names_and_contacts_are_refused(heading):
    with pytest.raises(Problem, match=r"activities\.names"):
        read(("A1", "youth", "x"), headers=("code", "group", heading))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("", "youth")], "Row 2 has no code"),
        ([("A1", "youth"), ("a1", "youth")], "Row 3: the code stands twice"),
        ([("A1", "wizards")], "Row 2: the group “wizards”"),
        ([("A1", "youth", "maybe")], "Row 2: the sex “maybe”"),
        ([("A1", "youth", "f", "34")], "an age band"),
        ([("A1", "youth", "f", "", "Atlantis")], "the country “Atlantis”"),
        ([("A1", "youth", "f", "", "", "many")], "not a number of days"),
        ([("A1", "youth", "f", "", "", "0")], "not a number of days"),
        ([("A1", "youth", "f", "", "", "1e9")], "not a number of days"),
        ([("A1", "youth", "f", "", "", "NaN")], "not a number of days"),
        ([("", "")], "no rows"),
    ],
)
def test_what_is_not_understood_is_told_with_its_row(rows, said):
    with pytest.raises(Problem) as told:
        read(*rows)
    assert (told.value.code, said in str(told.value)) == ("activities.list", True)


def test_a_list_needs_codes_and_groups():
    for headers in (("code", "sex"), ("group", "sex"), ("code", "ID", "group")):
        with pytest.raises(Problem, match=r"activities\.list"):
            read(("A1", "f", "youth"), headers=headers)


def test_a_code_is_the_same_person_under_one_salt_alone():
    one, again, other = read(("A1", "youth"))[0], read(("a1 ", "youth"))[0], read(("A1", "youth"), salt=b"other")[0]
    assert one[0].person == again[0].person
    assert one[0].person != other[0].person


def test_signs_tell_codes_apart():
    people, _unknown = read(("1.1", "youth"), ("11", "youth"), ("A#1", "youth"), ("A1", "youth"))
    assert len({one.person for one in people}) == 4


@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=6), st.lists(st.text(max_size=20), max_size=8))
def test_any_table_is_read_or_refused(rows, headers):
    for given_headers in (headers, HEADERS):
        try:
            people, _unknown = read_list(given_headers, rows, salt=b"s")
        except Problem as refusal:
            assert refusal.code in ("activities.list", "activities.names")
        else:
            assert 0 < len(people) <= len(rows)


@given(
    st.lists(
        st.tuples(
            st.uuids(), st.decimals(min_value=0, max_value=9999, places=1), st.sampled_from(Group.values), st.sampled_from(Sex.values),
            st.text(max_size=10).filter(lambda text: "\0" not in text), st.sampled_from(["", "KG", "UZ"]),
        )
    )
)  # fmt: skip
def test_attendances_are_packed_without_loss(rows):
    found = unpack([pack(rows[:1]), pack(rows[1:])])
    assert [one["tenths"] / 10 for one in found] == [float(row[1]) for row in rows]
    words = [tuple(one[name].decode() for name in ("group", "sex", "age_band", "country")) for one in found]
    assert words == [row[2:] for row in rows]
    assert len({int(one["person"]) for one in found}) == len({row[0] for row in rows})


@pytest.mark.parametrize("heading", ["Participant code", "Возраст", "N°", "Numéro"])
def test_a_heading_is_known_by_its_words(heading):
    assert heading_of(heading)


def sent(cast, activity, text: str, name: str = "aida", **more):
    file = SimpleUploadedFile("list.csv", text.encode())
    given = {"file": file, "scope": cast.programme.code, **more}
    return cast.client(name).post(f"/activities/{activity.key}/attendance/new/", given)


@pytest.mark.django_db
def test_the_team_takes_a_list_in_and_corrects_it(cast):
    held = workshop(cast)
    rows = "\n".join(f"P{n},women,f" for n in range(12))
    assert sent(cast, held, f"code,group,sex\n{rows}\n").status_code == 302
    assert sent(cast, held, f"code,group,sex\n{rows}\nP99,youth,m\n").status_code == 302
    assert AttendanceSheet.objects.get(activity=held).people == 13
    assert sent(cast, held, f"code,group,sex\n{rows}\n", is_whole="on").status_code == 302
    assert AttendanceSheet.objects.get(activity=held).people == 12
    assert "12" in cast.client("aida").get(f"/activities/{held.key}/").content.decode()


@pytest.mark.django_db
def test_codes_of_a_programme_are_the_same_people_and_numbers_of_a_list_are_not(cast):
    first, second = workshop(cast), workshop(cast, title="A second one")
    for scope, people in (("list", 2), (cast.programme.code, 1)):
        Participation.objects.all().delete()
        for activity in (first, second):
            assert sent(cast, activity, "code,group\n1,youth\n", scope=scope).status_code == 302
        assert Participation.objects.values("person").distinct().count() == people


@pytest.mark.django_db
def test_a_list_with_names_is_refused_and_nothing_is_kept(cast):
    held = workshop(cast)
    page = sent(cast, held, "code,group,name\nA1,women,Elmira\n")
    assert page.status_code == 400 or page.status_code == 422
    assert "holds personal data" in page.content.decode()
    assert not Participation.objects.exists()


@pytest.mark.django_db
def test_others_do_not_take_lists_in(cast):
    held = workshop(cast)
    for name in ("chinara", "gulnora", "hamid", "daniyar"):
        assert sent(cast, held, "code,group\nA1,women\n", name).status_code in (403, 404)
    assert not Participation.objects.exists()


@pytest.mark.django_db
def test_who_was_registered_only_is_not_counted_as_there(cast):
    held = workshop(cast)
    people, _unknown = actions.attendees_of(held, ("code", "group"), [(f"P{n}", "youth") for n in range(3)], 2, None)
    people[0] = replace(people[0], stage="registered")
    actions.record_participations(activity=held, attendees=people, **cast.writing())
    assert AttendanceSheet.objects.get(activity=held).people == 2
