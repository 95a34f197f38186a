"""What stands around a date: the word that says what happened then, and whether it is a dateline, a page date or history."""

import re

from kopuro.intake.rules.dates.cues import CUES, PREPOSITIONS

_DEADLINE = re.compile(
    r"\b(?:deadline\w{0,2}|no later than|not later than|apply by|applications? (?:are |is |will be )?(?:open |accepted |due )?(?:until|by|before)"
    r"|submitted by|register by|closing date|срок\w{0,3}(?: подачи[^.]{0,40})?|не позднее|крайний срок|дедлайн|date limite[^.]{0,30}|au plus tard|avant le|d['’]ici)"
    r"[\s:–-]{0,3}(?:the |le |la |au |à |до )?$",
    re.IGNORECASE,
)
_HISTORY_BEFORE = re.compile(
    r"\b(?:(?:resolutions?|laws?|acts?|decrees?|convention|constitution|directive|regulation"
    r"|закон\w{0,3}|указ\w{0,3}|постановлени\w{1,2}|резолюци\w{1,2}|приказ\w{0,3}|распоряжени\w{1,2}|кодекс\w{0,2}|конвенци\w{1,2}"
    r"|lois?|décrets?|résolutions?|arrêtés?|ordonnances?)(?:[\s,(]+(?:№|no\.?|n°|of|dated|adopted in|in|de|du|от|в|[\d/.-]{1,10})){0,4}"
    r"|(?:killed|attacks?|bombings?|assassinat\w{1,4}|independence|elections?|pandemic|revolution|genocide|born|теракт\w{0,3}|выбор\w{0,3}|войн\w{0,2}"
    r"|attentats?|attaques?|élections?|guerre)(?:[\s,]+(?:of|on|in|from|the|de|du|des|en|от|в|на|[^\W\d_]{1,14})){0,4})[\s,(]{0,3}$",
    re.IGNORECASE,
)
_HISTORY_AFTER = re.compile(
    r"^[\s)]{0,2}(?:№|no\.|n°|attacks?\b|bombings?\b|elections?\b|(?:unodc |undp |osce |eu |un |national |state |regional |multi-annual )?(?:strateg|program|action plan|work ?plan|concept\b|framework)"
    r"|(?:academic|school|fiscal|financial) year|учебн\w{2,3} год|году учебн|теракт|выбор)",
    re.IGNORECASE,
)
_PLAN_BEFORE = re.compile(
    r"(?:programmes?|programs?|strategy|strategies|(?:action |work ?)?plans?|concept|framework|roadmap|budget|period|phase|cycle|years?|academic|fiscal"
    r"|программ\w{1,3}|стратеги\w{1,2}|план\w{0,3}|концепци\w{1,2}|период\w{0,2}|годы|programme|stratégie|plan|période|feuille de route|années)"
    r"\s{0,2}(?:for|of|the|on|in|на|за|pour|la|les|de|\(|,|:|period|период|période|years|годы|années|\s){0,6}$",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r",\s(?:in|on|en|в)\s(?:early |late |mid-?)?$"
)  # "As part of this programme, in October 2022 …"
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_PUBLISHED = re.compile(
    r"(?:^|[\n|•·]|\s{2})[^\w\n]{0,4}(?:publishing date|published|posted|date (?:of publication|published|posted)|publication date|release(?:d| date)|issued|news|press release"
    r"|(?:дата )?публикации|опубликован\w{0,2}|размещен\w{0,2}|добавлен\w{0,2}|дата публикации|publiée?(?: le)?|date de publication|mise? en ligne|paru|créé)"
    r"(?: on| at| in| le|:)?[\s:–-]{0,4}(?:on |le )?(?:\w{2,12},? )?$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:last )?(?:updated|modified|reviewed)|обновлен|изменен|mis à jour|modifié", re.IGNORECASE)
