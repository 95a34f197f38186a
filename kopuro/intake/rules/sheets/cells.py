"""Single cells: dates (also as serial numbers), counts with their hedge, places, names of bodies."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kopuro.core.gazetteer import country_name, country_names, folded, resolve_place
from kopuro.intake.rules.dates import find_dates
from kopuro.intake.rules.numbers import find_numbers
from kopuro.intake.rules.sheets.words import EMPTY, ERRORS

Cell = str | int | float | date | datetime | None

# Days since 30 December 1899, as spreadsheets count them (Excel takes 1900 for a leap year; from March 1900 on both agree).
EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_415  # 1990 to 2100
SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?![\d/])")
MONTH_YEAR = re.compile(r"\s*(0?[1-9]|1[0-2])\s*[./-]\s*((?:19|20)\d{2})\s*")
LONGEST, LIST = 200, 4_000  # letters of a cell that holds one value, or a list of names
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True)
class When:
    """A cell's dates: ISO 8601 shortened to precision; `month_day` when no year is known; basis as in `DateFound`."""

    first: str
    last: str
    month_day: tuple[str, ...] = ()
    basis: str = "stated"
    season: bool = False


@dataclass(frozen=True)
class Count:
    """A cell's count of people."""

    number: int
    qualifier: str


def is_empty(value: Cell) -> bool:
    """Whether a cell says nothing: empty, a dash, "tbc", "уточняется"."""
    # The pattern is for short cells; on a long run of dashes it would take a long time.
    return value is None or (
        isinstance(value, str) and (not value.strip() or (len(value) < 60 and bool(EMPTY.match(value))))
    )


def is_error(value: Cell) -> bool:
    """Whether a cell holds a spreadsheet's own error."""
    return isinstance(value, str) and bool(ERRORS.fullmatch(value.strip()))


def written(value: Cell) -> str:
    """The cell as a person reads it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def serial_day(value: float) -> date | None:
    """The day of a spreadsheet's serial number between 1990 and 2100, else None."""
    return EPOCH + timedelta(days=int(value)) if FIRST_SERIAL <= value <= LAST_SERIAL else None


def when(value: Cell, *, year: int | None = None, month_first: bool = False) -> When | None:
    """The dates a cell states, or None when it states none that can be read.

    `year` completes a day or month without one (basis "completed"); `month_first` reads 3/4/2027 as 4 March.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return When(value.isoformat(), value.isoformat())
    if isinstance(value, bool) or value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (int, float)):
        if 1990 <= value <= 2100 and value == int(value):
            return When(str(int(value)), str(int(value)))
        day = serial_day(float(value))
        return When(day.isoformat(), day.isoformat()) if day else None
    return _when_text(value, year, month_first)


def _when_text(text: str, year: int | None, month_first: bool) -> When | None:
    text = text.strip()
    if len(text) > LONGEST:
        return None
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return when(float(text))
    if re.fullmatch(r"(?:19|20)\d{2}(?:\s*(?:г\.?|год|year))?", text):
        return When(text[:4], text[:4])
    if match := MONTH_YEAR.fullmatch(text):
        iso = f"{match[2]}-{int(match[1]):02}"
        return When(iso, iso)
    if month_first:
        text = SLASHED.sub(r"\2/\1/\3", text)
    language = "ru" if re.search(r"[а-яё]", text, re.IGNORECASE) else "en"
    found = _widest(text, language)
    if found is None and year and not YEAR.search(text):
        found = _widest(f"{text} {year}", language)
        return When(found.first, found.last, basis="completed", season=found.season) if found and found.first else None
    if found is None or found.first:
        return found
    if year and found.month_day and found.month_day[0] <= found.month_day[-1]:
        first, last = (f"{year}-{part}" for part in (found.month_day[0], found.month_day[-1]))
        if _is_day(first) and _is_day(last):
            return When(first, last, basis="completed")
    return found if found.month_day else None


def _widest(text: str, language: str) -> When | None:
    """From the first to the last date of a cell (its parts may be several days of one activity)."""
    found = [each for each in find_dates(text, language) if each.first or each.month_day]
    dated = [each for each in found if each.first and each.last]
    if dated:
        first, last = min(str(each.first) for each in dated), max(str(each.last) for each in dated)
        basis = "stated" if all(each.basis == "stated" for each in dated) else "completed"
        return When(first, last, basis=basis, season=any(each.kind == "season" for each in dated))
    if found:
        return When("", "", (found[0].month_day[0], found[-1].month_day[-1]))
    return None


def _is_day(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True


def month_first_of(values: Iterable[Cell]) -> bool | None:
    """Whether the dates with slashes of a column put the month first; None when the column contradicts itself."""
    firsts = seconds = 0
    for value in values:
        for match in SLASHED.finditer(value) if isinstance(value, str) and len(value) <= LONGEST else ():
            firsts += int(match[1]) > 12
            seconds += int(match[2]) > 12
    return None if firsts and seconds else bool(seconds)


def count(value: Cell) -> Count | None:
    """A whole number of people with its qualifier; None when the cell holds none, or more than one."""
    if isinstance(value, (bool, date)) or value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (int, float)):
        return Count(int(value), "exact") if value == int(value) and 0 <= value <= 100_000_000 else None
    text = value.strip()
    if len(text) > LONGEST:
        return None
    if re.fullmatch(r"\d{1,3}(?:[ \u00a0\u202f,.']\d{3})+|\d+", text):
        return Count(int(re.sub(r"\D", "", text)), "exact")
    if re.match(r"\s*[-−–]\s*\d", text) or re.search(r"\d[.,]\d{1,2}(?!\d)|%", text):
        return None
    language = (
        "ru"
        if re.search(r"[а-яё]", text, re.I)
        else "fr"
        if re.search(r"[éèà]|\b(?:environ|plus de|une)\b", text)
        else "en"
    )
    found = [each for each in find_numbers(text, language) if not each.weak]
    return Count(found[0].low, "about" if found[0].high else found[0].qualifier) if len(found) == 1 else None


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 of a country as written, "" when it is none."""
    if len(text) > LONGEST:
        return ""
    key = folded(text).strip(" .")
    if len(key) == 2 and key.isascii() and key.upper() in _codes():
        return key.upper()
    if key in (names := country_names()):
        return names[key]
    known = resolve_place(text.strip())
    return known.place.country if known and known.place.level == "country" else ""


