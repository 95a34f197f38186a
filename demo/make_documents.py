"""Writes the demo documents that are not plain text: DOCX, PDF, ODT, XLSX and CSV, as a team would have them.

Run `python demo/make_documents.py [FOLDER]`; the files in `demo/documents/` were made by it. All prose is the project's
own; it carries the facts that the organisations named in it have published. Persons appear by their role only. The plan
for 2027 is fiction in real places.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from docx import Document
from docx.shared import Pt
from odf import meta, opendocument, style, table, text
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

FOLDER = Path(__file__).parent / "documents"
ZIP_TIME = (2024, 1, 1, 0, 0, 0)


def seminar_report() -> bytes:
    """A DOCX report of the prison seminar, with its summary table."""
    document = Document()
    document.core_properties.title = "Report: seminar on dynamic security and prison intelligence"
    document.core_properties.author = "LEICA project team"
    document.core_properties.created = document.core_properties.modified = datetime(2022, 12, 5)
    document.styles["Normal"].font.name = "Liberation Sans"
    document.styles["Normal"].font.size = Pt(11)
    head = document.sections[0].header.paragraphs[0]
    head.text = "LEICA · Activity report 2022/14"
    document.sections[0].footer.paragraphs[0].text = "This project is funded by the European Union"
    document.add_heading("Seminar on dynamic security and prison intelligence", 0)
    summary = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in (
        ("Activity", "Seminar"),
        ("Dates", "29 November – 1 December 2022"),
        ("Place", "Bishkek, Kyrgyzstan"),
        ("Participants", "about 30"),
        ("Organiser", "LEICA"),
        ("Funded by", "European Union"),
    ):
        cells = summary.add_row().cells
        cells[0].text, cells[1].text = label, value
    document.add_heading("Purpose", 1)
    document.add_paragraph(
        "Prison staff see changes in an inmate before anyone else does. The seminar was held so that the people who run "
        "Kyrgyz prisons could compare what they look for, how they write it down and what happens afterwards."
    )
    document.add_heading("What took place", 1)
    document.add_paragraph(
        "From 29 November to 1 December 2022 LEICA organised the seminar in Bishkek for about 30 officers of the "
        "prison service of Kyrgyzstan and of other state bodies. Kyrgyzstan's Ministry of Foreign Affairs was represented "
        "at the opening by its Ambassador at Large who deals with the European Union."
    )
    document.add_paragraph(
        "Experts from Kyrgyzstan, France, Portugal and Spain worked through three subjects with the group:"
    )
    for subject in (
        "security inside the prison and how staff build it through daily contact;",
        "assessing the risk that a prisoner poses, with methods that can be checked;",
        "rehabilitation, including programmes for people convicted of terrorist offences.",
    ):
        document.add_paragraph(subject, style="List Bullet")
    document.add_paragraph(
        "The group also discussed which information may be collected inside a prison, who should receive it, and how "
        "early signs of recruitment can be noticed without treating every believer as a suspect."
    )
    document.add_paragraph(
        "“A prisoner who may be radicalised is a danger to the staff and to his neighbours in the cell block, so we owe "
        "both a sound method and not a guess,” the director of LEICA said in his closing remarks."
    )
    document.add_heading("Recommendations", 1)
    for advice in (
        "Strengthen the capacity of the prison service to gather and analyse information.",
        "Create training rooms in which staff can practise, by simulation, how to recognise signals of extremist or "
        "terrorist activity.",
    ):
        document.add_paragraph(advice, style="List Number")
    document.add_heading("The project", 1)
    document.add_paragraph(
        "LEICA is financed by the European Union. CIVIPOL of France leads the consortium with ISEMI of Slovakia; "
        "INTERPOL lends its support."
    )
    buffer = io.BytesIO()
    document.save(buffer)
    return steady(buffer.getvalue())


NEWSLETTER = """<!DOCTYPE html>
<html lang="en"><head><title>LEICA Newsletter, issue 1</title><style>
@page { size: A4; margin: 20mm 16mm 18mm;
  @top-left { content: "LEICA Newsletter · Issue 1 · March 2021"; font-size: 8pt }
  @bottom-left { content: "This project is funded by the European Union"; font-size: 8pt }
  @bottom-right { content: "Page " counter(page); font-size: 8pt } }
