"""Language tables of what is counted: heads for people, sessions, activities, districts, countries, organisations.

English lists whole plurals; Russian and French list stems, because their endings change with case and gender.
"""

import re
from functools import lru_cache

from kopuro.intake.rules.text import word_set

_ENGLISH: dict[str, str] = {
    "people": (
        "people persons individuals participants attendees trainees learners delegates representatives officials officers experts specialists "
        "professionals practitioners members staff personnel employees workers women men girls boys youth youths youngsters adolescents teenagers children "
        "adults students pupils teachers educators lecturers professors researchers academics scholars scientists journalists bloggers activists volunteers "
        "leaders imams theologians clerics priests psychologists counsellors counselors lawyers attorneys judges prosecutors investigators detectives "
        "inspectors policemen policewomen police guards soldiers servicemen cadets magistrates analysts managers directors heads chiefs deputies mayors "
        "parliamentarians lawmakers ministers ambassadors diplomats advisers advisors consultants trainers instructors facilitators moderators mentors "
        "speakers panelists panellists coordinators administrators operators technicians engineers doctors nurses physicians medics parents mothers fathers "
        "families relatives wives widows residents citizens inhabitants villagers farmers entrepreneurs interns graduates alumni fellows finalists winners "
        "beneficiaries recipients survivors victims prisoners inmates detainees convicts probationers offenders returnees refugees migrants fighters "
        "militants terrorists suspects respondents interviewees voters viewers visitors guests observers stakeholders practitioners policymakers "
        "policy-makers decision-makers peacebuilders professionals ombudsmen elders influencers candidates applicants registrants "
        "man woman female male females males person officer representative participant expert member student girl boy citizens civilians rangers firefighters responders clergy faculty "
        "police-officers gendarmes commanders sergeants lieutenants colonels generals constables troops peacekeepers monitors actors caseworkers dads moms "
        "nationals compatriots kishi nafar ishtirokchi adam friends peers champions ambassadors attachés correspondents editors reporters writers artists musicians players athletes coaches"
    ),
    "sessions": "sessions lessons modules lectures classes webinars exercises simulations sittings",
    "activities": (
        "activities workshops trainings seminars courses events conferences meetings roundtables round-tables tables missions visits campaigns "
        "consultations dialogues forums fora camps programmes programs initiatives projects discussions tours bootcamps hackathons trainings-of-trainers "
        "tots operations talks gatherings symposia debates iterations editions"
    ),
    "districts": (
        "districts regions provinces oblasts cities towns villages municipalities communities rayons raions counties governorates localities "
        "sites settlements districts communes areas locations oblasts territories jamoats"
    ),
    "countries": "countries states nations republics jurisdictions",
    "organisations": (
        "organisations organizations ngos csos agencies institutions institutes ministries associations universities schools colleges companies "
        "departments centres centers embassies bodies entities foundations units prisons colonies facilities academies councils offices services "
        "outlets groups mosques banks partners cso ngo teams networks firms enterprises madrasas divisions stations committees"
    ),
    "other": (
        "cases questionnaires recommendations computers vehicles laptops books copies articles publications chapters topics attacks incidents "
        "explosions convictions arrests kilograms tonnes kilometres kilometers dollars euros hours days weeks months years points pages languages "
        "certificates questions answers posts videos followers subscribers views households jobs"
    ),
}
_MEASURES = word_set(
    "hours hour days day weeks week months month years year minutes minute times percent per kilograms kg tonnes km kilometres kilometers dollars euros usd eur "
    "million points pages languages % am pm january february march april may june july august september october november december"
)
# Nouns of people that may stand before another noun of people ("youth leaders", "women police officers").
_ATTRIBUTES = word_set(
    "youth women police staff military community government prison student female male men girls expert officer member faculty families volunteers youths teacher boys "
    "school schools university department agency state citizens civilian public"
)
_SUFFIX = re.compile(r"(?:[a-z]{2,}(?:ers|ors|ists|ians)|[a-z]*(?:women|men))$")
_NO_PERSON = word_set(
    "computers centers papers offers orders letters numbers chapters quarters posters sectors factors vectors doors servers borders matters powers towers "
    "rivers corners filters printers scanners headquarters semesters trimesters barriers carriers clusters folders errors corridors indicators generators motors "
    "tractors sensors others pointers parameters kilometers kilometres meters metres liters litres banners flyers newsletters stickers questionnaires "
    "disasters dangers layers colors colours floors mirrors harbors flowers trailers containers papers drawers lasers routers adapters chargers "
    "shelters dinners suppers covers crossbars markers identifiers pillars orders tenders dormitories specimen regimen abdomen lists dollars chairs "
    "ladders magnifiers amplifiers detectors testers rumors rumours favors favours helicopters rollers denominators terrors behaviors behaviours"
)

