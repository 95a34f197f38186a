"""What columns of activity sheets are called, in English, Russian and French, and the words their cells use."""

from __future__ import annotations

import re
from functools import cache, lru_cache

# Order matters within a field's weight only; a pattern is tried on the folded header (see `folded`).
FIELDS = (
    "title",
    "type",
    "start",
    "end",
    "dates",
    "year",
    "city",
    "country",
    "place",
    "mode",
    "status",
    "planned",
    "attended",
    "registered",
    "people",
    "organiser",
    "funder",
    "partner",
    "series",
    "wave",
    "summary",
    "notes",
)
PEOPLE = r"(?:participants?|people|persons?|pax|attendees|trainees|участник\w*|человек|чел\b|слушател\w*|personnes?|stagiaires|bénéficiaires)"
PLANNED = r"(?:planned|expected|estimated|target(?:ed)?|foreseen|quota|план\w*|заплан\w*|ожида\w*|prévu\w*|attendu\w*|cible|estimé\w*)"
ACTUAL = (
    r"(?:actual\w*|attend\w*|present|reached|trained|realised|факт\w*|присутств\w*|принявш\w*|обучен\w*|охвачен\w*|"
    r"effecti\w*|présents?|réel\w*|réalisé\w*|formé\w*)"
)
REGISTERED = r"(?:registered|registrations?|invited|nominated|enrolled|заявлен\w*|зарегистрир\w*|приглаш\w*|inscrit\w*|invité\w*)"
NUMBER = r"(?:number|no|nr|n|nb|nombre|total|count|кол ?-?во|количество|число|всего|effectifs?)"

