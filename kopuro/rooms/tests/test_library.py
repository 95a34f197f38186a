"""The library: folders in and out without loss, frozen when published, four eyes before trainees."""

from __future__ import annotations

import pytest
from django.db import transaction

from kopuro.core.problems import Problem
from kopuro.rooms import actions, parcel
from kopuro.rooms.models import MediaFile, Version
from kopuro.rooms.queries import library
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.tests.factories import TASTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def files():
    return read_folder(TASTER)


@pytest.fixture
def version(cast, files):
    draft = actions.bring_in(programme=cast.programme, files=files, **cast.writing("aida"))
    return actions.publish(version=draft, **cast.writing("aida"))


def refused(code, call, **how):
    with pytest.raises(Problem) as refusal, transaction.atomic():
        call(**how)
    assert refusal.value.code == code


def test_a_folder_comes_back_byte_for_byte(cast, files):
    version = actions.bring_in(programme=cast.programme, files=files, **cast.writing("aida"))
    assert library.files_of(version) == files
    assert (version.number, version.key_status, version.minutes, version.languages) == (
        1,
        "provisional",
        10,
        ["en", "ru"],
    )
    again = parcel.unpack(parcel.pack(library.files_of(version), "taster"))
    assert again == files
    assert parcel.pack(files, "taster") == parcel.pack(again, "taster")


def test_the_same_draft_again_replaces_itself_and_shares_media(cast, files):
    for _ in range(2):
        actions.bring_in(programme=cast.programme, files=files, **cast.writing("aida"))
    actions.bring_in(programme=cast.other, files=files, actor=_of_both(cast), at=cast.writing()["at"])
    assert Version.objects.count() == 2
    assert MediaFile.objects.count() == sum(name.startswith("media/") for name in files)


def _of_both(cast):
    from kopuro.programme.models import Membership

    Membership.objects.create(programme=cast.other, account=cast.accounts["aida"], role="team")
    return cast.actor("aida")


def test_a_published_version_does_not_change(cast, files, version):
    actions.bring_in(programme=cast.programme, files=files, **cast.writing("aida"))
    changed = {**files, "briefing.en.md": b"# Other words\n"}
    refused("room.version", actions.bring_in, programme=cast.programme, files=changed, **cast.writing("aida"))
    refused(
        "room.published", actions.edit_file, version=version, name="briefing.en.md", text="x", **cast.writing("aida")
    )
    version.files = {}
    with pytest.raises(ValueError, match="does not change"):
        version.save()


def test_a_draft_is_edited_file_by_file_and_published_when_the_linter_is_content(cast, version):
    draft = actions.new_draft(version=version, **cast.writing("aida"))
    assert draft.number == 2
    saw = draft.files["injects.yaml"]
    broken = actions.edit_file(version=draft, name="injects.yaml", text="- code: [", saw=saw, **cast.writing("aida"))
    assert broken.content_hash == ""
    assert "file.yaml" in [one.code for one in library.findings(broken)]
    refused("room.findings", actions.publish, version=broken, **cast.writing("aida"))
    refused(
        "room.changed",
        actions.edit_file,
        version=broken,
        name="injects.yaml",
        text=saw,
        saw=saw,
        **cast.writing("aida"),
    )
    mended = actions.edit_file(version=broken, name="injects.yaml", text=saw, saw="- code: [", **cast.writing("aida"))
    assert mended.files["injects.yaml"] == saw
    assert actions.publish(version=mended, **cast.writing("aida")).is_published


@pytest.mark.parametrize("name", ["../etc.yaml", "/x.yaml", "media/x.md", "x.py", ".hidden.md", "a" * 130 + ".md"])
def test_only_files_of_a_scenario_are_written(cast, version, name):
    draft = actions.new_draft(version=version, **cast.writing("aida"))
    refused("room.file", actions.edit_file, version=draft, name=name, text="x", **cast.writing("aida"))