body { font: 10pt/1.45 "DejaVu Serif", serif; hyphens: auto }
h1 { font: bold 21pt/1.2 "DejaVu Sans", sans-serif; margin: 0 0 2mm; hyphens: none }
.lead { font: 11pt/1.4 "DejaVu Sans", sans-serif; margin: 0 0 6mm; hyphens: none }
.columns { columns: 2; column-gap: 9mm; text-align: justify }
h2 { font: bold 12pt/1.25 "DejaVu Sans", sans-serif; margin: 5mm 0 1.5mm; break-after: avoid; text-align: left; hyphens: none }
h3 { font: bold 10.5pt/1.3 "DejaVu Sans", sans-serif; margin: 3.5mm 0 1mm; break-after: avoid }
p { margin: 0 0 2mm } ul { margin: 0 0 2mm; padding-left: 4mm } h2:first-child { margin-top: 0 }
.box { border-top: 1pt solid #0f5257; margin-top: 5mm; padding-top: 2mm; break-inside: avoid; text-align: left }
</style></head><body>
<h1>First steps in five countries</h1>
<p class="lead">News from LEICA, the European Union's project on law enforcement cooperation in Central Asia</p>
<div class="columns">
<h2>A word from the project director</h2>
<p>Starting a regional project in the middle of a pandemic teaches patience. Doors opened all the same: colleagues in
Dushanbe, Nur-Sultan, Tashkent and Bishkek received our team and let us explain what we hope to do together. LEICA is the
first project of the European Union in Central Asia that deals with counter-terrorism and with the prevention of violent
extremism. What comes next is a plan of action for the region, drawn up with those who asked for support. We expect the
first field activities in the summer of 2021.</p>
<h2>What the project is for</h2>
<p>Several attacks have reminded Central Asia that terrorism does not stop at borders. Among them were the assault on
tourists near Danghara in Tajikistan, the bombing at the Embassy of China in Bishkek in 2016 and the prison riots
in Tajikistan in 2019. LEICA helps police and judicial bodies to respond better, country by country after a careful
analysis of needs, and all five countries together where a subject concerns them all.</p>
<p>Three results are expected:</p>
<ul>
<li>Specialists of Central Asia and of Europe exchange experience on counter-terrorism, on strategy as well as in daily work.</li>
<li>Police and courts answer the terrorist threat more ably, and keep to the rule of law, to human rights and to international law.</li>
<li>Agencies of the five countries cooperate more closely on problems linked to terrorism.</li>
</ul>
<h2>Progress by country</h2>
<h3>Kyrgyzstan</h3>
<p>The key experts have been working from Bishkek since 1 September 2020. The project was presented to the Ministry of
Foreign Affairs and to the law enforcement agencies in early October 2020, but the exchange gathered pace only after the
presidential election of January 2021. Since then the team has met every competent authority. Questionnaires for the
needs analysis have been handed over; detailed meetings will follow once the answers are in.</p>
<h3>Uzbekistan</h3>
<p>A preliminary visit took place in December 2020. During a second mission, from 22 February to 1 March 2021, all
meetings that had been scheduled in Tashkent could be held. The agencies intend to send concrete proposals by late
March 2021.</p>
<h3>Kazakhstan</h3>
<p>Online meetings with the national agencies were held in December 2020. A scoping mission to Nur-Sultan followed from 10
to 14 February 2021. The talks were encouraging; working meetings with the law enforcement agencies are planned for April
2021.</p>
<h3>Tajikistan</h3>
<p>Thanks to the Ambassador of Tajikistan in Bishkek and the Delegation of the European Union, the team paid its first
official visit to Dushanbe on 3 and 4 March 2021 and introduced the project to the state agencies concerned. A return visit
is planned for April 2021.</p>
<h3>Turkmenistan</h3>
<p>The country can't be reached by air at present. With the help of Turkmenistan's Ambassador in Bishkek the team is
trying to arrange online meetings with agencies in Ashgabat; a scoping mission will be planned when flights resume.</p>
<h2>Whom we have met</h2>
<ul>
<li>Bishkek: State Financial Intelligence Service of the Kyrgyz Republic</li>
<li>Tashkent: Ministry of Internal Affairs; the SCO's Regional Anti-Terrorist Structure</li>
<li>Nur-Sultan: General Prosecutor's Office</li>
<li>Dushanbe: Emergency Management Service</li>
</ul>
<div class="box"><p>LEICA is carried out by a consortium of CIVIPOL and ISEMI and supported by INTERPOL. The secretariat is in
Bishkek, Kyrgyzstan.</p></div>
</div></body></html>
"""


def newsletter() -> bytes:
    """A two-column PDF newsletter with running head and foot and words split at line ends."""
    from weasyprint import HTML  # noqa: PLC0415 - needs system libraries; the other documents don't

    return HTML(string=NEWSLETTER).write_pdf(pdf_identifier=b"kopuro-demo-2021") or b""


def russian_item() -> bytes:
    """An ODT in Russian about the trainings in Aktau and Kyzylorda and the youth camp."""
    document = opendocument.OpenDocumentText()
    heading, item = _odt_head(document, "Пресс-релиз", "ru")
    add = document.text.addElement
    add(text.H(outlinelevel=1, stylename=heading, text="Учимся замечать и разговаривать: тренинги в Актау и Кызылорде"))
    add(text.P(text="23 августа 2024 года"))
    add(
        text.P(
            text="С 13 по 23 августа 2024 года в городах Актау и Кызылорда прошли тренинги по профилактике радикализации "
            "молодёжи и развитию эмоционального интеллекта у сотрудников полиции. Их провела ПРООН в Казахстане при "
            "финансовой поддержке Правительства Японии."
        )
    )
    add(
        text.P(
            text="В первой части участвовали 60 человек: теологи, представители акиматов и молодёжных ресурсных центров "
            "Кызылординской и Мангистауской областей. На интерактивных занятиях и в группах они разбирали, что толкает "
            "молодых людей к радикальным взглядам и как говорить с теми, кто рискует попасть под чужое влияние."
        )
    )
    add(
        text.P(
            text="Параллельно занимались полицейские из тех же двух областей, в том числе инспекторы и сотрудники "
            "подразделений по противодействию экстремизму и гендерному насилию. Они изучали профилирование, "
            "оперативную психодиагностику и ведение переговоров."
        )
    )
    add(
        text.P(
            text="«Мы показали, как по поведению человека вовремя понять, что ему нужна помощь, и не навредить», "
            "— отметила эксперт-психолог, которая вела занятия."
        )
    )
    add(text.H(outlinelevel=2, stylename=item, text="Молодёжный лагерь"))
    add(
        text.P(
            text="В рамках того же проекта в Алматы, в Университете имени Сулеймана Демиреля, был организован молодёжный "
            "лагерь. В нём приняли участие более 100 молодых людей из Кызылординской и Мангистауской областей, которые не "
            "учатся и не работают. Программа лагеря включала предпринимательство, финансовую грамотность, работу с медиа, "
            "цифровые навыки и публичные выступления."
        )
    )
    add(
        text.P(
            text="Тренинги — казахстанская часть региональной инициативы ПРООН, цель которой — помочь сообществам "
            "Центральной Азии противостоять насильственному экстремизму."
        )
    )
    return _odt_bytes(document)


def mission_note() -> bytes:
    """An ODT note on the Tashkent mission of early 2021, with what was agreed in a table."""
    document = opendocument.OpenDocumentText()
    heading, part = _odt_head(document, "Mission note: Tashkent", "en")
    add = document.text.addElement
    add(text.H(outlinelevel=1, stylename=heading, text="Mission note: Tashkent, 22 February to 1 March 2021"))
    add(text.P(text="To: team, delegation. Written by the project coordinator."))
    add(text.H(outlinelevel=2, stylename=part, text="Purpose"))
    add(
        text.P(
            text="Second mission of the LEICA team to Uzbekistan, after the preliminary visit of December 2020: present the "
            "project to each agency, hand over the questionnaire, ask for a contact point."
        )
    )
    add(text.H(outlinelevel=2, stylename=part, text="Meetings"))
    grid = table.Table(name="Meetings")
    for row in (
        ("Agency", "City", "Agreed", "By"),
        ("Uzbekistan's Ministry of Internal Affairs", "Tashkent", "Concrete proposals for cooperation", "March 2021"),
        ("The SCO's Regional Anti-Terrorist Structure", "Tashkent", "Exchange of programmes", "open"),
    ):
        line = table.TableRow()
        for value in row:
            cell = table.TableCell()
            cell.addElement(text.P(text=value))
            line.addElement(cell)
        grid.addElement(line)
    add(grid)
    add(text.H(outlinelevel=2, stylename=part, text="Next step"))
    add(
        text.P(
            text="The agencies promised their proposals by the end of March 2021. No date is set for a third mission."
        )
    )
    return _odt_bytes(document)


def _odt_head(document: opendocument.OpenDocument, title: str, language: str) -> tuple[style.Style, style.Style]:
    from odf import dc  # noqa: PLC0415 - a module name too short to live at the top

    document.meta.addElement(dc.Title(text=title))
    document.meta.addElement(dc.Language(text=language))
    document.meta.addElement(meta.Generator(text="LibreOffice"))
    styles = []
    for name, size in (("Heading 1", "18pt"), ("Heading 2", "13pt")):
        made = style.Style(name=name, family="paragraph")
        made.addElement(style.TextProperties(fontsize=size, fontweight="bold"))
        document.styles.addElement(made)
        styles.append(made)
    return styles[0], styles[1]


def _odt_bytes(document: opendocument.OpenDocument) -> bytes:
    buffer = io.BytesIO()
    document.write(buffer)
    return steady(buffer.getvalue())


PLAN_HEAD = (
    "No.",
    "Series",
    "Activity",
    "Type",
    "Dates",
    "City",
    "Country",
    "Format",
    "Planned participants",
    "Lead organisation",
    "Donor",
    "Partners",
    "Remarks",
)
EU, PBF = "European Union", "UN Peacebuilding Fund"
PLAN: tuple[tuple[str | int | None, ...], ...] = (
    (1, "Simulation rooms for prison staff", "Simulation room, wave 1", "Training", "9–11 February 2027", "Bishkek",
     "Kyrgyzstan", "on site", 24, "LEICA", EU, "Prison Service of the Kyrgyz Republic",
     "Follows the recommendation of the seminar of 2022"),
    (2, None, "Simulation room, wave 2", "Training", "13–15 April 2027", "Osh", "Kyrgyzstan", "on site", 24, "LEICA", EU,
     "Prison Service of the Kyrgyz Republic", None),
    (3, None, "Simulation room, wave 3", "Training", "8–10 June 2027", "Tashkent", "Uzbekistan", "on site", 30, "LEICA",
     EU, "Uzbekistan's Ministry of Internal Affairs", "Interpretation Uzbek–Russian"),
    (4, "Expert group Central Asia – MENA", "Expert group, first meeting", "Meeting", "24 February 2027", None, None,
     "online", 15, "LEICA", EU, "BOMCA", "Proposed at the workshop of February 2024"),
    (5, None, "Expert group, second meeting", "Meeting", "22–23 September 2027", "Tashkent", "Uzbekistan", "hybrid", 20,
     "LEICA", EU, "BOMCA; UNODC", None),
    (6, None, "Police and civil society: workshop for five countries", "Workshop", "16–18 March 2027", "Almaty",
     "Kazakhstan", "on site", 45, "LEICA", EU, "BOMCA; OSCE; GCERF", "Third workshop on this subject"),
    (7, "Dialogue with women's groups", "Dialogue platform, round 1", "Dialogue", "5 May 2027", "Karakol", "Kyrgyzstan",
     "on site", 40, "UNODC", PBF, "Ministry of Interior of the Kyrgyz Republic", "No names, no quotes"),
    (8, None, "Dialogue platform, round 2", "Dialogue", "6 October 2027", "Jalal-Abad", "Kyrgyzstan", "on site", 40,
     "UNODC", PBF, "Ministry of Interior of the Kyrgyz Republic", "No names, no quotes"),
    (9, None, "Study visit on rehabilitation in prison", "Study visit", "17–21 May 2027", "Lisbon", "Portugal", "on site",
     10, "LEICA", EU, "CIVIPOL", "Two people from each country"),
    (10, None, "Youth camp on media and digital skills", "Camp", "July 2027", "Aktau", "Kazakhstan", "on site", 100,
     "UNDP Kazakhstan", "Government of Japan", "Akimat of Mangystau region", "Week still open"),
    (11, None, "Scoping mission to Ashgabat", "Mission", None, "Ashgabat", "Turkmenistan", "on site", None, "LEICA", EU,
     None, "Date depends on visas"),
    (12, None, "Closing conference", "Conference", "30 November – 2 December 2027", "Astana", "Kazakhstan", "hybrid", 120,
     "LEICA", EU, "INTERPOL; OSCE; UNODC", None),
)  # fmt: skip
MEETINGS = (
    ("Meeting", "Kind", "Start", "End", "City", "Country", "Expected", "Organised by"),
    ("Steering committee, seventh session", "Steering committee", date(2027, 1, 20), date(2027, 1, 20), "Bishkek",
     "Kyrgyzstan", 25, "LEICA"),
    ("Steering committee, eighth session", "Steering committee", date(2027, 11, 17), date(2027, 11, 18), "Dushanbe",
     "Tajikistan", 25, "LEICA"),
)  # fmt: skip


def plan() -> bytes:
    """An XLSX work plan for 2027: a title above the header, merged series cells, ranges in one cell, a totals row."""
    book = Workbook()
    book.properties.title = "Work plan 2027"
    book.properties.creator = "LEICA project team"
    book.properties.created = book.properties.modified = datetime(2026, 11, 2)
    sheet = book.active
    sheet.title = "Plan 2027"
    sheet["A1"] = "Work plan 2027 (draft for the steering committee)"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(PLAN_HEAD))
    sheet.append([])
    sheet.append(PLAN_HEAD)
    for cell in sheet[3]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0F5257")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for row in PLAN:
        sheet.append(row)
    for first, last in ((4, 6), (7, 8), (10, 11)):
        sheet.merge_cells(start_row=first, start_column=2, end_row=last, end_column=2)
    total = sum(row[8] for row in PLAN if isinstance(row[8], int))
    sheet.append(["Total", *[None] * 7, total])
    for letter, width in zip("ABCDEFGHIJKLM", (6, 26, 38, 13, 24, 13, 14, 10, 13, 17, 22, 32, 34), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"
    meetings = book.create_sheet("Governance")
    for row in MEETINGS:
        meetings.append(row)
    for row in meetings.iter_rows(min_row=2, min_col=3, max_col=4):
        for cell in row:
            cell.number_format = "DD.MM.YYYY"
    buffer = io.BytesIO()
    book.save(buffer)
    return steady(buffer.getvalue())


REGISTER = (
    ("№", "Наименование мероприятия", "Вид", "Дата начала", "Дата окончания", "Город", "Страна", "Кол-во участников",
     "Организатор", "Донор"),
    ("1", "Семинар по динамической безопасности и оперативной работе в тюрьмах", "семинар", "29.11.2022", "01.12.2022",
     "Бишкек", "Кыргызстан", "30", "LEICA", "Европейский союз"),
    ("2", "Воркшоп по сотрудничеству правоохранительных органов и гражданского общества", "воркшоп",
     "14.02.2024", "16.02.2024", "Алматы", "Казахстан", "35", "LEICA; BOMCA", "Европейский союз"),
    ("3", "Ознакомительная миссия в Нур-Султан", "миссия", "10.02.2021", "14.02.2021", "Нур-Султан", "Казахстан", "",
     "LEICA", "Европейский союз"),
    ("4", "Первый официальный визит в Душанбе", "миссия", "03.03.2021", "04.03.2021", "Душанбе", "Таджикистан", "",
     "LEICA", "Европейский союз"),
    ("", "Итого", "", "", "", "", "", "65", "", ""),
)  # fmt: skip


def register() -> bytes:
    """A CSV register of held activities as a Russian spreadsheet program exports it: semicolons, windows-1251."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(REGISTER)
    return buffer.getvalue().encode("windows-1251")


def steady(data: bytes) -> bytes:
    """The same archive with fixed times and order, so that making the documents again changes nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        names = [info.filename for info in source.infolist()]
        names.sort(key=lambda name: (name != "mimetype", name != "[Content_Types].xml", name))
        for name in names:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            body = source.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-02T00:00:00Z", body)
            target.writestr(info, body)
    return buffer.getvalue()


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "2021-2024-register.csv": register,
    "2021-03-newsletter.pdf": newsletter,
    "2021-03-tashkent-mission-note.odt": mission_note,
    "2022-12-prison-seminar-report.docx": seminar_report,
    "2024-08-aktau-kyzylorda.odt": russian_item,
    "2027-work-plan.xlsx": plan,
}


def main(folder: Path = FOLDER) -> None:
    """Write every document into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in DOCUMENTS.items():
        (folder / name).write_bytes(make())
        print(folder / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
