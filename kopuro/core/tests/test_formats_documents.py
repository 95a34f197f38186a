"""DOCX, ODT and HTML: the words a reader sees, in order, and none that she does not see."""

from __future__ import annotations

from datetime import date

import pytest
from docx import Document

from kopuro.core.formats import read_bytes, read_file
from kopuro.core.problems import Problem
from kopuro.core.tests.format_files import changed, docx, member, odt, saved

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_body(xml: str) -> bytes:
    """A DOCX whose body is the given WordprocessingML."""
    return changed(
        docx("x"),
        word__document_DOT_xml=f'<w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>'.encode(),
    )


def test_a_docx_gives_headings_lists_and_tables_in_order():
    def fill(document):
        document.add_heading("Seminar in Bishkek", 1)
        document.add_paragraph("Held on 3 March 2021.")
        document.add_paragraph("first", style="List Bullet")
        document.add_paragraph("second", style="List Bullet")
        table = document.add_table(2, 2)
        for place, words in enumerate(("Agency", "People", "Police", "12")):
            table.cell(place // 2, place % 2).text = words
        document.add_paragraph("After the table.")

    read = read_bytes("a.docx", docx(fill=fill))

    assert read.kind == "docx"
    assert read.title == "Seminar in Bishkek"
    assert read.text == (
        "Seminar in Bishkek\n\nHeld on 3 March 2021.\n\n- first\n- second\n\nAgency | People\nPolice | 12\n\n"
        "After the table."
    )
    assert read.tables[0].rows == (("Agency", "People"), ("Police", "12"))


def test_content_controls_insertions_and_text_boxes_are_read_and_deletions_are_not():
    read = read_bytes(
        "a.docx",
        with_body(
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
            "<w:p><w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>and added</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText> and gone</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>"
            "<w:r><w:tab/><w:t>tabbed</w:t><w:br/><w:t>next line</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>Beside a box.</w:t><w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p>"
            "</w:txbxContent></w:r></w:p>"
        ),
    )

    assert read.text == "In a control.\n\nKept and added tabbed\nnext line\n\nBeside a box.\n\nIn the box."


def test_cells_merged_downwards_are_told():
    def fill(document):
        table = document.add_table(3, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Series", "Activity"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Wave"
        table.cell(1, 1).text, table.cell(2, 1).text = "one", "two"

    table = read_bytes("a.docx", docx(fill=fill)).tables[0]

    assert table.rows == (("Series", "Activity"), ("Wave", "one"), (None, "two"))
    assert table.merged == ((1, 0, 2, 0),)


def test_a_docx_with_macros_is_read_without_them():
    data = docx("Report of the meeting.")
    types = member(data, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    data = changed(data, word__vbaProject_DOT_bin=b"\xd0\xcf Sub AutoOpen()", **{"[Content_Types]_DOT_xml": types})

    read = read_bytes("a.docm", data)

    assert read.text == "Report of the meeting."
    assert read.notes == ("The file holds macros; they were ignored.",)


def test_a_file_date_is_never_the_page_date():
    read = read_bytes("a.docx", docx("Undated text of a report."))

    assert read.page_date is None


def test_a_wrong_extension_is_read_as_what_it_is_and_said():
    read = read_bytes("report.pdf", docx("A report after all."))

    assert (read.kind, read.text) == ("docx", "A report after all.")
    assert read.notes == ("The name ends in .pdf, but the file is a Word document; it was read as that.",)


def test_an_odt_gives_its_words_spaces_and_tables():
    data = odt("First  paragraph.", "Second.")
    content = member(data, "content.xml").replace(
        b"<text:p>Second.</text:p>",
        b'<text:h text:outline-level="1">Heading</text:h>'
        b"<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>"
        b'<text:p>Second<text:s text:c="3"/>part<text:line-break/>below<text:span> and more</text:span>.</text:p>'
        b"<text:list><text:list-item><text:p>one</text:p></text:list-item>"
        b"<text:list-item><text:p>two</text:p></text:list-item></text:list>",
    )

    read = read_bytes("a.odt", changed(data, content_DOT_xml=content))

    assert read.kind == "odt"
    assert read.text == "First paragraph.\n\nHeading\n\nSecond part\nbelow and more.\n\n- one\n- two"


PAGE = """<!doctype html><html lang="fr-FR"><head><meta charset="windows-1251"><title>Atelier | Site</title>
<meta property="og:site_name" content="Le site"><meta property="article:published_time" content="2024-02-21T08:00:00Z">
<style>p {color: red}</style><script>document.write("écrit par un script")</script></head><body>
<div class="cookie-banner">Nous utilisons des cookies.</div><nav><a href="/">Accueil</a> <a href="/x">Projets</a></nav>
<main><article><h1>Atelier à Almaty</h1><p>Du 14 au 16 février 2024, une quarantaine de participants se sont réunis
à Almaty pour parler de la protection des enfants. Ils venaient de deux pays et de sept administrations.</p>
<script>alert("encore")</script><h2>Suites</h2><ul><li>Créer un groupe d'experts.</li><li>Échanger davantage.</li></ul>
<noscript>Activez le script</noscript><p onclick="vol()">La prochaine réunion aura lieu plus tard dans l'année, à une
date qui reste à fixer avec les partenaires de la région.</p></article></main>
<aside class="related"><p>À lire aussi : séminaire du 3 mars 2020 à Paris</p></aside>
<footer><p>Mentions légales</p></footer></body></html>"""


def test_a_page_gives_its_main_text_without_chrome_and_scripts():
    read = read_bytes("a.html", PAGE.encode())

    assert read.text == (
        "Atelier à Almaty\n\nDu 14 au 16 février 2024, une quarantaine de participants se sont réunis à Almaty pour "
        "parler de la protection des enfants. Ils venaient de deux pays et de sept administrations.\n\nSuites\n\n"
        "- Créer un groupe d'experts.\n- Échanger davantage.\n\nLa prochaine réunion aura lieu plus tard dans l'année, "
        "à une date qui reste à fixer avec les partenaires de la région."
    )
    assert (read.title, read.page_date, read.language_hint, read.publisher) == (
        "Atelier à Almaty",
        date(2024, 2, 21),
        "fr",
        "Le site",
    )


def page_date(head: str = "", body: str = "") -> date | None:
    words = "Officers of three agencies met in Osh to speak about prevention, and agreed to meet again. " * 3
    page = f"<!doctype html><html><head>{head}</head><body>{body}<article><p>{words}</p></article></body></html>"
    return read_bytes("a.html", page.encode()).page_date


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta name="date" content="2021-03-04">', "", date(2021, 3, 4)),
        ('<meta itemprop="datePublished" content="04.03.2021">', "", date(2021, 3, 4)),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2021-03-04"}]}</script>',
            "",
            date(2021, 3, 4),
        ),
        ("", '<p><time datetime="2021-03-04T10:00">yesterday</time></p>', date(2021, 3, 4)),
        ("", '<span class="post-date">4 March 2021</span>', date(2021, 3, 4)),
        ("", '<div class="news-date">4 марта 2021 г.</div>', date(2021, 3, 4)),
        ("", '<p class="date">Publié le 1er août 2021</p>', date(2021, 8, 1)),
        ("", '<span class="entry-date">March 4, 2021</span>', date(2021, 3, 4)),
        # Two marked dates: which one is the page's is not known, so none is.
        ("", '<p><time datetime="2021-03-04">a</time><time datetime="2020-01-01">b</time></p>', None),
        ("", '<nav><time datetime="2019-01-01">today</time></nav>', None),
        ("", "<p>Opened on 4 March 2021.</p>", None),
        ('<meta name="date" content="0000-00-00">', "", None),
        ('<script type="application/ld+json">{"datePublished": </script>', "", None),
    ],
)
def test_the_page_date_is_what_the_page_says_is_its_date(head, body, expected):
    assert page_date(head, body) == expected


