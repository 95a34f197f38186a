"""Words that look back to an earlier activity; what follows them in the clause is not of the one told."""

import re

BACKWARD = re.compile(
    r"(?:\b(?:buil(?:ds?|t|ding) (?:up)?on|continuation of|follow(?:s|ed|ing)(?:[ -]up)?(?: on| to)?|preceded by|after|since)\s+"
    r"(?:the|a|an|its|another)\s+(?:[\w-]+\s+){0,4}?(?:trainings?|workshops?|seminars?|courses?|meetings?|events?|visits?|missions?|"
    r"sessions?|conferences?|ones?|rounds?)\b"
    r"|\b(?:после|продолжени\w+|по итогам)\s+(?:\w+\s+){0,3}?(?:семинар|тренинг|встреч|курс|визит|мероприят|конференц)\w*"
    r"|\b(?:fai(?:t|sait) suite|à la suite|suite|après)\s+(?:à |au |aux |de |du |des |d['’])?(?:l['’]|la |le |les |un |une )?"
    r"(?:[\w-]+\s+){0,3}?(?:ateliers?|formations?|séminaires?|réunions?|missions?|conférences?|sessions?))[^.,;]{0,70}$",
    re.I,
)
