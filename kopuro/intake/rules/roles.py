"""Who does what in a sentence: organiser, funder, implementer, partner, host, trainers' agency, participants' institution.

A sentence is read from left to right. A cue such as "funded by" gives its role to the bodies that follow in one chain; a verb such as "organised"
gives the role of organiser to the body that stands before it as the subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kopuro.intake.rules.bodies import BodyFound
from kopuro.intake.rules.phrases import Hit, Phrases
from kopuro.intake.rules.text import Sentence, Text

ROLES = ("organiser", "funder", "implementer", "partner", "supporter", "host", "trainer", "participant", "speaker", "legal")
_REACH = {"participant": 260, "trainer": 120, "speaker": 60, "legal": 80}

_FOLLOWING = {
    "organiser": "organized by; organised by; organized jointly by; organised jointly by; conducted by; held by; co-organized by; co-organised by; arranged by; run by; initiated by; convened by; "
    "hosted jointly by; launched by; carried out by; organizers of; organisers of; organized within; organizer is; organisateurs; offered by; provided by; undertaken by; delivered jointly by; "
    "организаторами выступили; организатором выступил; организатором выступила; организаторами семинара; организаторами мероприятия выступили; организатор*; организованн*; организован; организована; организовано; организованы; "
    "по инициативе; инициирован*; инициаторами; проводимы*; проводимо*; организуем*; проведенн*; силами; организаторами тренинга; организаторами конференции; организаторами круглого стола; "
    "organisé par; organisée par; organisés par; organisées par; co-organisé par; co-organisée par; coorganisé par; à l'initiative de; à l'initiative du; initié par; initiée par; mis en place par; mis en œuvre conjointement par; tenu par; initiés par; conduit par",
    "funder": "funded by; financed by; sponsored by; financial support of; financial support from; financial support provided by; with funding from; funding from; funding of; funding provided by; financially supported by; co-funded by; co-financed by; donor; donors; generous support of; "
    "generous support from; generous funding; generous contribution; made possible by; thanks to funding; financial assistance of; financial assistance from; grant from; extra-budgetary contribution; contributions from; contribution of; contribution from; with the generous; financing from; financing of; "
    "финансируем*; финансирован*; при финансовой поддержке; финансовой поддержке; финансовую поддержку; при финансировании; за счет средств; на средства; профинансирован*; при финансовом содействии; на грант*; донор*; софинансир*; "
    "financé par; financée par; financés par; financées par; avec le financement; financement de; financement du; appui financier; soutien financier; cofinancé par; grâce au financement; financement; sur financement; bailleurs; contribution financière",
    "implementer": "consortium comprising; consortium composed of; consortium consisting of; consortium made; consortium led by; implemented by; executed by; consortium; jointly implemented by; managed by; implementing partner; implementing partners; led by the consortium; carried out jointly by; being implemented by; implemented jointly by; реализуем*; реализуется; исполняем*; внедряем*; консорциум*; "
    "mis en œuvre par; mis en oeuvre par; mise en œuvre par; exécuté par; porté par; implémenté par; piloté par; consortium composé",
    "partner": "in cooperation with; in co-operation with; in close cooperation with; in close co-operation with; in collaboration with; in close collaboration with; in partnership with; in close partnership with; together with; jointly with; in coordination with; in close coordination with; in conjunction with; "
    "alongside; in consultation with; co-operation of; cooperation of; in association with; with the participation and support of; with the cooperation of; partnered with; in tandem with; joint efforts with; along with; with the involvement of; co-operation with the; "
    "совместно с; в сотрудничестве с; в тесном сотрудничестве с; в партнерстве с; в партнёрстве с; во взаимодействии с; при взаимодействии с; вместе с; вместе со; совместно со; во взаимодействии со; при взаимодействии со; в сотрудничестве со; в партнерстве со; в координации с; при участии; сотрудничестве; в содружестве с; при сотрудничестве; в кооперации с; "
    "en collaboration avec; en étroite collaboration avec; en partenariat avec; en coopération avec; conjointement avec; de concert avec; aux côtés de; en lien avec; en coordination avec; avec la collaboration de; avec la collaboration du; en association avec; de concert",
    "supporter": "with the support of; with support of; with support from; with support by; with the support from; supported by; with assistance of; with the assistance of; with assistance from; with technical support; under the auspices of; with technical assistance; technical support of; technical support from; support provided by; thanks to the support of; through the support of; "
    "with the help of; the support of; support from; technical assistance of; the auspices of; expert support; assisted by; backed by; facilitation of; with the aid of; "
    "при поддержке; при содействии; при технической поддержке; при экспертной поддержке; при технической и финансовой поддержке; поддержк*; под эгидой; с помощью; при помощи; при методической поддержке; при информационной поддержке; при организационной поддержке; благодаря поддержке; "
    "avec le soutien; avec l'appui; avec l'appui technique; avec l'appui technique et financier; soutenu par; soutenue par; appuyé par; appuyée par; sous l'égide de; sous l'égide du; avec l'accompagnement; grâce au soutien; grâce à l'appui; appui technique; avec l'assistance; sous la houlette de; sous le patronage; "
    "avec le concours; grâce à l'accompagnement; appui technique et financier; avec le soutien technique et financier",
    "host": "hosted by; at the premises of; on the premises of; in the premises of; at the base of; at the headquarters of; in the building of; на базе; в здании; в стенах; в зале; accueilli par; accueillie par; accueillis par; dans les locaux de; dans les locaux du; abrité par; accueilli à; au siège de; au siège du",
    "trainer": "experts from; experts of; expert from; trainers from; trainer from; delivered by; led by; led by trainers; facilitated by; moderated by; facilitators from; instructors from; speakers from; speakers were; specialists from; lecturers from; taught by; trained by; trainers of; trainers were; instructed by; specialists of; presented by; presentations by; "
    "international experts; practitioners from; professionals from; presentations from; briefings by; european experts; police experts; guest speakers; "
    "эксперты из; экспертами из; экспертов из; эксперт из; эксперты; экспертами; экспертом; эксперт; тренерами; тренер*; спикер*; модератор*; лектор*; ведущими; провели эксперты; лекторами; ментор*; докладчик*; выступили эксперты; "
    "experts de; experts du; experts des; expert de; experts venus; animé par; animée par; animés par; animées par; formateurs de; formateurs du; formateurs; intervenants; assuré par; assurée par; dispensé par; dispensée par; facilité par; facilitée par; communicateurs; facilitateurs; encadré par; modéré par; panélistes",
    "participant": "participants from; representatives of; representatives from; officers of; officers from; officials from; officials of; employees of; staff of; staff from; members of; members from; brought together; brings together; bringing together; gathered; gathers; attended by; participants were; participants included; participants include; among the participants; among participants; participants including; participants represented; participants are; "
    "attendees; trainees; for representatives; for officers; for employees; delegates from; delegation of; delegations from; delegations of; delegates; specialists of the; target audience; targeted; targeting; engaging; engaged; united; with the participation of; beneficiaries were; joined by; participation of; was attended by; were attended by; "
    "judges of; judges from; investigators from; prosecutors from; practitioners from; leaders from; professionals from; delegation composed; delegation consisted; invited representatives; students from; students of; managers of; consisting of; composed of; comprised; comprising; personnel from; personnel of; specially for; "
    "in attendance; attendance of; teachers of; teachers from; heads of; "
    "представител*; сотрудник*; участниками стали; участниками тренинга стали; участниками семинара стали; участниками мероприятия стали; участники из; участников из; участие представителей; приняли участие; приняло участие; принимают участие; приняла участие; участвовали; слушател*; для учащихся; для студентов; среди студентов; среди молодежи; для сотрудников; для представителей; с участием; обучение работников; работник*; специалист*; руководител*; членов; члены; собрал*; объединил*; охватил*; делегаци* из; в составе; преподавателей; из числа; среди участников; в числе участников; аудитори*; присутствовал*; "
    "représentants de; représentants des; représentants du; représentants; représentantes; participants venus; participants issus; participants provenant; membres de; membres des; membres du; agents de; agents des; au profit de; au profit des; au profit du; à l'intention de; à l'intention des; à l'intention du; a réuni; ont réuni; réunissant; réuni; regroupant; rassemblant; rassemblé; a rassemblé; a regroupé; issus de; issus des; issus du; "
    "issues de; issues des; issues du; venus de; venus des; venus du; provenant; composés de; composé de; en présence de; en présence des; en présence du; cadres de; officiers de; ont pris part; ont participé; destiné aux; destinée aux; adressé aux; délégations; bénéficiaires; magistrats de; fonctionnaires de; regroupé; impliquant; constitués de",
    "speaker": "said; says; noted; stressed; emphasized; emphasised; underlined; highlighted; remarked; added; stated; mentioned; opened by; opening remarks; welcome remarks; welcoming remarks; closing remarks; opening speech; welcome speech; according to; pointed out; explained; told; addressed by; opening ceremony; reported by; reports; press service of; opened with; opening words; "
    "отметил*; подчеркнул*; сообщил*; сообщает; сообщают; заявил*; сказал*; рассказал*; по словам; добавил*; приветственн*; с приветственным словом; по данным; пресс-служб*; по информации; выступил*; передает; передаёт; проинформировал*; открыл*; "
    "a déclaré; a souligné; a indiqué; a affirmé; a rappelé; a noté; a ajouté; selon; a précisé; a expliqué; allocution; allocutions; mot de bienvenue; discours; a salué; a remercié; a insisté; a dit; présidé par; présidée par; sous la présidence; cérémonie d'ouverture",
    "legal": "strategy of; pursuant to; in accordance with; resolution; resolutions; convention; article; plan of action; action plan of; universal declaration; under resolution; law of; charter; rules of; standards of; visa to; согласно; в соответствии с; резолюци*; конвенци*; постановлени*; указ*; указом; статьи; закона; закон*; стратеги*; протокол*; conformément à; résolution; loi; stratégie de; "
    "programme of cooperation; memorandum; memorandum of; agreement; agreement with; меморандум*; соглашени*; mémorandum; accord; convention avec; statement of; report of; guidelines; headquartered; member of; member states of; member state of; member states; membre de l; états membres",
}
_ACTIVE = {  # verbs whose subject organises
    "partner": "partnered; have partnered; has partnered; joined forces; have joined forces; teamed up; work together; объединили усилия; se sont associés",
    "organiser": "organized; organised; has organized; has organised; have organized; have organised; held; hold; holds; conducted; conducts; conduct; hosted; hosts; organizes; organises; organize; organise; convened; convenes; concludes; concluded; completes; completed; delivered; delivers; launched; launches; trains; trained; has trained; began; begins; "
    "carries out; carried out; ran; runs; initiated; initiates; facilitates; arranged; arranges; implemented; implements; supports; supported; kicked off; will organize; will organise; will hold; will host; will conduct; is organizing; is organising; are organizing; is holding; is conducting; are conducting; has conducted; has held; have held; has started; started; "
    "starts; opened; opens; provided; provides; gathers; brings together; brought together; enhances; strengthens; continues; equips; equipped; co-organized; co-organised; co-hosted; has launched; has completed; has concluded; plans to hold; hosted jointly; helps; builds; promotes; invited; invites; "
    "организовал; организовала; организовали; организовало; провел; провела; провели; провело; проводит; проводят; организует; организуют; запустил; запустила; запустили; обучил; обучила; обучили; начал; начала; начали; завершил; завершила; завершили; проведет; проведут; инициировал*; совместно провели; совместно организовали; осуществляют; осуществил*; реализовал*; "
    "a organisé; ont organisé; organise; organisent; a tenu; ont tenu; a initié; ont initié; a lancé; ont lancé; lancé; initié; joint leurs efforts; pour organiser; forme; a formé; ont formé; a accueilli; a réuni; a animé; a conduit; a conclu; a clôturé; lance; tient; a co-organisé; ont co-organisé; appuie; outille; renforce; sensibilise; a entamé; a procédé; réunit; vient d'organiser",
}
_TAKING_PART = (
    "participated; took part; have participated; has participated; take part; attended; were trained; was trained; were introduced; have been trained; learned; learnt; studied; participate; will participate; received training; underwent; visited; were attended; joined; discussed; exchanged; got acquainted; "
    "приняли участие; принял участие; приняла участие; участвовали; участвуют; участвовал*; прошли обучение; посетили; ознакомились; обсудили; принимают участие; побывали; были обучены; прошли; "
    "ont participé; ont pris part; participent; prennent part; ont été formés; ont suivi; ont bénéficié; ont échangé; ont visité; ont assisté; a participé; étaient présents"
)
_DONORS = frozenset(("donor",))
_FUNDER_NAMES = ("Government of", "Embassy", "Gouvernement", "Правительств", "правительств", "Посольств", "посольств", "Department of State", "Ambassade")


@dataclass(frozen=True, slots=True)
class RoleFound:
    """A body in a role, with the sentence's number."""

    body: BodyFound
    role: str
    sentence: int


