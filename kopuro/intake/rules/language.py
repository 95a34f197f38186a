"""Which language a text is written in, by its commonest small words and its own letters. Offline, in one pass over the words."""

from __future__ import annotations

from collections import Counter

_SMALL_WORDS = {
    "en": "the of and to in on for with was were by from that is are as at this have has an their which be it its "
    "during will who",
    "ru": "и в на с по для из от при о об что как был была были также не его их это к за со года году который "
    "которые до после",
    "fr": "le la les de des du et en un une pour dans par sur au aux que qui est ont été avec ce cette son ses "
    "leur plus ou d l",
    "de": "der die das und in den von zu mit auf für ist im dem des ein eine wurde nicht als auch an bei nach sich "
    "werden",
    "es": "el la los las de del y en un una para por con que se su es al como más fue sus entre sobre han este esta",
    "it": "il la le di del della e in un una per con che si è al alla dei delle sono nel nella ha anche come più",
    "pt": "o a os as de do da dos das e em um uma para por com que se foi ao na no não mais como pela pelo",
    "tr": "ve bir bu için ile da de olarak olan gibi daha çok en sonra kadar ise tarafından",
    "kk": "және мен бен үшін бұл бойынша туралы қарсы болып еді бар осы деп сондай ақ жылғы өтті жүргізу қазақстан",
    "ky": "жана менен үчүн бул боюнча тууралуу каршы болуп деп ошондой эле жылы өттү кыргыз катары бар иш "
    "өткөрүлдү уюштуруу",
    "tg": "ва бо дар аз ба барои ки ин буд шуд мебошад оид кор ҷумҳурии тоҷикистон намуд гардид бахши соли аст",
    "uz": "va bilan uchun bu bo‘yicha haqida qarshi deb hamda bo‘lib o‘tdi yil kuni ham shu o‘zbekiston bo yicha qilish",
    "tk": "we bilen üçin bu boýunça barada türkmenistanyň geçirildi hem ýyl ýylyň hormatly prezidentimiz döwlet "
    "ýurdumyzyň",
    "uk": "і в на з для що та від за як до це є не було також які його при щодо у",
    "ro": "și în de la cu pentru din care este au fost pe un o mai prin ale ai",
    "pl": "i w na z do się jest że oraz dla przez od był była nie o po",
}
_WORDS: dict[str, tuple[str, ...]] = {}
for _language, _listed in _SMALL_WORDS.items():
    for _word in _listed.split():
        _WORDS[_word] = (*_WORDS.get(_word, ()), _language)
_LETTERS = {  # letters that one language of a script has and its neighbours have not
    "kk": "ұһәі",
    "ky": "өүң",
    "tg": "ҷӣӯ",
    "uk": "їєґ",
    "uz": "ўʻ",
    "tk": "ýňä",
    "tr": "ığ",
    "pl": "łęą",
    "ro": "țăș",
    "de": "ß",
    "es": "ñ¿",
    "pt": "ãõ",
}
_MOST = 400


def language_of(words: list[str]) -> str | None:
    """The language ("en", "ru", "fr", "kk", "ky", "tg", "uz", "tk", "de", …) of words in small letters; None when nothing can be said."""
    sample = words[:_MOST]
    counts: Counter[str] = Counter()
    for word in sample:
        for language in _WORDS.get(word, ()):
            counts[language] += 2
    letters = Counter("".join(sample[:300]))
    cyrillic = sum(n for c, n in letters.items() if "Ѐ" <= c <= "ӿ")
    latin = sum(n for c, n in letters.items() if c.isalpha() and c < "\u0250")
    for language, marks in _LETTERS.items():
        counts[language] += (
            min(40, 2 * sum(letters[c] for c in marks)) if counts[language] or cyrillic + latin < 400 else 0
        )
    if cyrillic > latin:
        for language in list(counts):
            if language not in ("ru", "uk", "kk", "ky", "tg", "uz"):
                del counts[language]
    elif latin:
        for language in ("ru", "uk", "kk", "ky", "tg"):
            counts.pop(language, None)
    if not counts or counts.most_common(1)[0][1] == 0:
        return None
    return counts.most_common(1)[0][0]
