"""Topics are ranked by where their words stand."""

from kopuro.intake.rules.text import Text
from kopuro.intake.rules.topics import LABELS, find_topics, ranked


def codes(raw: str, weight: float = 2.0) -> list[str]:
    return [code for code, _ in ranked([(hit, weight) for hit in find_topics(Text(raw))])]


def test_words_in_three_languages_name_one_topic():
    assert (
        codes("terrorist financing")
        == codes("финансирование терроризма")
        == codes("financement du terrorisme")
        == ["financing"]
    )


def test_the_longer_phrase_hides_the_shorter():
    assert codes("violent extremist prisoners") == ["prisons"]


def test_a_word_in_passing_is_no_topic():
    hits = find_topics(Text("prisons prisons prisons prisons and migration"))
    assert [code for code, _ in ranked([(h, 1.0) for h in hits])] == ["prisons"]


def test_at_most_five_and_none_of_nothing():
    assert len(codes("women youth children religion prisons drugs corruption migration")) == 5
    assert codes("nothing here") == []


def test_labels_are_readable():
    assert LABELS["pve"] == "prevention of violent extremism"
    assert all(label.strip() == label and label for label in LABELS.values())