@dataclass(frozen=True, slots=True)
class _Cue:
    role: str
    shape: str  # "after": bodies follow; "subject": the body before; "present": bodies before take part


@cache
def role_phrases() -> Phrases[_Cue]:
    """The table of cues for roles."""
    table: Phrases[_Cue] = Phrases()
    for role, words in _FOLLOWING.items():
        table.add_all((w.strip() for w in words.split(";") if w.strip()), _Cue(role, "after"))
    for role, words in _ACTIVE.items():
        table.add_all((w.strip() for w in words.split(";") if w.strip()), _Cue(role, "subject"))
    table.add_all(("including", "included", "include", "includes", "such as", "among them", "as well as", "including those", "включая", "в том числе", "среди них", "notamment", "dont", "y compris", "ainsi que"), _Cue("", "keep"))
    table.add_all((w.strip() for w in _TAKING_PART.split(";") if w.strip()), _Cue("participant", "present"))
    return table.seal()


_INSTRUMENTAL = re.compile(r"(?:ой|ей|ом|ем|ами|ями|ым|им|ью)$")
_FOR = frozenset(("for", "для", "pour"))


def _meant_for(text: Text, sentence: Sentence, kinds: list[tuple[int, int]]) -> list[int]:
    """Ends of the word "for" that follows a word for an activity within a short phrase ("a two-day course on … for border guards")."""
    found = []
    for _, end in kinds:
        for at in range(text.word_at(end), min(text.word_at(end) + 16, sentence.last)):
            if text.lower[at] in _BE or text.lower[at] in _BY or text.lower[at] in ("which", "that", "aimed", "took", "held", "organized", "organised", "a", "ont", "который", "состоялся", "прошел"):
                break
            if text.lower[at] in _FOR and (at == text.word_at(end) or text.lower[at + 1 : at + 2] not in (["the"], ["a"])):
                found.append(text.ends[at])
                break
    return found


