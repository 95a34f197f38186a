"""Links to an earlier activity: "followed a previous one", "second in a series", "builds on", "вторая волна", "fait suite à"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopuro.intake.rules.text import Sentence, Text

_KIND = r"(?:training|course|workshop|seminar|event|activit(?:y|ies)|session|meeting|conference|visit|study visit|mission|round|wave|edition|phase|one|ones|campaign|camp|series|webinar|programme|forum|dialogue|consultation|exercise)s?"
_CUE = re.compile(
    r"\b(?:(?:its|the|a|their) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:and (?:last|final) )?(?:[\w-]+ ){0,2}?"
    r"(?:trainings?|workshops?|seminars?|courses?|modules?|webinars?|camps?|study visits?|meetings?|round ?tables?|missions?|waves?)\b(?! Committee)|"
    r"(?:was|were) preceded by|follow(?:s|ed|ing)?(?:[ -]up)?\s+(?:on\s+|to\s+|up\s+(?:on|to)\s+)?(?:a\s+|the\s+|"
    r"an\s+)?(?:\w+\s+){0,2}?(?:previous|earlier|first|initial|similar|preceding|prior)\b"
    r"|(?:it|this|which|(?:this|the) (?:\w+ )?"
    + _KIND
    + r") follow(?:s|ed) (?:a|an|the|up on)\b|follow[- ]?up (?:to|of|on|from)\b|(?:is|was|as|were) (?:a |"
    r"the )?follow[- ]?up\b"
    r"|(?:second|third|fourth|fifth|sixth|seventh|final|last|next|another|latest|2nd|3rd|4th|5th) (?:in|of|from|"
    r"session of|part of) (?:a|the|this|its) (?:\w+[- ]){0,4}?(?:series|cycle|set)\b"
    r"|(?:second|third|fourth|fifth|2nd|3rd|4th|final) (?:wave|round|phase|stage|edition|part|module) of (?:the |"
    r"a |this |advanced )?(?:[\w()–-]+ ){0,8}?(?:tot|training|course|workshop|seminar|series|programme|visit|camp|series|"
    r"webinar|initiative|activit)"
    r"|(?:builds?|built|building|based) (?:up)?on (?:the )?(?:\w+ ){0,4}?(?:previous|earlier|first|results of|"
    r"outcomes of|success of|lessons|basic|initial|similar|series of|recommendations)\b"
    r"(?! (?:of )?(?:the|this) (?:workshop|training|seminar|course|event|meeting|conference)\b(?! (?:held|of|in|from|organi[sz]ed)))"
    r"|continuation of\b|continues? (?:the )?(?:a )?series\b|(?:the )?(?:first|previous|initial|earlier) (?:two |"
    r"three )?" + _KIND + r",? (?:was|were|had been|took place|held|organi[sz]ed|conducted|included|targeted)\b"
    r"|(?:similar|same|previous|earlier) (?:\w+ ){0,2}?"
    + _KIND
    + r" (?:was|were|had been|have been|has been|took place|held|organi[sz]ed|conducted)\b"
    r"|(?:part|step) of (?:a|the|this) (?:\w+[- ]){0,3}?series of\b|(?:following|stemming from|in response to|"
    r"in line with|further to|as agreed (?:at|during)|as a result of) (?:the |"
    r"from )?(?:\w+ ){0,3}?(?:recommendations?|requests?|conclusions|proposals?) (?:\w+ ){0,3}?(?:stemming|made|"
    r"of (?:the |an? |this |its )?(?:[\w-]+ ){0,2}?(?:workshop|training|seminar|course|meeting|conference|assessment|evaluation|mission|event|forum)|from|expressed|voiced)\b"
    r"|(?:after|following) (?:the |a )?(?:successful )?(?:completion|conclusion|success) of (?:the |a |an |its )?(?:previous|first|earlier|initial|"
    r"pilot|basic|second|preceding|last|introductory|similar)\b|(?:completed|"
    r"attended|took part in|participated in|underwent) (?:a |an |the )?(?:previous|earlier|first|basic)\b|"
    r"based on (?:the )?pilot (?:course|training|workshop|seminar|session)s?|follow(?:s|ed) another\b|(?:after|following) (?:the|an?|its) (?:preliminary|initial|first|previous|earlier|preparatory|similar|successful) (?:\w+ )?(?:"
    r"visit|mission|training|workshop|seminar|course|meeting|session|round|phase|event)|(?:builds?|built|building) (?:up)?on (?:the |a |its |two |three |four |five |several |earlier |previous |past )(?:[\w-]+ ){0,3}?(?:trainings?|workshops?|seminars?|courses?|meetings?|visits?|missions?|"
    r"events?|sessions?|rounds?|exercises?|conferences?) (?:held|of|in|from|organi[sz]ed|conducted|that)\b|participants? (?:of|in|at|from) (?:the |an? )(?:previous |earlier |first )?(?:workshop|training|seminar|course|meeting|conference) (?:held|organi[sz]ed|of|in)\b|(?:is|was) the (?:second|third|fourth|fifth|sixth) (?:[\w()'’-]+ ){0,5}?(?:training|workshop|seminar|course|module|webinar|camp)s?\b|"
    r"(?:second|third|fourth|fifth|last) of (?:the |its )?(?:two|three|four|five|six|seven|eight|\d+) (?:planned |such )?(?:[\w-]+ ){0,3}?(?:trainings?|workshops?|"
    r"seminars?|courses?|modules?|webinars?|sessions?|meetings?|events?)\b|serv(?:ed|es) as the (?:final|second|last|next) (?:phase|stage|part|step)\b"
    r"|(?:first|previous|earlier) "
    + _KIND
    + r"[^.]{0,90}?\bhad (?:been|brought|gathered|taken)\b|since (?:the )?(?:last|previous|first) "
    + _KIND
    + r"\b|is the (?:second|third|fourth|fifth|sixth) (?:such )?"
    + _KIND
    + r"\b|was the (?:second|third|fourth|fifth|sixth|seventh) (?:such |regional |national |and (?:last|final) )?"
    + _KIND
    + r"\b)"
    r"|\b(?:втор(?:ой|ая|ое|ого|ым)|трет(?:ий|ья|ье|ьего|ьим|ьей)|четв[её]рт\w+|пят(?:ый|ая)|очередн\w+|заключительн\w+|"
    r"следующ\w+) (?:\w+ ){0,2}?(?:из серии|в серии|этап\w*|волн\w*|раунд\w*|модул\w+|в рамках серии|из цикла|"
    r"по счету)\b"
    r"|\bпродолжени\w+ (?:серии|цикла|работы|ранее|проведенн\w+|тренинг\w*|семинар\w*|перв\w+)|"
    r"\bранее (?:аналогичн\w+|подобн\w+|был\w* провед\w+|был\w* организ\w+|такие|такой|прош\w+|состоял\w+)|"
    r"\bаналогичн\w+ (?:\w+ )?(?:тренинг|семинар|мероприят|встреч|курс|обучени|заняти)\w* (?:был\w*|прош\w+|"
    r"провед\w+|состоял\w+|ранее|также|пройд\w+|прове\w+|заплан\w+|состоят\w+)"
    r"|\bпо итогам (?:предыдущ\w+|перв\w+|прошл\w+)|\bпредыдущ\w+ (?:семинар|тренинг|встреч|мероприят|заседани|"
    r"этап|курс|конференци)\w*|\bперв(?:ый|ая|ое) (?:семинар|тренинг|встреч|этап|курс|заседани|"
    r"модул)\w* (?:был\w*|прош\w+|состоял\w+)"
    r"|\b(?:fait|faisait|font) suite (?:à|au|aux)|\b(?:répondre|réponse|répond|suite) aux recommandations (?:de|du|des|issues)|\bà la suite (?:de|du|d['’]|des) (?:\w+ ){0,3}?(?:atelier|"
    r"formation|séminaire|réunion|mission|première?|recommandations)|\bs['’]inscri(?:t|vent|"
    r"vait) dans (?:la continuité|le prolongement|la suite)|\b(?:deuxième|troisième|quatrième|seconde?|dernier|"
    r"dernière) (?:\w+ ){0,2}?(?:d['’]une série|de la série|phase|session|édition|étape|vague|module|"
    r"d['’]un cycle)"
    r"|\b(?:deuxième|troisième|quatrième|cinquième) (?:et dernier |et dernière )?(?:atelier|formation|séminaire|session|réunion|stage|cours)\b"
    r"|\bparticipants? (?:de l['’]|du |de la |à l['’]|au |à la )(?:atelier|formation|séminaire|réunion|stage|cours|conférence) (?:organisée?|tenue?|de|en)\b"
    r"|\baprès (?:une? premi[eè]re?|le premier|la première|celui|celle|ceux|celles|les étapes?|l['’]étape)\b|"
    r"\b(?:première?|précédente?) (?:\w+ )?(?:atelier|formation|séminaire|réunion|session|édition|phase|"
    r"rencontre)s? (?:a|ont|avait|tenu|organis|s['’])|\ben prélude\b",
    re.I,
)
_TRIGGERS = frozenset(  # the first five letters of the words one of which every cue holds
    [
        "follo",
        "serie",
        "secon",
        "third",
        "previ",
        "earli",
        "first",
        "final",
        "build",
        "built",
        "conti",
        "simil",
        "stemm",
        "reque",
        "recom",
        "propo",
        "concl",
        "last",
        "fourt",
        "fifth",
        "sixth",
        "basic",
        "same",
        "succe",
        "seven",
        "eight",
        "ninth",
        "tenth",
        "pilot",
        "parti",
        "preli",
        "initi",
        "2nd",
        "3rd",
        "4th",
        "5th",
        "next",
        "anoth",
        "compl",
        "based",
        "step",
        "вторы",
        "второ",
        "втора",
        "трети",
        "треть",
        "четве",
        "пятый",
        "пятая",
        "очере",
        "заклю",
        "следу",
        "серии",
        "цикла",
        "продо",
        "ранее",
        "анало",
        "итога",
        "преды",
        "первы",
        "перва",
        "перво",
        "fait",
        "faisa",
        "font",
        "suite",
        "inscr",
        "inscri",
        "deuxi",
        "trois",
        "quatr",
        "secon",
        "après",
        "premi",
        "précé",
        "derni",
        "prélu",
    ]
)
_STARTS = frozenset(w[:3] for w in _TRIGGERS)
_STRONG_NOT = re.compile(
    r"\b(?:first|previous|initial|second|third|last)(?:, \w+)*(?: and \w+)? (?:phases?|half|stages?) of the (?:project|programme|day)|\bfirst (?:day|time|of its kind|lady|responder|step|half|part of the|quarter)|перв(?:ый|ая|ое) (?:день|час|"
    r"раз|заместител)|premi(?:er|ère) (?:jour|ministre|fois|journée)",
    re.I,
)


_NONE_YET = re.compile(
    r"\bno (?:date|plans?)\b|\bwill be (?:held|followed)\b|\bpas encore\b|\bне (?:назначен|запланирован)", re.I
)


@dataclass(frozen=True, slots=True)
class ReferenceFound:
    """A sentence, or its clause, that links to an earlier activity; `sentence` is its number, [start, end) its span."""

    start: int
    end: int
    sentence: int
    text: str


_BEFORE = 9  # words of a cue that may stand before its telling word


def _cue(text: Text, sentence: Sentence) -> re.Match[str] | None:
    """The first cue of a sentence, tried at the words that stand before its telling words."""
    tried = sentence.first
    for at in range(sentence.first, sentence.last):
        if text.stems[at] not in _STARTS or text.lower[at][:5] not in _TRIGGERS:
            continue
        before = 0 if text.stems[at] == "par" else _BEFORE  # "participants of the workshop held …" begins with its word
        for start in range(max(tried, at - before), at + 1):
            found = _CUE.match(text.raw, text.starts[start], sentence.end)
            if found is not None:
                return found
        tried = at + 1
    return None


def find_references(text: Text) -> list[ReferenceFound]:
    """All links to earlier activities, one for each sentence that holds one."""
    found: list[ReferenceFound] = []
    for number, sentence in enumerate(text.sentences):
        if sentence.last - sentence.first < 4 or _STARTS.isdisjoint(text.stems[sentence.first : sentence.last]):
            continue
        m = _cue(text, sentence)
        if (
            m
            and not _STRONG_NOT.match(text.raw, m.start())
            and not _NONE_YET.search(text.raw, sentence.start, m.start() + 1)
        ):
            raw = text.raw[sentence.start : sentence.end]
            found.append(ReferenceFound(sentence.start, sentence.end, number, " ".join(raw.split())[:300]))
    return found