_FIELD = re.compile(
    r"(?:^|\n|\|)\s{0,4}(?:dates?|when|period|time|venue and dates?|date and (?:venue|place)|даты?(?: проведения)?|когда|период(?: проведения)?|сроки(?: проведения)?|quand|date et lieu|lieu et date)"
    r"\s{0,2}[:–-]\s{0,3}(?:[^\W\d_]{3,12},?\s)?$",
    re.IGNORECASE,
)
_CHROME = re.compile(
    r"\b(?:by|on|at|author|published|posted|date|news|press|release|story|article|updated|last|photo|read|min|mins|minutes?|views?|share|print|am|pm|gmt|home|events?|blog|statement|feature|category|admin"
    r"|автор|дата|новости|новость|пресс|релиз|опубликовано|публикации|обновлено|просмотров|просмотры|главная|печать|в|мск|фото|источник"
    r"|par|le|à|publié|publiée|mis|jour|actualités?|communiqué|de|presse|lecture|auteur|accueil"
    r"|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|года?|г)\b",
    re.IGNORECASE,
)
_DATELINE_AFTER = re.compile(
    r"^[\s.,]{0,4}(?:г\.?|года)?[\s.,)]{0,3}(?:/[^/\n]{2,30}/|\([^()\n]{2,30}\))?[\s.,]{0,3}(?:[–—―-]{1,2}\s|\.\s?[–—-]|:\s|/\w)"
)
_CAPITALS_BEFORE = re.compile(r"^[\s(«\"]{0,4}[A-ZА-ЯЁҚҒҲЎӘІҢҮҰӨҺ][A-ZА-ЯЁҚҒҲЎӘІҢҮҰӨҺ’'‘. -]{2,30},\s$")
_CLOCK_AFTER = re.compile(r"^[\s,|•·–-]{0,4}(?:г\.?|года|в|at|à)?[\s,|•·–-]{0,4}\d{1,2}[:.h]\d{2}(?!\d|\s?[-–—])")
_STOP_AFTER = re.compile(r"(?:\s?г(?:ода|\.))?\.?\s(?=[^\Wа-яa-z\d_/]|/|\()")
_ONE_PLACE = re.compile(r"[A-ZА-ЯЁÀ-Þ][^\W\d_]{2,20} $")
_STAMP = re.compile(r"^\s*date \d{4}-\d\d(?:-\d\d)?\s")
_STAMP_BEFORE = re.compile(r"^\s*(?:date|(?:date|дата)\s?:\s?\d{1,2}[:.]\d{2},?) ?$", re.IGNORECASE)
_OF_THE_DAY = re.compile(  # the date of today's exchange rates and weather is not that of the page
    r"(?:exchange rates?|currency rates?|currency|weather|курсы? (?:валют|доллара|рубля|НБ|ЦБ)|погода|taux de change|météo)[^\n]{0,24}$",
    re.I,
)
_PLACE_BEFORE = re.compile(
    r"^[\s(«\"]{0,4}(?:(?:г|с|пос)\.\s?)?(?:[A-ZА-ЯЁҚҒҲЎӘІҢҮҰӨҺÀÂÇÉÈÊÎÔŞŠŽ][\w’'‘.-]{1,24}[\s,/(–-]{0,3}(?:(?:de|of|la|le|el|und|and|и|et|велаят|область|обл\.|район|region|province|district|oblast|city|village)[\s,–-]{1,3})?){1,7}[\s,.(–-]{0,3}(?:le\s|on\s|,)?\s?$"
)
_PLACE_AFTER = re.compile(
    r"^[\s.,]{0,4}(?:г\.|года)?[\s,]{0,3}(?:г\.\s?)?(?:[A-ZА-ЯЁ][\w’'-]{1,24}[\s,]{0,3}){1,5}"
    r"(?:\s?[–—―-]{1,2}\s|/[^/\n]{2,30}/|\.\s(?=[^\Wа-яa-z\d_]))"
)


def cue_of(text: str, start: int, end: int, language: str) -> str:
    """The nearest telling word in the date's own sentence; a verb before a preposition; '' when there is none.

    `language` is one that `cues.table_language` gives.
    """
    cues = CUES[language]
    left = text[_sentence_start(text, start) : start].lower()
    right = text[end : min(len(text), end + 90)]
    stop = _SENTENCE_END.search(right)
    right = (right[: stop.start()] if stop else right).lower()
    best, distance = "", 999
    for match in cues.finditer(left):
        ahead = best in ("will", "planned") and len(left) - match.start() >= distance - 14  # "will be held"
        distance = len(left) - match.end()
        if not ahead:
            best = str(match.lastgroup)
    after = cues.search(right)
    if after is not None and after.start() + 15 < distance:
        best, distance = str(after.lastgroup), after.start()
    near = preposition_of(text, start, language)
    if near in ("since", "until", "by") and distance > 3:
        return near
    return best or near


def preposition_of(text: str, start: int, language: str) -> str:
    """The preposition right before a date, or ''."""
    match = PREPOSITIONS[language].search(text[max(0, start - 24) : start].rstrip().lower())
    return str(match.lastgroup) if match else ""


