"""Everything found in one text, laid out by sentence: what the readers of activities work on.

Site menus, contact lines, lists of other news and captions are marked as chrome and read no further; sentences that describe the programme
(its consortium, its funder) are marked as boilerplate.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

from kopuro.intake.rules.bodies import BodyFound, find_bodies
from kopuro.intake.rules.countries import mark_phrases
from kopuro.intake.rules.counts import CountFound, find_counts
from kopuro.intake.rules.dates import DateFound, find_dates, find_page_date
from kopuro.intake.rules.kinds import Kind, kind_phrases, mode_phrases, verb_phrases
from kopuro.intake.rules.language import language_of
from kopuro.intake.rules.phrases import Hit, Phrases, listed, word_set
from kopuro.intake.rules.places import PlaceFound, find_districts, find_places
from kopuro.intake.rules.quotes import QuoteFound, find_quotes
from kopuro.intake.rules.roles import RoleFound, role_phrases, roles_in
from kopuro.intake.rules.text import Text
from kopuro.intake.rules.topics import find_topics

_CHROME = re.compile(
    r"^(?:home|main|<<.*|.*>>|[«‹<]? ?view all.*|all news|back to news.*|все новости|toutes les actualités|news|menu|search|share|print|contacts?|photo ?gallery|photogallery|photos?|video|gallery|"
    r"read (?:more|also)|related (?:news|articles|content|links|stories)|more news|latest news|see also|tags?|"
    r"categor(?:y|ies)|skip to .*|"
    r"subscribe.*|follow us.*|cookies?.*|all rights reserved.*|copyright.*|©.*|back( to .*)?|next|previous|"
    r"download.*|comments?.*|funded by (?:the )?european union|logo .*|.* - logo of .*|sign (?:in|up)|log ?in|"
    r"language|english|русский|français|"
    r"главная|новости|меню|поиск|контакты|фото(?:галерея|графии)?|видео|галерея|читайте также.*|поделиться.*|"
    r"подписаться.*|версия для .*|печать|все права .*|комментари.*|другие новости|похожие (?:новости|материалы)|"
    r"последние новости|теги.*|далее|назад|подробнее.*|просмотр\w*.*|источник.*|"
    r"accueil|actualités|recherche|partager.*|imprimer|lire (?:aussi|la suite).*|à lire aussi.*|galerie.*|"
    r"mentions légales|tous droits .*|s['’]abonner.*|commentaires?.*|articles? (?:similaires|liés)|suivez-nous.*|"
    r"sélectionné pour vous|details|- details|published on .*|share this.*|"
    r"project leica - .*|проект leica - .*|distributed by .*|facebook|twitter|x|linkedin|telegram|whatsapp|"
    r"youtube|instagram|media contacts?|press contacts?|[-•|/\s]*)$",
    re.I,
)
_TAIL = re.compile(
    r"^(?:related (?:news|articles|content|stories|posts)|read (?:also|more)|more (?:news|stories|from .*)|"
    r"latest (?:news|posts|stories)|other news|recent (?:news|posts)|you may also like.*|similar news|see also|"
    r"читайте также|другие новости|похожие (?:новости|материалы|статьи)|последние новости|"
    r"ещё по теме|еще по теме|смотрите также|материалы по теме|à lire aussi|lire aussi|articles (?:similaires|"
    r"liés|récents)|dans la même rubrique|sélectionné pour vous|popular posts|archives?)\s*:?\s*$",
    re.I,
)
_CONTACT = re.compile(
    r"(?:\b[\w.+-]+@[\w-]+\.\w{2,}|\b(?:tel|fax|mob|phone|тел|факс|tél)\s*[.:]?\s*\+?\d|"
    r"\+\d{1,3}[\s(-]?\d{2,3}[\s)-]|for (?:more|further|additional) information|for media (?:inquiries|enquiries)|"
    r"contact person|media contact|за дополнительной информацией|дополнительн\w+ информаци\w+ можно|"
    r"контактн\w+ лиц|pour (?:plus|toute|de plus amples) (?:d['’])?informations?|https?://|www\.)",
    re.I,
)
_CONTACT_SIGNS = (
    "@",
    "http",
    "www.",
    "+",
    "nformation",
    "ontact",
    "el:",
    "el.",
    "ax:",
    "ax.",
    "hone",
    "ob.",
    "ел.",
    "ел:",
    "онтакт",
    "нформаци",
    "él",
    "quiries",
)
_ABOUT = re.compile(
    r"^(?:about (?:the |us|our|un|undp|unodc|osce|iom|eu|leica|bomca)?.*|overview(?: of .*)?|background.*|"
    r"the project in (?:figures|brief)|project (?:objectives?|background|status|description)|key beneficiaries.*|"
    r"objectifs? du projet|à propos.*|о (?:проекте|программе|нас|фонде|компании|организации).*|"
    r"справка.*|справочно.*|для справки.*|for reference.*|note to editors.*|notes? (?:to|for) editors.*|"
    r"pour rappel.*|contexte.*|sdg \d+.*|who we are|what we do|our (?:work|mission).*|historique.*|"
    r"disclaimer.*)\s*:?\s*$",
    re.I,
)
_PROGRAMME = re.compile(
    r"\b(?:project|programme|"
    r"program|initiative|action|consortium|leica|bomca)\b[^.]{0,90}?\b(?:is|are|was|has been|being)\s+(?:\w+ly\s+|"
    r"being\s+|also\s+)?(?:managed|funded|financed|implemented|supported|run|led|co-funded|executed|part of|aimed|"
    r"designed|a part)\b|"
    r"\bconsortium\s+(?:made|composed|supported|comprising|consisting|is|led)\b|\bthrough a consortium\b|"
    r"^(?:the )?project (?:is )?(?:funded|supported|implemented)\b|\b(?:проект|программа|"
    r"инициатива)\w*\b[^.]{0,90}?\b(?:финансируется|реализуется|осуществляется|управляется|направлен\w*|"
    r"профинансирован\w*)\b|"
    r"\b(?:le|ce|cette|la) (?:projet|programme|initiative)\b[^.]{0,90}?\b(?:est|sont|a été)\s+(?:financée?|"
    r"mise? en œuvre|mise? en oeuvre|soutenue?|piloté|porté|exécuté|cofinancé)\b",
    re.I,
)
_PROGRAMME_WORDS = word_set("pro ini act con lei bom про ини fun")


@cache
def _refusing() -> Phrases[str]:
    table: Phrases[str] = Phrases()
    for _, phrases in listed("refusals.tsv"):
        for phrase in phrases:
            table.add(phrase, phrase)
    return table.seal()


@dataclass
class SceneSentence:
    """One sentence with all that was found in it, each list in order of appearance."""

    number: int
    start: int
    end: int
    block: int
    heading: bool
    chrome: bool
    programme: bool = False
    about: bool = False
    kinds: list[Hit[Kind | None]] = field(default_factory=list)
    verbs: list[Hit[str]] = field(default_factory=list)
    modes: list[Hit[str]] = field(default_factory=list)
    dates: list[DateFound] = field(default_factory=list)
    counts: list[CountFound] = field(default_factory=list)
    places: list[PlaceFound] = field(default_factory=list)
    bodies: list[BodyFound] = field(default_factory=list)
    roles: list[RoleFound] = field(default_factory=list)
    topics: list[Hit[str]] = field(default_factory=list)
    marks: list[Hit[str]] = field(default_factory=list)
    quotes: list[QuoteFound] = field(default_factory=list)
    words: str = ""
    asked: dict[re.Pattern[str], bool] = field(default_factory=dict)  # patterns already looked for in it

    @property
    def statuses(self) -> set[str]:
        return {v.value for v in self.verbs}


@dataclass
class Scene:
    """A text and its sentences; `refused` tells that it is a vacancy, a tender or an obituary, which report no activity."""

    text: Text
    language: str | None
    page_date: date | None
    sentences: list[SceneSentence]
    refused: bool

    @cached_property
    def districts(self) -> list[tuple[int, int, str]]:
        """Districts told by name: start, end, name."""
        return find_districts(self.text)

    def raw(self, start: int, end: int) -> str:
        return " ".join(self.text.raw[start:end].split())


def build(raw: str, language: str | None, page_date: date | None) -> Scene:
    """Runs every reader once over a text and sorts what they found into its sentences."""
    text = Text(raw)
    language = language or language_of(text.lower)
    read_as = (
        language if language in ("en", "ru", "fr") else ("ru" if any("Ѐ" <= c <= "ӿ" for c in raw[:400]) else "en")
    )
    sentences = _sentences(text)
    starts = [s.start for s in sentences]

    def sort_in(name: str, things: list[Any]) -> None:
        for thing in things:
            at = bisect_right(starts, thing.start) - 1
            if at >= 0:
                getattr(sentences[at], name).append(thing)

    kinds, role_cues = kind_phrases().find(text), role_phrases().find(text)
    bodies = find_bodies(text, read_as, role_cues, kinds)
    sort_in("bodies", bodies)
    sort_in("kinds", kinds)
    sort_in("verbs", [verb for verb in verb_phrases().find(text) if verb.value])
    sort_in("modes", mode_phrases().find(text))
    dates, page_date = _dates(text, raw, read_as, page_date)
    sort_in("dates", dates)
    sort_in("counts", find_counts(raw, read_as))
    sort_in("quotes", find_quotes(raw, read_as))
    sort_in("topics", find_topics(text))
    sort_in("marks", mark_phrases().find(text))
    sort_in("places", find_places(text, [(b.start, b.end) for b in bodies if not b.general]))
    cues: list[list[Any]] = [[] for _ in sentences]
    for cue in role_cues:
        at = bisect_right(starts, cue.start) - 1
        if at >= 0:
            cues[at].append(cue)
    for scene_sentence, sentence in zip(sentences, text.sentences, strict=True):
        if scene_sentence.bodies:
            spans = [(k.start, k.end) for k in scene_sentence.kinds if k.value]
            people = [
                (c.start, c.end) for c in scene_sentence.counts if c.role == "participants" and c.unit == "people"
            ]
            scene_sentence.roles = roles_in(
                text, scene_sentence.number, sentence, scene_sentence.bodies, cues[scene_sentence.number], spans, people
            )
    for s in sentences:
        if s.programme and any(
            k.value and k.value.type and k.value.weight > 1 and k.start - s.start < 80 for k in s.kinds
        ):
            s.programme = (
                False  # "The training, organised by … and the Development Programme, was aimed at …" tells the training
            )
    refused = len({hit.value for hit in _refusing().find(text)}) >= 2
    return Scene(text, language, page_date, sentences, refused)


_BEFORE_DATELINE = re.compile(
    r"[A-ZА-ЯЁ][\w'’.-]*(?:[ ,(]+(?:(?:es|de|la|le|sur|el|ar|da|do) )?[A-ZА-ЯЁ][\w'’.-]*){0,3}[,.)]*\s*\(?\s*"
)
_AFTER_DATELINE = re.compile(r"(?:\s*г\.?)?[\s,)]*(?:[\w-]+(?: [\w-]+){0,2})?[\s.,)]*(?:--|[–—]|-\s|//|$)", re.M)


_OPENED_TODAY = re.compile(
    r"\b(?:today|сегодня|aujourd['’]hui|beg[au]n|begins|opened|opens|started|starts|kicks? off|kicked off|concluded|ended|completed|"
    r"начал\w+|открыл\w+|стартовал\w*|завершил\w+|débuté?|ouverte?|achevée?|clôturée?)\b(?! (?:on|at|in) \w+ \d)",
    re.I,
)
_RELATIVE = word_set("today yesterday tomorrow tonight week сегодня вчера завтра накануне hier aujourd demain")


def _dates(text: Text, raw: str, language: str, page_date: date | None) -> tuple[list[DateFound], date | None]:
    """Dates of a text; one in a dateline ("DUSHANBE, July 16, 2013, Asia-Plus -- …") is told as such, and its year is the page's own."""
    heads = {block.start for block in text.blocks}

    def with_datelines(dates: list[DateFound]) -> list[DateFound]:
        told = []
        for d in dates:
            line = raw.rfind("\n", 0, d.start) + 1
            single = d.first == d.last or (
                d.basis == "duration"
                and (raw[d.end : d.end + 1] == "\n" or not _OPENED_TODAY.search(raw, d.end, d.end + 300))
            )
            near = d.kind == "plain" and single and line in heads and d.start - line < 40
            if near and _BEFORE_DATELINE.fullmatch(raw[line : d.start]) and _AFTER_DATELINE.match(raw, d.end):
                d = replace(d, kind="dateline", last=d.first, basis="stated")
            told.append(d)
        return told

    found = with_datelines(find_dates(raw, language, page_date))
    if page_date is not None:
        return found, page_date
    yearless = any(d.first is None for d in found) or not _RELATIVE.isdisjoint(text.lower)
    page_date = find_page_date(raw, language) if yearless else None
    if page_date is None:
        stated = (
            d
            for kind in ("page", "dateline")
            for d in found
            if d.kind == kind and d.first and d.first == d.last and len(d.first) == 10
        )
        own = next(stated, None)
        page_date = date.fromisoformat(str(own.first)) if own is not None else None
    if page_date is not None and yearless:
        found = with_datelines(find_dates(raw, language, page_date))
    return found, page_date


