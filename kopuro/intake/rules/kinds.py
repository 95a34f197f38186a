"""What kind of activity a text speaks of, whether it was held, and whether on site: the words for it in the languages read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kopuro.intake.rules.phrases import Phrases

TYPES = (
    "training",
    "workshop",
    "seminar",
    "conference",
    "study_visit",
    "dialogue",
    "meeting",
    "steering_committee",
    "mission",
    "camp",
    "campaign",
    "other",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A word for an activity: its type ("" for words like "event" that only point back), many or one, how firmly it says so (3 firm, 1 weak)."""

    type: str
    plural: bool = False
    weight: int = 3


# Words that name an activity. A word of weight 1 counts only beside a sign that something was held; "" points back to what was named before.
_KINDS: dict[tuple[str, bool, int], str] = {
    ("training", False, 3): "training course; training session; training event; training activity; educational training; training of trainers; train the trainers; "
    "train-the-trainer; training-of-trainers; ToT course; capacity building course; capacity-building course; capacity building training; refresher course; online course; "
    "master class; masterclass; summer school; winter school; spring school; autumn school; boot camp; bootcamp; simulation exercise; tabletop exercise; table-top exercise; "
    "table top exercise; field exercise; practical exercise; e-learning course; crash course; advanced course; basic course; specialized course; induction course; traineeship; short-term traineeship; "
    "certification course; training cycle; capacity-building programme; capacity building programme; capacity-building program; programme de renforcement des capacités; programme de formation; training module; training week; specialised course; three-day course; two-day course; one-day course; five-day course; four-day course; "
    "тренинг-семинар; тренинг для тренеров; учебный курс; обучающий курс; курс повышения квалификации; мастер-класс; летняя школа; зимняя школа; учебное занятие; "
    "штабные учения; командно-штабные учения; тактико-специальные учения; учебный тренинг; обучающее мероприятие; "
    "formation des formateurs; formation de formateurs; session de formation; stage de formation; cours de formation; cycle de formation; action de formation; "
    "journée de formation; séance de formation; renforcement de capacités; module de formation; école d'été; cours en ligne; exercice de simulation",
    ("training", True, 3): "training courses; training sessions; trainings; training events; training activities; capacity building courses; capacity-building courses; "
    "master classes; masterclasses; courses for; simulation exercises; sessions de formation; formations; journées de formation; cours de formation; stages de formation; "
    "учебные курсы; учебных курсов; курсы повышения квалификации; курсов повышения квалификации; мастер-классы; мастер-классов; обучающих курсов; учебные сборы; training series",
    ("training", False, 2): "training; тренинг*; трененг*; formation; стажировк*; trening*; тренинг; course; ToT; учебно-практическ*; обучение; обучения; обучающ* программ*; курс; курса; курсе; internship; "
    "окуу-тренинг; окуу семинар",
    ("training", True, 2): "courses; курсы; курсов; курсах; тренинги; тренингов; тренингах; тренингами; стажировки; учения; internships",
    ("workshop", False, 3): "workshop; training workshop; expert workshop; validation workshop; regional workshop; inception workshop; co-creation workshop; drafting workshop; atelier; "
    "atelier de formation; atelier de travail; atelier régional; atelier national; воркшоп*; рабочий семинар; рабочего семинара; рабочем семинаре; семинар-практикум; семинар-практикума; практикум*; writeshop; laboratory of ideas",
    ("workshop", True, 3): "workshops; training workshops; ateliers; ateliers de formation; воркшопы; воркшопов; workshop series; рабочие семинары; рабочих семинаров",
    ("seminar", False, 3): "seminar; training seminar; webinar; семинар*; вебинар*; séminaire; webinaire; seminario; семинар-тренинг*; обучающ* семинар*; учебн* семинар*; семинар-совещани*; "
    "научно-практическ* семинар*; training-seminar; colloquium; семинар-кеңешме",
    ("seminar", True, 3): "seminars; webinars; семинары; семинаров; семинарах; семинарами; séminaires; webinaires; training seminars; вебинары; вебинаров; обучающие семинары; семинары-тренинги",
    ("conference", False, 3): "conference; forum; symposium; congress; конференци*; форум*; симпозиум*; конгресс*; съезд*; conférence; colloque; congrès; assises; summit; high-level conference; "
    "international conference; scientific conference; научно-практическ* конференци*; международн* конференци*; konferensiya; анжуман",
    ("conference", True, 3): "conferences; forums; конференции; конференций; conférences",
    ("study_visit", False, 3): "study visit; study tour; study trip; study visits tour; exchange visit; familiarization visit; familiarisation visit; familiarization trip; learning visit; "
    "study-visit; exchange programme; field study; educational visit; учебный визит; учебного визита; учебная поездка; учебной поездки; учебную поездку; ознакомительный визит; ознакомительного визита; "
    "ознакомительн* поездк*; учебно-ознакомительн* визит*; учебно-ознакомительн* поездк*; учебн* тур*; стади-тур*; рабочей поездки; рабочая поездка; voyage d'étude; voyage d'études; visite d'étude; visite d'études; "
    "visite d'échange; voyage d'échange; учебн* визит*; обменн* визит*; experience exchange visit",
    ("study_visit", True, 3): "study visits; study tours; exchange visits; учебные визиты; учебных визитов; voyages d'étude; visites d'étude; study trips; учебные поездки",
    ("dialogue", False, 3): "dialogue platform; dialogue session; dialogue meeting; dialogue forum; policy dialogue; dialogue event; expert dialogue; town hall; диалогов* площадк*; диалогов* платформ*; "
    "площадк* для диалога; community dialogue; dialogue intercommunautaire; espace de dialogue; cadre de dialogue; plateforme de dialogue; дебат*; debate; roundtable discussion; round table discussion; "
    "round-table discussion; panel discussion; panel; intergenerational dialogue; journée de dialogue; public discussion; открыт* диалог*; диалогов* встреч*; public hearing; public hearings",
    ("dialogue", True, 3): "dialogue platforms; dialogue sessions; dialogue meetings; community dialogues; dialogues communautaires; dialogues; диалоговые площадки; диалоговых площадок; roundtable discussions; "
    "round table discussions; panel discussions; диалоговые встречи; диалоговых встреч; focus group discussions; discussion platforms",
    ("dialogue", False, 1): "dialogue; диалог*; discussion",
    ("meeting", False, 3): "working group meeting; working group session; working meeting; expert meeting; coordination meeting; expert group meeting; kick-off meeting; kickoff meeting; kick off meeting; consultation meeting; "
    "roundtable; round table; round-table; round tables; круглый стол; круглого стола; круглом столе; круглым столом; table ronde; заседани*; совещани*; рабоч* встреч*; рабоч* совещани*; "
    "информационн* встреч*; встреч*-*; réunion; réunion de travail; réunion de coordination; concertation; planning meeting; introductory meeting; board meeting; inter-agency meeting; high-level meeting; "
    "ministerial meeting; network meeting; regional meeting; informational meeting; information session; briefing; брифинг*; side event; side-event; événement parallèle; научно-практическ* встреч*; "
    "консультаци*; consultation; consultations; кеңешме; жиналыс; дөңгелек үстел; тегерек стол; мизи мудаввар; davra suhbati; info session; information day; rencontre; rencontre d'échanges",
    ("meeting", True, 3): "roundtables; round-tables; working meetings; круглые столы; круглых столов; tables rondes; réunions; rencontres; bilateral meetings; information sessions; briefings; рабочие встречи; "
    "встречи-беседы; online meetings; peer-to-peer meetings; community meetings; consultation meetings; in-depth meetings; information meetings",
    ("meeting", False, 2): "official presentation; project presentation; presentation of the project; meeting; встретились; se sont réunis; s'est réuni; s'est réunie; встреча; встречи; встречу; встрече; conversation; entretien; working group",
    ("meeting", True, 1): "meetings; встреч; встречах; talks",
    ("steering_committee", False, 3): "steering committee; meeting of the steering committee; meeting of the project steering committee; steering committee meeting; steering group; steering group meeting; project board; project board meeting; project steering committee meeting; "
    "project steering committee; advisory board meeting; comité de pilotage; réunion du comité de pilotage; координационн* комитет*; управляющ* комитет*; руководящ* комитет*; наблюдательн* комитет*; "
    "заседани* координационного комитета; заседани* руководящего комитета; заседани* управляющего комитета; проектн* комитет*; совета проекта; направляющ* комитет*; "
    "psc meeting; заседани* наблюдательного комитета; проектн* совет*",
    ("mission", False, 3): "scoping mission; field visit; field mission; fact-finding mission; fact finding mission; assessment mission; needs assessment mission; expert mission; "
    "official visit; technical mission; evaluation mission; identification mission; monitoring mission; preparatory mission; monitoring visit; country visit; working visit; exploratory mission; "
    "техническая миссия; оценочная миссия; миссии экспертов; экспертн* мисси*; рабочий визит; рабочего визита; рабочим визитом; мониторингов* визит*; мониторингов* поездк*; выездн* мисси*; "
    "официальный визит; официального визита; mission d'évaluation; mission de suivi; mission d'expertise; mission d'identification; mission technique; mission exploratoire; visite officielle; "
    "mission de terrain; visite de terrain; assessment visit; technical assistance mission; ознакомительн* мисси*; оценочн* мисси*",
    ("mission", True, 3): "scoping missions; field visits; fact-finding missions; expert missions; monitoring missions; monitoring visits; мониторинговые визиты; missions d'expertise; working visits",
    ("mission", False, 2): "выезд; выезды; выездн* встреч*",
    ("campaign", False, 1): "разъяснительн* работ*",
    ("mission", False, 1): "mission; visit; мисси*; визит; визита; visite",
    ("camp", False, 3): "youth camp; summer camp; training camp; media camp; peace camp; winter camp; children's camp; leadership camp; boot-camp; youth summer camp; молодежн* лагер*; молодёжн* лагер*; летн* лагер*; детск* лагер*; "
    "лагер*; camp de jeunes; camp d'été; colonie de vacances; camp jeunesse; camp de vacances citoyennes",
    ("camp", True, 3): "youth camps; summer camps; training camps; летние лагеря; летних лагерей; camps de jeunes; молодежные лагеря; children's camps",
    ("camp", False, 2): "camp",
    ("campaign", False, 3): "awareness campaign; awareness-raising campaign; awareness raising campaign; information campaign; outreach campaign; communication campaign; public campaign; media campaign; "
    "advocacy campaign; social media campaign; sensitization campaign; social campaign; preventive campaign; информационн* кампани*; информационно-разъяснительн* кампани*; разъяснительн* кампани*; "
    "просветительск* кампани*; профилактическ* кампани*; campagne de sensibilisation; campagne d'information; campagne de communication; caravane; caravane de sensibilisation; "
    "информационно-разъяснительн* акци*; профилактическ* акци*; awareness caravan; social media campaigns; online campaign",
    ("campaign", True, 3): "awareness campaigns; information campaigns; awareness-raising campaigns; campagnes de sensibilisation; информационные кампании; outreach campaigns",
    ("campaign", False, 2): "campaign; разъяснительн* мероприяти*; кампани*; campagne; акци*",
    ("other", False, 2): "inauguration; competition; contest; exhibition; hackathon; ceremony; award ceremony; opening ceremony; closing ceremony; signing ceremony; graduation ceremony; launch event; concert; festival; marathon; "
    "flash mob; flashmob; photo exhibition; конкурс*; выставк*; хакатон*; церемони*; презентаци*; олимпиад*; фестивал*; викторин*; квиз*; deep dive; concours; exposition; cérémonie; forum theatre; "
    "theatre performance; film screening; quiz; race; tournament; турнир*; football match; lecture; lectures; лекци*; sensibilisation; causerie; causeries; awareness session; awareness sessions; awareness-raising session; "
    "awareness-raising sessions; разъяснительн* бесед*; expo; fair; ярмарк*; simulation game; open day",
    ("", False, 2): "wave; event; activity; programme's event; gathering; мероприяти*; événement; activité; session; сесси*; иш-чара; іс-шара; чорабинӣ; tadbir; çäre",
    ("", True, 1): "events; activities; événements; activités; sessions; мероприятия; мероприятий",
}
# Phrases that hold such a word but name no activity.
_NOT_KINDS = (
    "training needs; training programme; training programmes; training program; training programs; training curriculum; training curricula; training centre; training centres; training center; training centers; "
    "training material; training materials; training manual; training manuals; training institution; training institutions; training academy; training modules; training tool; training tools; training plan; training plans; "
    "training package; training packages; training methods; training system; training equipment; training room; training rooms; training ground; training institute; training institutes; training opportunities; training facility; "
    "training facilities; training agenda; training topics; training kit; training handbook; vocational training; physical training; military training; in-service training; pre-service training; simulation training; training capacities; training schools; training requirements; "
    "conference room; conference hall; conference centre; conference center; press conference; press-conference; пресс-конференци*; conférence de presse; news conference; video conference call; "
    "refugee camp; refugee camps; al-hol camp; al hol camp; roj camp; camps in syria; military camp; concentration camp; displacement camp; terrorist training camp; terrorist training camps; лагер* беженцев; camp de réfugiés; camps in northeast syria; "
    "al-hol and roj camps; election campaign; military campaign; bombing campaign; предвыборн* кампани*; избирательн* кампани*; campagne électorale; terrorist campaign; "
    "diplomatic mission; diplomatic missions; peacekeeping mission; special mission; permanent mission; mission statement; our mission; its mission; head of mission; deputy head of mission; chef de mission; глав* миссии; дипломатическ* мисси*; постоянн* представительств*; "
    "in the course of; over the course of; during the course of; of course; due course; au cours de; au cours du; au cours des; en cours; cours d'eau; cours d'appel; cours de la; курсы валют; курс валют; курс доллара; course of action; "
    "en formation; forces en formation; formation politique; formations politiques; formation sanitaire; centre de formation; centres de formation; école de formation; instituts de formation; établissements de formation; formation professionnelle; "
    "session of parliament; session of the parliament; plenary session; question and answer session; q&a session; сессии парламента; session plénière; séance plénière; session of the general assembly; "
    "courses of action; tout en formation; учебный процесс; учебного процесса; учебных заведений; учебные заведения; учебного заведения; образовательн* учреждени*; встреча выпускников; "
    "entry point; economic forum; gas exporting countries forum; global counterterrorism forum; general assembly session; акционер*; акция протеста; акции протеста; реализаци*; race and; human race; arms race; консультационн*; консультативн*; консультант*; консультант; "
    "семинари*; форумчан*; обученн*; course correction; of course; cours suprême; cours suprêmes; discussion topics; group discussion; group discussions; discussion paper; under discussion; discussions highlighted; activité terroriste; activités terroristes; terrorist activity; terrorist activities; "
    "criminal activity; criminal activities; extremist activity; extremist activities; activités criminelles; activité criminelle; the training of; event of; in the event; illegal activities; economic activities; daily activities; field of activity; мероприятий по реализации; план мероприятий; плана мероприятий; "
    "комплекс мероприятий; розыскн* мероприяти*; оперативно-розыскн* мероприяти*; fair trial; fair trials; fair treatment; fair and; free and fair; fair hearing; курс на; курс по выбору; учения ислама; религиозного учения; учения о; школ* курс*; first course; training staff; training officer; training police; "
    "summit of; meeting the needs; meeting room; meeting point; meeting needs; meeting the; talks about; стаж работы; debate on; working group on; global forum; youth forum of; gallery; galerie; dialogue with; dialogue between; dialogue among; civil dialogue"
)
_EVENT_VERBS = {
    "held": "took place; taking place; was held; were held; been held; held; was conducted; were conducted; was organized; was organised; were organized; were organised; organized; organised; conducted; hosted; "
    "was carried out; were carried out; carried out; completed; concluded; finished; wrapped up; delivered; gathered; brought together; bringing together; attended; participated; took part; convened; facilitated; trained; has trained; visited; "
    "met with; opened; was opened; was arranged; arranged; welcomed; joined; united; engaged; were trained; was attended; received training; ended; came to an end; was concluded; inaugurated; launched; was launched; kicked off; started; began; commenced; "
    "supported; provided; was provided; were provided; offered; underwent; culminated; assembled; enrolled; graduated; discussed; organizes; organises; conducts; holds; hosts; trains; concludes; completes; launches; brings together; gathers; supports; was implemented; initiates; was delivered; were delivered; "
    "ran; took the; travelled to; traveled to; was dedicated to; equipped; is organized by; is organised by; arrange; provided training; bring together; covered; gave; invited; participating; reunited; went to; strengthens; enhances; enhanced; improved; raised; learned; learnt; "
    "прош*; прошл*; прошел; прошёл; прошла; прошло; прошли; состоял*; состоявш*; был проведен; была проведена; было проведено; были проведены; проведен; проведена; проведено; проведены; провел; провела; провели; провело; организовал; организовала; организовали; организовало; "
    "организован; организована; организованы; организовано; организованн*; приняли участие; принял участие; приняла участие; приняло участие; участвовал*; завершил*; стартовал*; открыл*; собрал*; объединил*; посетил*; обучил*; обучены; обучено; обучен; обучена; состоялась; проведенн*; прошедш*; "
    "совершил*; совершен*; выступил*; обсудил*; началс*; началас*; началис*; начал*; проводил*; проводит; организует; организуют; проходил*; побывал*; ознакомил*; презентовал*; встретил*; поделил*; рассмотрел*; "
    "өтті; өттү; өткөрүлдү; өткізілді; өткөрдү; уюштурулду; баргузор гардид; баргузор шуд; geçirildi; o'tkazildi; bo‘lib o‘tdi; bo'lib o'tdi; o‘tkazildi; катышты; қатысты; "
    "a eu lieu; ont eu lieu; s'est tenu; s'est tenue; se sont tenus; se sont tenues; s'est déroulé; s'est déroulée; se sont déroulés; se sont déroulées; a organisé; ont organisé; organisé; organisée; organisés; organisées; a réuni; ont réuni; ont participé; a participé; "
    "ont pris part; a pris part; a été organisé; a été organisée; ont été organisés; a accueilli; ont accueilli; s'est achevé; s'est achevée; a rassemblé; ont rassemblé; a regroupé; ont bénéficié; ont suivi; s'est ouvert; s'est ouverte; s'est clôturé; s'est clôturée; a clôturé; "
    "a tenu; ont tenu; a initié; initié; a été initié; tenu; tenue; ont été formés; a formé; ont été formées; a abrité; s'est réuni; s'est réunie; se sont réunis; se sont retrouvés; a animé; a conduit; a effectué; ont effectué; a été lancé; a été lancée; a lancé; a pris fin; ont visité; ont joint leurs efforts; a mobilisé; ont mobilisé; a permis; a été animé; a été animée; ont été animés; a mis en place; a initié; ont initié",
    "ongoing": "being held; being conducted; being organized; осуществляют; осуществляется; участвуют; участвует; принимают участие; принимает участие; is being held; are being held; is taking place; are taking place; is under way; is underway; are underway; is ongoing; started today; begins today; began today; opened today; kicks off; kicked off today; is currently; will last until; will continue until; "
    "currently taking place; проходит; проходят; проводится; проводятся; идет; идёт; продолжается; проходит в эти дни; начался; началась; начались; начал работу; начала работу; начали работу; стартовал; стартовала; стартовали; продлится; продлятся; "
    "se tient; se tiennent; est en cours; sont en cours; se déroule; se déroulent; s'est ouvert ce; s'est ouverte ce; a démarré; ont démarré; a débuté; ont débuté; prendra fin; se poursuit; se poursuivra jusqu'au",
    "planned": "will be engaged; will involve; will be held; will take place; will be organized; will be organised; will be conducted; is planned; are planned; was planned; were planned; planned for; scheduled for; is scheduled; are scheduled; plans to hold; plans to organize; plans to organise; will host; will hold; will organize; will organise; "
    "will conduct; will gather; will bring together; to be held; to be organized; to be organised; upcoming; being planned; will be hosted; will participate; apply by; call for applications; will start; will begin; will kick off; "
    "состоится; состоятся; пройдет; пройдёт; пройдут; планируется; планируются; запланирован; запланирована; запланировано; запланированы; будет проведен; будет проведена; будет проведено; будут проведены; будет организован; будет организована; будут организованы; намечен*; "
    "aura lieu; auront lieu; se tiendra; se tiendront; sera organisé; sera organisée; seront organisés; seront organisées; est prévu; est prévue; sont prévus; sont prévues; se déroulera; se dérouleront; prévu du; prévue du; réunira",
}
_MODES = {
    "online": "online; on-line; virtual; virtually; via zoom; zoom; webinar; webinars; remotely; videoconference; video conference; video-conference; teleconference; ms teams; microsoft teams; онлайн; он-лайн; онлайн-формате; дистанционн*; видеоконференц*; "
    "вебинар*; в режиме онлайн; виртуальн*; en ligne; par visioconférence; visioconférence; en visioconférence; webinaire; virtuel; virtuelle; à distance; webex; онлайн-режиме; e-learning",
    "onsite": "in person; in-person; face-to-face; face to face; offline; off-line; on-site; on site; onsite; in presence; офлайн; оффлайн; очно; очном формате; очный; очная; в очном режиме; en présentiel; présentiel; physical participation; residential",
    "hybrid": "hybrid; hybrid format; hybrid mode; blended; гибридн*; смешанн* формат*; hybride; format mixte; в смешанном формате; online/offline; online and offline; offline and online",
}
_ONLINE_THINGS = (  # "online" said of a subject, not of the meeting
    "online radicalization; online radicalisation; online extremism; online platform for; online extremist; online propaganda; online space; online recruitment; online content; online safety; online security; online violence; online groups; online investigations; "
    "online investigation; online terrorist; online hate; online terrorism; online violent; online risks; online sources; online literacy; online services; online media; online child; online game; online games; online harassment; online environment; online tools; online education; онлайн-радикализаци*; онлайн-пространств*; "
    "онлайн-безопасност*; онлайн-платформ*; virtual assets; virtual asset; virtual currency; virtual currencies; виртуальн* актив*; виртуальн* валют*; виртуальн* пространств*; radicalisation en ligne; haine en ligne; contenus en ligne; onsite inspection; sexual abuse online; exploitation online; abuse online; online sexual; terrorism online; extremism online"
)


