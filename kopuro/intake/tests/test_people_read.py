"""The total of an activity and its groups."""

import pytest

from kopuro.intake.rules.reading import read_text

LEAD = "A training was held in Osh on 4-6 May 2023. "
PEOPLE = [  # text, total, qualifier, groups
    ("Some 35 officers took part.", 35, "about", ()),
    ("Over 100 teenagers took part.", 100, "at_least", ()),
    ("20 women and 15 men took part.", 35, "exact", (("women", 20), ("men", 15))),
    ("It brought together 20 members, nine men and 11 women.", 20, "exact", (("men", 9), ("women", 11))),
    (
        "20 judges, 15 prosecutors and 4 lawyers took part.",
        None,
        None,
        (("judges", 20), ("prosecutors", 15), ("lawyers", 4)),
    ),
    ("The training was provided to 524 employees of the prison service.", 524, "exact", ()),
    ("So far the project has reached 4,000 people.", None, None, ()),
    ("The participants left satisfied.", None, None, ()),
]


@pytest.mark.parametrize(("said", "total", "qualifier", "groups"), PEOPLE)
def test_people(said, total, qualifier, groups):
    (activity,) = read_text(LEAD + said).activities
    assert (activity.total, activity.qualifier, activity.groups) == (total, qualifier, groups)