def _codes() -> frozenset[str]:
    return frozenset(country_names().values())


def parts(text: str) -> list[str]:
    """A cell's list of names: parted by semicolons, line ends, slashes and bullets."""
    return [part.strip(" .,-–•") for part in re.split(r"[;\n|•]|\s/\s", text[:LIST]) if part.strip(" .,-–•")]


def bodies(text: str) -> list[str]:
    """Names of organisations; commas part them too where every piece is short, as acronyms and short names are."""
    found: list[str] = []
    for part in parts(text):
        pieces = [piece.strip() for piece in re.split(r",\s+|\s+(?:&|\+)\s+", part)]
        short = len(pieces) > 1 and all(0 < len(piece.split()) <= 2 and piece[:1].isupper() for piece in pieces)
        found.extend(pieces if short else [part])
    return list(dict.fromkeys(found))


def places(text: str, code: str, on: date | None) -> list[dict[str, Any]]:
    """Places as claims hold them (level, written, name, country, unit); `code` is the row's country where it states one.

    A name unknown to the gazetteer is kept as written.
    """
    found: list[dict[str, Any]] = []
    for part in parts(text):
        whole = _place(part, code, on)
        if whole is not None:
            found.append(whole)
            continue
        pieces = [
            piece for piece in re.split(r",\s*|\s+(?:and|и|et|&|/)\s+|\s*\(|\)|/", part) if piece and piece.strip()
        ]
        known = [_place(piece.strip(), code, on) for piece in pieces]
        cities = [place for place in known if place and place["level"] != "country"]
        countries = [place for place in known if place and place["level"] == "country"]
        if cities:
            found.extend(cities)
        elif countries and len(pieces) == len(countries):
            found.extend(countries)
        else:
            country = code or (countries[0]["country"] if countries else "")
            name = pieces[0].strip() if countries and pieces else part
            found.append({"level": "city", "written": part, "name": name, "country": country, "unit": ""})
    return found


def names_a_place(text: str) -> bool:
    """Whether any word or run of a cell is a place of the gazetteer ("Online (Zoom)" holds none)."""
    pieces = [piece.strip() for piece in re.split(r"[;,/()\n&+]|\s(?:and|и|et|in|в|à)\s", text[:LIST])]
    return any(_place(piece, "", None) for piece in pieces if piece)


def country_place(text: str, code: str) -> dict[str, Any]:
    """A country as a place."""
    return {"level": "country", "written": text, "name": country_name(code), "country": code, "unit": ""}


def _place(text: str, code: str, on: date | None) -> dict[str, Any] | None:
    own = country_code(text)
    if own:
        return country_place(text, own)
    known = resolve_place(text, on)
    if known is None or (code and known.place.country != code and not known.place.strong):
        return None
    place = known.place
    return {"level": place.level, "written": text, "name": place.name, "country": place.country, "unit": place.unit}