# (field, weight, pattern): 3 the header is exactly that, 2 it begins so or names it, 1 it may mean that.
HEADERS: tuple[tuple[str, int, str], ...] = (
    ("planned", 4, rf"(?=.*\b{PLANNED})(?=.*\b(?:{PEOPLE}|{NUMBER}\b)).*"),
    ("attended", 4, rf"(?=.*\b{ACTUAL})(?=.*\b(?:{PEOPLE}|{NUMBER}\b)).*"),
    ("registered", 4, rf"(?=.*\b{REGISTERED})(?=.*\b(?:{PEOPLE}|{NUMBER}\b)).*|{REGISTERED}"),
    ("planned", 2, rf"{PLANNED}"),
    ("attended", 2, rf"{ACTUAL}|attendance|явка|présence"),
    ("people", 3, rf"(?:{NUMBER}(?: of| de| d)? )?{PEOPLE}(?: {NUMBER})?|охват|participation"),
    ("start", 3, r"start(?:s|ing)?(?: date| day)?|from|begin\w*(?: date)?|first day|date (?:from|start|of start|debut)|date de (?:début|debut)|début|debut|"
                 r"(?:дата )?начал[оа]\w*(?: мероприятия| проведения)?|дата с|du|с"),
    ("end", 3, r"end(?:s|ing)?(?: date| day)?|to|until|finish(?: date)?|last day|date (?:to|end|fin)|date de (?:fin|clôture)|fin|"
               r"(?:дата )?(?:окончани\w+|завершени\w+|конец|конца)(?: мероприятия| проведения)?|дата по|au|по"),
    ("dates", 3, r"dates?|date s|when|period|timing|timeline|timeframe|time frame|month|schedule|implementation (?:date|period)|даты?|срок\w*|период\w*|когда|месяц|"
                 r"calendrier|période|quand|mois"),
    ("dates", 2, r"dates?\b.*|.*\bdates?|дат[аы] .*|срок\w* .*|.*\b(?:period|month|période)|.*\b(?:срок\w*|период\w*|даты|дата)"),
    ("year", 3, r"year|fiscal year|год|année|annee|exercice"),
    ("city", 3, r"city|town|city town|city ?/ ?town|город|населенн\w+ пункт|г|ville|commune|localité"),
    ("country", 3, r"countr(?:y|ies)|host country|state|страна|страны|государств\w*|pays|pays hôte"),
    ("place", 3, r"places?|locations?|venues?|where|site|region|место(?: проведения)?|локация|где|регион|lieux?|endroit|où"),
    ("place", 2, r"(?:place|location|venue)\b.*|.*\b(?:location|venue|place)|место .*|lieu .*"),
    ("mode", 3, r"mode|modality|delivery(?: mode)?|on ?site ?/? ?online|online ?/? ?o(?:n|ff)\w+|режим|онлайн ?/? ?офлайн|modalité|présentiel.*"),
    ("mode", 2, r"format|формат(?: проведения)?"),
    ("type", 3, r"(?:activity |event )?(?:type|kind|category)(?: of (?:activity|event|training))?|вид(?: мероприятия| деятельности)?|тип(?: мероприятия)?|категория|"
                r"форма(?: проведения| мероприятия)?|nature|genre|catégorie|type (?:d ?activité|d ?événement)"),
    ("type", 1, r"format|формат"),
    ("status", 3, r"status|state of play|progress|implementation status|статус|состояние|выполнени\w*|statut|état(?: d ?avancement)?|avancement"),
    ("title", 3, r"(?:activity|event|training|workshop|course|meeting)?(?: ?/ ?\w+)? ?(?:title|name)(?: of (?:the )?(?:activity|event|training|course))?|activit(?:y|ies)|events?|"
                 r"(?:наименовани\w*|название)(?: (?:мероприятия|события|тренинга|семинара|активности))?|мероприяти[ея]|активност[ьи]|"
                 r"(?:intitulé|titre|nom|libellé)(?: d(?:e l)? ?(?:activité|événement|action))?|activités?|événements?|actions?"),
    ("title", 2, r"topics?|subject|theme|trainings?|meetings?|курс|тема(?: мероприятия)?|темы|тренинг\w*|thèmes?|sujet|formations?|sessions?|what|что"),
    ("title", 1, r".*\b(?:activity|event|мероприяти\w*|activité)\b.*"),
    ("organiser", 3, r"organi[sz](?:er|ers|ed by|ing (?:body|organi[sz]ation|agency))|lead(?: (?:organi[sz]ation|agency|partner|entity))?|implement(?:er|ed by|ing (?:partner|agency|organi[sz]ation))|"
                     r"conducted by|host(?:ed by)?|responsible(?: (?:organi[sz]ation|agency|partner|party|entity|unit))?|организатор\w*|исполнител\w*|ответственн\w+(?: орган\w*| ведомств\w*)?|"
                     r"organisateurs?|organisé par|responsable|chef de file|structure responsable|porteur"),
    ("funder", 3, r"donors?|funders?|fund(?:ed|ing)(?: by| source)?|source of fund\w*|financ\w+(?: by| source)?|sponsor\w*|донор\w*|финансирован\w*|источник\w* финансирован\w*|спонсор\w*|"
                  r"bailleurs?(?: de fonds)?|financement|financé par|donateurs?|source de financement"),
    ("partner", 3, r"partners?|partner (?:organi[sz]ations?|agenc(?:y|ies))|co ?organi[sz]ers?|in (?:cooperation|partnership) with|supported by|with|партн[её]р\w*|со ?организатор\w*|"
                   r"при поддержке|совместно с|partenaires?|co ?organisateurs?|avec|en partenariat avec|institutions? partenaires?"),
    ("series", 3, r"series|programme|program|cycle|component|package|strand|work ?package|output|серия|цикл|компонент\w*|блок|направлени\w*|раздел|série|cycle|volet|composante|module"),
    ("wave", 3, r"wave|round|phase|cohort|intake|batch|track|волна|раунд|этап|поток|набор|когорта|vague|tour|phase|cohorte|promotion"),
    ("summary", 3, r"(?:short )?(?:description|objectives?|purpose|aims?|content|summary)(?: of .*)?|(?:краткое )?(?:описание|содержание)|цел[ьи]|objectifs?|description|but|résumé|contenu"),
    ("notes", 3, r"notes?|remarks?|comments?|observations?|примечани\w*|комментари\w*|замечани\w*|remarques?|commentaires?|observations?"),
)  # fmt: skip
# Columns about single people are never taken: names and contacts live elsewhere.
PRIVATE = re.compile(
    r"contact|e ?mail|phone|mobile|\btel\b|whatsapp|telegram|(?:responsible|focal|contact) (?:person|point|staff)|full name|first name|surname|last name|trainers? names?|"
    r"фио|ф и о|контакт|телефон|почта|фамилия|ответственн\w+ (?:лиц\w|сотрудник)|сотрудник|\bnom et prénom|prénom|courriel|téléphone|personne (?:responsable|de contact|contact)",
    re.IGNORECASE,
)
TOTAL = re.compile(
    r"\s*(?:grand total|sub ?-?total|totals?|sum|in total|overall|итого|всего|подытог|общий итог|total général|sous-total|totaux|somme|ensemble|жиыны|барлығы|бардыгы|жалпы|jami)\b[\s:.]*"
    r"(?:\(?[^\W\d]{0,20}\)?)?[\s:.\d]*$",
    re.IGNORECASE,
)
EMPTY = re.compile(
    r"[\s\-–—_.?/]*(?:n/?a|tb[cda]|to be (?:confirmed|defined|determined|announced|decided)|none|nil|unknown|нет|н/д|уточняется|будет уточнено|не определен\w*|по согласованию|"
    r"à (?:confirmer|définir|préciser|déterminer)|n\.?d\.?|s/?o|néant|non défini\w*)?[\s\-–—_.?/]*$",
    re.IGNORECASE,
)
ERRORS = re.compile(
    r"#(?:REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|SPILL|CALC|ССЫЛКА|Н/Д|ЗНАЧ|ИМЯ|ДЕЛ/0|ЧИСЛО|ПУСТО|NOM|VALEUR|NOMBRE)[!?]?|Err:\d+",
    re.I,
)
PLAN = re.compile(
    r"\b(?:work ?plan|action plan|plan(?:ned)?(?: of)? activities|plan|upcoming|forthcoming|calendar|план\w*|предстоящ\w*|график|calendrier|planning|prévisionnel\w*|à venir)\b",
    re.IGNORECASE,
)
MODES = (
    ("hybrid", r"hybrid\w*|blended|mixed|гибрид\w*|смешанн\w*|hybride|mixte|online ?(?:and|\+|/|&) ?(?:on ?site|off ?line|in person)|(?:on ?site|off ?line) ?(?:and|\+|/|&) ?online|"
               r"онлайн ?(?:и|\+|/) ?оф+лайн|оф+лайн ?(?:и|\+|/) ?онлайн"),
    ("online", r"on ?-?line|virtual\w*|remote\w*|zoom|teams|webex|webinar|web|он-?лайн|дистанц\w*|вебинар|видеоконф\w*|en ligne|à distance|virtuel\w*|visio\w*"),
    ("onsite", r"on ?-?site|in ?-?person|face ?-?to ?-?face|f2f|off ?-?line|physical|presential|residential|очн\w*|оф+лайн|off-лайн|présentiel|en présentiel|sur place"),
)  # fmt: skip
STATUSES = (
    ("cancelled", r"cancel\w*|called off|отмен\w*|annul\w*"),
    ("planned", r"planned|scheduled|upcoming|to be held|not (?:yet )?(?:started|held)|postponed|tentative|confirmed|draft|запланир\w*|план\w*|предстоит|не начат\w*|перенес\w*|prévu\w*|planifié\w*|programmé\w*|à venir|reporté\w*"),
    ("ongoing", r"on ?-?going|under ?way|in progress|started|running|в процессе|продолжается|идет|идёт|выполняется|начат\w*|en cours|commencé\w*"),
    ("held", r"held|done|completed?|implemented|conducted|finished|closed|delivered|realised|проведен\w*|проведён\w*|выполнен\w*|состоял\w*|завершен\w*|завершён\w*|реализован\w*|tenu\w*|réalisé\w*|terminé\w*|achevé\w*|effectué\w*|fait"),
)  # fmt: skip
TYPES = (
    ("steering_committee", r"steering committee.*|\bsc meeting|psc|координационн\w* (?:совет|комитет)\w*|руководящ\w* комитет\w*|наблюдательн\w* совет\w*|comité de pilotage|copil"),
    ("study_visit", r"study (?:visit|tour|trip)s?|exchange visit|ознакомительн\w* (?:визит|поездк)\w*|учебн\w* (?:визит|поездк|тур)\w*|visite d ?['’]?étude|voyage d ?['’]?études?|visite d ?['’]?échange"),
    ("dialogue", r"dialogue\w*(?: platform| session)?s?|диалог\w*(?: площадк\w*)?|plateforme de dialogue"),
    ("training", r"train\w*|tot|course|capacity building|e-?learning|simulation|тренинг\w*|обучени\w*|курс\w*|учени[ея]|мастер-класс|школа|formation\w*|cours|stage"),
    ("workshop", r"workshops?|atelier\w*|воркшоп\w*|практикум\w*|рабоч\w* семинар\w*"),
    ("seminar", r"seminar\w*|webinar\w*|семинар\w*|вебинар\w*|séminaire\w*|webinaire\w*"),
    ("conference", r"conference\w*|forum\w*|symposium|summit|конференци\w*|форум\w*|симпозиум\w*|conférence\w*|colloque|congrès"),
    ("mission", r"missions?|scoping|field visit|visit|assessment|мисси\w*|визит\w*|выезд\w*|командировк\w*|visite|déplacement"),
    ("camp", r"camps?|summer camp|лагер\w*|colonie|camp de jeunes"),
    ("campaign", r"campaign\w*|awareness|кампани\w*|акци[ия]|campagne\w*|sensibilisation"),
    ("meeting", r"meetings?|round ?-?table\w*|working group|consultation\w*|встреч\w*|совещани\w*|заседани\w*|кругл\w* стол\w*|рабоч\w* групп\w*|консультаци\w*|réunions?|table ronde|rencontre\w*|groupe de travail"),
    ("other", r"other|прочее|другое|иное|autres?"),
)  # fmt: skip


