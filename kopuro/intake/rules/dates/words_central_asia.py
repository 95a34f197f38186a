"""Months of Kazakh, Kyrgyz, Uzbek (Latin and Cyrillic), Tajik and Turkmen, with the endings they carry in running text."""

_KAZAKH = str.split("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан")
_KAZAKH_ENDINGS = str.split("- да де та те дан ден тан тен нан нен ға ге қа ке дың дің тың тің ның нің ы і")
_RUSSIAN_STEMS = str.split("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь")
_KYRGYZ_ENDINGS = str.split("ы и ында инде ына ине дан ден тан тен да де та те га ге ка ке нын нин дын дин тын тин")
_UZBEK_LATIN = (
    str.split("yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr"),
    str.split("yanvar fevral mart aprel may iyun iyul avgust sentyabr oktyabr noyabr dekabr"),
)
_UZBEK_CYRILLIC = str.split("январ феврал март апрел май июн июл август сентябр октябр ноябр декабр")
_UZBEK_LATIN_ENDINGS = str.split("- da dan ga gacha ning i ida")
_UZBEK_CYRILLIC_ENDINGS = str.split("- да дан га гача нинг")
_TAJIK = str.split("январ феврал март апрел май июн июл август сентябр октябр ноябр декабр")
_TURKMEN = str.split("ýanwar fewral mart aprel maý iýun iýul awgust sentýabr oktýabr noýabr dekabr")
_TURKMEN_ENDINGS = str.split("- y i da de yna ine ynda inde")


def _forms(stems: list[str], endings: list[str]) -> dict[str, int]:
    return {
        stem + ("" if ending == "-" else ending): month
        for month, stem in enumerate(stems, start=1)
        for ending in endings
        if not (stem in ("may", "mart", "май") and ending == "i")  # "mayi", "marti" are no words
    }


MONTHS: dict[str, int] = {
    **_forms(_KAZAKH, _KAZAKH_ENDINGS),
    **_forms(_RUSSIAN_STEMS, _KYRGYZ_ENDINGS),
    **_forms([stem.rstrip("ь") for stem in _RUSSIAN_STEMS], _KYRGYZ_ENDINGS),
    **_forms(_UZBEK_LATIN[0], _UZBEK_LATIN_ENDINGS),
    **_forms(_UZBEK_LATIN[1], _UZBEK_LATIN_ENDINGS),
    **_forms(_UZBEK_CYRILLIC, _UZBEK_CYRILLIC_ENDINGS),
    **_forms(_TAJIK, ["и"]),
    **_forms(_TURKMEN, _TURKMEN_ENDINGS),
    "майи": 5,
}
# "year" after or before the number, and the fillers between the parts of a date.
OTHERS: dict[str, str] = {
    "g": (
        "жылы жылғы жылдың жылдын жылында жыл йил йилнинг йили yil yilning yili yilda соли сол ýylyň ýyl ýylda ж "
        "nji njy"
    ),
    "o": "күні күндері күнү күндөрү kuni kunlari куни кунлари рӯзи рӯзҳои njynji",
    "a": "және жана va ва we",
}