_RUSSIAN: dict[str, str] = {
    "people": (
        "участни слушател сотрудни представител эксперт специалист офицер инспектор прокурор судь судей учител педагог преподавател студент школьни учащ женщин "
        "мужчин девуш девоч девочек юнош мальчи молодых молодеж молодёж человек люд лиц тренер фасилитатор лидер журналист блогер имам теолог богослов религиовед психолог "
        "юрист адвокат следовател волонтер волонтёр активист работни руководител член делегат депутат госслужащ служащ военнослужащ полицейск полисмен милиционер осужденн "
        "осуждённ заключенн заключённ ребят подростк детей дет родител родственни курсант выпускни граждан жител адам киши нафар қатысуш катышууч иштирокч тыңдауш қызметкер кызматкер ходим педагог врач медик ученик учениц учен учён исследовател "
        "практик профессионал аналитик дознавател оперуполномоченн оперативн участков кинолог пограничник таможенник спасател начальник "
        "директор замест глав посл дипломат наставник ментор модератор спикер докладчик лектор инструктор консультант координатор предпринимател фермер "
        "бенефициар получател пользовател гост наблюдател воспитател духовенств священнослужител аксакал старейшин "
        "пострадавш погибш жертв боевик террорист экстремист беженц мигрант возвращенц репатриант зрител подписчик респондент семе женсовет подозрева "
        "магистрант докторант аспирант стажер стажёр победител финалист персонал коллег мам матер вдов соотечественник правозащитник"
    ),
    "sessions": "сесси заняти лекци урок модул вебинар",
    "activities": (
        "мероприяти семинар тренинг курс конференци встреч совещани кругл круглых стол столов поездк визит кампани форум лагер "
        "мастер-класс акци игр бесед консультаци диалог дискусси миссий обучени учени проект программ"
    ),
    "districts": "район област регион город сел сёл махалл поселк посёлк аил населенн населённ пункт округ джамоат общин сообществ",
    "countries": "стран государств республик",
    "organisations": (
        "организаци нпо учреждени министерств ведомств университет школ вуз центр ассоциаци компани институт орган объект колони исправительн "
        "комитет служб отдел подразделени агентств посольств фонд мечет медресе структур лице колледж"
    ),
    "other": "случа дел экземпляр книг компьютер рекомендаци преступлени теракт процент баллов вопрос статей материал публикаци раз",
}
_RUSSIAN_MEASURES = re.compile(
    r"(?:год\w{0,3}|лет\w{0,2}|г|гг|дн\w{1,2}|день|час\w{0,3}|минут\w{0,2}|месяц\w{0,3}|недел\w{0,2}|процент\w{0,3}|доллар\w{0,3}|сом\w{0,3}|тенге|сум\w{0,2}|"
    r"рубл\w{1,3}|сомони|манат\w{0,2}|евро|млн|млрд|тыс|кг|км|метр\w{0,3}|январ\w{1,2}|феврал\w{1,2}|март\w?|апрел\w{1,2}|ма[йяе]|июн\w{1,2}|июл\w{1,2}|август\w?|"
    r"сентябр\w{1,2}|октябр\w{1,2}|ноябр\w{1,2}|декабр\w{1,2}|числа|раз|раза|этап\w?|тонн\w?|языках|стать\w{1,2}|пункт\w{1,2})$"
)
# Adjectives ("школьных", "областных") carry the stems of nouns; a few of them are nouns themselves ("учащихся", "осуждённых").
_RUSSIAN_ADJECTIVE = re.compile(r"(?:[ыи]х|[ыи]ми|[ыи]е|ого|ому|ая|ое)$")
_RUSSIAN_ADJECTIVE_AS_NOUN = re.compile(
    r"(?:госслужащ|служащ|военнослужащ|учащ|обуча|полицейск|осужденн|осуждённ|заключенн|заключённ|участков|учен|учён|погибш|пострадавш|верующ|безработн|дознават|"
    r"оперуполномоченн|задержанн|уполномоченн|подозрева|управляющ|рядов|раненн|ранен|прибывш|несовершеннолетн|присутству)"
)
_RUSSIAN_NOT_PEOPLE = re.compile(
    r"(?:людск|человеческ|женск|молодежн|молодёжн|детск|студенческ|лицензи|лицензир|детал|детектив|учебн|учрежд|членств|главн|членск)"
)