def folded(header: object) -> str:
    """A header for comparison: small letters, one line, no brackets, marks or numbering."""
    text = re.sub(r"[№#*:.,;\"'’`«»“”›()\[\]_–—-]+", " ", str(header or "").casefold())
    return re.sub(r"\s+", " ", text).strip()


@cache
def header_patterns() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """The header patterns, compiled once."""
    return tuple((field, weight, re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)) for field, weight, pattern in HEADERS)


@lru_cache(4_000)
def meanings(header: str) -> tuple[tuple[str, float], ...]:
    """(field, weight) of what a header may mean, strongest first; nothing for a column about single people."""
    whole = folded(header)
    if not whole or len(header) > 200 or PRIVATE.search(whole):
        return ()
    # "Participants (plan)" says more with its bracket, "Dates (day, month)" less; "City/Town" is either.
    variants = {whole: 0.0, folded(re.sub(r"\([^)]*\)", " ", header)): 0.5}
    variants |= {folded(piece): 1.0 for piece in header.split("/") if "/" in header and folded(piece) not in variants}
    if "›" in header:
        variants[folded(header.rpartition("›")[2])] = -1.0  # below a heading over several columns
    best: dict[str, float] = {}
    for part, less in variants.items():
        for field, weight, pattern in header_patterns():
            if part and pattern.match(part) and weight - less > best.get(field, 0):
                best[field] = weight - less
    return tuple(sorted(best.items(), key=lambda pair: -pair[1]))


def _one_of(table: tuple[tuple[str, str], ...], text: str) -> str | None:
    folded_text = re.sub(r"\s+", " ", text[:200].casefold()).strip(" .,;:!")
    for value, pattern in table:
        if re.fullmatch(rf"(?:{pattern})", folded_text):
            return value
    for value, pattern in table:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", folded_text):
            return value
    return None


def mode_of(text: str) -> str | None:
    """onsite, online or hybrid, as a cell names it; None when it names none."""
    return _one_of(MODES, text)


def status_of(text: str) -> str | None:
    """planned, ongoing, held or cancelled, as a cell names it."""
    return _one_of(STATUSES, text)


def type_of(text: str) -> str | None:
    """A type of activity, as a cell names it."""
    return _one_of(TYPES, text)