def test_two_reviewers_one_from_outside_who_have_not_written_it(cast, version):
    def sign(who, side, verdict="approved", note=""):
        return actions.sign(version=version, side=side, verdict=verdict, note=note, **cast.writing(who))

    refused("room.four-eyes", sign, who="aida", side="human_rights")
    refused("room.four-eyes", sign, who="gulnora", side="human_rights")
    sign("chinara", "law_enforcement")
    assert not library.is_reviewed(version)
    sign("hamid", "academia")
    assert not library.is_reviewed(version)
    sign("hamid", "human_rights")
    assert library.is_reviewed(Version.objects.get(pk=version.pk))
    refused("room.why", sign, who="hamid", side="human_rights", verdict="returned")
    sign("hamid", "human_rights", "returned", "The letter names a school.")
    assert not library.is_reviewed(Version.objects.get(pk=version.pk))


def test_whoever_wrote_an_earlier_version_does_not_review_the_next(cast, version):
    draft = actions.new_draft(version=version, **cast.writing("chinara"))
    second = actions.publish(version=draft, **cast.writing("chinara"))
    for who in ("aida", "chinara"):
        refused(
            "room.four-eyes",
            actions.sign,
            version=second,
            side="civil_society",
            verdict="approved",
            **cast.writing(who),
        )


def test_others_neither_bring_nor_change(cast, files, version):
    for who in ("hamid", "gulnora", "daniyar", "bakyt", "zarina"):
        refused("room.not-allowed", actions.bring_in, programme=cast.programme, files=files, **cast.writing(who))
        refused("room.not-allowed", actions.new_draft, version=version, **cast.writing(who))


def test_the_panel_makes_the_key_and_its_spread(cast, version):
    from kopuro.people.models import Account
    from kopuro.programme.models import Membership
    from kopuro.programme.queries import actor_of

    scenario = library.loaded(version).scenario
    cases = scenario.sets[0].cases
    for number in range(5):
        expert = Account.objects.create(username=f"expert{number}", name=f"Expert {number}")
        Membership.objects.create(programme=cast.programme, account=expert, role="evaluator")
        refused("room.panel", actions.close_panel, version=version, **cast.writing("aida"))
        value = "talk" if number < 3 else "not-known"
        actions.rate_for_panel(
            version=version,
            rating_set="four-readers",
            values=dict.fromkeys(cases, value),
            actor=actor_of(expert),
            at=cast.writing()["at"],
        )
    refused(
        "room.panel",
        actions.rate_for_panel,
        version=version,
        rating_set="four-readers",
        values={cases[0]: "talk"},
        **cast.writing("hamid"),
    )
    refused(
        "room.four-eyes",
        actions.rate_for_panel,
        version=version,
        rating_set="four-readers",
        values=dict.fromkeys(cases, "talk"),
        **cast.writing("aida"),
    )
    draft = actions.close_panel(version=version, **cast.writing("aida"))
    keyed = library.loaded(draft).scenario
    assert keyed.key_status == "panel"
    assert keyed.case("reader-one").key.value == "talk"
    assert keyed.case("reader-one").key.spread == (("talk", 0.6), ("nothing", 0.0), ("not-known", 0.4))
    assert keyed.case("reader-one").key.raters == 5
    assert "# reader-one and reader-two are a matched pair" in draft.files["cases.yaml"]


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip" * 100, b"PK\x03\x04" + b"\0" * 200])
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(Problem) as refusal:
        parcel.unpack(data)
    assert refusal.value.code == "room.parcel"


def test_a_bomb_a_climbing_name_and_a_stray_zip_are_refused():
    import io
    import zipfile

    def packed(files):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return out.getvalue()

    for files in (
        {"scenario.yaml": b"\0" * 65_000_000},
        {"../scenario.yaml": b"x"},
        {"/scenario.yaml": b""},
        {"a/b.txt": b""},
    ):
        with pytest.raises(Problem) as refusal:
            parcel.unpack(packed(files))
        assert refusal.value.code == "room.parcel"
