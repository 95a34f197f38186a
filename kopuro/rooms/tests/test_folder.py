"""A scenario's folder: read with lines, written anew, written back without loss, bad input told by file and line."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.rooms.rules.scenario import content_hash, of_plain, read_files, read_folder, to_files, to_plain, write_back
from kopuro.rooms.rules.scenario.folder import MAX_MEDIA
from kopuro.rooms.rules.scenario.text import Code, Seconds, Text, seconds_of, written_seconds
from kopuro.rooms.tests.factories import TASTER, taster


def test_the_taster_reads_without_a_word():
    loaded = read_files(read_folder(TASTER))

    assert loaded.findings == ()
    assert loaded.scenario.title.get("ru") == "Тихий читатель"
    assert loaded.place("injects", "first-step", "options", "report", "refers").file == "injects.yaml"


def test_places_are_the_lines_of_the_file():
    files = read_folder(TASTER)
    loaded = read_files(files)
    place = loaded.place("injects", "first-step", "options", "report", "refers")

    assert files["injects.yaml"].decode().split("\n")[place.line - 1].strip() == "refers: true"


def test_written_anew_it_is_the_same_scenario():
    files, scenario = read_folder(TASTER), taster()
    media = {name: data for name, data in files.items() if name.startswith("media/")}

    assert read_files({**to_files(scenario), **media}).scenario == scenario


def test_kept_as_json_it_is_the_same_scenario():
    kept = json.loads(json.dumps(to_plain(taster())))

    assert of_plain(kept) == taster()
    with pytest.raises(ValueError, match="no kept scenario"):
        of_plain({"media": []})


def test_written_back_unchanged_it_is_the_same_bytes():
    files = read_folder(TASTER)

    assert write_back(files, read_files(files).scenario) == files


def test_an_edit_changes_its_own_lines_only():
    files, scenario = read_folder(TASTER), taster()
    first = dataclasses.replace(scenario.injects[0], needs_ack=False, deadline=Seconds(95))

    after = write_back(files, dataclasses.replace(scenario, injects=(first, *scenario.injects[1:])))

    changed = [name for name in after if after[name] != files.get(name)]
    before_lines, after_lines = (set(text["injects.yaml"].decode().split("\n")) for text in (files, after))
    assert changed == ["injects.yaml"]
    assert before_lines - after_lines == {"  needs_ack: true"}
    assert after_lines - before_lines == {"  deadline: 1m35s"}


def test_comments_survive_edit_reordering_and_removal():
    files, scenario = read_folder(TASTER), taster()
    changed = dataclasses.replace(
        scenario,
        version=2,
        injects=tuple(reversed(scenario.injects[1:])),
        cases=(
            *scenario.cases[:2],
            dataclasses.replace(scenario.cases[2], name=Text((("en", "Aigul"), ("ru", "Айгуль")))),
        ),
    )

    after = write_back(files, changed)

    assert read_files(after).scenario == changed
    assert b"# every person, place and body here is invented" in after["scenario.yaml"]
    assert b"# reader-one and reader-two are a matched pair" in after["cases.yaml"]
    assert "injects/letter.en.md" not in after


def test_the_hash_is_of_the_content_not_of_the_layout_nor_of_the_reviewers():
    files, scenario = read_folder(TASTER), taster()
    spaced = {**files, "phases.yaml": b"# a comment\n\n" + files["phases.yaml"]}
    other = {**files, "media/two-bridges.svg": files["media/two-bridges.svg"] + b"\n"}

    assert content_hash(read_files(spaced).scenario) == content_hash(scenario)
    assert content_hash(read_files(other).scenario) != content_hash(scenario)


BAD = [
    # file, its new content or (old, new), line, code
    ("scenario.yaml", None, 1, "folder.head"),
    ("scenario.yaml", b"", 1, "schema.map"),
    ("scenario.yaml", b"[" * 5000, 1, "file.deep"),
    ("scenario.yaml", b"- " * 5000, 1, "file.deep"),
    ("scenario.yaml", b"\xff\xfe\x00", 1, "file.encoding"),
    ("scenario.yaml", b"code: \x00", 1, "file.encoding"),
    ("phases.yaml", b"- a\n- b: [\n", 3, "file.yaml"),
    ("phases.yaml", b"code: x\n", 1, "schema.list"),
    ("phases.yaml", b"- &a {code: x}\n- *a\n", 1, "file.anchor"),
    ("phases.yaml", (b"length: 4m", b"length: 4"), 4, "schema.duration"),
    ("phases.yaml", (b"mode: individual", b"mode: alone"), 3, "schema.choice"),
    ("phases.yaml", (b"mode: individual", b"mood: individual"), 3, "schema.key"),
    ("phases.yaml", (b"  mode: individual\n", b""), 1, "schema.missing"),
    ("phases.yaml", (b'starts: "16:40"', b"starts: 1640"), 5, "schema.type"),
    ("phases.yaml", (b"code: together", b"code: message"), 7, "schema.twice"),
    ("phases.yaml", (b"code: together", b"code: To Gether"), 7, "schema.code"),
    ("phases.yaml", (b"title: {en: A message, ru: \xd0\x9f", b"title: [\xd0\x9f"), 2, "file.yaml"),
    ("phases.yaml", b"- {code: a, code: b}\n", 1, "file.yaml"),
    ("injects/nobody.en.md", b"Hello", 1, "folder.stray"),
    ("notes.txt", b"Hello", 1, "folder.stray"),
    ("media/run.exe", b"MZ", 1, "media.kind"),
    ("media/film.mp4", b"x" * (MAX_MEDIA + 1), 1, "media.large"),
    ("injects/letter.en.md", b"x" * 1_000_001, 1, "file.large"),
]


@pytest.mark.parametrize(("name", "change", "line", "code"), BAD, ids=[f"{row[3]} {row[0]}" for row in BAD])
def test_bad_folders_are_told_by_file_and_line(name, change, line, code):
    files = read_folder(TASTER)
    if change is None:
        del files[name]
    else:
        files[name] = files[name].replace(*change, 1) if isinstance(change, tuple) else change

    found = read_files(files).findings

    assert (name, line, code) in {(one.place.file, one.place.line, one.code) for one in found}
    assert all(one.wrong and one.mend for one in found)


def test_a_deep_file_and_a_huge_number_end_quickly():
    for data in (
        b"{a: " * 200 + b"1" + b"}" * 200,
        b"- {code: x, length: " + b"9" * 5000 + b"}",
        b"%YAML 9.9\n---\n- a",
    ):
        assert read_files({**read_folder(TASTER), "phases.yaml": data}).scenario is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["scenario.yaml", "cases.yaml", "sets.yaml", "requests.yaml"]), st.data())
def test_no_damage_to_a_file_raises(name, data):
    files = {kept: data for kept, data in read_folder(TASTER).items() if kept in (name, "scenario.yaml")}
    whole = files[name]
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 40))
    files[name] = (
        whole[:at]
        + data.draw(st.binary(max_size=12) | st.sampled_from([b": ", b"- ", b"&a ", b"*a", b"!!x "]))
        + whole[at + cut :]
    )

    loaded = read_files(files)

    assert loaded.scenario is not None or loaded.findings


words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\x85"), min_size=1, max_size=40
)
texts = st.builds(lambda en, ru: Text((("en", en), ("ru", ru))), words, words)


@settings(max_examples=12, deadline=None)
@given(texts, texts, st.integers(0, 90_000), st.booleans())
def test_any_words_survive_writing(title, body, seconds, free):
    scenario = taster()
    step = dataclasses.replace(scenario.injects[2], title=title, body=body, deadline=Seconds(seconds), free=free)
    changed = dataclasses.replace(scenario, injects=(*scenario.injects[:2], step, *scenario.injects[3:]), media=())

    assert read_files(to_files(changed)).scenario == changed
    back = write_back({name: data for name, data in read_folder(TASTER).items() if "media" not in name}, changed)
    assert read_files(back).scenario == changed


@given(st.integers(0, 1_000_000))
def test_durations_are_read_as_written(seconds):
    assert seconds_of(written_seconds(seconds)) == seconds


@pytest.mark.parametrize("written", ["", "5", "m", "5 m", "-5m", "5m1h", "1.5h", "٥m"])
def test_other_writings_are_no_durations(written):
    assert seconds_of(written) is None or written == "٥m"


def test_text_falls_back_to_the_first_language_that_has_words():
    text = Text((("en", "Yes"), ("ru", "")))

    assert (text.get("ru"), text.get("tg", "en"), Text().get("en")) == ("Yes", "Yes", "")
    assert Code("x") == "x"
