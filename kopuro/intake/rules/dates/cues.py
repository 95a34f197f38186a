"""Language tables of the words that tell what happened on a date, and of the prepositions before it.

Written in small letters: they are matched against the text in small letters.
"""

import re

_CUES: dict[str, dict[str, str]] = {
    "en": {
        "started": r"start(?:s|ed|ing)?|beg[au]n|begins|opened|kick(?:s|ed)?[- ]off|launch(?:ed|es)?|inaugurated|commenced",
        "ended": r"end(?:s|ed)|conclud(?:e|es|ed|ing)|finish(?:ed|es)|closed|closes|wrapped up|completed|culminated|came to an end",
        "planned": r"planned|scheduled|foreseen|envisaged|expected|to be held|is set|is due|slated|upcoming|to take place",
        "will": r"will|shall|going to",
        "held": (
            r"held|holds|hold|holding|took place|takes place|taking place|taken place|organi[sz](?:ed|es|ing)|hosted|hosts|conduct(?:ed|s|ing)|convened|gathered"
            r"|participated|attended|visited|met|carried out|delivered|facilitated|brought together|arranged|joined|took part|discussed|trained|presented|implemented"
        ),
        "published": r"published|posted|released|issued|updated",
        "adopted": r"adopted|signed|ratified|approved|enacted|established|founded|born|entered into force|endorsed|elected|appointed|created|set up",
    },
    "ru": {
        "started": r"начал(?:ся|ась|ись|ось|о|и)?|начинается|стартовал\w{0,3}|открыл(?:ся|ась|ись)|открытие|дан старт|начиная",
        "ended": r"заверш\w{2,8}|закончил\w{1,3}|окончил\w{1,3}|закры(?:лся|лась|лись|тие)|подош\w{1,3} к концу",
        "planned": r"заплан\w{3,9}|намечен\w{0,3}|предстоящ\w{1,3}|планиру\w{2,5}|предусмотрен\w{0,2}|ожида\w{2,5}",
        "will": r"будет|будут|пройд[её]т|пройдут|состоится|состоятся|проведут|провед[её]т|примут|соберутся",
        "held": (
            r"прош(?:[её]л|ла|ло|ли)|состоял(?:ся|ась|ось|ись)|пров[её](?:л|ла|ло|ли|ден\w{0,2})|провод(?:ит|ят|ил|или|ила|ился|илась|ились)\w{0,2}|проходи\w{1,4}"
            r"|организ\w{3,9}|приня(?:л|ли|ла) участие|собрал\w{0,4}|посетил\w?|встретил\w{1,4}|принял\w?|участвовал\w?|обсудил\w?"
        ),
        "published": r"опубликован\w{0,2}|размещен\w{0,2}|обновлен\w{0,2}",
        "adopted": r"принят\w{0,2}|утвержд\w{2,5}|подписан\w{0,2}|основан\w{0,2}|создан\w{0,2}|родил\w{1,4}|избран\w?|учрежд\w{2,5}|ратифиц\w{3,8}",
    },
    "fr": {
        "started": r"inaugur[ée]\w{0,2}|début[ée]\w{0,2}|a débuté|commenc\w{1,4}|lanc[ée]\w{0,2}|s['’]est ouvert\w?|démarr\w{1,3}|ouverture|à compter",
        "ended": r"achev[ée]\w{0,2}|clôtur\w{1,4}|conclu\w{0,2}|pris fin|termin[ée]\w{0,2}",
        "planned": r"prévue?s?|planifiée?s?|programmée?s?|envisagée?s?",
        "will": r"se tiendra|se tiendront|aura lieu|auront lieu|se déroulera|sera|seront|va se tenir|réunira|réuniront|prendront",
        "held": (
            r"tenue?s?|eu lieu|déroulée?s?|organisée?s?|organise|organisent|réunie?s?|participé|accueilli\w{0,2}|rassemblée?s?|animée?s?|rencontré\w{0,2}"
            r"|dispensée?s?|pris part|réunissa\w{1,3}|visité|mené\w{0,2}|conduite?s?"
        ),
        "published": r"publiée?s?|mis à jour|paru\w{0,2}",
        "adopted": r"adoptée?s?|signée?s?|ratifiée?s?|créée?s?|fondée?s?|née?s?|promulguée?s?|instituée?s?|élue?s?",
    },
}
_PREPOSITIONS: dict[str, dict[str, str]] = {
    "en": {
        "since": "since|as of",
        "until": "until|till|through",
        "by": r"by|no later than|not later than|before|prior to|deadline(?: is)?",
        "from": "from|between",
        "on": "on",
        "in": "in|during|for",
    },
    "ru": {
        "since": "с начала",
        "until": "вплоть до",
        "by": "к|не позднее|до",
        "from": "с|со|c|между",
        "on": "on",
        "in": "в|во|на|за",
    },
    "fr": {
        "since": "depuis|dès|dès le",
        "until": r"jusqu['’](?:au|à|en)",
        "by": r"d['’]ici(?: le| au| à)?|avant|avant le|au plus tard(?: le)?",
        "from": "du|entre|entre le",
        "on": "le|les|ce",
        "in": "en|au mois de|au mois d['’]|pour|courant|durant|pendant",
    },
}


def _compiled(tables: dict[str, dict[str, str]], shape: str) -> dict[str, re.Pattern[str]]:
    return {
        language: re.compile(shape.replace("@", "|".join(f"(?P<{name}>{words})" for name, words in table.items())))
        for language, table in tables.items()
    }


CUES = _compiled(_CUES, r"\b(?:@)(?!\w)")
PREPOSITIONS = _compiled(_PREPOSITIONS, r"(?<!\w)(?:@)(?: the)?$")


def table_language(language: str) -> str:
    """The table that serves a language: Russian for the Cyrillic ones of Central Asia, English for the others."""
    code = language[:2].lower()
    return code if code in CUES else "ru" if code in ("kk", "ky", "tg", "uk") else "en"
