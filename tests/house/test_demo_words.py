"""The demo documents carry the facts of the published documents, never their wording."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from kopuro.core.formats import read_file

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "demo" / "documents"
SEEDS = ROOT.parent / "shared" / "seeds"
RUN = 6


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.lower())
    return {tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}


def documents() -> list[Path]:
    return sorted(path for path in DOCUMENTS.iterdir() if path.is_file())


def test_there_is_a_document_of_every_form_that_teams_have():
    kinds = {read_file(path).kind for path in documents()}

    assert kinds == {"text", "html", "docx", "pdf", "odt", "xlsx", "csv"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the published documents are not kept in the repository")
@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_no_run_of_six_words_is_copied(path):
    published = set().union(*(shingles(seed.read_text()) for seed in SEEDS.glob("*.txt")))

    copied = shingles(read_file(path).text) & published

    assert published
    assert copied == set()


def test_a_copied_sentence_would_be_noticed():
    sentence = "Some thirty officers of one agency sat in a seminar room for three days."

    assert shingles(f"Intro. {sentence} End.") & shingles(sentence.upper())


def test_making_the_documents_again_changes_nothing(tmp_path):
    spec = importlib.util.spec_from_file_location("make_documents", ROOT / "demo" / "make_documents.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)

    maker.main(tmp_path)

    # The bytes of a PDF depend on the version of the library that wrote it; its words do not.
    for made in sorted(tmp_path.iterdir()):
        kept = DOCUMENTS / made.name
        assert read_file(made).text == read_file(kept).text
        assert read_file(made).tables == read_file(kept).tables
