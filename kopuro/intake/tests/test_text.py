"""Blocks, sentences and words keep their offsets; abbreviations, broken lines and cut ends do not confuse them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.intake.rules.text import Text

SENTENCES = [
    ("Mr. Bakyt opened it. It ended at noon.", ["Mr. Bakyt opened it.", "It ended at noon."]),
    ("The U.S. Embassy paid. Others helped.", ["The U.S. Embassy paid.", "Others helped."]),
    (
        "В г. Ош прошёл семинар. Участвовали 20 чел. из Таласа.",
        ["В г. Ош прошёл семинар.", "Участвовали 20 чел. из Таласа."],
    ),
    ("Семинар прошёл в 2023 г. Участники разъехались.", ["Семинар прошёл в 2023 г.", "Участники разъехались."]),
    ("It took place on 14. 02. 2024 in Osh.", ["It took place on 14. 02. 2024 in Osh."]),
    ("“We learned much.” They left.", ["“We learned much.”", "They left."]),
    ("M. Hamid a parlé. Mme Elmira aussi.", ["M. Hamid a parlé.", "Mme Elmira aussi."]),
    ("No stop at the end", ["No stop at the end"]),
]


@pytest.mark.parametrize(("raw", "expected"), SENTENCES)
def test_sentences(raw, expected):
    text = Text(raw)
    assert [raw[s.start : s.end] for s in text.sentences] == expected


def test_lines_broken_by_a_page_are_joined_and_headings_stand_alone():
    raw = "Seminar on trust in Osh\n\nOfficers of the prison service and teachers\nmet for three days in Osh to speak about\nearly signs and about what helps."
    text = Text(raw)
    assert [raw[b.start : b.end].split("\n")[0] for b in text.blocks] == [
        "Seminar on trust in Osh",
        "Officers of the prison service and teachers",
    ]
    assert [b.heading for b in text.blocks] == [True, False]
    assert len(text.sentences) == 2


def test_list_items_stay_apart():
    text = Text("Topics:\n- early signs\n- media literacy\n- trust")
    assert [b.bullet for b in text.blocks] == [False, True, True, True]


def test_a_name_does_not_run_over_a_line_that_stands_alone():
    text = Text("Ministry of Justice\nTashkent")
    assert not text.joined(3)


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_laid_out_with_true_offsets(raw):
    text = Text(raw)
    end = 0
    for s in text.sentences:
        assert end <= s.start < s.end <= len(raw)
        end = s.end
    for word, start, stop in zip(text.words, text.starts, text.ends, strict=True):
        assert raw[start:stop] == word


def test_lines_broken_in_one_part_of_a_page_are_joined_there():
    raw = (
        "A long first line of the site that says who we are and goes on for more than a hundred and sixty characters, because no layout "
        "broke it and nobody will.\nThe training, the first of its kind, was held at the Border\nPolice Training Centre in Kabul, in close work with others,\n"
        "which play the central role in assisting the government\nwith police reform.\nA second group will complete the same course in the\nsame week."
    )
    text = Text(raw)
    assert [" ".join(raw[s.start : s.end].split())[:40] for s in text.sentences][
        1
    ] == "The training, the first of its kind, was"
    assert any("Border\nPolice" in raw[s.start : s.end] for s in text.sentences)


def test_initials_end_no_sentence():
    text = Text("Семинар прошёл в институте им. В.В. Лукьянова в мае. Его провели вдвоём.")
    assert len(text.sentences) == 2