@cache
def kind_phrases() -> Phrases[Kind | None]:
    """The table of activity words; a hit with None names no activity and shields the words inside it."""
    table: Phrases[Kind | None] = Phrases()
    for (kind, plural, weight), words in _KINDS.items():
        table.add_all((w.strip() for w in words.split(";") if w.strip() and "*-*" not in w), Kind(kind, plural, weight))
    table.add_all((w.strip() for w in _NOT_KINDS.split(";") if w.strip()), None)
    return table.seal()


@cache
def verb_phrases() -> Phrases[str]:
    """Verbs that say something was held ("held"), is under way ("ongoing") or is to come ("planned")."""
    table: Phrases[str] = Phrases()
    for status in ("planned", "ongoing", "held"):
        table.add_all((w.strip() for w in _EVENT_VERBS[status].split(";") if len(w.strip()) > 2 and w.strip() not in ("прош*",)), status)
    return table.seal()


@cache
def mode_phrases() -> Phrases[str]:
    """Words that say how people met; "" shields phrases where the word is said of a subject."""
    table: Phrases[str] = Phrases()
    for mode, words in _MODES.items():
        table.add_all((w.strip() for w in words.split(";")), mode)
    table.add_all((w.strip() for w in _ONLINE_THINGS.split(";")), "")
    return table.seal()


def mode_of(found: set[str], has_site: bool) -> str | None:
    """Mode from the words found about one activity and whether a place was stated: both kinds of words mean hybrid."""
    if "hybrid" in found or {"online", "onsite"} <= found:
        return "hybrid"
    if "online" in found:
        return "online"
    return "onsite" if has_site or "onsite" in found else None