def test_a_page_that_is_mostly_a_list_is_not_lost():
    items = "".join(f"<li>Training number {number} in Osh</li>" for number in range(30))

    read = read_bytes(
        "a.html", f"<html><body><nav>Menu</nav><h1>All trainings</h1><ul>{items}</ul></body></html>".encode()
    )

    assert read.text.startswith("All trainings\n\n- Training number 0 in Osh\n- Training number 1 in Osh\n")
    assert read.text.endswith("- Training number 29 in Osh")


def test_a_page_laid_out_with_tables_gives_the_article_alone():
    story = (
        "С 13 по 15 марта 2023 года в городе Ош прошёл семинар для сотрудников милиции, в котором приняли участие "
        "25 человек из южных областей."
    )
    page = (
        "<html><head><title>МВД - Новости</title></head><body><table><tr><td colspan=2><a href=/>Главная</a> | "
        "<a href=/n>Новости</a></td></tr><tr><td><table><tr><td><a href=1>О министерстве</a></td></tr><tr><td>"
        "<a href=2>Структура</a></td></tr></table></td><td><table><tr><td><b>Семинар в Оше</b><br>"
        f'<span class="news-date">16.03.2023</span><br><br>{story}<br><br>{story.replace("25", "30")}<br><br>'
        "Участники рекомендовали провести второй семинар.</td></tr></table></td></tr></table></body></html>"
    )

    read = read_bytes("a.html", page.encode("windows-1251"))

    assert read.page_date == date(2023, 3, 16)
    assert read.text.split("\n\n") == [
        "МВД - Новости",
        "Семинар в Оше\n16.03.2023",
        story,
        story.replace("25", "30"),
        "Участники рекомендовали провести второй семинар.",
    ]


