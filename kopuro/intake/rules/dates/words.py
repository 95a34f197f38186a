"""The language tables: each word of a date and the letter of the date grammar it stands for.

Letters (the grammar over them is in `shapes`):
    m month · d day (ordinal word) · r range ("to") · a list ("and") · f opening ("from"; value 'between' pairs with "and")
    o filler that may stand inside a date ("of", "the", "года") · w weekday · g the noun "year" · e "this / last / next"
    p part ("early", "end") · h half · k quarter · z week or decade of a month · s season · b the noun "month"
    t today, yesterday, tomorrow · i preposition that makes a bare month or year a date ("in", "since", "en", "в")
"""

from kopuro.intake.rules.dates.words_central_asia import MONTHS as CENTRAL_ASIAN_MONTHS
from kopuro.intake.rules.dates.words_central_asia import OTHERS as CENTRAL_ASIAN_OTHERS
from kopuro.intake.rules.text import word_set

Entry = tuple[str, int | str]

ENGLISH_MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sep sept",
    "october oct",
    "november nov",
    "december dec",
)
RUSSIAN_MONTHS = (
    "январь января январе январю январем январём янв",
    "февраль февраля феврале февралю февралем февралём фев февр",
    "март марта марте марту мартом мар",
    "апрель апреля апреле апрелю апрелем апр",
    "май мая мае маю маем",
    "июнь июня июне июню июнем июн",
    "июль июля июле июлю июлем июл",
    "август августа августе августу августом авг",
    "сентябрь сентября сентябре сентябрю сентябрем сентябрём сен сент",
    "октябрь октября октябре октябрю октябрем октябрём окт",
    "ноябрь ноября ноябре ноябрю ноябрем ноябрём ноя нояб",
    "декабрь декабря декабре декабрю декабрем декабрём дек",
)
FRENCH_MONTHS = (
    "janvier janv",
    "février fevrier févr fevr fév",
    "mars",
    "avril avr",
    "mai",
    "juin",
    "juillet juil",
    "août aout",
    "septembre",
    "octobre",
    "novembre",
    "décembre decembre déc",
)

# A shortened month, or one that is also an everyday word, is read only beside a day or a year.
SHORT_MONTHS = word_set(
    "jan feb mar apr jun jul aug sep sept oct nov dec янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек "
    "janv févr fevr fév avr juil déc"
)
# English months that are verbs or adjectives when written small.
SMALL_LETTER_VERBS = frozenset({"may", "march", "august"})

