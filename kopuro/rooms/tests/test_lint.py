"""The linter on the taster with one thing wrong: the right message at the right line, and silence where all is well."""

from __future__ import annotations

import pytest

from kopuro.rooms.rules.lint import lint, may_be_published
from kopuro.rooms.rules.lint.contacts import contacts_in
from kopuro.rooms.rules.scenario import read_folder
from kopuro.rooms.tests.factories import SCENARIOS, TASTER


def test_every_shipped_scenario_may_be_published_and_says_that_it_is_unreviewed():
    for folder in sorted(SCENARIOS.iterdir()):
        found = lint(read_folder(folder), folder.name)

        assert [str(one) for one in found if one.level != "notice"] == [], folder.name
        assert {one.code for one in found} >= {"head.unreviewed"}


# file, what stands there (None: the whole file is removed), what takes its place, and the finding: file, code, level
ONE_THING_WRONG = [
    ("scenario.yaml", "fictional: true", "fictional: false", "head.fictional"),
    ("scenario.yaml", "format: 1", "format: 2", "head.format"),
    ("scenario.yaml", "code: taster", "code: other", "head.folder"),
    ("scenario.yaml", "version: 1", "version: 0", "head.version"),
    ("scenario.yaml", "minutes: 10", "minutes: 20", "phase.sum warning"),
    ("scenario.yaml", "languages: [en, ru]", "languages: [en, ru, ky]", "text.missing"),
    ("scenario.yaml", "languages: [en, ru]", "languages: [en]", "text.language"),
    ("scenario.yaml", "  en: The quiet reader\n", "", "text.missing"),
    ("scenario.yaml", "key_status: provisional", "key_status: panel", "case.raters cases.yaml"),
    ("scenario.yaml", "reviewers: []", 'reviewers: [{name: "", side: health, date: "2026-02-30"}]', "head.reviewer"),
    ("scenario.yaml", "trust-kept, ", "", "reference.unknown injects.yaml"),
    ("briefing.en.md", None, "", "text.missing briefing.ru.md"),
    ("characters.yaml", "name: {en: Asel, ru: Асель}", "name: {en: Asel Example, ru: Асель Иванова}", "character.surname"),
    ("characters.yaml", "name: {en: Asel,", "name: {en: Karimov,", "character.surname"),
    ("objectives.yaml", "code: asks-before-acting", "code: other-act", "reference.unknown injects.yaml"),
    ("injects.yaml", "  criteria: [says-not-known]\n", "", "objective.unused objectives.yaml warning"),
    ("injects.yaml", "criteria: [asks-before-acting, names-the-tests, hears-each-other]", "criteria: [asks-before-acting]", "objective.trace objectives.yaml"),
    ("phases.yaml", "enter: start", "enter: manual", "phase.start"),
    ("phases.yaml", "enter: after", "enter: decided(first-step)", "phase.never"),
    ("phases.yaml", "enter: after", "enter: flag(trust-kept) and", "condition.syntax"),
    ("phases.yaml", 'starts: "16:40"', 'starts: "26:40"', "phase.clock"),
    ("injects.yaml", "phase: message", "phase: mesage", "reference.unknown"),
    ("injects.yaml", "sender: nargiza", "sender: nargize", "reference.unknown"),
    ("injects.yaml", "trigger: {at: 1m}", "trigger: {at: 5m}", "trigger.late warning"),
    ("injects.yaml", "trigger: {at: 1m}", "trigger: {at: 1m, after: letter}", "trigger.two"),
    ("injects.yaml", "trigger: {at: 1m}", "trigger: {after: first-step}", "trigger.never"),
    ("injects.yaml", "trigger: {at: 1m}", "trigger: {after: four-readers}", "trigger.never"),
    ("injects.yaml", 'trigger: {when: "flag(trust-kept)", delay: 10s}', 'trigger: {when: "in_phase > 4m"}', "trigger.never"),
    ("injects.yaml", "flag(trust-hurt)", "decision(first-step) = reprot", "reference.unknown"),
    ("injects.yaml", "flag(trust-hurt)", "decision(letter) = x", "condition.kind"),
    ("injects.yaml", "decided(first-step) and not flag(trust-kept)", "decision(first-step) = report and not flag(trust-kept)", "trigger.dead_end warning"),
    ("injects.yaml", "    no_action: true\n", "", None),
    ("injects.yaml", "    support: family-desk\n", "", "decision.support"),
    ("injects.yaml", "support: family-desk", "support: family-dask", "reference.unknown"),
    ("injects.yaml", "    refers: true\n", "    credit: full\n", "file.yaml"),
    ("injects.yaml", "  kind: poll", "  kind: task", "inject.kind"),
    ("injects.yaml", "  rates: four-readers\n", "", "inject.kind"),
    ("injects.yaml", "file: two-bridges.svg", "file: three-bridges.svg", "media.missing"),
    ("injects.yaml", "  one_of: what-follows\n- code: reminder", "- code: reminder", None),
    ("injects/letter.en.md", "Good day", "Good day <b>now</b>", "text.html"),
    ("injects/letter.en.md", "Good day", "![map](https://example.org/a.png)", "text.image"),
    ("injects/letter.en.md", "Good day", "Call +996 555 12 34 56", "contact"),
    ("injects/letter.ru.md", None, "", "text.missing injects/letter.en.md"),
    ("cases/reader-one.en.md", "{break}", "{pause}", "case.slot"),
    ("cases/reader-one.en.md", None, "", "text.missing cases/reader-one.ru.md"),
    ("cases.yaml", "same_text_as: reader-one", "same_text_as: reader-nine", "case.text"),
    ("cases.yaml", "spread: {talk: 0.1, nothing: 0.8,", "spread: {talk: 0.5, nothing: 0.8,", "case.spread"),
    ("cases.yaml", "    value: talk", "    value: nothing", "case.spread"),
    ("cases.yaml", "    value: talk", "    value: maybe", "case.key"),
    ("cases.yaml", "prays: seen,", "prays: sen,", "reference.unknown"),
    ("indicators.yaml", "relevant: false", "relevant: true", "indicator.protected"),
    ("indicators.yaml", "Somebody asks for money", "Somebody grows a beard and asks for money", "indicator.protected"),
    ("attributes.yaml", "protected: true", "protected: false", None),
    ("attributes.yaml", "Prays where others see it", "Ethnicity", None),
    ("sets.yaml", "cases: [reader-one, reader-two, reader-three, reader-four]", "cases: [reader-one, reader-three]", "set.innocent"),
    ("sets.yaml", "means: not_enough", "means: no_signal", "set.values"),
    ("sets.yaml", "- [reader-one, reader-two]", "- [reader-one, reader-three]", "set.pair"),
    ("sets.yaml", "vary: [prays, pressed]", "vary: [prays, height]", "reference.unknown"),
    ("media/two-bridges.svg", "</svg>", "<script>alert(1)</script></svg>", "media.active"),
    ("media/two-bridges.svg", "<rect width", "<rect onload='x' width", "media.active"),
    ("media/two-bridges.svg", "<svg", "\x89PNG<svg", "media.content"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"), ONE_THING_WRONG, ids=[f"{row[3]}: {row[2][:30]}" for row in ONE_THING_WRONG]
)
def test_one_thing_wrong_is_told(name, old, new, expected):
    files = read_folder(TASTER)
    if old is None:
        del files[name]
    else:
        whole = files[name].decode()
        assert old in whole
        files[name] = whole.replace(old, new, 1).encode()

    found = [one for one in lint(files, "taster") if one.level != "notice"]

    if expected is None:  # allowed: a change that leaves the scenario sound, or sound in the eyes of a machine
        assert all(one.level == "warning" or one.code in ("decision.restraint", "attribute.protected") for one in found)
        return
    code, *rest = expected.split()
    level = "warning" if "warning" in rest else "error"
    where = next((word for word in rest if "." in word), name)
    assert (where, code, level) in {(one.place.file, one.code, one.level) for one in found}
    assert may_be_published(tuple(found)) is (level == "warning")
    assert all(len(one.wrong) > 10 and len(one.mend) > 5 for one in found)


def test_a_message_names_file_line_fault_and_remedy():
    files = read_folder(TASTER)
    files["injects.yaml"] = files["injects.yaml"].replace(b"sender: nargiza", b"sender: nargize", 1)

    assert [str(one) for one in lint(files, "taster") if one.level == "error"] == [
        "injects.yaml:6: error: There is no character 'nargize'. Did you mean 'nargiza'? [reference.unknown]"
    ]


def test_restraint_must_earn_credit():
    files = read_folder(TASTER)
    text = files["injects.yaml"].decode().replace("    asks_more: true\n", "").replace("    no_action: true\n", "")
    files["injects.yaml"] = text.encode()
    without = {one.code for one in lint(files)}
    files["injects.yaml"] = (
        read_folder(TASTER)["injects.yaml"]
        .replace(b"credit: full", b"credit: none")
        .replace(b"credit: part", b"credit: none")
    )

    assert "decision.restraint" in without
    assert "decision.restraint" in {one.code for one in lint(files)}


def test_a_protected_attribute_may_not_tell_the_key():
    files = read_folder(TASTER)
    text = files["cases.yaml"].decode()
    text = text.replace("prays: not-seen, pressed: somebody", "prays: seen, pressed: somebody")
    text = text.replace("prays: seen, pressed: nobody", "prays: not-seen, pressed: nobody")
    files["cases.yaml"] = text.encode()

    assert "set.protected" in {one.code for one in lint(files)}


def test_matched_pairs_that_differ_in_prayer_have_one_key():
    files = read_folder(TASTER)
    head, _, rest = files["cases.yaml"].decode().partition("- code: reader-two")
    files["cases.yaml"] = (head + "- code: reader-two" + rest.replace("value: nothing", "value: talk", 1).replace(
        "spread: {talk: 0.1, nothing: 0.8", "spread: {talk: 0.8, nothing: 0.1", 1)).encode()  # fmt: skip

    found = [one for one in lint(files) if one.code == "set.pair"]

    assert [one.place.file for one in found] == ["sets.yaml"]
    assert "protected attribute 'prays'" in found[0].wrong


REAL = [
    ("Write to nargiza@mail.kg today", "e-mail address"),
    ("пишите на test.person@example.com.ru", "e-mail address"),
    ("call 0555 12 34 56", "telephone number"),
    ("+7 (701) 123-45-67", "telephone number"),
    ("тел. 22-33-44", "telephone number"),
    ("+٩٩٦ ٥٥٥ ١٢٣ ٤٥٦", "telephone number"),
    ("0555\u200b123\u200b456", "telephone number"),
    ("ИНН 21203199012345", "identity number"),
    ("passport AN1234567", "document number"),
    ("удостоверение N 12345678", "document number"),
    ("account DE89 3704 0044 0532 0130 00", "account number"),
    ("see https://akipress.org/x", "web address"),
    ("t.me/someone", "web address"),
    ("write to @real_person", "messenger name"),
]
NOT_REAL = [
    "nargiza@example.org, a@b.test and http://library.example/page",
    "On 2026-02-14 at 08:30, or 14.02.2026, or in 2019-2023",
    "A town of 1 250 000 people and 12.500 books, ratio 0.125",
    "Of 100 people 9 in 10; cells 12-14; rooms 3, 4, 5",
    "e.g. this, i.e. that. Then he left.And came back",
    "spread: {talk: 0.1, nothing: 0.8, not-known: 0.1}",
    "16:40–17:30, 4m, 1h10m",
]


@pytest.mark.parametrize(("line", "what"), REAL, ids=[row[0] for row in REAL])
def test_contact_data_is_seen(line, what):
    assert what in [found for found, _ in contacts_in(line)]


@pytest.mark.parametrize("line", NOT_REAL)
def test_dates_amounts_and_reserved_names_are_left_alone(line):
    assert list(contacts_in(line)) == []