def test_words_of_the_site_head_do_not_reach_the_text():
    page = (
        "<html><head><title>Police training | The site</title></head><body><header><p>Funded by a donor</p></header><main>"
        "<article><h1>Police training</h1><time datetime=2023-03-16>16 March 2023</time><div><p>The office, funded by a "
        "donor, trained 25 police officers in Osh from 13 to 15 March 2023.</p><h3>Recommendations</h3><ol><li>Repeat it."
        "</li><li>Invite women.</li></ol></div></article><aside><p>Seminar in Batken</p></aside></main></body></html>"
    )

    read = read_bytes("a.html", page.encode())

    assert read.text == (
        "Police training\n\n16 March 2023\n\nThe office, funded by a donor, trained 25 police officers in Osh from 13 to "
        "15 March 2023.\n\nRecommendations\n\n- Repeat it.\n- Invite women."
    )


def test_a_table_in_a_page_is_kept_as_a_table():
    rows = "".join(f"<tr><td>Training {n}</td><td>Osh</td></tr>" for n in range(3))
    page = f"<html><body><h1>Plan</h1><table><tr><th>Title</th><th>City</th></tr>{rows}</table></body></html>"

    table = read_bytes("a.html", page.encode()).tables[0]

    assert table.rows[:2] == (("Title", "City"), ("Training 0", "Osh"))


def test_a_russian_page_in_windows_1251_is_read():
    page = (
        '<html><head><meta charset="windows-1251"><title>Новости</title></head><body><article><h1>Семинар</h1><p>'
        + "Семинар для сотрудников милиции прошёл в Бишкеке. " * 5
        + "</p></article></body></html>"
    )

    read = read_bytes("a.htm", page.encode("windows-1251"))

    assert read.title == "Семинар"
    assert "прошёл в Бишкеке" in read.text


def test_a_page_without_words_is_refused():
    page = b"<!doctype html><html><head><title></title></head><body><script>render()</script><div id=app></div></body></html>"

    with pytest.raises(Problem) as caught:
        read_bytes("a.html", page)

    assert caught.value.code == "intake.no_text"


def test_text_that_speaks_of_tags_is_no_page():
    assert read_bytes("a.txt", b"We wrote <p> and </p> in the text, and <div> too.").kind == "text"


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(Problem) as caught:
            read_file(path)
        assert caught.value.code == "intake.no_file"


def test_the_hash_is_that_of_the_bytes():
    read = read_bytes("a.txt", b"abc")

    assert read.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_saved_docx_again_gives_the_same(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(docx("One.", "Two."))

    assert read_bytes("a.docx", saved(Document(path))).text == read_file(path).text == "One.\n\nTwo."