_ENGLISH: dict[str, str] = {
    "r": "to until till through thru",
    "a": "and",
    "f": "from between",
    "o": "of the st nd rd th",
    "w": "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
    "g": "year calendar",
    "i": "in since by during for on before after around throughout as",
    "h": "half semester",
    "k": "quarter",
    "z": "week weeks decade",
    "s": "summer spring autumn winter fall",
    "b": "month months",
}
_RUSSIAN: dict[str, str] = {
    "r": "по до",
    "a": "и",
    "f": "с со между",
    "o": "го е ое ого м х числа число",
    "w": (
        "понедельник понедельника понедельнику вторник вторника вторнику среду среда среды среде четверг четверга "
        "четвергу пятницу пятница пятницы пятнице субботу суббота субботы субботе воскресенье воскресенья воскресенью"
    ),
    "g": "года году год г гг годов годы годах годом годам",
    "i": "в во к ко на за от",
    "h": "половине половина половины половину полугодии полугодие полугодия",
    "k": "квартал квартале квартала квартал",
    "z": "неделе неделя неделю недели декаде декада декаду декады",
    "s": "летом осенью зимой весной лето осень зима весна лета осени зимы весны зиму весну",
    "b": "месяц месяца месяце месяцев месяцы",
}
_FRENCH: dict[str, str] = {
    "r": "au à jusqu",
    "a": "et",
    "f": "du entre",
    "o": "le les de d des er ère re l la",
    "w": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "g": "année an",
    "i": "en dès depuis pour courant avant après pendant durant vers ce",
    "h": "moitié semestre",
    "k": "trimestre",
    "z": "semaine décade quinzaine",
    "s": "été automne hiver printemps",
    "b": "mois",
}
_VALUES: dict[str, Entry] = {
    # opening words that pair with "and"
    "between": ("f", "between"),
    "между": ("f", "between"),
    "entre": ("f", "between"),
    # parts of a month or a year
    **dict.fromkeys(["early", "mid", "late", "beginning", "start", "middle", "end", "begin"], ("p", 0)),
    **dict.fromkeys(
        str.split("начале начала начало началу середине середины середину конце конца концу конец первых последних"),
        ("p", 0),
    ),
    **dict.fromkeys(["début", "debut", "mi", "fin", "courant", "milieu"], ("p", 0)),
    # this, last, next
    **dict.fromkeys(["this", "current"], ("e", 0)),
    **dict.fromkeys(["last", "past", "previous"], ("e", -1)),
    **dict.fromkeys(["next", "coming", "upcoming"], ("e", 1)),
    **dict.fromkeys(str.split("этого этом эту этим текущего текущем нынешнего нынешнем сего этой"), ("e", 0)),
    **dict.fromkeys(str.split("прошлого прошлом прошлой минувшего минувшем минувшей прошедшего"), ("e", -1)),
    **dict.fromkeys(str.split("следующего следующем следующей будущего будущем наступающего"), ("e", 1)),
    **dict.fromkeys(["cette", "cet"], ("e", 0)),
    **dict.fromkeys(["dernier", "dernière", "derniere", "passé", "passée", "écoulée"], ("e", -1)),
    **dict.fromkeys(["prochain", "prochaine"], ("e", 1)),
    # today and its neighbours
    "today": ("t", 0),
    "yesterday": ("t", -1),
    "tomorrow": ("t", 1),
    "сегодня": ("t", 0),
    "вчера": ("t", -1),
    "завтра": ("t", 1),
    "hui": ("t", 0),  # aujourd'hui
    "hier": ("t", -1),
    "demain": ("t", 1),
    # ordinal words, read only directly before a month, a half or a quarter
    **{
        word: ("d", day)
        for day, words in enumerate(
            (
                "first premier première premiere первого первое первом первая первой первую первый",
                "second deuxième deuxieme seconde второго второе втором вторая второй вторую",
                "third troisième troisieme третьего третье третьем третья третьей третью третий",
                "fourth quatrième четвертого четвёртого четвертое четвёртое четвертом четвёртом четвертый четвёртый",
                "fifth пятого пятое",
                "sixth шестого шестое",
                "seventh седьмого седьмое",
                "eighth восьмого восьмое",
                "ninth девятого девятое",
                "tenth десятого десятое",
                "eleventh одиннадцатого",
                "twelfth двенадцатого",
                "thirteenth тринадцатого",
                "fourteenth четырнадцатого",
                "fifteenth пятнадцатого",
                "sixteenth шестнадцатого",
                "seventeenth семнадцатого",
                "eighteenth восемнадцатого",
                "nineteenth девятнадцатого",
                "twentieth двадцатого",
            ),
            start=1,
        )
        for word in words.split()
    },
    "thirtieth": ("d", 30),
    "тридцатого": ("d", 30),
}
# Spelled-out French and English days that precede a month ("le quinze mars").
_FRENCH_DAYS = str.split(
    "_ deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize _ _ _ vingt"
)
ROMAN_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def _table(language: str) -> dict[str, Entry]:
    """All languages in one table, the document's own language written last so that it wins a shared spelling."""
    table: dict[str, Entry] = {}
    months = {"en": ENGLISH_MONTHS, "ru": RUSSIAN_MONTHS, "fr": FRENCH_MONTHS}
    functions = {"en": _ENGLISH, "ru": _RUSSIAN, "fr": _FRENCH}
    for word, month in CENTRAL_ASIAN_MONTHS.items():
        table[word] = ("m", month)
    for letter, words in CENTRAL_ASIAN_OTHERS.items():
        table.update(dict.fromkeys(words.split(), (letter, 0)))
    own = language if language in months else "en"
    for each in [*(name for name in months if name != own), own]:
        for month, words in enumerate(months[each], start=1):
            table.update(dict.fromkeys(words.split(), ("m", month)))
        for letter, words in functions[each].items():
            table.update(dict.fromkeys(words.split(), (letter, 0)))
    table.update(_VALUES)
    if language == "fr":
        table.update({word: ("d", day) for day, word in enumerate(_FRENCH_DAYS, start=1) if word not in ("_", "sept")})
    if language == "en":
        for word in ("an", "hier", "mi", "re"):  # French words that are English noise
            table.pop(word, None)
    return table


TABLES: dict[str, dict[str, Entry]] = {language: _table(language) for language in ("en", "ru", "fr")}


def table_for(language: str) -> dict[str, Entry]:
    """The table of a language code; English order and words for a language without its own."""
    return TABLES.get(language[:2].lower(), TABLES["en"])
