"""Recommendations, proposals and needs that participants voiced: one entry each, lists split at "and to …", bullets taken one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kopuro.intake.rules.text import Sentence, Text


@dataclass(frozen=True, slots=True)
class RecommendationFound:
    """A recommendation: characters [start, end) of its wording; `kind` is recommended, proposed or needed."""

    start: int
    end: int
    kind: str
    text: str


_WHO = (
    r"(?:participants|attendees|experts|delegates|speakers|members|representatives|trainees|stakeholders|"
    r"officials|discussants|they|some|several|many|both sides|the parties|parties|attendants|the meeting|"
    r"the forum|the conference|"
    r"(?:the )?(?:group|discussions?|panel(?:l)?ists|youth|women|students))"
)
_CUES = re.compile(
    r"(?P<needed>\b(?:noted|stressed|highlighted|underlined|emphasi[sz]ed|underscored|pointed to|acknowledged|"
    r"recogni[sz]ed|agreed on|expressed|voiced|reiterated|confirmed)\s+(?:also\s+)?(?:that\s+)?(?:the\s+|a\s+|"
    r"their\s+)?(?:\w+\s+){0,3}(?:need|necessity)\s+(?:for|to|of)\s+"
    r"|\bfurther (?:work|efforts?) (?:still )?(?:needs?|remains?) to be done\b|\bthere (?:is|"
    r"was) (?:still )?a need (?:for|to)\s+|\bneeds? to be (?:strengthened|improved|addressed|increased|"
    r"reinforced)\b"
    r"|\b(?:called|calls) for\s+|\bне ?обходимост[ьи]\s+|\b(?:отмети\w+|подчеркну\w+|"
    r"указал\w+)\s+(?:\w+\s+){0,4}необходимость\s+|\b(?:ont|a)\s+(?:\w+\s+)?(?:souligné|relevé|insisté sur|"
    r"exprimé|noté|rappelé|mis en (?:exergue|évidence|lumière|avant)|réitéré|réaffirmé|fait ressortir)\s+(?:\w+\s+){0,3}(?:la nécessité|le besoin|l['’]importance|"
    r"l['’]urgence)\s+(?:de|d['’]|du|des)\s*)"
    r"|(?P<recommended>\brecommend(?:ations?|ed)?\b(?:\s+\w+){0,9}?\s+(?:was|were|is|are|included|include|"
    r"includes)\s+(?:the\s+need\s+)?(?:to\s+|for\s+|on\s+)?|\b(?:was|were|is|are) (?:also )?recommended (?:to|"
    r"that)\s+|\brecommend(?:ed|s)?\s+(?:that\s+|to\s+|(?=\w+ing\b))"
    r"|\brecommendations?\s*(?:\w+\s*){0,6}:\s*|\bрекоменд(?:ова\w+|ует\w*|уют)\s+(?:\w+\s+){0,3}?(?=[а-яё]+(?:ть|"
    r"ти|ться)\b|что)|\bрекомендаци[яийюе]\w*\s+(?:\w+\s+){0,6}?(?:по|о|об|включа\w+|каса\w+)\s+|"
    r"\bрекомендаци[ияй]\w*\s*(?:[\w«»]+\s*){0,6}:\s*|\b(?:il a été|a été|ont été|"
    r"ont)\s+(?:\w+\s+)?(?:vivement\s+)?(?:recommandé|préconisé)e?s?\s+"
    r"(?:de\s+|d['’]|que\s+|la\s+|le\s+|l['’]|aux?\s+)?|\brecommandations?\s*(?:[\w'’]+\s*){0,8}(?::|(?:portent|"
    r"portaient|figurent|sont|est)(?:\s+(?:notamment|entre autres))?(?:\s+sur)?)\s*|\brecommandent\s+)"
    r"|(?P<proposed>\bit was (?:also )?(?:proposed|suggested|agreed|decided|advised) (?:to|that)\s+|\b"
    + _WHO
    + r"\s+(?:also\s+|further\s+|unanimously\s+)?(?:proposed|suggested|recommended|agreed|urged|decided|"
    r"advised)\s+(?:to\s+|that\s+|(?=\w+ing\b)|on\s+(?:the\s+)?(?:need|importance)\s+(?:to|of)\s+)?"
    r"|\bproposals? (?:\w+\s+){0,4}(?:included|was to|were to|was made to)\s+|\b(?:was|"
    r"were) (?:also )?(?:proposed|suggested) (?:to|that|for)\s+|\b(?:было\s+)?предлож(?:ено|или|ил|ила|"
    r"ены)\s+(?=[а-яё]+(?:ть|ти|ться)\b|рассмотреть|\w+)|\bвнес\w* предложени[еяй] (?:\w+\s+){0,3}?(?:о|об|по)\s+"
    r"|\bпредложени[яеёй]\w* (?:\w+\s+){0,3}?(?:по|о|об)\s+|\b(?:il a été|a été) proposée?\s+(?:de\s+|d['’])?|"
    r"\b(?:ont|a)\s+(?:\w+\s+)?(?:proposé|suggéré|plaidé pour|appelé à|invité à)\s+(?:de\s+|d['’]|que\s+|la\s+|"
    r"le\s+|l['’]|un\s+|une\s+)?)",
    re.I,
)
_SPLIT = re.compile(
    r",?\s+(?:and|as well as|also|but also)\s+(?:to\s+)(?=[a-z])|,\s+and\s+some\s+(?:suggested|proposed)\s+|"
    r";\s+(?:and\s+)?|,\s+(?:et|ainsi que)\s+(?:de\s+|d['’])|,?\s+а также\s+|\s+et\s+(?:de\s+|"
    r"d['’])(?=[a-zé]+(?:er|ir|re)\b)|,\s+to\s+(?=[a-z]+\b)"
)
_NOT = re.compile(
    r"\b(?:following|implement\w*|based on|in line with|according to|carry out|fulfil\w*|adopt\w*|develop\w*|"
    r"formulat\w*|elaborat\w*|draft\w*|prepar\w*|discuss\w*|present\w*|shared?|provid\w+|FATF|Council of Europe|"
    r"UN|Council['’]s|policy|выполнени\w+|реализаци\w+|исполнени\w+|разработк\w+|разработа\w+|выработа\w+|"
    r"подготов\w+|обсудил\w+|на основе|в соответствии с|ФАТФ)\s+(?:\w+\s+){0,4}$",
    re.I,
)
_HEAD = re.compile(
    r"^\s*(?:[\w'’ ]{0,40}\s)?(?:recommend(?:ations?|s|ed)?|proposals?|рекомендации|рекомендуют|предложения|"
    r"recommandations|recommandent)\b[^.]{0,60}:?\s*$",
    re.I,
)
_LISTS = re.compile(  # "Participants recommended:" before a list
    r"(?:recommend\w*|propos\w*|suggest\w*|agreed|need for|рекоменд\w*|предлож\w*|необходим\w*|recommand\w*|propos\w*)[^.:]{0,40}:\s*$",
    re.I,
)
_TRIGGERS = (
    "recommend",
    "propos",
    "suggest",
    " need",
    "necessity",
    "called for",
    "calls for",
    "agreed",
    "urged",
    "advised",
    "decided",
    "рекоменд",
    "предлож",
    "необходимост",
    "recommand",
    "préconis",
    "nécessité",
    "besoin",
    "importance d",
    "suggér",
    "plaidé",
    "appelé à",
    "further work",
    "further effort",
    "urgence",
    "invité à",
)


def find_recommendations(text: Text) -> list[RecommendationFound]:
    """All recommendations of a text, in order, each with its own wording."""
    found: list[RecommendationFound] = []
    whole = text.raw.lower()
    triggers = [trigger for trigger in _TRIGGERS if trigger in whole]
    sentences = text.sentences if triggers else []
    at = 0
    while at < len(sentences):
        sentence = sentences[at]
        raw = text.raw[sentence.start : sentence.end]
        lowered = raw.lower()
        telling = any(t in lowered for t in triggers)
        if telling and ((len(raw) < 140 and _HEAD.match(raw)) or (raw.endswith(":") and _LISTS.search(raw))):
            stop = at + 1
            while stop < len(sentences) and text.blocks[sentences[stop].block].bullet:
                s = sentences[stop]
                found.append(_found(text, s.start, s.end, "recommended"))
                stop += 1
            if stop > at + 1:
                at = stop
                continue
        if telling:
            found.extend(_of_sentence(text, sentence, raw))
        at += 1
    return found


def _of_sentence(text: Text, sentence: Sentence, raw: str) -> list[RecommendationFound]:
    found: list[RecommendationFound] = []
    after = 0
    for m in _CUES.finditer(raw):
        if m.start() < after:
            continue
        kind = m.lastgroup or "recommended"
        if (
            re.search(r"\bhad (?:also )?(?:recommended|proposed|suggested)", m.group())
            or raw[max(0, m.start() - 5) : m.start()] == " had "
        ):
            continue  # what an earlier activity had advised
        if kind == "recommended" and _NOT.search(raw[max(0, m.start() - 60) : m.start()]):
            continue
        if re.search(
            r"\b(?:aimed?|order|helps?|will|would|can|able|designed|had|had also|how|may|should|could|expected|asked|pour|afin|"
            r"will be|чтобы|для|будут|смогут|будет)\s+(?:to\s+|de\s+|d['’]\s*)?$",
            raw[max(0, m.start() - 14) : m.start()],
            re.I,
        ):
            continue
        if kind == "proposed" and re.match(r"(?:\w+\s+){1,2}(?:agreed|decided)\s*$", m.group(), re.I):
            continue
        start = m.end()
        nothing_after = len(raw) - start < 8
        if nothing_after:  # "… needs to be strengthened": the wording stands before the cue
            found.append(_found(text, sentence.start, sentence.end, kind))
            break
        stop = len(raw.rstrip())
        following = _CUES.search(raw, start)
        if following and following.start() > start + 8:
            stop = following.start()
        if re.match(r"\bfurther (?:work|effort)", m.group(), re.I) or " to be " in m.group()[-16:]:
            start = m.start()
        piece = raw[start:stop]
        cut = 0
        for part in _SPLIT.finditer(piece):
            if part.start() - cut > 12 and len(piece) - part.end() > 12:
                found.append(_found(text, sentence.start + start + cut, sentence.start + start + part.start(), kind))
                cut = part.end()
        found.append(_found(text, sentence.start + start + cut, sentence.start + stop, kind))
        after = stop
    return [f for f in found if len(f.text) > 12]


def _found(text: Text, start: int, end: int, kind: str) -> RecommendationFound:
    raw = text.raw[start:end]
    lead = len(raw) - len(re.sub(r"^[\s\-–•·*▪●►✓\d.)]+", "", raw))
    body = raw[lead:].rstrip(" .;,\n\t")
    body_end = start + lead + len(body)
    body = re.sub(r"\s+", " ", re.sub(r",?\s+(?:and|et|и|some|and some|while|also)$", "", body))
    return RecommendationFound(start + lead, body_end, kind, body)