def _sentences(text: Text) -> list[SceneSentence]:
    found: list[SceneSentence] = []
    tail, about = False, False
    state: dict[int, tuple[bool, bool, bool]] = {}
    signs = [sign for sign in _CONTACT_SIGNS if sign in text.raw]
    for number, block in enumerate(text.blocks):
        raw = text.raw[block.start : block.end]
        line = raw.strip(" \t|•*#-")
        heading = block.heading and len(raw) < 200
        if heading and _TAIL.match(line) and number > 2:
            tail = True
        if heading:
            if _ABOUT.match(line) and number > 1:
                about = True
            elif len(line) > 3 and not _CHROME.match(line) and len(line.split()) <= 12 and about:
                about = False
        short_chrome = heading and (bool(_CHROME.match(line)) or (len(line) < 4 and not line.isdigit()))
        contact = len(raw) < 400 and any(sign in raw for sign in signs) and bool(_CONTACT.search(raw))
        state[number] = (tail or short_chrome or contact, about, heading)
    for number, sentence in enumerate(text.sentences):
        chrome, about_now, heading = state[sentence.block]
        item = SceneSentence(number, sentence.start, sentence.end, sentence.block, heading, chrome)
        item.about = about_now
        item.words = text.raw[sentence.start : min(sentence.end, sentence.start + 240)]
        item.programme = not _PROGRAMME_WORDS.isdisjoint(text.stems[sentence.first : sentence.last]) and bool(
            _PROGRAMME.search(text.raw, sentence.start, sentence.end)
        )
        found.append(item)
    return found