def _last_chain(text: Text, bodies: list[BodyFound]) -> list[BodyFound]:
    """The bodies right before a verb that are joined by commas and "and": its subject."""
    chain = bodies[-1:]
    for body in reversed(bodies[:-1]):
        gap = text.raw[body.end : chain[0].start].lower()
        if len(gap) > 45 or not any(j in gap for j in (",", "(", " and ", " et ", " и ", "&", "with", "/", "совместно")) or "." in gap:
            break
        chain.insert(0, body)
    return chain


_HOLDS = frozenset("held conducted organized organised hosted провели провел провела организовали организовал организовала проводят tenu organisé animé".split())
_TEACHES = frozenset("trained trains train обучил обучила обучили обучает formé forme forment outille outillé sensibilise sensibilisé equipped equips".split())
_BE = frozenset(("was", "were", "been", "is", "are", "be", "being", "was", "jointly", "successfully", "которые", "était", "été", "also", "being", "recently"))
_BY = frozenset(("by", "par"))


def roles_in(
    text: Text,
    number: int,
    sentence: Sentence,
    bodies: list[BodyFound],
    cues: list[Hit[_Cue]],
    kinds: list[tuple[int, int]],
    people: list[tuple[int, int]],
) -> list[RoleFound]:
    """Roles of the bodies of one sentence. `bodies`, `cues`, `kinds` and `people` (character spans of words for activities and of counts of
    participants) are those inside the sentence."""
    if not bodies:
        return []
    events: list[tuple[int, int, object]] = [(c.start, 0, c) for c in cues]
    events += [(b.start, 1, b) for b in bodies]
    events += [(a, 0, (a, b)) for a, b in people]
    events += [(b, 0, (b, b)) for b in _meant_for(text, sentence, kinds)]
    events.sort(key=lambda e: (e[0], e[1]))
    roles: dict[int, str] = {}
    open_subjects: list[BodyFound] = []
    current, reach = "", sentence.start
    behind, linked = "", False  # the role before "funded by", for the project that follows; a cue that may be followed by "was"
    wanting = ""  # a verb whose subject may still follow (Russian and French order)
    for _, rank, thing in events:
        if isinstance(thing, tuple):  # "27 officers (from …)", "a workshop for …": who follows takes part
            current, reach = "participant", thing[0]
            continue
        if rank == 0:
            cue: Hit[_Cue] = thing  # type: ignore[assignment]
            if any(b.start <= cue.start < b.end for b in bodies) or (cue.value.role == "trainer" and any(a <= cue.start < b + 6 for a, b in people)):
                continue
            if cue.value.shape == "keep":
                reach = cue.end if current else reach
                continue
            if cue.value.shape == "after":
                if cue.value.role == "funder" and current != "funder":
                    behind = current
                current, reach = cue.value.role, cue.end
                linked = text.raw[cue.start : cue.end].lower().startswith(("organizer", "organiser", "implementing partner"))
                wanting = ""
                continue
            if cue.value.shape == "present":
                for body in open_subjects:
                    roles.setdefault(body.start, "participant")
                open_subjects = []
                current = "participant" if current == "participant" else ""
                continue
            before = text.lower[max(sentence.first, cue.first - 2) : cue.first]
            passive = any(w in _BE for w in before) or any(cue.start - 2 <= e <= cue.start for _, e in kinds)
            by = _by_after(text, cue.last, sentence, 20 if passive else 9)
            if by is not None and (passive or not open_subjects):
                current, reach = cue.value.role, by
                continue
            if passive and "jointly" not in before and "recently" not in before and "successfully" not in before and "also" not in before:
                current = ""
                continue
            subjects = _last_chain(text, [b for b in open_subjects if not b.general])
            if not subjects and roles and all(r == "participant" for r in roles.values()) and bodies[0].start - sentence.start < 60 and text.lower[cue.last - 1] in _HOLDS:
                subjects = [b for b in bodies if roles.get(b.start) == "participant" and not b.general and b.end <= cue.start][:1]  # "staff of the Centre held …"
                for body in subjects:
                    roles[body.start] = cue.value.role
            for body in subjects:
                roles.setdefault(body.start, cue.value.role)
            teaching = text.lower[cue.last - 1] in _TEACHES
            wanting = "organiser" if not subjects and text.raw[cue.start] >= "Ѐ" else ""
            open_subjects = []
            current, reach = ("taught" if teaching else ""), cue.end
            continue
        body = thing  # type: ignore[assignment]
        assert isinstance(body, BodyFound)
        if body.group == "project" and current in ("trainer", "participant", "speaker", "legal", "implementer"):
            current = ""
            open_subjects.append(body)
        elif current == "taught":
            if body.general and body.start - reach <= 60:
                roles.setdefault(body.start, "participant")
                reach = body.end
            else:
                current = ""
                open_subjects.append(body)
        elif current == "funder" and body.group == "project" and roles:
            if behind:
                roles.setdefault(body.start, behind)
            else:
                open_subjects.append(body)
            current, reach, behind = behind, body.end, ""
        elif current in ("supporter", "partner", "funder", "host") and any(reach <= k < body.start for k, _ in kinds):
            current = ""
            open_subjects.append(body)
        elif current and body.start - reach <= _REACH.get(current, 70) and (linked or not _broken(text.raw[reach : body.start], current)):
            roles.setdefault(body.start, current)
            reach = body.end
        elif wanting and body.start - reach <= 60:
            roles.setdefault(body.start, wanting)
            reach, current = body.end, wanting
        else:
            current = ""
            if _held_office(text, body, sentence):
                roles.setdefault(body.start, "speaker")
            else:
                open_subjects.append(body)
    if "organiser" not in roles.values() and open_subjects and text.raw[open_subjects[0].start] >= "Ѐ":
        done = next((c for c in cues if c.value.role == "organiser" and c.value.shape == "after"), None)
        for body in open_subjects if done is not None else []:
            if body.end <= done.start and not body.general and (body.written.isupper() or _INSTRUMENTAL.search(body.written.split()[0])):
                roles.setdefault(body.start, "organiser")  # "Программой развития ООН … был организован"
    found = []
    for body in bodies:
        role = roles.get(body.start, "")
        if role == "supporter" and (body.group in _DONORS or any(n in body.written for n in _FUNDER_NAMES)):
            role = "funder"
        if role in ("", "participant") and not body.general and _names_the_event(text, body, kinds, role):
            role = "owner"
        found.append(RoleFound(body, role, number))
    return found


