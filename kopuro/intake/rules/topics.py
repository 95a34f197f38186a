"""Subjects of activities: a code list of the field with a label each, known by words in English, Russian and French."""

from __future__ import annotations

from functools import cache

from kopuro.intake.rules.phrases import Hit, Phrases
from kopuro.intake.rules.text import Text

TOPICS: dict[str, tuple[str, str]] = {  # code: label, phrases
    "pve": ("prevention of violent extremism", "violent extremism; preventing violent extremism; pve; cve; p/cve; verlt; violent extremist; preventing extremism; prevention of extremism; countering extremism; extremism; насильственн* экстремизм*; экстремизм*; extrémisme violent; l'extrémisme violent; extrémisme; extrémismes; экстремистск*"),
    "radicalisation": ("radicalisation", "radicalization; radicalisation; radicalized; radicalised; de-radicalization; deradicalization; deradicalisation; радикализаци*; радикализм*; дерадикализаци*; radicalisation; déradicalisation; radicaux"),
    "detection": ("detection of radicalisation", "detect signs of; signs of radicalization; signs of radicalisation; detection of radicalization; early detection; early signals; early warning; risk assessment; identification of radicalization; признак* радикализации; ранн* выявлени*; распознавани*; оценк* рисков; détection précoce; alerte précoce; détection de la radicalisation"),
    "terrorism": ("counter-terrorism", "counter-terrorism; counterterrorism; countering terrorism; terrorism; anti-terrorism; terrorist; terrorists; terrorist attacks; противодействи* терроризму; борьб* с терроризмом; терроризм*; террористическ*; антитеррор*; terrorisme; lutte contre le terrorisme; terroriste; terroristes"),
    "financing": ("terrorist financing and money laundering", "financing of terrorism; terrorist financing; terrorism financing; money laundering; financial investigation; financial investigations; anti-money laundering; asset recovery; virtual assets; cryptocurrency; cryptocurrencies; финансировани* терроризма; отмывани* денег; отмывани* доходов; финансов* расследовани*; криптовалют*; виртуальн* актив*; financement du terrorisme; blanchiment; blanchiment d'argent; enquêtes financières; возврат* активов"),
    "internet": ("internet and online extremism", "online radicalization; online radicalisation; use of internet; internet; social media; social networks; online extremism; online platforms; online space; terrorist content online; использовани* интернета; интернет*; социальн* сет*; онлайн-радикализаци*; réseaux sociaux; internet; en ligne"),
    "digital": ("digital investigation and electronic evidence", "digital evidence; electronic evidence; digital forensics; e-evidence; osint; open source intelligence; open-source; digital investigation; digital techniques; online investigation; online investigations; электронн* доказательств*; цифров* доказательств*; цифров* криминалистик*; preuve numérique; preuves électroniques; preuve électronique; investigation numérique"),
    "cyber": ("cybercrime and cybersecurity", "cybercrime; cyber crime; cybersecurity; cyber security; cyber-security; cyber threats; darknet; dark web; киберпреступност*; кибербезопасност*; киберугроз*; cybercriminalité; cybersécurité"),
    "prisons": ("prisons and violent extremist prisoners", "prison; prisons; prisoners; penitentiary; inmates; violent extremist prisoners; dynamic security; detention; correctional; тюрьм*; пенитенциарн*; заключенн*; заключённ*; осужденн*; осуждённ*; исправительн*; уголовно-исполнительн*; prison; prisons; détenus; pénitentiaire; milieu carcéral; détention"),
    "reintegration": ("rehabilitation and reintegration", "rehabilitation; reintegration; resocialization; returnees; repatriated; repatriation; disengagement; реабилитаци*; реинтеграци*; ресоциализаци*; репатриаци*; возвращенн*; réinsertion; réintégration; réhabilitation; désengagement; rapatriement; rapatriés"),
    "ftf": ("foreign terrorist fighters", "foreign terrorist fighters; foreign fighters; ftfs; ftf; conflict zones; war zones; иностранн* террорист*; иностранн* боевик*; зон* боевых действий; combattants terroristes étrangers; combattants étrangers"),
    "borders": ("border security and management", "border management; border security; border control; border guards; border crossing; border checks; integrated border management; travel documents; passenger data; управлени* границами; безопасност* границ; пограничн*; gestion des frontières; sécurité des frontières; contrôle des frontières; sécurité frontalière; zones frontalières"),
    "crime": ("organised crime", "organized crime; organised crime; transnational crime; transnational organized crime; serious crime; организованн* преступност*; транснациональн* преступност*; criminalité organisée; criminalité transnationale; crime organisé"),
    "drugs": ("drugs", "drug trafficking; narcotics; drugs; drug; drug addiction; drug demand; new psychoactive substances; precursors; illicit drugs; наркотик*; наркоторговл*; незаконн* оборот* наркотиков; наркомани*; trafic de drogue; drogues; stupéfiants; trafic de stupéfiants"),
    "trafficking": ("trafficking in human beings", "human trafficking; trafficking in human beings; trafficking in persons; anti-trafficking; forced labour; forced labor; торговл* людьми; принудительн* труд*; traite des êtres humains; traite des personnes; trafic de migrants; smuggling of migrants; migrant smuggling"),
    "weapons": ("weapons, explosives and CBRN", "small arms; firearms; explosives; improvised explosive devices; cbrn; cbrn-e; weapons; ied; arms trafficking; стрелков* оружи*; взрывн*; оружи*; химическ* биологическ*; armes légères; engins explosifs; armes à feu; ядерн* безопасност*; nuclear security"),
    "investigation": ("criminal investigation", "investigation; investigations; investigative; criminal investigation; special investigative; crime scene; forensic; forensics; расследовани*; следственн*; криминалистик*; enquête; enquêtes; enquêtes judiciaires; police scientifique; scène de crime; interviewing; interrogation"),
    "prosecution": ("prosecution and trial of terrorism cases", "prosecution; prosecuting; prosecute; judicial; trials; trial; adjudication; criminal justice; judiciary; уголовн* преследовани*; судебн*; правосуди*; уголовн* правосуди*; poursuites; procès; chaîne pénale; jugement; poursuite; système judiciaire; justice pénale"),
    "judicial": ("judicial and international cooperation", "judicial cooperation; mutual legal assistance; international cooperation; information exchange; information sharing; exchange of information; cross-border cooperation; extradition; regional cooperation; international co-operation; joint investigation; взаимн* правов* помощ*; международн* сотрудничеств*; обмен* информацией; региональн* сотрудничеств*; coopération judiciaire; entraide judiciaire; échange d'informations; coopération internationale; coopération régionale; partage d'informations; info sharing"),
    "intelligence": ("intelligence and analysis", "intelligence; prison intelligence; intelligence-led; intelligence-led policing; criminal intelligence; criminal analysis; intelligence analysis; risk analysis; threat assessment; разведывательн*; криминальн* анализ*; аналитик*; анализ* рисков; renseignement; analyse criminelle"),
    "intervention": ("special intervention and crisis response", "special intervention; hostage; crisis management; first responders; emergency response; tactical; critical infrastructure; protection of critical; soft targets; vulnerable targets; захват* заложников; заложник*; кризисн*; критическ* инфраструктур*; gestion de crise; otages; infrastructures critiques; crisis response; crisis communication; чрезвычайн* ситуаци*"),
    "community": ("community policing and public trust", "community policing; police-public partnership; police-community; community-oriented policing; community-police; public trust; trust between; local police; crime prevention; общественн* порядок; взаимодействи* полиции; участков* инспектор*; общественн* безопасност*; доверия к полиции; профилактик* правонарушений; police de proximité; confiance entre; relation police-population; prévention de la criminalité; community partnerships; collaboration population"),
    "civil_society": ("cooperation with civil society", "civil society; cooperation with civil society; civil society organizations; civil society organisations; ngos; csos; гражданск* обществ*; нпо; неправительственн*; société civile"),
    "women": ("women and gender", "women; gender; role of women; gender equality; gender-responsive; gender-sensitive; gender mainstreaming; women and girls; women's; женщин*; женск*; гендер*; девоч*; девуш*; femmes; genre; égalité des sexes; filles; rôle des femmes"),
    "gbv": ("violence against women and children", "gender-based violence; domestic violence; violence against women; sexual violence; early marriage; violence against children; гендерн* насили*; домашн* насили*; семейн* насили*; бытов* насили*; насили* в отношении женщин; насили* в отношении детей; violences basées sur le genre; violences faites aux femmes; violences sexuelles"),
    "youth": ("youth", "youth; young people; young; youth empowerment; youth engagement; молодеж*; молодёж*; подростк*; jeunes; jeunesse"),
    "children": ("protection of children", "children; child protection; protection of children; protecting children; minors; juvenile; juvenile justice; дети; детей; несовершеннолетн*; защит* детей; ювенальн*; enfants; protection de l'enfance; mineurs; justice juvénile; justice pour mineurs"),
    "religion": ("religion and tolerance", "religious; religion; freedom of religion; religious tolerance; interfaith; inter-faith; islam; theological; religious literacy; religious education; belief; tolerance; imams; религиозн*; религи*; межконфессиональн*; ислам*; теолог*; толерантност*; веротерпимост*; religieux; religion; religieuse; tolérance; interreligieux; dialogue interreligieux; islam"),
    "human_rights": ("human rights and rule of law", "human rights; rule of law; international human rights; fundamental freedoms; international law; international standards; права человека; прав человека; верховенств* права; правам человека; международн* стандарт*; droits de l'homme; droits humains; état de droit; l'état de droit; torture; пыток; пытк*; prevention of torture"),
    "communication": ("strategic communication and counter-narratives", "strategic communication; strategic communications; counter-narratives; counter narratives; counter-narrative; alternative narratives; propaganda; communication campaign; communication strategies; контрнарратив*; стратегическ* коммуникаци*; альтернативн* нарратив*; пропаганд*; contre-discours; communication stratégique; discours alternatifs; contre-récits; propagande"),
    "media": ("media and information literacy", "media literacy; media and information literacy; information literacy; critical thinking; disinformation; fake news; hate speech; journalism; journalists; internet literacy; digital literacy; медиаграмотност*; медийн* грамотност*; критическ* мышлени*; дезинформаци*; фейк*; язык вражды; языка вражды; журналист*; éducation aux médias; esprit critique; désinformation; discours de haine; journalistes; médias; digital skills"),
    "resilience": ("community resilience and peacebuilding", "resilience; community resilience; peacebuilding; peace-building; social cohesion; conflict prevention; conflict resolution; mediation; reconciliation; устойчивост*; миростроительств*; социальн* сплоченност*; предотвращени* конфликтов; медиаци*; résilience; cohésion sociale; consolidation de la paix; prévention des conflits; vivre ensemble; médiation; paix"),
    "education": ("education and schools", "education; schools; curriculum; curricula; teachers; educational; образован*; школ*; учител*; учебн* программ*; éducation; écoles; enseignants"),
    "psychology": ("psychology and communication skills", "emotional intelligence; psychological; psychology; mental health; psychosocial; profiling; criminal profiling; negotiation; communication skills; психолог*; эмоциональн* интеллект*; профайлинг*; психосоциальн*; soutien psychosocial; psychologique; santé mentale; public speaking"),
    "livelihoods": ("employment and livelihoods", "entrepreneurship; employment; livelihoods; vocational; financial literacy; income-generating; start-up; job; предпринимательств*; занятост*; трудоустройств*; финансов* грамотност*; entrepreneuriat; emploi; autonomisation; activités génératrices de revenus"),
    "migration": ("migration", "migration; migrants; labour migration; refugees; asylum; миграци*; мигрант*; беженц*; réfugiés; déplacés"),
    "policy": ("strategies and action plans", "action plan; national strategy; national action plan; strategy; national strategies; plan of action; legislation; legislative; draft law; policy; national plan; стратеги*; план* действий; законодательств*; законопроект*; государственн* программ*; концепци*; stratégie nationale; plan d'action; législation; politique nationale; cadre juridique"),
    "needs": ("needs analysis and project planning", "needs analysis; needs assessment; work plan; workplan; planning of activities; project presentation; presented the project; steering committee; monitoring and evaluation; анализ* потребностей; оценк* потребностей; план* работы; мониторинг* и оценк*; évaluation des besoins; plan de travail; suivi et évaluation; comité de pilotage; questionnaires"),
    "victims": ("victims", "victims of terrorism; victims; victim; survivors; жертв*; пострадавш*; victimes"),
    "corruption": ("anti-corruption and integrity", "anti-corruption; corruption; integrity; коррупци*; антикоррупционн*; corruption; intégrité"),
    "multiagency": ("multi-agency cooperation", "multi-agency; multi-stakeholder; whole-of-society; interagency; inter-agency; inter-agency cooperation; whole-of-government; межведомственн*; multi-actor; multi-acteurs; pluridisciplinaire; multisectoriel; multisectorielle; referral mechanism; referral mechanisms; mécanismes d'orientation"),
    "police_reform": ("police reform and training methods", "police reform; police training; training of trainers; security sector reform; security sector governance; adult learning; teaching methods; реформ* полиции; реформ* милиции; реформ* органов внутренних дел; подготовк* тренеров; réforme du secteur de la sécurité; formation de formateurs; formation des formateurs; gouvernance du secteur de la sécurité"),
}  # fmt: skip
LABELS = {code: label for code, (label, _) in TOPICS.items()}


