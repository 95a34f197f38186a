"""Bodies that no list holds and no head word betrays: told by a cue, by a verb, by the word for an activity beside them."""

import pytest

from kopuro.intake.rules.reading import read_text

ORGANISED = [  # text, organisers, partners
    ("A workshop for judges was organised by Silk Bridge and the OSCE in Osh on 4 May 2023.", ["Silk Bridge", "OSCE"], []),
    ("A table-top exercise was organised by the OSCE and BORPOL in Osh on 4 May 2023.", ["OSCE", "BORPOL"], []),
    ("In May 2023 Silk Bridge implemented an awareness campaign in Osh.", ["Silk Bridge"], []),
    ("NORTHAC conducted a training for teachers in Osh on 4 May 2023.", ["NORTHAC"], []),
    ("The second TARRI workshop on risk analysis was held in Osh on 4-6 May 2023.", ["TARRI"], []),
    ("UNODC, together with the OSCE, organised a workshop in Osh on 4 May 2023.", ["UNODC", "OSCE"], []),
    ("A workshop was organised by UNODC together with the OSCE in Osh on 4 May 2023.", ["UNODC"], ["OSCE"]),
    ("The Research Institute for Faith in partnership with UNDP is launching a series of round tables in Osh on 4 May 2023.", ["Research Institute for Faith"], ["UNDP"]),
    ("On 4 May 2023 the Harbour Police project held a workshop in Osh.", ["Harbour Police project"], []),
    ("Within the framework of the project “Women for Peace” a seminar was held in Naryn on 7 October 2021.", ["Women for Peace"], []),
    ("The workshop was organised by the municipality of Tirana in Tirana on 6 June 2019.", ["municipality of Tirana"], []),
    ("The training was organised by the Regional Office of UNODC in Tashkent on 4 May 2023.", ["UNODC"], []),
    ("IOM – the United Nations Agency on Migration – held a training in Osh on 4 May 2023.", ["IOM"], []),
    ("Kenya hosted a workshop in Nairobi on 7 October 2015. The workshop was co-organised by Search for Common Ground.", ["Search for Common Ground"], []),
    ("Officers completed a course at the OSCE Border Management Staff College on 25 March 2011.", ["OSCE Border Management Staff College"], []),
    ("Officers completed a course provided by the U.S. Embassy in Dushanbe on 4 May 2023.", ["U.S. Embassy"], []),
    ("On 4 May 2023 UNDP, in partnership with Hedayah, the International Center of Excellence, launched a training in Osh.", ["UNDP"], ["Hedayah"]),
    ("With funding from the Peace Trust Fund, UNODC held a seminar in Astana on 4 May 2023.", ["UNODC"], []),
    ("Fifty officers followed a course in Osh on 4 May 2023. It was the first training delivered by EUCAP Sahel Niger.", ["EUCAP Sahel Niger"], []),
    ("The training was organised by the OSCE Mission to Georgia in Tbilisi on 4 May 2023.", ["OSCE Mission to Georgia"], []),
    ("An OSCE-supported workshop was held in Osh on 4 May 2023. The workshop was organised by the OSCE Programme Office in Bishkek.", ["OSCE Programme Office in Bishkek"], []),
    ("A training was held in Osh on 4 May 2023. The training was part of UNDP’s efforts in the region.", ["UNDP"], []),
    ("On 4 May 2023, in Riga (dog centre of the State Border Guard), UNODC launched a course.", ["UNODC"], []),
    ("On 4 May 2023 UNODC held a workshop in Osh for judges, led by Anna Example, Vice Speaker of the Kyrgyz Parliament.", ["UNODC"], []),
    ("On 4 May 2023 UNODC POTKM conducted a training for officers in Osh.", ["UNODC"], []),
    ("On 4 May 2023 the Foundation “Solidarity Works” gathered young people at a training in Osh.", ["Solidarity Works"], []),
    ("28 июля 2023 года в Оше при координации Антитеррористического центра прошёл семинар.", ["Антитеррористический центр"], []),
    ("EU Ambassador Anna Example opened the workshop that UNDP held in Osh on 4 May 2023.", ["UNDP"], []),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "organisers", "partners"), ORGANISED)
def test_who_organised(raw, organisers, partners):
    (activity,) = read_text(raw).activities
    assert (list(activity.organisers), list(activity.partners)) == (organisers, partners)


NOBODY = [
    "A workshop was organised in Osh on 4 May 2023 by the Deputy Minister.",
    "Countering the financing of Terrorism was the subject of a workshop held in Osh on 4 May 2023.",
    "A workshop on VERLT was held in Osh on 4 May 2023.",
    "A workshop was held at the premises of the National Library in Osh on 4 May 2023.",
    "They organised a workshop in Osh on 4 May 2023.",
    "A workshop was held in Osh on 4 May 2023. “The UN delivered this workshop well and we are grateful,” said a trainee.",
]


@pytest.mark.parametrize("raw", NOBODY)
def test_no_name_is_made_up(raw):
    (activity,) = read_text(raw).activities
    assert (activity.organisers, activity.funders, activity.partners) == ((), (), ())


def test_an_acronym_that_holds_another_keeps_its_own_name():
    (activity,) = read_text(
        "A course was held in Cairo on 4 May 2018, supported by the Coastal and Inland Lakes Financial Action Task Force (CILFATF)."
    ).activities
    assert activity.partners == ("Coastal and Inland Lakes Financial Action Task Force",) or activity.organisers == (
        "Coastal and Inland Lakes Financial Action Task Force",
    )


def test_experts_who_are_brought_together_take_part():
    (activity,) = read_text(
        "UNODC held a course in Osh on 4 May 2018. The event brought together experts from financial intelligence units, "
        "central banks and ministries of foreign affairs."
    ).activities
    assert activity.institutions == ("financial intelligence units", "central banks", "ministries of foreign affairs")
    assert activity.organisers == ("UNODC",)


def test_people_a_course_is_organised_for_take_part():
    (activity,) = read_text(
        "A seminar on crowd control was organised by the OSCE for police and internal troops in Ganja on 4 May 2023."
    ).activities
    assert (activity.organisers, activity.institutions) == (("OSCE",), ("police", "internal troops"))
