"""The five documents the project began with, where they are present: every main activity with its facts."""

from pathlib import Path

import pytest

from kopuro.intake.rules.reading import as_json, read_text

SEEDS = Path(__file__).resolve().parents[3].parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents (../shared/seeds) are not here")


def read(number: str) -> list[dict]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return as_json(read_text(path.read_text(encoding="utf-8"), source=path.name))["activities"]


def test_the_workshop_of_two_projects():
    (a,) = read("000")
    assert (a["type"], a["start"], a["end"], a["places"]) == (
        "workshop",
        "2024-02-14",
        "2024-02-16",
        [{"city": "Almaty", "country": "KZ"}],
    )
    assert (a["participants"]["total"], a["participants"]["qualifier"]) == (35, "about")
    assert a["participant_countries"] == ["KZ", "KG"]
    assert {"DZ", "MA", "TN", "LB", "ES"} == set(a["expert_countries"])
    assert (a["organisers"], a["funders"]) == (["LEICA", "BOMCA"], ["European Union"])
    assert {"UNODC", "OSCE", "GCERF", "law enforcement agencies", "academia"} <= set(a["institutions"])
    assert len(a["recommendations"]) == 3
    assert any("previous one organized in 2023" in f for f in a["follows"])


def test_the_courses_of_a_summer_and_the_dialogues_beside_them():
    courses, dialogues = read("001")
    assert (courses["type"], courses["start"], courses["places"]) == (
        "training",
        "2017",
        [{"city": None, "country": "KG"}],
    )
    assert (courses["participants"]["total"], courses["participants"]["qualifier"], courses["quotes"]) == (
        250,
        "exact",
        2,
    )
    assert (courses["organisers"], courses["partners"], courses["participant_countries"]) == (
        ["UNODC"],
        ["Ministry of Interior"],
        ["KG"],
    )
    assert dialogues["type"] == "dialogue"
    assert "State Commission for Religious Affairs" in dialogues["institutions"]


def test_the_newsletter_by_country():
    found = read("002")
    told = [(a["type"], a["start"] or tuple(a["month_day"]), a["places"][0]["country"], a["status"]) for a in found]
    assert told == [
        ("meeting", "2020-10", "KG", "held"),
        ("mission", "2020-12", "UZ", "held"),
        ("mission", ("02-22", "03-01"), "UZ", "held"),
        ("meeting", "2020-12", "KZ", "held"),
        ("mission", ("02-10", "02-14"), "KZ", "held"),
        ("mission", "2021-03-03", "TJ", "held"),
    ]
    assert {tuple(a["organisers"]) for a in found} == {("LEICA",)}


def test_the_prison_seminar():
    (a,) = read("003")
    assert (a["type"], a["start"], a["end"], a["places"]) == (
        "seminar",
        "2022-11-29",
        "2022-12-01",
        [{"city": "Bishkek", "country": "KG"}],
    )
    assert (a["participants"]["total"], a["participants"]["qualifier"]) == (30, "about")
    assert (a["participant_countries"], set(a["expert_countries"])) == (["KG"], {"KG", "FR", "PT", "ES"})
    assert len(a["recommendations"]) == 2
    assert a["partners"] == ["European Commission", "CIVIPOL", "ISEMI", "Interpol"]


def test_two_tracks_in_two_towns_and_a_camp():
    first, police, camp = read("004")
    towns = [{"city": "Aktau", "country": "KZ"}, {"city": "Kyzylorda", "country": "KZ"}]
    assert (first["type"], first["start"], first["end"], first["places"]) == (
        "training",
        "2024-08-13",
        "2024-08-23",
        towns,
    )
    assert (first["participants"]["total"], first["funders"], first["quotes"]) == (60, ["Government of Japan"], 2)
    assert (police["type"], police["places"]) == ("training", towns)
    assert (camp["type"], camp["places"]) == ("camp", [{"city": "Almaty", "country": "KZ"}])
    assert (camp["participants"]["total"], camp["participants"]["qualifier"]) == (100, "at_least")
