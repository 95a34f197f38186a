"""Quotations: who said what, what is only a title, and what any text must survive."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopuro.intake.rules.quotes import find_quotes

# language, text, [(speaker, attributed), …]
QUOTED: list[tuple[str, str, list[tuple[str, bool]]]] = [
    # said after it
    ("en", "“We learned to listen to young people,” said Chinara.", [("Chinara", True)]),
    ("en", "“We learned to listen to young people,” Chinara said.", [("Chinara", True)]),
    (
        "en",
        "“We learned to listen to young people,” noted Ms. Chinara Asanova, a trainer from Osh.",
        [("Ms. Chinara Asanova", True)],
    ),
    ("en", '"We learned to listen to young people," said the Ambassador.', [("", True)]),
    ("en", '"We learned to listen to young people,"said Chinara.', [("Chinara", True)]),
    ("en", "“We learned to listen to young people!” exclaimed Farid.", [("Farid", True)]),
    ("en", "“We learned to listen to young people.” – Chinara Asanova, trainer", [("Chinara Asanova", True)]),
    ("en", "“We learned to listen to young people.”\n— Chinara Asanova, trainer", [("Chinara Asanova", True)]),
    ("en", "«We learned to listen to young people», noted Chinara.", [("Chinara", True)]),
    ("en", "„We learned to listen to young people“, said Chinara.", [("Chinara", True)]),
    ("en", "‹We learned to listen to young people›, said Chinara.", [("Chinara", True)]),
    ("en", "‘We learned to listen to young people,’ said Chinara.", [("Chinara", True)]),
    ("en", "“We learned to listen to young people,” one participant said.", [("", True)]),
    (
        "en",
        "“We learned to listen to young people”, stressed the head of the academy, Bakyt Asanov.",
        [("Bakyt Asanov", True)],
    ),
    ("en", "“We learned to listen to young people”- emphasized Bakyt Asanov.", [("Bakyt Asanov", True)]),
    # said before it
    ("en", "Bakyt Asanov said: “We learned to listen to young people.”", [("Bakyt Asanov", True)]),
    (
        "en",
        "Bakyt Asanov, head of the academy, added: “We learned to listen to young people.”",
        [("Bakyt Asanov", True)],
    ),
    ("en", "Bakyt stressed that “we have learned to listen to young people” in Osh.", [("Bakyt", True)]),
    ("en", "According to Bakyt Asanov, “we have learned to listen to young people.”", [("Bakyt Asanov", True)]),
    ("en", "As she put it, one trainer said “we have learned to listen to young people”.", [("", True)]),
    ("en", "Bakyt Asanov, head of the academy: “We learned to listen to young people.”", [("Bakyt Asanov", True)]),
    (
        "en",
        "Bakyt Asanov thanked the trainers. “We will go on with this work in the districts.”",
        [("Bakyt Asanov", True)],
    ),
    (
        "en",
        "According to Bakyt Asanov, trust matters. “We will go on with this work in the districts.”",
        [("Bakyt Asanov", True)],
    ),
    (
        "en",
        "“We go on,” said the Head of the Centre in Osh, Ambassador Bakyt Asanov.",
        [("Ambassador Bakyt Asanov", True)],
    ),
    ("en", "Chinara Asanova, the Deputy Head, said: “We will go on with this work.”", [("Chinara Asanova", True)]),
    ("en", "Member of the Committee Elmira Asanova said: “We will go on with this work.”", [("Elmira Asanova", True)]),
    # one speaker in one paragraph counts once
    (
        "en",
        "“We learned a lot here,” said Chinara. “Now we will teach others at home,” she added.",
        [("Chinara", True)],
    ),
    ("en", "“This course,” Chinara said, “taught us to listen to young people.”", [("Chinara", True)]),
    (
        "en",
        "“We learned a lot here,” said Chinara. “Now we teach others at home,” said Bakyt.",
        [("Chinara", True), ("Bakyt", True)],
    ),
    (
        "en",
        "“We learned a lot here,” said Chinara.\n“Now we teach others at home,” said Bakyt.",
        [("Chinara", True), ("Bakyt", True)],
    ),
    (
        "en",
        "“We learned a lot here,” said Chinara.\n“Now we teach others at home,” she added.",
        [("Chinara", True), ("Chinara", True)],
    ),
    # no speaker
    ("en", "“Authorities should listen more to youth”: this was repeatedly mentioned at a workshop.", [("", False)]),
    ("en", "It was noted that “authorities should listen more to the youth of the country.”", [("", False)]),
    # no quotations
    ("en", "The workshop “Law enforcement and civil society for children” took place in Osh.", []),
    ("en", "The project “Stronger Together for Safe Communities”, said to be the largest, goes on.", []),
    ("en", "A course entitled “How we can listen to young people in prisons” was held.", []),
    ("en", "The term “youth at risk” was discussed, and the “so-called” one too.", []),
    ("en", "They signed the “Memorandum of Understanding on Training”.", []),
    ("en", "A table is 5\" wide and 3' long.", []),
    ("en", "No marks at all here, said Chinara.", []),
    ("en", "“Unclosed words go on and on", []),
    # Russian
    ("ru", "«Мы научились слушать молодёжь», – отметил Бакыт Асанов.", [("Бакыт Асанов", True)]),
    ("ru", "«Мы научились слушать молодёжь», - сказала Чинара, тренер из Оша.", [("Чинара", True)]),
    ("ru", '"Мы научились слушать молодёжь", – подчеркнул он.', [("", True)]),
    ("ru", "«Мы научились слушать молодёжь», — рассказал полковник Бакыт Асанов.", [("полковник Бакыт Асанов", True)]),
    ("ru", "Бакыт Асанов отметил: «Мы научились слушать молодёжь».", [("Бакыт Асанов", True)]),
    ("ru", "По словам Бакыта Асанова, «мы научились слушать молодёжь в районах».", [("Бакыта Асанова", True)]),
    (
        "ru",
        "«Мы научились слушать молодёжь», – сказал Бакыт. «Теперь мы будем учить других», – добавил он.",
        [("Бакыт", True)],
    ),
    (
        "ru",
        "«Мы научились слушать», – сказал Бакыт. «Теперь учим других сами», – сказала Чинара.",
        [("Бакыт", True), ("Чинара", True)],
    ),
    ("ru", "Семинар на тему «Роль правоохранительных органов в профилактике» прошёл в Оше.", []),
    ("ru", "Проект «Вместе за безопасные сообщества» продолжается, сообщил отдел.", []),
    ("ru", "Общественное объединение «Женщины за мир и согласие» провело встречу.", []),
    ("ru", "Было отмечено, что «органам власти нужно больше слушать молодёжь страны и района».", [("", False)]),
    # French
    ("fr", "« Nous avons appris à écouter les jeunes », a déclaré Chinara.", [("Chinara", True)]),
    ("fr", "« Nous avons appris à écouter les jeunes », souligne Bakyt Asanov, directeur.", [("Bakyt Asanov", True)]),
    ("fr", "« Nous avons appris à écouter les jeunes », a-t-il ajouté.", [("", True)]),
    ("fr", "Bakyt Asanov a indiqué : « Nous avons appris à écouter les jeunes. »", [("Bakyt Asanov", True)]),
    ("fr", "Selon Bakyt Asanov, « nous avons appris à écouter les jeunes ».", [("Bakyt Asanov", True)]),
    ("fr", "“Nous avons appris à écouter les jeunes”, a expliqué Chinara.", [("Chinara", True)]),
    (
        "fr",
        "« Nous avons appris à écouter », a dit Chinara. « Nous formons d’autres agents », a-t-elle ajouté.",
        [("Chinara", True)],
    ),
    ("fr", "« Qui d’autre peut écouter les jeunes ? » s’est interrogé le directeur.", [("", True)]),
    (
        "fr",
        "« Nous avons appris à écouter », a dit Chinara.\n« Nous formons d’autres agents », a-t-elle conclu.",
        [("Chinara", True), ("Chinara", True)],
    ),
    ("ky", "«Биз жаштарды угууну үйрөндүк» деп билдирди Бакыт Асанов.", [("Бакыт Асанов", True)]),
    ("fr", "Un atelier sur le thème « Forces de sécurité et prévention au quotidien » a eu lieu.", []),
    ("fr", "Le projet « Mieux vivre ensemble au Sahel » se poursuit.", []),
]


@pytest.mark.parametrize(("language", "text", "expected"), QUOTED)
def test_quotations_and_their_speakers(language: str, text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(each.speaker, each.attributed) for each in find_quotes(text, language)] == expected


def test_the_office_of_a_speaker_is_kept() -> None:
    [quote] = find_quotes("“We learned to listen to them,” said Bakyt Asanov, head of the academy.", "en")
    assert (quote.speaker, quote.speaker_role) == ("Bakyt Asanov", "head of the academy")


def test_the_span_runs_from_the_first_mark_to_the_last() -> None:
    text = "So: “This course,” Chinara said, “taught us to listen to young people.” It went on."
    [quote] = find_quotes(text, "en")
    assert text[quote.start : quote.end] == "“This course,” Chinara said, “taught us to listen to young people.”"


def test_a_quotation_over_two_paragraphs_is_one() -> None:
    text = (
        "“We have learned to listen to young people, and we will go on with this work in the districts.\n"
        "“We will also teach others at home,” said Chinara."
    )
    assert [(each.speaker, each.attributed) for each in find_quotes(text, "en")] == [("Chinara", True)]


PIECES = st.sampled_from(
    str.split(
        "“ ” \" « » „ ‹ › ‘ ’ '' . , : ! – — \n said noted was he Chinara Bakyt Asanov we have learned to listen отметил сказал он мы нужно по словам a déclaré selon nous avons entitled на тему",
        " ",
    )
)
ANY_TEXT = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=80).map(" ".join), st.lists(PIECES, max_size=80).map("".join)
)


@settings(max_examples=250, deadline=None)
@given(ANY_TEXT, st.sampled_from(["en", "ru", "fr", "kk", "xx", ""]))
def test_any_text_gives_quotations_inside_it_in_order(text: str, language: str) -> None:
    last = 0
    for each in find_quotes(text, language):
        assert last <= each.start < each.end <= len(text)
        last = each.end


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "« a déclaré ", "said: “aa aa aa aa aa” ", "“Aa aa aa,” said Aa, ", "said ", "Aa ", "“\n", "..."],
)
def test_time_grows_with_the_length_and_not_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = process_time()
        find_quotes(text, "en")
        return process_time() - began

    seconds(1_000)
    assert seconds(60_000) < 10 * seconds(15_000) + 0.5
