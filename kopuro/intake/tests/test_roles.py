"""Who organises, pays, supports, hosts, teaches and takes part, in many turns of phrase."""

import pytest

from kopuro.intake.rules.scene import build

ROLES = [  # language, sentence, {name: role}
    ("en", "A workshop was organized by UNODC and UNDP in Osh.", {"UNODC": "organiser", "UNDP": "organiser"}),
    ("en", "UNODC, in co-operation with the OSCE, held a workshop in Osh.", {"UNODC": "organiser", "OSCE": "partner"}),
    ("en", "The workshop was organized in Osh on 5 May 2023 by UNODC.", {"UNODC": "organiser"}),
    ("en", "UNDP trained 30 teachers in Osh.", {"UNDP": "organiser"}),
    ("en", "A training was held with the support of UNDP.", {"UNDP": "supporter"}),
    ("en", "The training was funded by the European Union and USAID.", {"European Union": "funder", "USAID": "funder"}),
    ("en", "A seminar with the financial support of the Government of Japan took place.", {"Government of Japan": "funder"}),
    ("en", "It was supported by the Government of Japan.", {"Government of Japan": "funder"}),
    ("en", "Officers of the Drug Control Agency took part in a course organized by CEPOL.", {"Drug Control Agency": "participant", "CEPOL": "organiser"}),
    ("en", "The course was led by trainers from Interpol.", {"Interpol": "trainer"}),
    ("en", "“It was useful,” said Bakyt, director of the State Border Service.", {"State Border Service": "speaker"}),
    ("en", "The workshop was organized within the project LEICA funded by the European Union.", {"LEICA": "organiser", "European Union": "funder"}),
    ("en", "The project is implemented by a consortium of CIVIPOL and ISEMI.", {"CIVIPOL": "implementer", "ISEMI": "implementer"}),
    ("en", "An OSCE-supported seminar for judges took place.", {"OSCE": "supporter"}),
    ("en", "At the Police Academy, UNODC opened a course for judges.", {"Police Academy": "venue", "UNODC": "organiser"}),
    ("en", "UNODC and the OSCE co-sponsored a round table in Osh.", {"UNODC": "organiser", "OSCE": "organiser"}),
    ("en", "A course was held for Uzbek participants from 17 to 19 July 2019 by UNODC.", {"UNODC": "organiser"}),
    ("en", "The course presents UNODC/WHO standards.", {"UNODC": "legal", "WHO": "legal"}),
    ("en", "The workshop was financed by the Government of Germany and is part of the work of UNDP with the Interior Ministry.", {"Government of Germany": "funder", "UNDP": "", "Interior Ministry": ""}),
    ("en", "UNODC is proud to have worked with the OSCE on this course.", {"UNODC": "", "OSCE": "partner"}),
    ("fr", "L’ONUDC a également organisé un atelier à Och.", {"UNODC": "organiser"}),
    ("fr", "Le colloque a été organisé conjointement par l’ONUDC et l’OSCE.", {"UNODC": "organiser", "OSCE": "organiser"}),
    ("fr", "Un séminaire bénéficiant du soutien du PNUD a eu lieu.", {"UNDP": "supporter"}),
    ("fr", "L’ONUDC a pu collaborer avec l’OSCE.", {"UNODC": "", "OSCE": "partner"}),
    ("fr", "Un atelier sur le financement du terrorisme s’est ouvert à l’Institut national de formation judiciaire.", {"Institut national de formation judiciaire": ""}),
    ("ru", "Отделом внутренней политики Нарынского района организован семинар.", {"Отдел внутренней политики": "organiser"}),
    ("ru", "В семинаре УНП ООН и ОБСЕ участвовали судьи.", {"UNODC": "owner", "OSCE": "owner"}),
    ("ru", "Семинар организован УНП ООН совместно с ОБСЕ.", {"UNODC": "organiser", "OSCE": "partner"}),
    ("ru", "Семинар провёл Центр ОБСЕ в Бишкеке.", {"OSCE Centre in Bishkek": "organiser"}),
    ("ru", "ПРООН организовала тренинг при финансовой поддержке Европейского Союза.", {"UNDP": "organiser", "European Union": "funder"}),
    ("ru", "В тренинге приняли участие сотрудники МВД и ГКНБ.", {"МВД": "participant", "ГКНБ": "participant"}),
    ("ru", "Программой развития ООН в Оше был организован семинар.", {"UNDP": "organiser"}),
    ("fr", "L’ONUDC, en partenariat avec l’OSCE, a organisé un atelier.", {"UNODC": "organiser", "OSCE": "partner"}),
    ("fr", "Un atelier organisé par le PNUD et financé par l’Union européenne s’est tenu à Och.", {"UNDP": "organiser", "European Union": "funder"}),
    ("fr", "Des agents de la Direction générale de la police ont pris part à l’atelier.", {"Direction générale de la police": "participant"}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "raw", "expected"), ROLES)
def test_roles(language, raw, expected):
    scene = build(raw, language, None)
    assert {r.body.name: r.role for s in scene.sentences for r in s.roles if not r.body.general} == expected


def test_groups_take_part_by_what_is_said_of_them():
    scene = build("The training brought together prosecutors, imams and journalists.", "en", None)
    assert [(r.body.name, r.role) for s in scene.sentences for r in s.roles] == [
        ("prosecutors", "participant"),
        ("imams", "participant"),
        ("journalists", "participant"),
    ]
