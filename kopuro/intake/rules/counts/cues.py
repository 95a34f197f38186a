"""Language tables of the words round a count that tell its role, its stage and its mode. Small letters throughout."""

import re

# Left of the number, in its own sentence.
_PROGRAMME_TOTAL = {
    "en": r"since (?:its|the|then|20\d\d|\w+ 20\d\d)|\bto date\b|\bso far\b|over the (?:past|last|course of the (?:project|programme))|in the (?:past|last) \w+ years|"
    r"throughout the (?:project|programme|year)|(?:during|in|over) the (?:project|programme)['’]s|as of (?:today|now|\w+ 20\d\d|20\d\d)|\beach year|\bannually|every year|per year|a year\b|"
    r"in 20\d\d alone|from 20\d\d (?:to|until)|between 20\d\d and|in total,? the (?:project|programme)|the (?:project|programme|initiative) has (?:already )?(?:trained|reached|supported|engaged)|"
    r"has (?:already )?trained|have (?:already )?been trained (?:since|under|by the project)|altogether the (?:project|programme)|(?:project|programme) (?:period|lifetime)|cumulative",
    "ru": r"с начала (?:проекта|программы|года|реализации|20\d\d)|за (?:весь )?(?:период|время) (?:реализации|проекта|программы|действия)|на сегодняшний день|к настоящему времени|"
    r"за (?:последние|прошедшие|прошлые) \w+ (?:лет|года)|с 20\d\d года|начиная с 20\d\d|за 20\d\d|ежегодно|каждый год|в год\b|всего (?:за|с|в рамках) (?:20\d\d|начала|проекта|период)|"
    r"в (?:20\d\d|прошлом|минувшем) году (?:было )?(?:обучено|подготовлено|охвачено)|нарастающим|за (?:первое|второе) полугодие|за (?:\w+ )?(?:месяцев|год)\b",
    "fr": r"depuis (?:20\d\d|le (?:début|lancement|démarrage)|sa création|\w+ 20\d\d)|à ce jour|jusqu['’]à présent|au cours des (?:\w+ )?(?:dernières?|derniers?) |ces dernières années|"
    r"chaque année|par an\b|annuellement|sur (?:toute )?la durée du (?:projet|programme)|dans le cadre du projet, .{0,30}au total|entre 20\d\d et|de 20\d\d à|en 20\d\d seulement|le (?:projet|programme) a (?:déjà )?(?:formé|touché|permis)",
}
_BENEFICIARIES = {
    "en": r"benefit(?:s|ed|ing|ting|ted)?\b|beneficiar|\breach(?:ed|es|ing)?\b|impact(?:ed|s|ing)?\b|assist(?:ed|ance to|ing)\b|livelihood|raising (?:the )?awareness (?:of|among)|distributed to|provided to|"
    r"target(?:s|ed|ing)\b|directly support|supported \S{0,12}$|serv(?:es|ed|ing)\b",
    "ru": r"охва(?:ти|т|че)|бенефициар|благополучател|помощь (?:получ|оказан)|получили (?:помощь|поддержку|консультаци|доступ)|окажет помощь|поможет|воспольз",
    "fr": r"bénéfici|touch(?:é|er|era|ant|ées|és)\b|profit(?:é|er|era)\b|sensibilis(?:é|er|ant) (?:plus|près|environ)|atteint\b|venir en aide|aid(?:é|er|era)\b|cibl(?:e|é|ant)",
}
_TRAINERS_LEFT = {
    "en": r"(?:led|delivered|conducted|facilitated|taught|moderated|run|given|presented|supported|guided|mentored|provided|trained) by(?: a team of)?(?: \w+)?$|team of$|with (?:the )?(?:support|assistance|participation) of$",
    "ru": r"(?:пров(?:ели|одят|одили|едут)|вели|ведут|выступили|тренерами|при участии|под руководством|обучали|с участием)(?: \w+)?$",
    "fr": r"(?:animée?s?|dispensée?s?|conduite?s?|assurée?s?|facilitée?s?|donnée?s?|encadrée?s?|dirigée?s?) par(?: \w+)?$",
}
_TRAINERS_RIGHT = {
    "en": r"^[^.;]{0,60}?\b(?:shared|delivered|led|conducted|facilitated|presented|taught|provided|moderated|spoke|lectured|contributed as|served as trainers|acted as)\b",
    "ru": r"^[^.;]{0,60}?(?:подел(?:ились|ятся)|провел|провод|выступил|обучал|рассказал|прочитал|вели|делились|представил)",
    "fr": r"^[^.;]{0,60}?(?:partag|animé|dispensé|assuré|facilité|présenté|encadr|intervenu)",
}
TRAINER_HEADS = {
    "en": re.compile(
        r"(?:trainers|instructors|experts|facilitators|lecturers|speakers|moderators|mentors|consultants|panelists|panellists|specialists|advisors|advisers|practitioners|professors)$"
    ),
    "ru": re.compile(
        r"тренер|эксперт|инструктор|лектор|спикер|модератор|ментор|наставник|консультант|специалист|фасилитатор|докладчик|преподавател|профессор"
    ),
    "fr": re.compile(
        r"formateur|formatrice|expert|instructeur|facilitateur|intervenant|modérateur|conférencier|consultant|spécialiste|animateur|orateur|panéliste"
    ),
}
_STAFF = {
    "en": r"(?:project|unodc|osce|programme|our|its) team of$|\bemploys$|\bstaff of$|\bstaffed by$|workforce of$|employing$",
    "ru": r"(?:команд\w|штат\w?|коллектив\w?)(?: \w+)?(?: из| в)?$|в штате(?: \w+)?$|насчитывает$",
    "fr": r"(?:équipe|effectif) de$|\bemploie$|compte$",
}
STAFF_HEADS = re.compile(r"staff|employees|personnel|сотрудник|человек|работник|personnes|employé|agents")
TEAM = {
    "en": re.compile(r"\bteam of$"),
    "ru": re.compile(r"команд\w(?: \w+)?(?: из| в)?$"),
    "fr": re.compile(r"équipe de$"),
}
# Casualties, crowds, crime figures: never a group that attended.
_NO_GROUP = {
    "en": r"kill(?:ed|ing)|injur|wound|died|dead\b|deaths|arrest|detain|convict|sentenc|repatriat|br(?:ought|inging) (?:back|home)|returned (?:home )?from (?:syria|iraq|conflict)|travel(?:l)?ed to (?:syria|iraq|join)|joined (?:isis|isil|the ranks|terrorist|daesh)|"
    r"gone to (?:syria|iraq)|fight(?:ing)? in|population|inhabitants|unemploy|displaced|home to|house[sd]?\b|voters|followers|subscribers|casualt|hostage|prosecuted|serving sentences|registered (?:cases|crimes)|displac|fled\b|turned to|live in|living in|"
    r"members of parliament|employs",
    "ru": r"погиб|убит|ранен|пострада|задержан|арестован|осужден|осуждён|выехал|вернулись из сири|вернул(?:ись|и) из|возвращен|репатриир|населени|проживает|проживают|насчитывает|приговорен|воюют|боевик|безработ|подписчик|просмотр|"
    r"избирател|жертв|заложник|на уч[её]те|из числа лиц|подозрева",
    "fr": r"\btué|mort\b|morts\b|décès|bless|arrêté|détenu|condamn|rapatri|partis en (?:syrie|irak)|population|habitants|déplacé|chômage|otage|incarcéré|victimes|vivent|abonnés",
}
_PLANNED = {
    "en": r"\bwill\b|expected|is planned|are planned|planned|plans to|intend|is to\b|are to\b|aims to|upcoming|envisage|would\b|shall\b|seeks to|scheduled|foresee|to train\b|to engage\b",
    "ru": r"будут|будет|примут участие|планиру|запланир|ожида|предполага|намечен|пройдут обучение|соберутся|предусмотр|намерен|собер[её]т|предстоит|обучат",
    "fr": r"prévu|devraient|devrait|planifi|attendu|prendront|réunira|participeront|seront|sera\b|bénéficieront|accueillera|vise à|envisag|regroupera|rassemblera",
}
# Told of the counted people themselves, however far after them.
PLANNED_RIGHT = {
    "en": re.compile(r"\bwill (?:\w+ )?(?:attend|participate|take part|join|gather|be trained|benefit)|are expected"),
    "ru": re.compile(r"примут участие|будут участвовать|пройдут обучение|соберутся|ожидается"),
    "fr": re.compile(r"prendront part|participeront|sont attendu|seront formé|bénéficieront"),
}
_REGISTERED = {
    "en": r"registered|applied|applications?|applicants|signed up|enrol|nominated|shortlist|were selected|pre-selected",
    "ru": r"зарегистрирова|подал[иа] заявк|заявок|заявки|записал|отобран",
    "fr": r"inscrit|inscription|candidatures?|candidats|présélection|sélectionné",
}
_ATTENDED = {
    "en": r"attend|participa|took part|taking part|take part|brought together|bring(?:s|ing)? together|gather|train(?:ed|ees)|joined|join\b|complet|graduat|learn|engag|convened|convenes|received (?:training|certificates)|united|"
    r"certificat|welcom|involv|assembl|presence of|audience|equipped|trained|present\b|learners|for \d+|for$|training (?:for|of)|course for|workshop for|seminar for|session for|visit (?:for|of)|includ|capacit|benefited from|host",
    "ru": r"участ|собрал|обуч|слушател|присутств|прошли|прошел|прошла|объедин|получили|посетил|приехал|сертификат|повысили|тренинг для|семинар для|курс|встреч|подготовлен|для \d|для$|провел[иа]? для|освоил|охватил|состав",
    "fr": r"particip|pris part|réuni|rassembl|form[ée]|formation|assist|regroup|présen|suivi|bénéfici|outill|atelier|renforc|accueill|mobilis|au profit|à l['’]intention|pour$|venus|capacit|auditeurs|stagiaires|échang",
}
_SUBGROUP_LEFT = {
    "en": r"(?:including|among (?:them|whom|which)(?: were)?|of (?:whom|them|which)(?: were)?|comprising|of these|with|namely|consisting of|them)[\s,:—–-]{0,4}(?:were |are )?$",
    "ru": r"(?:в том числе|из них|из которых|среди них|среди которых|включая|в их числе|в составе|а именно|а также)[\s,:—–-]{0,4}$",
    "fr": r"(?:dont|parmi lesquel(?:le)?s|parmi (?:eux|elles)|y compris|notamment|comprenant|d['’]entre eux|à savoir|composée?s? de)[\s,:—–-]{0,4}$",
}
GENDER = {
    "en": re.compile(r"(?:\b(?:fe)?male|(?:wo)?men\b|woman\b|man\b|girls?\b|boys?\b)"),
    "ru": re.compile(r"женщин|мужчин|девуш|девоч|юнош|мальчик"),
    "fr": re.compile(r"femmes?\b|hommes?\b|filles?\b|garçons?\b"),
}
FIGHTERS = re.compile(r"fighters|militants|terrorists|боевик|террорист|экстремист|combattant|terroriste|militants")
OTHER_HEADS = {
    "en": re.compile(
        r"(?:prisoners|inmates|detainees|convicts|victims|survivors|fighters|militants|terrorists|offenders|refugees|migrants|returnees|suspects|inhabitants|voters|"
        r"viewers|probationers|households|residents|citizens|fatalities|followers|respondents|interviewees|visitors)$"
    ),
    "ru": re.compile(
        r"осужд|заключ|жертв|подозрева|боевик|террорист|экстремист|беженц|мигрант|жител|граждан|погиб|пострадавш|задержан|ранен|подписчик|зрител|респондент|репатриант|возвращенц|семе"
    ),
    "fr": re.compile(
        r"détenu|prisonnier|victime|combattant|terroriste|réfugié|habitant|citoyen|migrant|condamné|rescapé|abonné|ménage"
    ),
}
_ONLINE = r"\bonline\b|virtual|remotely\b|remote (?:participa|format|mode|particip)|via zoom|by video|video-?conferenc|онлайн|дистанционн|виртуальн|удал[её]нн|по видеосвязи|через zoom|en ligne|à distance|visioconférence|virtuel|par zoom"
_ONSITE = (
    r"in[- ]person|on[- ]?site\b|off-?line\b|face[- ]to[- ]face|physical(?:ly)?\b|in the room|очно\b|очном|очный|офлайн|оффлайн|офф-лайн|лично\b|"
    r"présentiel|sur place|physiquement|en personne|en salle"
)