@cache
def topic_phrases() -> Phrases[str]:
    """The table of words for topics."""
    table: Phrases[str] = Phrases()
    for code, (_, words) in TOPICS.items():
        table.add_all((w.strip() for w in words.split(";") if w.strip()), code)
    return table.seal()


def find_topics(text: Text) -> list[Hit[str]]:
    """Every word for a topic, words inside longer ones left out."""
    return topic_phrases().find(text)


def ranked(hits: list[tuple[Hit[str], float]], most: int = 5) -> list[tuple[str, list[Hit[str]]]]:
    """Topics of one activity: weighted hits (a title weighs more) in, at most `most` codes with their hits out, the weightiest first.

    A topic needs a weight of at least 2 or a third of the weightiest, so that a word in passing makes no topic.
    """
    weights: dict[str, float] = {}
    by_code: dict[str, list[Hit[str]]] = {}
    for hit, weight in hits:
        weights[hit.value] = weights.get(hit.value, 0.0) + weight
        by_code.setdefault(hit.value, []).append(hit)
    if not weights:
        return []
    top = max(weights.values())
    kept = [c for c in sorted(weights, key=lambda c: -weights[c]) if weights[c] >= max(2.0, top / 4) or len(weights) == 1]
    return [(code, by_code[code]) for code in kept[:most]]
