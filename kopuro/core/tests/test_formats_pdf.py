"""PDF: columns in reading order, words put together again, heads and feet left out, scans refused."""

from __future__ import annotations

from itertools import chain

import pytest

from kopuro.core.formats import Limits, read_bytes
from kopuro.core.formats.layout import Line, Run, lines_in_reading_order, paragraphs
from kopuro.core.problems import Problem
from kopuro.core.tests.format_files import locked_pdf, pdf

LEFT = (
    "The first column tells how the team",
    "arrived in Bishkek and met the minis-",
    "try of the interior. It was received by",
    "the head of the unit on 3 March 2021.",
    "A second meeting was agreed for May.",
)
RIGHT = (
    "The second column tells about Osh, a",
    "city in the south. Forty officers took",
    "part in a training there. They asked for",
    "more time and for materials in Kyrgyz.",
    "Nothing else was decided on that day.",
)


def lines(words: tuple[str, ...], x: float, y: float = 700, step: float = 12) -> list[tuple[float, float, str]]:
    return [(x, y - number * step, line) for number, line in enumerate(words)]


def in_paragraphs(words: tuple[str, ...]) -> str:
    return " ".join(words).replace("minis- try", "ministry")


@pytest.mark.parametrize("order", ["by column", "line by line", "right column first"])
def test_two_columns_are_read_one_after_the_other_however_they_were_written(order):
    left, right = lines(LEFT, 50), lines(RIGHT, 310)
    page = {
        "by column": left + right,
        "line by line": list(chain.from_iterable(zip(left, right, strict=True))),
        "right column first": right + left,
    }[order]

    assert read_bytes("a.pdf", pdf(page)).text == f"{in_paragraphs(LEFT)}\n\n{in_paragraphs(RIGHT)}"


def test_a_headline_over_both_columns_comes_first_and_one_between_them_in_its_place():
    head = [(50.0, 740.0, "News from the programme of this spring, told by the team in the five countries itself")]
    between = [(50.0, 600.0, "A second part of the newsletter, also set over the whole width of the two columns here")]
    page = lines(LEFT, 50) + lines(RIGHT, 310) + head + between + lines(LEFT, 50, 560) + lines(RIGHT, 310, 560)

    text = read_bytes("a.pdf", pdf(page)).text

    one, two = in_paragraphs(LEFT), in_paragraphs(RIGHT)
    assert text.split("\n\n") == [head[0][2], one, two, between[0][2], one, two]


def test_three_columns():
    columns = [tuple(f"{name} line {n} of the text" for n in range(1, 6)) for name in ("Left", "Middle", "Right")]
    page = [piece for x, words in zip((40, 220, 400), columns, strict=True) for piece in lines(words, x)]
    page.sort(key=lambda piece: -piece[1])

    text = read_bytes("a.pdf", pdf(page)).text.replace("\n\n", " ")

    assert text == " ".join(" ".join(words) for words in columns)


def test_a_table_is_read_row_by_row():
    rows = [
        ("Training", "Osh", "25"),
        ("Seminar", "Bishkek", "30"),
        ("Workshop", "Almaty", "35"),
        ("Camp", "Aktau", "100"),
    ]
    intro = [(50.0, 740.0, "The activities of the year are listed in the table below with their places.")]
    page = intro + [
        (x, 700 - 14 * n, cell) for n, row in enumerate(rows) for x, cell in zip((50, 250, 450), row, strict=True)
    ]

    text = read_bytes("a.pdf", pdf(page)).text

    assert [line for line in text.split("\n\n") if "Osh" in line] == ["Training Osh 25"]


def test_heads_feet_and_page_numbers_are_left_out():
    def page(number: int, words: str) -> list[tuple[float, float, str]]:
        return [
            (50.0, 770.0, f"Newsletter of the programme, issue {number // 10 + 1}"),
            (50.0, 600.0, words),
            (50.0, 30.0, "Funded by a donor"),
            (500.0, 30.0, f"Page {number} of 3"),
        ]

    words = (
        "One story is told on the first page.",
        "Another one on the second page.",
        "The last one on the third page.",
    )

    read = read_bytes("a.pdf", pdf(*(page(number, line) for number, line in enumerate(words, start=1))))

    assert read.text == "\n\n".join(words)
    assert [read.text[offset:].split("\n\n")[0] for offset in read.pages] == list(words)


