"""Boilerplate goes to the programme and is told as such."""

from kopuro.intake.rules.reading import read_text

RAW = (
    "A seminar for judges was organised by the EU-funded project LEICA in Osh on 4 May 2023.\n"
    "The project LEICA is managed by the EU Commission, through a consortium made up of French CIVIPOL and Slovak ISEMI, with the support of Interpol."
)


def test_the_consortium_belongs_to_the_programme():
    reading = read_text(RAW)
    assert reading.programme.names("funder") == ("European Union",)
    assert reading.programme.names("implementer") == ("European Commission", "CIVIPOL", "ISEMI")
    assert reading.programme.names("partner") == ("Interpol",)
    assert [RAW[a:b].startswith("The project LEICA is managed") for a, b in reading.programme.boilerplate] == [True]


def test_it_is_still_told_of_the_activity():
    (activity,) = read_text(RAW).activities
    assert activity.organisers == ("LEICA",)
    assert activity.funders == ("European Union",)
    assert activity.partners == ("European Commission", "CIVIPOL", "ISEMI", "Interpol")
    assert {c.scope for c in activity.claims if c.field == "partners"} == {"programme"}
