"""Places found made into the places of an activity: cities before regions before the country, with the name of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kopuro.core.gazetteer import valid_name
from kopuro.intake.rules.places import PlaceFound
from kopuro.intake.rules.scene import Scene
from kopuro.intake.rules.times import TimeRead


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """A place of an activity: `level` is city, district, region or country; `city` the name of today; `valid_name` the one it had on the day;
    `unit` the ISO 3166-2 code; `written` the words of the text at [start, end)."""

    level: str
    city: str | None
    region: str | None
    country: str | None
    unit: str
    written: str
    valid_name: str
    start: int
    end: int


def as_read(
    scene: Scene, kept: list[PlaceFound], time: TimeRead, districts: list[tuple[int, int, str]], visiting: bool = False
) -> tuple[PlaceRead, ...]:
    """Each place once; a country only where no place in it is known, districts only where no city is."""
    on = date.fromisoformat(time.start) if time.start and len(time.start) == 10 else None
    read: dict[tuple[str, str | None, str | None], PlaceRead] = {}
    with_site = {p.place.country for p in kept if p.place.level in ("city", "region")}
    cities = {p.place.name for p in kept if p.place.level == "city"}
    any_site = bool(with_site)
    for p in kept:
        place = p.place
        if place.level == "country":
            if place.country in with_site or (any_site and not visiting):
                continue
            key: tuple[str, str | None, str | None] = ("country", None, place.country)
            read.setdefault(
                key, PlaceRead("country", None, None, place.country, "", p.written, place.name, p.start, p.end)
            )
        elif place.level == "district":
            read.setdefault(
                ("district", place.name, place.country),
                PlaceRead(
                    "district", place.name, None, place.country or None, "", p.written, place.name, p.start, p.end
                ),
            )
        elif place.level == "city":
            read.setdefault(
                ("city", place.name, place.country),
                PlaceRead(
                    "city",
                    place.name,
                    None,
                    place.country or None,
                    place.unit,
                    p.written,
                    valid_name(place, on),
                    p.start,
                    p.end,
                ),
            )
        elif place.level == "region" and not any(c == place.name for c in cities):
            if cities and place.country in {q.place.country for q in kept if q.place.level == "city"}:
                continue
            read.setdefault(
                ("region", place.name, place.country),
                PlaceRead("region", None, place.name, place.country, place.unit, p.written, place.name, p.start, p.end),
            )
    if districts and not cities:
        countries = [r.country for r in read.values() if r.country]
        country = countries[0] if countries else None
        if country:
            for start, end, name in districts[:6]:
                read.setdefault(
                    ("district", name, country),
                    PlaceRead("district", name, None, country, "", scene.text.raw[start:end], name, start, end),
                )
            read = {k: r for k, r in read.items() if r.level in ("district",)}
    return tuple(read.values())