def test_a_sentence_goes_on_over_the_page():
    first, second = (
        pdf(
            [(50.0, 60.0, "The officers of the border service met the representatives of the women who")],
            [(50.0, 700.0, "had asked for the meeting.")],
        ),
        "The officers of the border service met the representatives of the women who\n\nhad asked for the meeting.",
    )

    assert read_bytes("a.pdf", first).text == second


def test_a_compound_keeps_its_hyphen_when_the_document_writes_it_so():
    words = (
        "The counter-terrorism unit was founded in the year before, and it has grown fast. The counter-",
        "terrorism officers of four states met, and prepa-",
        "ration of the next meeting began at once.",
    )

    text = read_bytes("a.pdf", pdf(lines(words, 40))).text

    assert "The counter-terrorism officers" in text


def line(text: str, top: float, right: float = 200.0, left: float = 0.0) -> Line:
    return Line(text, left, top, right, top + 10, 10, 0, 0.5)


def test_paragraphs_part_at_gaps_bullets_and_short_lines():
    found = paragraphs(
        [
            line("A paragraph of", 0),
            line("two lines.", 12, right=80),
            line("Another after a short line", 24),
            line("that ends here.", 36, right=90),
            line("• a bullet that is long", 48),
            line("and goes on", 60, right=120, left=8),
            line("• the next", 72, right=120),
            line("Far below", 110),
        ],
        frozenset(),
    )

    assert found == [
        "A paragraph of two lines.",
        "Another after a short line that ends here.",
        "• a bullet that is long and goes on",
        "• the next",
        "Far below",
    ]


def test_soft_hyphens_and_hard_ones_join():
    found = paragraphs(
        [line("the re\xad", 0), line("port and pro-", 12), line("gramme of Nur-", 24), line("Sultan", 36)], frozenset()
    )

    assert found == ["the report and programme of Nur-Sultan"]


def test_reading_order_of_nothing_is_nothing():
    assert lines_in_reading_order([], (600, 800)) == []
    assert [found.text for found in lines_in_reading_order([Run("a", 0, 0, 5, 10, 10)], (0, 0))] == ["a"]


def test_a_locked_pdf_is_refused():
    with pytest.raises(Problem) as caught:
        read_bytes("a.pdf", locked_pdf())

    assert (caught.value.code, caught.value.sentence) == (
        "intake.encrypted",
        "The file is protected by a password. Save a copy without the password and add that.",
    )


def test_a_scan_is_refused_with_what_to_do():
    with pytest.raises(Problem) as caught:
        read_bytes("a.pdf", pdf([], [], [(50.0, 30.0, "3")]))

    assert caught.value.code == "intake.no_text"
    assert "OCR" in caught.value.sentence


def test_a_page_without_text_among_others_is_noted():
    words = [(50.0, 700.0, "There is text on this page and enough of it to be read well.")]

    assert read_bytes("a.pdf", pdf(words, [], words)).notes == ("No text on page 2 (a picture or an empty page).",)


def test_a_cut_pdf_is_noted_or_refused():
    whole = pdf([(50.0, 700.0, "There is text on this page and enough of it to be read well.")])

    read = read_bytes("a.pdf", whole[:-20])

    assert "The file seems to be cut off at its end." in read.notes
    with pytest.raises(Problem) as caught:
        read_bytes("a.pdf", whole[:200])
    assert caught.value.code == "intake.damaged"


def test_only_the_first_pages_of_a_very_long_pdf_are_read():
    page = [(50.0, 700.0, "There is text on this page and enough of it to be read well.")]

    read = read_bytes("a.pdf", pdf(*[page] * 8), limits=Limits(max_pages=3))

    assert len(read.pages) == 3
    assert read.notes == ("Only the first 3 of 8 pages were read.",)