_FRENCH: dict[str, str] = {
    "people": (
        "participant personne élément agent officier sous-officier policier policière gendarme magistrat juge procureur femme homme jeune fille garçon élève étudiant enseignant "
        "formateur formatrice stagiaire représentant expert cadre responsable membre leader imam journaliste avocat acteur actrice surveillant fonctionnaire "
        "bénéficiaire auditeur délégué élu militaire éducateur travailleur praticien praticienne spécialiste chef directeur directrice inspecteur enquêteur greffier "
        "professionnel professionnelle conseiller consultant facilitateur intervenant animateur médiateur psychologue assistant citoyen habitant volontaire bénévole "
        "activiste militant chercheur universitaire professeur soldat gardien détenu prisonnier victime réfugié migrant combattant terroriste rescapé apprenant candidat "
        "lauréat diplômé invité observateur parlementaire député maire ministre diplomate ambassadeur coordinateur coordonnateur gestionnaire technicien médecin infirmier "
        "parent mère père enfant adolescent adulte veuve commissaire commandant douanier analyste opérateur employé salarié collaborateur "
        "décideur religieux prédicateur prêcheur guide notable chefs relais référent influenceur blogueur artiste entrepreneur ressortissant "
        "instructeur moniteur conférencier orateur modérateur panéliste convive assesseur substitut auxiliaire pair usager "
        "effectif"
    ),
    "sessions": "session séance module cours-magistral leçon webinaire exercice",
    "activities": (
        "activité atelier formation séminaire cours conférence réunion rencontre table mission visite campagne consultation dialogue forum camp programme "
        "événement évènement stage projet colloque initiative journée-débat débat causerie"
    ),
    "districts": "district région province ville commune village municipalité localité communauté département site arrondissement quartier cercle wilaya gouvernorat préfecture",
    "countries": "pays état nation république",
    "organisations": (
        "organisation ong osc agence institution ministère association université école entreprise centre ambassade organisme structure fondation unité prison "
        "établissement service groupe réseau collège lycée direction administration média radio comité partenaire"
    ),
    "other": "cas recommandation ordinateur livre attaque incident langue question point page certificat véhicule foyer ménage emploi abonné vue",
}
_FRENCH_MEASURES = word_set(
    "heures heure jours jour semaines semaine mois ans an années année minutes fois pour euros dollars fcfa km kilomètres millions points pages "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)


def _french_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for unit, words in _FRENCH.items():
        for word in words.split():
            plurals = [word + "s", word + "es", word + "e", word] if not word.endswith(("s", "x")) else [word]
            if word.endswith("eau"):
                plurals.append(word + "x")
            if word.endswith("l"):
                plurals.append(word[:-1] + "ux")
            if word.endswith(("é", "u", "t", "d", "n", "r", "l")):
                plurals.append(word + "(e)s")
            if word.endswith("eur"):
                plurals += [word[:-3] + "rices", word[:-3] + "euses"]
            if word.endswith("er"):
                plurals.append(word[:-2] + "ères")
            if word.endswith("en"):
                plurals.append(word + "nes")
            for form in plurals:
                forms.setdefault(form, unit)
    forms.update(dict.fromkeys(["élus", "élues"], "people"))
    forms.pop("personne", None)
    return forms


_ENGLISH_FORMS = {word: unit for unit, words in reversed(_ENGLISH.items()) for word in words.split()}
_FRENCH_FORMS = _french_forms()
_RUSSIAN_STEMS: dict[str, list[tuple[str, str]]] = {}
for _unit, _stems in _RUSSIAN.items():
    for _stem in _stems.split():
        _RUSSIAN_STEMS.setdefault(_stem[:2], []).append((_stem, _unit))
for _listed in _RUSSIAN_STEMS.values():
    _listed.sort(key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=4096)
def unit_of(word: str, language: str) -> str | None:
    """The unit a noun in small letters counts ('people', 'countries', …), 'measure' for hours and kilometres, None when unknown."""
    if language == "ru":
        return _russian_unit(word)
    if language == "fr":
        word = word.replace("’", "'")
        if word in _FRENCH_MEASURES:
            return "measure"
        return _FRENCH_FORMS.get(word) or _FRENCH_FORMS.get(word.split("-")[0] if "-" in word else "")
    if word in _MEASURES:
        return "measure"
    known = _ENGLISH_FORMS.get(word)
    if known is not None:
        return known
    if "-" in word:
        last = unit_of(word.rsplit("-", 1)[-1], language)
        return None if last == "measure" else last
    return "people" if _SUFFIX.match(word) and word not in _NO_PERSON else None


def _russian_unit(word: str) -> str | None:
    if _RUSSIAN_MEASURES.match(word):
        return "measure"
    if _RUSSIAN_NOT_PEOPLE.match(word):
        return None
    if _RUSSIAN_ADJECTIVE.search(word) and "ся" not in word[-2:]:
        return "people" if _RUSSIAN_ADJECTIVE_AS_NOUN.match(word) else None
    if "-" in word:  # "женщин-лидеров"
        return _russian_unit(word.split("-")[0]) or _russian_unit(word.rsplit("-", 1)[-1])
    for stem, unit in _RUSSIAN_STEMS.get(word[:2], ()):
        # a short stem must not swallow a longer, other word ("сел" in "сельских")
        if word.startswith(stem) and len(word) - len(stem) <= (3 if len(stem) <= 3 else 5):
            return unit
    return None


def may_stand_before(word: str) -> bool:
    """Whether an English noun of people may qualify the next one ("youth leaders")."""
    return word in _ATTRIBUTES
