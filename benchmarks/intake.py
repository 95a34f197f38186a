"""How many short documents a second are read into activities on one core, file-format readers left out, against the limit of 100.

    python benchmarks/intake.py [--documents 60] [--rounds 5]

The documents are made here, of about 3 kB each, in English, Russian and French, no two alike. Time is that of the processor in this one
process; the best of several rounds is shown beside the median, because other work on the machine makes a round longer.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time

from kopuro.intake.rules.reading import read_text

LIMIT = 100.0  # documents a second
LENGTH = 3_000  # bytes of one document, about
CITIES = {
    "en": ["Bishkek", "Osh", "Dushanbe", "Tashkent", "Almaty", "Astana", "Ashgabat", "Samarkand"],
    "ru": ["Бишкеке", "Оше", "Душанбе", "Ташкенте", "Алматы", "Астане", "Ашхабаде", "Самарканде"],
    "fr": ["Bichkek", "Och", "Douchanbé", "Tachkent", "Almaty", "Astana", "Achgabat", "Samarcande"],
}
LEAD = {
    "en": "{title}\n\n{day} May {year}\n\nOn {day}-{end} May {year}, the {body} in co-operation with the Ministry "
    "of Interior held a {kind} on {topic} in {city}. Some {count} officers of the prison "
    "administration, prosecutors and representatives of civil society organizations from Kazakhstan, Kyrgyzstan "
    "and Tajikistan took part. Experts from Spain and Latvia led the sessions.",
    "ru": "{title}\n\n{day} мая {year} г.\n\n{day}–{end} мая {year} года в {city} прошёл {kind} по теме «{topic}», "
    "организованный {body} совместно с Министерством внутренних дел. В нём приняли участие около {count} "
    "сотрудников "
    "уголовно-исполнительной системы, прокуроров и представителей гражданского общества из Казахстана, "
    "Кыргызстана и Таджикистана. Занятия провели эксперты из Испании и Латвии.",
    "fr": "{title}\n\n{day} mai {year}\n\nDu {day} au {end} mai {year}, {body}, en partenariat avec le ministère "
    "de l’Intérieur, a organisé à {city} un {kind} sur {topic}. Environ {count} agents de l’administration "
    "pénitentiaire, procureurs et représentants de la société civile venus du Kazakhstan, du Kirghizistan et du "
    "Tadjikistan y ont pris part. Des experts d’Espagne et de Lettonie ont animé les séances.",
}
BODIES = {
    "en": ["UNODC", "OSCE Centre", "UNDP", "LEICA project"],
    "ru": ["УНП ООН", "ОБСЕ", "ПРООН", "проектом LEICA"],
    "fr": ["l’ONUDC", "l’OSCE", "le PNUD", "le projet LEICA"],
}
KINDS = {
    "en": ["workshop", "three-day training", "seminar", "regional conference"],
    "ru": ["семинар", "трёхдневный тренинг", "круглый стол", "учебный курс"],
    "fr": ["atelier", "séminaire", "stage de formation", "colloque"],
}
TOPICS = {
    "en": [
        "early detection of radicalization",
        "dynamic security in prisons",
        "the financing of terrorism",
        "the role of women in prevention",
    ],
    "ru": [
        "раннее выявление признаков радикализации",
        "безопасность в тюрьмах",
        "противодействие финансированию терроризма",
        "роль женщин в профилактике",
    ],
    "fr": [
        "la détection précoce de la radicalisation",
        "la sécurité dynamique en prison",
        "le financement du terrorisme",
        "le rôle des femmes",
    ],
}
FILLING = {
    "en": [
        "Participants worked in groups on fictional cases and compared how risk is assessed in their agencies.",
        "The Deputy Minister said that trust between the police and young people is built over years.",
        "“We had never discussed these questions with teachers before,” said one of the participants.",
        "It was proposed to set up a working group and to hold joint exercises twice a year.",
        "The activity followed a previous one held in March {year} in {city} on the same subject.",
        "The project is funded by the European Union and implemented by a consortium of public agencies.",
        "Sessions on media literacy, mediation and human rights closed the second day in the regional centre.",
        "Among the {count} trainees were {less} women, most of them from the Osh and Batken regions.",
    ],
    "ru": [
        "Участники работали в группах над вымышленными примерами и сравнили, как в их ведомствах оценивают риски.",
        "Заместитель министра отметил, что доверие между милицией и молодёжью складывается годами.",
        "«Раньше мы не обсуждали такие вопросы с учителями», — сказала одна из участниц.",
        "Было предложено создать рабочую группу и проводить совместные учения дважды в год.",
        "Мероприятие стало продолжением семинара, прошедшего в марте {year} года в {city}.",
        "Проект финансируется Европейским Союзом и реализуется консорциумом государственных агентств.",
        "Занятия по медиаграмотности, медиации и правам человека завершили второй день в областном центре.",
        "Среди {count} слушателей было {less} женщин, большинство — из Ошской и Баткенской областей.",
    ],
    "fr": [
        "Les participants ont travaillé en groupes sur des cas fictifs et comparé les méthodes d’évaluation des "
        "risques.",
        "Le vice-ministre a souligné que la confiance entre la police et les jeunes se construit sur des années.",
        "« Nous n’avions jamais abordé ces questions avec des enseignants », a déclaré une participante.",
        "Il a été recommandé de créer un groupe de travail et d’organiser des exercices communs deux fois par an.",
        "Cette activité fait suite à un premier atelier tenu en mars {year} à {city} sur le même thème.",
        "Le projet est financé par l’Union européenne et mis en œuvre par un consortium d’agences publiques.",
        "Des séances sur l’éducation aux médias, la médiation et les droits humains ont clos la deuxième journée.",
        "Parmi les {count} stagiaires figuraient {less} femmes, venues pour la plupart des régions d’Och et de Batken.",
    ],
}


def document(language: str, chance: random.Random) -> str:
    """One invented news item of about `LENGTH` bytes."""
    day = chance.randint(2, 24)
    values = {
        "title": f"{chance.choice(KINDS[language]).capitalize()} {chance.choice(TOPICS[language])}",
        "day": day,
        "end": day + chance.randint(1, 4),
        "year": chance.randint(2016, 2025),
        "body": chance.choice(BODIES[language]),
        "kind": chance.choice(KINDS[language]),
        "topic": chance.choice(TOPICS[language]),
        "city": chance.choice(CITIES[language]),
        "count": chance.randint(18, 90),
        "less": chance.randint(4, 17),
    }
    text = LEAD[language].format(**values)
    while len(text.encode()) < LENGTH:
        lines = chance.sample(FILLING[language], 3)
        text += "\n\n" + " ".join(line.format(**values) for line in lines)
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=60, help="documents of each language")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    chance = random.Random(7)
    print(
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {asked.documents} documents a language, {asked.rounds} rounds"
    )
    print(
        f"{'language':<10}{'kB':>6}{'ms best':>10}{'ms median':>11}{'a second':>10}{'limit':>7}{'ratio':>7}{'activities':>12}"
    )
    rates = []
    for language in ("en", "ru", "fr"):
        documents = [document(language, chance) for _ in range(asked.documents)]
        found = sum(len(read_text(text).activities) for text in documents)  # the first reading loads the tables
        rounds = []
        for _ in range(asked.rounds):
            start = time.process_time()
            for text in documents:
                read_text(text)
            rounds.append((time.process_time() - start) / len(documents))
        best, middle = min(rounds), statistics.median(rounds)
        size = sum(len(text.encode()) for text in documents) / len(documents) / 1000
        rates.append(1 / best)
        print(
            f"{language:<10}{size:>6.1f}{best * 1000:>10.2f}{middle * 1000:>11.2f}{1 / best:>10.0f}{LIMIT:>7.0f}{1 / best / LIMIT:>7.2f}{found / len(documents):>12.2f}"
        )
    return 0 if min(rates) >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
