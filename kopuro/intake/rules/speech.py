"""Language tables of speech: verbs of saying, sources, pronouns, and the words that announce a title in quotation marks."""

import re

from kopuro.intake.rules.text import word_set

_CAPITAL = r"[A-ZÀ-ÖØ-ÞА-ЯЁҒҚҲЎӘІҢҮҰӨҺŞŠŽČĆĐİÝŇ]"
_LETTER = r"[^\W\d_]"
TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Mme|M|Dr|Prof|Col|Lt|Gen|Maj|Amb|Hon|H\.\s?E|Ambassador|Colonel|General|Major|Captain|Lieutenant|Minister|Judge|Professor|Director|Commissioner|President"
    r"|г-н|г-жа|господин|госпожа|полковник|генерал|майор|Monsieur|Madame|Son Excellence)\.?\s+)"
)
_WORD = rf"{_CAPITAL}(?:{_LETTER}{{1,24}}(?:['’ʻ‘-]{_LETTER}{{1,20}})*|\.(?:\s?-?{_CAPITAL}\.)?|['’]{_LETTER}{{2,20}})"
_PART = rf"(?:{_WORD}|(?:de|du|la|van|von|der|bin|ibn|al|el|ben|da|di|uulu|kyzy|кызы|уулу|оглы)(?=\s))"
NAME = rf"(?:{TITLE})?{_WORD}(?:\s+{_PART}){{0,4}}"
# A name that is only an office ("the Ambassador") names nobody.
OFFICES = word_set(
    "ambassador member chairperson spokesperson minister director head president commissioner judge professor colonel general major captain mayor governor chief deputy prosecutor representative "
    "посол министр директор глава председатель начальник президент тренер эксперт участник участница руководитель заместитель координатор депутат спикер полковник "
    "ministre directeur directrice ambassadeur ambassadrice président présidente gouverneur préfet maire commandant colonel général"
)