def _sentence_start(text: str, position: int) -> int:
    low = max(0, position - 140)
    window = text[low:position]
    at = 0
    for match in _SENTENCE_END.finditer(window):
        before = window[max(0, match.start() - 3) : match.start()]
        if match.group()[0] == "." and (before[-2:-1] in (" ", "") or before[-1:].isdigit()):
            continue  # an initial or an abbreviation of one letter
        at = match.end()
    return low + at


def is_deadline(text: str, start: int) -> bool:
    """Whether the words before a date make it a closing date."""
    return _DEADLINE.search(text[max(0, start - 70) : start]) is not None


def is_history(text: str, start: int, end: int, has_day: bool) -> bool:
    """Whether a date belongs to a law, an attack, an election, a plan or a strategy rather than to an activity."""
    left = text[max(0, start - 60) : start]
    right = text[end : end + 40]
    if _HISTORY_BEFORE.search(left) is not None and not has_day:
        return True
    if _HISTORY_AFTER.search(right) is not None:
        return True
    if has_day:
        return (
            re.search(
                r"(?:\b(?:dated|born|от|née?)|\b(?:law|act|decree|закон|указ|loi|décret)\w{0,3}(?: of| du)?)\s(?:on\s|le\s)?$",
                left,
                re.IGNORECASE,
            )
            is not None
        )
    return _PLAN_BEFORE.search(left) is not None and _NEW_CLAUSE.search(left) is None


def line_kind(text: str, start: int, end: int, single_day: bool) -> str:
    """'dateline', 'page', 'updated', 'field' (a labelled "Date: …") or '' by the line a date stands in."""
    line_start = text.rfind("\n", max(0, start - 200), start) + 1
    if line_start == 0 and start > 200:
        line_start = start - 200
    line_end = text.find("\n", end, end + 200)
    line_end = line_end if line_end >= 0 else min(len(text), end + 200)
    before, after = text[line_start:start], text[end:line_end]
    before = _STAMP.sub("", before)
    head = text[max(0, start - 60) : start]
    if _FIELD.search(head) is not None:
        return "field"
    if _PUBLISHED.search(head) is not None and single_day:
        return "updated" if _UPDATED.search(head) else "page"
    if len(before) <= 70 and _DATELINE_AFTER.match(after) and (_PLACE_BEFORE.match(before) and before.strip()):
        return "dateline"
    if len(before.strip()) <= 2 and single_day and (_PLACE_AFTER.match(after) or _DATELINE_AFTER.match(after)):
        return "dateline"
    if single_day and _STAMP_BEFORE.match(before):
        return "page"
    if _CAPITALS_BEFORE.match(before) and re.match(r"(?:\sг(?:ода|\.))?\.\s[^\Wа-яa-z\d_/]", after):
        return "dateline"
    if (
        single_day
        and len(before) <= 60
        and before.strip()
        and _PLACE_BEFORE.match(before)
        and before.rstrip()[-1:] in ",.–—-"
        and _STOP_AFTER.match(after)
    ):
        return "dateline"
    if single_day and len(before) < 4 and _CLOCK_AFTER.match(after):
        return "page"
    if (
        single_day
        and len(before) < 160
        and _CLOCK_AFTER.match(after)
        and (len(before) < 45 or len(after) < 12)
        and len(after) < 60
    ):
        return "page"
    if len(before) + len(after) > 90 or not single_day:
        return ""
    rest = before + " " + after
    if _UPDATED.search(rest):
        return "updated"
    left_over = re.sub(r"[\W\d_]+", " ", _CHROME.sub(" ", rest)).strip()
    if len(left_over) <= 3 or (
        re.search(r"\b(?:[Bb]y|[Pp]ar)\s+[A-Z]|\b(?:[Aa]uthor|[Аа]втор)\b", rest) and len(left_over) < 40
    ):
        return "page"
    if not after.strip() and 3 <= len(before) <= 30 and _ONE_PLACE.match(before):
        return "dateline"  # "Strasbourg 16 March 2018" on a line of its own
    if (
        not after.strip(" .,)")
        and before.strip()
        and _PLACE_BEFORE.match(before)
        and len(before) <= 45
        and re.search(r",\s*(?:le|on)?\s*$", before)
    ):
        return "dateline"
    return ""


def is_of_the_day(text: str, start: int) -> bool:
    """Whether a date is that of exchange rates or weather shown beside the text."""
    return _OF_THE_DAY.search(text, max(0, start - 40), start) is not None


def is_published(text: str, start: int) -> bool:
    """Whether a word of publication stands right before a date."""
    return _PUBLISHED.search(text[max(0, start - 60) : start]) is not None