def _compiled(table: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(rf"\b(?:{words})") for language, words in table.items()}


PROGRAMME_TOTAL = _compiled(_PROGRAMME_TOTAL)
BENEFICIARIES = _compiled(_BENEFICIARIES)
TRAINERS_LEFT = {language: re.compile(words) for language, words in _TRAINERS_LEFT.items()}
TRAINERS_RIGHT = {language: re.compile(words) for language, words in _TRAINERS_RIGHT.items()}
STAFF = {language: re.compile(words) for language, words in _STAFF.items()}
NO_GROUP = _compiled(_NO_GROUP)
PLANNED = _compiled(_PLANNED)
REGISTERED = _compiled(_REGISTERED)
ATTENDED = _compiled(_ATTENDED)
SUBGROUP_LEFT = {language: re.compile(words) for language, words in _SUBGROUP_LEFT.items()}
MODE = re.compile(f"(?P<online>{_ONLINE})|(?P<onsite>{_ONSITE})")
# What a number must not be: an ordinal label, an article, a page ("resolution 1325", "Article 5", "SDG 16", "room 12").
LABELLED = {
    "en": re.compile(
        r"(?:\b(?:no|nos|number|article|articles|art|section|resolution|resolutions|sdg|sdgs|goal|target|chapter|phase|module|level|page|pages|pp?|room|part|version|vol|volume|issue|"
        r"annex|item|step|stage|day|session|group|table|figure|unit|building|office|apartment|flat|str|street|tel|phone|fax|mob|zip|area|aged?|ages|under|paragraph|para|rule|agenda|order|law|act|recommendation|category|type|grade|class|"
        r"week|lot|block|box|covid|route|highway)[.:]?|№|#|n°"
        r"|\b(?:january|february|march|april|june|july|august|september|october|november|december|(?:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\.?))[ \u00a0]?\Z|(?-i:\bMay )\Z",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?:\b(?:статья|статьи|статье|ст|резолюци\w|цур|цели|цель|глава|этап|модуль|уровень|стр|страниц\w|кабинет|том|выпуск|приложение|пункт\w?|п|шаг|день|группа|таблица|рисунок|тел|дом|д|кв|ул|"
        r"закон\w?|приказ\w?|школ[аые]|сош|лицей|гимнази\w|колони\w|ик|сизо|номер|категори\w|возраст\w?|возрасте)|№|#)[.:]?[ \u00a0]?\Z",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?:\b(?:article|articles|art|résolution|odd|objectif|chapitre|phase|module|niveau|page|pages|p|salle|partie|version|tome|numéro|annexe|étape|jour|session|groupe|tableau|figure|bureau|tél|"
        r"bp|rue|loi|décret|catégorie|âge|alinéa|recommandation|lot)|n°|№|#)[.:]?[ \u00a0]?\Z",
        re.IGNORECASE,
    ),
}
# "the participants, some thirty in all"
IN_ALL = re.compile(r"\s(?:in total|in all|altogether|всего|в общей сложности|au total|en tout)\b")
PEOPLE_BEFORE = re.compile(
    r"(?:participants?|trainees|attendees|участник\w{1,3}|слушател\w{1,3}|stagiaires)[\s,(–—-]{1,4}(?:une\s|some\s)?$",
    re.IGNORECASE,
)
# "Participants: 45", "Количество участников – 30", "Nombre de participants : 25".
FIELD = {
    "en": re.compile(
        r"\b(?:(?:number of )?(?:participants?|attendees|trainees|attendance|people trained|officers trained|total participants)(?: \(total\))?)\s*(?:[:=–—]|-\s)\s*$",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?:(?:количество|число|численность)\s)?(?:участник(?:и|ов)|слушател(?:и|ей)|обученных|человек|присутствующих)\s*(?:[:=–—]|-\s)\s*$",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:(?:nombre (?:de |total de )?|effectif )?(?:participants?|bénéficiaires|stagiaires|personnes formées)|effectif)\s*(?:[:=–—]|-\s)\s*$",
        re.IGNORECASE,
    ),
}