def _names_the_event(text: Text, body: BodyFound, kinds: list[tuple[int, int]], role: str) -> bool:
    """Whether a body stands right beside a word for an activity: "the OSCE workshop", "семинар Центра ОБСЕ"."""
    cyrillic = text.raw[body.start] >= "Ѐ"
    for start, end in kinds:
        if cyrillic and 0 < body.start - end <= 2:
            return True
        if not cyrillic and not role and 0 < start - body.end <= 26 and not any(c in ",.;:()" for c in text.raw[body.end : start]) and " " not in text.raw[body.end + 1 : start].strip()[14:]:
            return True
    return False


def _by_after(text: Text, word: int, sentence: Sentence, most: int) -> int | None:
    for at in range(word, min(word + most, sentence.last)):
        if text.lower[at] in _BY:
            return text.ends[at]
    return None


def _broken(gap: str, role: str) -> bool:
    """Whether the words between a cue and a body are too much of a sentence to carry the role on."""
    if role in ("participant", "trainer"):
        return False
    lowered = gap.lower()
    return any(word in lowered for word in (" was ", " were ", " who ", " which ", " where ", " that ", " aimed ", " for the ", " который", " которая", " которые", " qui ", " a été", " dont ", " прошел", " прошла", " состоял", " took place", " aims ", " in order ", " для ", " afin "))


_SKIPPED = frozenset("of the at in for to a an s de du des la le l d au aux à the".split())


_OFFICES = frozenset((
    "head", "director", "minister", "ambassador", "chairman", "chair", "chairperson", "representative", "rector", "chief", "president", "officer", "coordinator", "specialist", "expert", "manager", "deputy", "spokesperson", "adviser",
              "директор", "руководитель", "глава", "посол", "министр", "представитель", "начальник", "председатель", "заместитель", "координатор", "ректор", "директора", "главы", "начальника", "эксперт",
              "directeur", "directrice", "ministre", "ambassadeur", "ambassadrice", "représentant", "représentante", "chef", "cheffe", "président", "présidente", "coordonnateur", "secrétaire", "responsable", "préfet", "gouverneur", "commissaire"
))  # fmt: skip


def _held_office(text: Text, body: BodyFound, sentence: Sentence) -> bool:
    """Whether the body only says whose director, minister or ambassador someone is."""
    at = text.word_at(body.start) - 1
    while at >= sentence.first and text.lower[at] in _SKIPPED and text.joined(at + 1):
        at -= 1
    return at >= sentence.first and text.joined(at + 1) and text.lower[at] in _OFFICES