_VERBS = {
    "en": (
        r"said|says|noted|notes|added|adds|stressed|stresses|emphasi[sz]e[sd]|underlined|underlines|underscored|highlighted|highlights|stated|states|remarked|commented|explained|explains|"
        r"pointed out|told|concluded|observed|recalled|reiterated|declared|shared|shares|reflected|affirmed|continued|wrote|asked|reminded|acknowledged|mentioned|announced|summed up|"
        r"expressed|praised|insisted|argued|believes|commented|confirmed|opined|urged|called on|warned|admitted|described|responded|replied|quoted|recounted|thanked|assured|claimed|cited|"
        r"put it|pledged|welcomed|went on|maintained|outlined|testified|exclaimed|encouraged|congratulated"
    ),
    "ru": (
        r"сказал[аи]?|говорит|говорят|отметил[аи]?|отмеча[её]т|отмечают|добавил[аи]?|добавляет|подчеркнул[аи]?|подч[её]ркивает|подч[её]ркивают|заявил[аи]?|заявляет|сообщил[аи]?|сообщает|"
        r"рассказал[аи]?|рассказывает|пояснил[аи]?|поясняет|объяснил[аи]?|объясняет|напомнил[аи]?|поделил(?:ся|ась|ись)|делится|считает|считают|уверен[аы]?|подытожил[аи]?|резюмировал[аи]?|"
        r"заключил[аи]?|указал[аи]?|призвал[аи]?|выразил[аи]?|прокомментировал[аи]?|комментирует|уточнил[аи]?|продолжил[аи]?|поблагодарил[аи]?|обратил[аи]? внимание|констатировал[аи]?|"
        r"акцентировал[аи]?|упомянул[аи]?|признал(?:ся|ась|ись)?|ответил[аи]?|написал[аи]?|цитирует|приводит слова|процитировал[аи]?|высказал(?:ся|ась)|выступил[аи]?|приветствовал[аи]?|"
        r"деп (?:билдир|белгиле|айт|кошумчала|атап|жазды|хабарла)\w+|деді|деди|гуфт"
    ),
    "fr": (
        r"a-t-(?:il|elle|on) \w+|(?:a|ont) (?:également |notamment |aussi |ainsi |d['’]ailleurs |encore |tenu à )?(?:déclar[ée]r?|soulign[ée]r?|indiqu[ée]r?|ajout[ée]|affirm[ée]r?|rappel[ée]r?|"
        r"expliqu[ée]r?|précis[ée]r?|conclu|not[ée]|estim[ée]|insist[ée]|dit|confi[ée]|témoign[ée]|fait savoir|exprim[ée]|remarqu[ée]|relev[ée]|annonc[ée]|assur[ée]|martel[ée]|exhort[ée]|salu[ée]|"
        r"laiss[ée] entendre|lanc[ée]|partag[ée]|observ[ée]|écrit|averti|répondu|reconnu|plaid[ée]|remerci[ée]r?|inform[ée]|interrog[ée]|soutenu|invit[ée]|appel[ée])e?s?|"
        r"s['’]est (?:réjouie?|interrogée?|félicitée?|exclamée?|exprimée?)|déclare|souligne|indique|ajoute|affirme|rappelle|explique|précise|conclut|estime|insiste|confie|témoigne|note|raconte|poursuit|assure|résume|observe|remarque|constate|juge|dit-(?:il|elle)|"
        r"déclarait|soulignait|expliquait|affirmait|déclarera"
    ),
}
# "It was mentioned", "было отмечено": nobody in particular said it.
_PASSIVES = {
    "en": r"\b(?:was|were|been|be|being|is|are|as)\s(?:\w+ly\s|also\s|often\s|often\s)?$",
    "ru": r"\b(?:было|была|были|быть)\s$",
    "fr": r"\b(?:été|être)\s$",
}
_SOURCES = {
    "en": r"\b(?:according to|in the words of|as (?:stated|noted|said|explained|emphasi[sz]ed|highlighted|put|mentioned|underlined) by|quoting|in (?:his|her|their) (?:opening |closing |welcome |welcoming |concluding )?(?:remarks|speech|address|words|statement),?)",
    "ru": r"(?:по (?:его |её |ее )?(?:словам|мнению|убеждению|выражению)|как (?:отметил|сказал|подчеркнул|заявил|сообщил|пояснил|рассказал)\w?|цитата)",
    "fr": r"(?:selon|comme (?:mentionné|souligné|indiqué|rappelé|expliqué|précisé)e? par|comme l['’]a (?:souligné|indiqué|rappelé|dit|expliqué|déclaré)|d['’]après|aux dires de|pour sa part,|dans son (?:allocution|discours|mot|intervention)[^,]{0,40},)",
}
_PRONOUNS = {
    "en": r"\b(?:he|she|they|one (?:participant|trainee|officer|of the)|a (?:participant|trainee|teacher|police|student)|the (?:participants?|trainees?|officers?|ambassador|minister|director|head|expert|official|trainer|judge|representative))\b",
    "ru": r"\b(?:он|она|они|один из|одна из|участни(?:к|ца|ки)|слушатель|эксперт|спикер|министр|посол|тренер|собеседни\w{1,3}|глава)\b",
    "fr": r"(?:\b(?:il|elle|ils|elles|on)\b|-t-il|-t-elle|l['’]un des|une? participante?|les participants|le ministre|l['’]ambassad|la représentante|le représentant|le directeur)",
}
_TITLES = {
    "en": (
        r"(?:entitled|titled|called|named|dubbed|under the (?:title|theme|name|motto|slogan|topic)|on the (?:topic|theme|subject)|theme|topic|topics|title|project|projects|programme|program|workshop|training|trainings|"
        r"seminar|course|courses|conference|round ?table|session|module|initiative|campaign|report|publication|handbook|manual|guide|book|film|movie|strategy|law|act|platform|forum|event|events|meeting|webinar|"
        r"on|of|the|so-called|term|terms|known as|as|exercise|game|framework|component|article|document|concept|study|for|in|video|documentary|centre|center|ngo|foundation|fund|association|union|award|brand|hotel|motto|slogan)"
        r"[ \u00a0:,–-]{0,3}$"
    ),
    "ru": (
        r"(?:на тему|по теме|теме|тема|темы|под названием|названием|название|проект\w{0,3}|программ\w{0,3}|семинар\w{0,2}|тренинг\w{0,2}|курс\w{0,2}|конференци\w{1,2}|стол\w{0,2}|модул\w{1,2}|"
        r"инициатив\w{1,2}|кампани\w{1,2}|акци\w{1,2}|стратеги\w{1,2}|закон\w{0,2}|пособи\w{1,2}|книг\w{1,2}|фильм\w{0,2}|фонд\w{0,2}|оо|общественн\w{2,3} объединени\w|организаци\w{1,2}|центр\w{0,2}|ассоциаци\w{1,2}|"
        r"газет\w{1,2}|агентств\w{1,2}|гостиниц\w{1,2}|отел\w{1,2}|игр\w{1,2}|форум\w{0,2}|платформ\w{1,2}|девиз\w{0,2}|лозунг\w{0,2}|так называем\w{2,3}|концепци\w{1,2}|номинаци\w{1,2}|«о|о|об|ооо|нпо|тоо|рамках)"
        r"[ \u00a0:,–-]{0,3}$"
    ),
    "fr": (
        r"(?:intitulée?s?|le thème|thème|thématique|dénommée?s?|appelée?|baptisée?|projet|programme|atelier|formation|séminaire|cours|conférence|module|initiative|campagne|rapport|manuel|guide|livre|film|stratégie|"
        r"loi|plateforme|forum|dit|dite|nommée?|titre|sous le titre|slogan|terme|notion|sur|de|des|la|le|les|du|association|ong|centre|hôtel|réseau|fondation|article|table ronde)"
        r"[ \u00a0:,–-]{0,3}$"
    ),
}


def _compiled(table: dict[str, str], shape: str) -> dict[str, re.Pattern[str]]:
    return {language: re.compile(shape.replace("@", words)) for language, words in table.items()}


VERB = _compiled(_VERBS, r"(?<![\w-])(?:@)(?![\w-])")
PASSIVE = _compiled(_PASSIVES, "(?:@)")
SOURCE = _compiled(_SOURCES, "(?:@)")
PRONOUN = _compiled(_PRONOUNS, "(?:@)")
TITLED = _compiled(_TITLES, r"(?<!\w)(?:@)")
