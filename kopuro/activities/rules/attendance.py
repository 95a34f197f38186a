"""Attendance lists without names: read from a table, and packed so that thousands of them are counted at once."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from kopuro.core.gazetteer import country_names
from kopuro.core.problems import Problem
from kopuro.core.search import fold


@dataclass(frozen=True)
class Attendee:
    """One row of an attendance list, without a name."""

    person: UUID
    group: str
    country: str = ""
    sex: str = "unknown"
    age_band: str = ""
    days: Decimal = Decimal(1)
    sessions: int = 0
    stage: str = "attended"


class Heading:
    """What a column of a list may be."""

    CODE, GROUP, SEX, AGE, COUNTRY, DAYS, STAGE = "code", "group", "sex", "age_band", "country", "days", "stage"


# Headings as teams write them, folded. What holds names or contacts is refused: the list is kept by code alone.
HEADINGS = {
    Heading.CODE: ("code", "key", "id", "no", "number", "participant", "participant code", "код", "номер", "участник", "n", "numero"),
    Heading.GROUP: ("group", "institution type", "type of institution", "kind", "группа", "тип учреждения", "groupe", "categorie"),
    Heading.SEX: ("sex", "gender", "пол", "sexe", "genre"),
    Heading.AGE: ("age", "age band", "age group", "возраст", "возрастная группа", "tranche dage"),
    Heading.COUNTRY: ("country", "страна", "pays"),
    Heading.DAYS: ("days", "days attended", "дней", "дни", "jours"),
    Heading.STAGE: ("status", "stage", "статус", "statut"),
}  # fmt: skip
PERSONAL = re.compile(
    r"\b(name|surname|email|e-?mail|phone|telephone|mobile|passport|birth|address|фио|фамилия|имя|отчество|телефон|почта|паспорт|"
    r"рождения|адрес|nom|prenom|courriel|passeport|naissance)\b"
)
SEXES = {
    "female": ("f", "w", "female", "woman", "women", "ж", "жен", "женский", "женщина", "femme", "feminin"),
    "male": ("m", "male", "man", "men", "м", "муж", "мужской", "мужчина", "h", "homme", "masculin"),
    "other": ("o", "x", "other", "другой", "autre"),
    "unknown": ("", "unknown", "not stated", "-", "не указан", "non precise"),
}
GROUPS = {
    "law_enforcement": ("police", "militia", "law enforcement", "border guards", "полиция", "милиция", "police nationale"),
    "justice": ("justice", "prosecution", "prosecutors", "judges", "justice and prosecution", "прокуратура", "суд", "parquet"),
    "prison": ("prison", "probation", "prison and probation", "prison staff", "гуин", "пробация", "penitentiaire"),
    "government": ("government", "public bodies", "other public bodies", "ministry", "госорганы", "администрация", "gouvernement"),
    "civil_society": ("civil society", "ngo", "cso", "нпо", "гражданское общество", "ong", "societe civile"),
    "women": ("women", "womens groups", "womens group", "женские группы", "женщины", "femmes"),
    "youth": ("youth", "young people", "молодежь", "jeunes", "jeunesse"),
    "religious": ("religious", "religious communities", "clergy", "духовенство", "religieux"),
    "academia": ("academia", "university", "researchers", "университет", "universite"),
    "media": ("media", "journalists", "сми", "medias"),
    "international": ("international", "international organisations", "международные организации"),
    "other": ("other", "others", "", "другие", "autres"),
}  # fmt: skip
STAGES = {
    "attended": ("", "attended", "present", "участвовал", "present(e)"),
    "registered": ("registered", "absent", "no show", "зарегистрирован", "inscrit"),
}
MOST_DAYS = 366


def _words(text: str) -> str:
    return fold(re.sub(r"[’'.:*#№°º]", "", text)).strip()


def heading_of(written: str) -> str:
    """Which column a heading means, "" for none. Raises `Problem` `activities.names` for names and contacts."""
    words = _words(written)
    if PERSONAL.search(words):
        raise Problem(
            "activities.names",
            f"The column “{written[:40]}” holds personal data. Take it out: the list is kept by code alone.",
        )
    return next((heading for heading, known in HEADINGS.items() if words in known), "")


def read_list(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, salt: bytes, first_row: int = 2
) -> tuple[list[Attendee], list[str]]:
    """The attendances, and headings that mean nothing here. `salt` turns a code into the person's key: the same code with
    the same salt is the same person (HMAC-SHA-256, RFC 2104), and without the salt nobody gets from the key to the code.

    Raises `Problem` `activities.names` for names and contacts, `activities.list` for a table without codes, a value that
    is not understood (with its row) or a code that stands twice.
    """
    places: dict[str, int] = {}
    unknown = []
    for place, written in enumerate(headers):
        heading = heading_of(written)
        if not heading:
            unknown.append(written)
        elif heading in places:
            raise Problem(
                "activities.list", f"Two columns hold the same: “{headers[places[heading]]}” and “{written}”."
            )
        else:
            places[heading] = place
    if Heading.CODE not in places or Heading.GROUP not in places:
        raise Problem("activities.list", "The list needs a column “code” and a column “group”.")
    people: dict[str, Attendee] = {}
    for number, row in enumerate(rows, first_row):
        if not any(cell.strip() for cell in row):
            continue
        cells = {heading: row[place].strip() if place < len(row) else "" for heading, place in places.items()}
        # Dots and signs tell codes apart (1.1 and 11); only case and spaces do not.
        code = " ".join(cells[Heading.CODE].split()).casefold()
        if not code:
            raise Problem("activities.list", f"Row {number} has no code.")
        if code in people:
            raise Problem("activities.list", f"Row {number}: the code stands twice in this list.")
        people[code] = _attendee(cells, number, salt, code)
    if not people:
        raise Problem("activities.list", "The list has no rows.")
    return list(people.values()), unknown


def _attendee(cells: Mapping[str, str], number: int, salt: bytes, code: str) -> Attendee:
    return Attendee(
        person=UUID(bytes=hmac.new(salt, code.encode(), hashlib.sha256).digest()[:16], version=4),
        group=_one_of(GROUPS, cells[Heading.GROUP], number, "group"),
        country=_country(cells.get(Heading.COUNTRY, ""), number),
        sex=_one_of(SEXES, cells.get(Heading.SEX, ""), number, "sex"),
        age_band=_age_band(cells.get(Heading.AGE, ""), number),
        days=_days(cells.get(Heading.DAYS, ""), number),
        stage=_one_of(STAGES, cells.get(Heading.STAGE, ""), number, "status"),
    )


def _one_of(known: Mapping[str, Sequence[str]], written: str, number: int, what: str) -> str:
    words = _words(written)
    for value, spellings in known.items():
        if words == value.replace("_", " ") or words == value or words in spellings:
            return value
    raise Problem(
        "activities.list", f"Row {number}: the {what} “{written[:40]}” is not known. Use one of: {', '.join(known)}."
    )


@cache
def _countries() -> dict[str, str]:
    return {_words(name): code for name, code in country_names().items()}


def _country(written: str, number: int) -> str:
    if not written:
        return ""
    names = _countries()
    code = written.upper() if written.upper() in names.values() else names.get(_words(written), "")
    if not code:
        raise Problem(
            "activities.list", f"Row {number}: the country “{written[:40]}” is not known. Use its code, as KG."
        )
    return code


def _age_band(written: str, number: int) -> str:
    if re.fullmatch(r"\d{2,3}", written):
        raise Problem("activities.list", f"Row {number}: give an age band such as 25–34, not an age.")
    if len(written) > 10:
        raise Problem("activities.list", f"Row {number}: the age band “{written[:20]}” is too long. Write it as 25–34.")
    return written


def _days(written: str, number: int) -> Decimal:
    if not written:
        return Decimal(1)
    try:
        days = Decimal(written.replace(",", ".")).quantize(Decimal("0.1"))
        is_known = 0 < days <= MOST_DAYS
    except InvalidOperation:  # not a number at all, or one that can't be compared
        is_known = False
    if not is_known:
        raise Problem("activities.list", f"Row {number}: “{written[:20]}” is not a number of days.")
    return days


# One attendance, packed. `person` is drawn from the random key: 64 of its bits, so among four million people two are taken
# for one with a probability below one in a million. Texts are UTF-8.
ATTENDANCE = np.dtype(
    [("person", "<u8"), ("tenths", "<i4"), ("group", "S20"), ("sex", "S10"), ("age_band", "S40"), ("country", "S2")]
)


def pack(rows: Iterable[tuple[UUID, Decimal, str, str, str, str]]) -> bytes:
    """Attendances as (person, days, group, sex, age band, country), 84 bytes each; `unpack` reads them back. Days are kept
    in tenths."""
    packed = [
        ((one.int >> 64 ^ one.int) & 0xFFFFFFFFFFFFFFFF, round(days * 10), *(word.encode() for word in words))
        for one, days, *words in rows
    ]
    return np.array(packed, dtype=ATTENDANCE).tobytes()


def unpack(packed: Iterable[bytes]) -> NDArray[np.void]:
    """All attendances of some sheets, one after another, with the fields of `ATTENDANCE`."""
    return np.frombuffer(b"".join(packed), dtype=ATTENDANCE)
