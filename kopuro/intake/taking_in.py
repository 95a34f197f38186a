"""From the bytes of a file to cards: read in a child process, understood by an extractor or, for a sheet, by a mapping.
Stores nothing and asks no database, so that `kopuro intake FILE` works before there is one."""

from __future__ import annotations

from collections.abc import Mapping as Remembered
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kopuro.core.formats import DEFAULT_LIMITS, Extracted, Limits, read_bytes, read_file
from kopuro.intake.rules.cards import cards_of, cards_of_rows, json_of_cards, programme_facts
from kopuro.intake.rules.drafts import CardDraft
from kopuro.intake.rules.extractor import Extractor, RulesExtractor
from kopuro.intake.rules.reading import as_json
from kopuro.intake.rules.sheets import Mapping, apply_mapping, suggest, unclear

SHEETS = ("xlsx", "xls", "ods", "csv")


@dataclass(frozen=True)
class TakenIn:
    """One file as understood: `json` is what `kopuro intake --json` prints, `mappings` are a sheet's, one per table."""

    name: str
    extracted: Extracted
    language: str
    page_date: date | None
    cards: tuple[CardDraft, ...]
    json: dict[str, Any]
    programme_facts: tuple[dict[str, Any], ...] = ()
    mappings: tuple[Mapping, ...] = ()
    problems: tuple[str, ...] = field(default=())


def from_file(path: Path, *, extractor: Extractor | None = None, limits: Limits = DEFAULT_LIMITS) -> TakenIn:
    """Raises `Problem` `intake.*` for a file that can't be read."""
    return understood(path.name, read_file(path, limits=limits), extractor=extractor)


def from_bytes(
    name: str, data: bytes, *, extractor: Extractor | None = None, limits: Limits = DEFAULT_LIMITS,
    remembered: Remembered[str, dict[str, Any]] | None = None,
) -> TakenIn:  # fmt: skip
    return understood(name, read_bytes(name, data, limits=limits), extractor=extractor, remembered=remembered)


def understood(
    name: str,
    extracted: Extracted,
    *,
    extractor: Extractor | None = None,
    remembered: Remembered[str, dict[str, Any]] | None = None,
) -> TakenIn:
    """`remembered` are mappings of sheets by their fingerprint. A sheet in which no column is understood to be the title
    is read as any other text, and brings its headers along so that a person may say what they mean."""
    asked: tuple[Mapping, ...] = ()
    if extracted.kind in SHEETS:
        sheet = _sheet(name, extracted, remembered or {})
        if sheet is not None:
            return sheet
        asked = tuple(filter(None, map(unclear, extracted.tables)))
    reading = (extractor or RulesExtractor()).read(
        extracted.text, source=name, language=extracted.language_hint, page_date=extracted.page_date
    )
    result = as_json(reading)
    result["problems"] = [*extracted.notes, *result["problems"]]
    facts = programme_facts(reading)
    return TakenIn(
        name, extracted, reading.language or "", extracted.page_date or reading.page_date, tuple(cards_of(reading)), result, tuple(facts),
        asked, problems=tuple(result["problems"]),
    )  # fmt: skip


def _sheet(name: str, extracted: Extracted, remembered: Remembered[str, dict[str, Any]]) -> TakenIn | None:
    """None when no table has a column of titles: then its text is read as any other."""
    cards: list[CardDraft] = []
    mappings: list[Mapping] = []
    problems = list(extracted.notes)
    for table in extracted.tables:
        mapping = suggest(table) or unclear(table)
        if mapping is not None and mapping.fingerprint in remembered:
            mapping = suggest(table, remembered[mapping.fingerprint])
        if mapping is None or mapping.column_of("title") is None:
            continue
        rows, found = apply_mapping(table, mapping)
        mappings.append(mapping)
        cards += cards_of_rows(rows)
        problems += [f"{table.name}, {one.column}{one.row}: {one.sentence}" for one in found]
    if not mappings:
        return None
    result = {
        "source": name,
        "language": extracted.language_hint,
        "activities": json_of_cards(cards),
        "problems": problems,
    }
    return TakenIn(
        name,
        extracted,
        extracted.language_hint or "",
        extracted.page_date,
        tuple(cards),
        result,
        (),
        tuple(mappings),
        tuple(problems),
    )
