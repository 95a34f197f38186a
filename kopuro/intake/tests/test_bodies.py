"""Bodies from the list, by the habits of names, by acronyms; and what is none."""

import pytest

from kopuro.intake.rules.bodies import find_bodies
from kopuro.intake.rules.text import Text

NAMED = [  # language, text, names of bodies (groups left out)
    ("en", "UNODC and the OSCE held it.", ["UNODC", "OSCE"]),
    ("en", "The UN Office on Drugs and Crime (UNODC) held it; UNODC paid.", ["UNODC", "UNODC"]),
    ("en", "The Ministry of Internal Affairs of Uzbekistan and the State Security Service came.", ["Ministry of Internal Affairs of Uzbekistan", "State Security Service"]),
    ("en", "The State Committee for National Security and the Drug Control Agency came.", ["State Committee for National Security", "Drug Control Agency"]),
    ("en", "The Ministry of Labour, Social Protection and Migration signed.", ["Ministry of Labour, Social Protection and Migration"]),
    ("en", "The Emergency Management Service of Tajikistan joined.", ["Emergency Management Service of Tajikistan"]),
    ("en", "Suleyman Demirel University (SDU) hosted; SDU paid.", ["Suleyman Demirel University", "Suleyman Demirel University"]),
    ("en", "The Mutakalim Public Foundation took part.", ["Mutakalim Public Foundation"]),
    ("en", "Teachers of Osh State University came.", ["Osh State University"]),
    ("en", "The EU-funded project LEICA held it.", ["LEICA"]),
    ("en", "The project HORIZON-5 and the BRIDGES project met.", ["HORIZON", "BRIDGES"]),
    ("en", "The Ministry of Interior (MoI) met; the MoI agreed.", ["Ministry of Interior", "Ministry of Interior"]),
    ("en", "A public foundation “Ak Bosogo” took part.", ["Ak Bosogo"]),
    ("en", "The OSCE’s Transnational Threats Department spoke.", ["OSCE Transnational Threats Department"]),
    ("en", "The OSCE Programme Office in Dushanbe held it.", ["OSCE Programme Office in Dushanbe"]),
    ("en", "The General Prosecutor’s Office of Uzbekistan came.", ["General Prosecutor’s Office of Uzbekistan"]),
    ("en", "The OSCE Centre in Tashkent held it.", ["OSCE Centre in Tashkent"]),
    ("en", "The OSCE Project Co-ordinator in Uzbekistan and Police Academy of Uzbekistan held it.", ["OSCE Project Co-ordinator in Uzbekistan", "Police Academy of Uzbekistan"]),
    ("en", "The EU-UNDP Border Management Programme in Central Asia (BOMCA) held it.", ["BOMCA"]),
    ("en", "The European Union (EU) Border Management Assistance Program in Central Asia - Phase 10 (BOMCA 10) held it.", ["BOMCA"]),
    ("en", "The Police Matters Unit of the Transnational Threats Department of the OSCE Secretariat held it.", ["Police Matters Unit"]),
    ("en", "The Organization for Security and Cooperation (OSCE) held it.", ["OSCE"]),
    ("en", "The international organization Saferworld helped.", ["Saferworld"]),
    ("en", "The Department of State’s Bureau for International Narcotics and Law Enforcement Affairs paid.", ["INL"]),
    ("en", "The UN Security Council Resolution 1325 was read.", []),
    ("en", "Ministries of Internal Affairs and State Committees of National Security came.", ["Ministries of Internal Affairs", "State Committees of National Security"]),
    ("en", "Signs of VERLT and FTFs were shown to NGOs.", []),
    ("ru", "УНП ООН и ПРООН провели семинар.", ["UNODC", "UNDP"]),
    ("ru", "Представители Министерства внутренних дел Кыргызской Республики пришли.", ["Министерство внутренних дел Кыргызской Республики"]),
    ("ru", "Семинар провела Государственная служба исполнения наказаний.", ["Государственная служба исполнения наказаний"]),
    ("ru", "Сотрудники Государственной комиссии по делам религий участвовали.", ["Государственная комиссия по делам религий"]),
    ("ru", "Пришли сотрудники МВД Таджикистана и ГКНБ.", ["МВД Таджикистана", "ГКНБ"]),
    ("ru", "Общественный фонд «Ак Босого» помог.", ["Общественный фонд «Ак Босого»"]),
    ("ru", "Пришли сотрудники министерства обороны и комитета по делам религий.", ["Министерство обороны", "Комитет по делам религий"]),
    ("fr", "Le Forum européen pour la sécurité urbaine propose une série d’actions.", ["European Forum for Urban Security"]),
    ("fr", "Le Bureau régional pour l’Afrique de l’Ouest et du Centre de l’ONUDC a écrit.", ["Bureau régional pour l’Afrique de l’Ouest", "UNODC"]),
    ("fr", "Le Centre d’études CEDPE prend également part à l’atelier.", ["Centre d’études CEDPE"]),
    ("fr", "L’ONUDC et l’OSCE ont réuni les juges.", ["UNODC", "OSCE"]),
    ("fr", "Le ministère de la Justice et la Direction générale de la police ont envoyé des agents.", ["Ministère de la Justice", "Direction générale de la police"]),
    ("fr", "L’École nationale de la magistrature a accueilli le stage.", ["ENM"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "raw", "expected"), NAMED)
def test_names_of_bodies(language, raw, expected):
    assert [b.name for b in find_bodies(Text(raw), language) if not b.general] == expected


GROUPS = [
    ("en", "Prosecutors, judges and civil society organizations came.", [("prosecutors", "justice"), ("judges", "justice"), ("civil society organizations", "civil_society")]),
    ("en", "Imams and women’s groups met local authorities.", [("imams", "religious"), ("women’s groups", "women"), ("local authorities", "government")]),
    ("en", "Social media and media literacy were discussed.", []),
    ("ru", "Пришли сотрудники правоохранительных органов и журналисты.", [("правоохранительные органы", "law_enforcement"), ("журналисты", "media")]),
    ("fr", "Des magistrats et des leaders religieux ont échangé.", [("magistrats", "justice"), ("leaders religieux", "religious")]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "raw", "expected"), GROUPS)
def test_kinds_of_bodies_without_a_name(language, raw, expected):
    assert [(b.name, b.group) for b in find_bodies(Text(raw), language) if b.general] == expected


def test_the_country_of_a_body_is_that_of_its_name():
    found = find_bodies(Text("The Kyrgyz Ministry of Foreign Affairs and the Supreme Court of Kazakhstan came."), "en")
    assert [b.country for b in found] == ["KG", "KZ"]


def test_a_long_title_in_quotation_marks_names_no_body():
    raw = "A course “Cooperation of the Ministry and the University in Protecting Children from Violence” was held."
    assert find_bodies(Text(raw), "en") == []
