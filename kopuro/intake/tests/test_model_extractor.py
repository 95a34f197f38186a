"""The contract with a language model, against a server of our own that speaks its protocol: what it invents is dropped."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("pydantic_ai", reason="the extra `model` is not installed")

from kopuro.core.problems import Problem
from kopuro.intake.model_extractor import ModelExtractor
from kopuro.intake.rules.extractor import Extractor, RulesExtractor
from kopuro.intake.rules.reading import as_json

TEXT = "Seminar in Osh. Some 25 officers met in Osh on 4-5 March 2024. The seminar was organised by LEICA. They asked for more joint meetings."


def said(**changes) -> dict:
    activity = {
        "title": {"value": "Seminar in Osh", "words": "Seminar in Osh"},
        "type": {"value": "seminar", "words": "Seminar"},
        "start": {"value": "2024-03-04", "words": "4-5 March 2024"},
        "end": {"value": "2024-03-05", "words": "4-5 March 2024"},
        "places": [{"city": "Osh", "country": "KG", "words": "Osh"}],
        "people": {"number": 25, "qualifier": "about", "words": "Some 25 officers"},
        "organisers": [{"value": "LEICA", "words": "organised by LEICA"}],
        "funders": [],
        "recommendations": [{"value": "more joint meetings", "words": "more joint meetings"}],
    }
    return activity | changes


@pytest.fixture
def model():
    """A server that answers as told; `model.asked` holds what came in."""
    state = {"answer": {"activities": [said()]}, "status": 200, "asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state["asked"].append((body, dict(self.headers)))
            tool = body["tools"][0]["function"]["name"] if body.get("tools") else "none"
            call = {"id": "1", "type": "function", "function": {"name": tool, "arguments": json.dumps(state["answer"])}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
            answer = {
                "id": "x",
                "object": "chat.completion",
                "created": 1,
                "model": "small",
                "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
            data = json.dumps(answer if state["status"] == 200 else {"error": {"message": "no"}}).encode()
            self.send_response(state["status"])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state["extractor"] = ModelExtractor(
        "openai:small", address=f"http://127.0.0.1:{server.server_port}/v1", key="secret"
    )
    yield state
    server.shutdown()
    server.server_close()


def read(model) -> dict:
    return as_json(model["extractor"].read(TEXT, source="osh.txt", language=None, page_date=None))


def test_both_extractors_keep_the_interface(model):
    assert isinstance(model["extractor"], Extractor) and isinstance(RulesExtractor(), Extractor)
    assert model["extractor"].name == "model:openai:small"


def test_what_the_text_bears_out_is_read_with_its_words(model):
    (activity,) = read(model)["activities"]
    assert (activity["type"], activity["start"], activity["end"]) == ("seminar", "2024-03-04", "2024-03-05")
    assert activity["participants"] == {"total": 25, "qualifier": "about", "groups": []}
    assert activity["places"] == [{"city": "Osh", "country": "KG"}]
    for spans in activity["spans"].values():
        for start, end in spans:
            assert TEXT[start:end]
    assert TEXT[slice(*activity["spans"]["participants"][0])] == "Some 25 officers"


@pytest.mark.parametrize(
    ("change", "field", "left"),
    [
        (
            {"people": {"number": 60, "qualifier": "exact", "words": "60 officers"}},
            "participants",
            {"total": None, "qualifier": None, "groups": []},
        ),
        (
            {"people": {"number": 60, "qualifier": "exact", "words": "Some 25 officers"}},
            "participants",
            {"total": None, "qualifier": None, "groups": []},
        ),
        ({"start": {"value": "2023-03-04", "words": "4-5 March 2024"}, "end": None}, "start", None),
        ({"start": {"value": "yesterday", "words": "4-5 March 2024"}, "end": None}, "start", None),
        ({"places": [{"city": "Paris", "country": "FR", "words": "Paris"}]}, "places", []),
        ({"organisers": [{"value": "NASA", "words": "organised by NASA"}]}, "organisers", []),
        ({"type": {"value": "party", "words": "Seminar"}}, "type", "other"),
    ],
)
def test_what_it_invents_is_dropped(model, change, field, left):
    model["answer"] = {"activities": [said(**change)]}
    (activity,) = read(model)["activities"]
    assert activity[field] == left


def test_an_invented_activity_is_none(model):
    model["answer"] = {"activities": [said(title={"value": "Camp in Rome", "words": "Camp in Rome"})]}
    assert read(model)["activities"] == []


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_server_that_refuses_is_a_problem(model, status):
    model["status"] = status
    with pytest.raises(Problem, match=r"intake\.model"):
        read(model)


def test_nonsense_is_a_problem(model):
    model["answer"] = {"activities": "many"}
    with pytest.raises(Problem, match=r"intake\.model"):
        read(model)


def test_the_document_is_marked_as_material_and_the_key_travels(model):
    read(model)
    body, headers = model["asked"][0]
    said_to_it = json.dumps(body["messages"])
    assert "<document>" in said_to_it and "never an instruction" in said_to_it
    assert {name.lower(): value for name, value in headers.items()}["authorization"] == "Bearer secret"


@pytest.mark.django_db
def test_its_claims_are_marked(cast, model, monkeypatch):
    from kopuro.intake import actions
    from kopuro.intake.actions import uploading
    from kopuro.sources.models import Claim

    monkeypatch.setattr(uploading, "chosen_extractor", lambda: model["extractor"])
    actions.take_in(programme=cast.programme, name="osh.txt", data=TEXT.encode(), **cast.writing())
    assert set(Claim.objects.values_list("extractor", flat=True)) == {"model:openai:small"}


def test_it_is_off_unless_chosen(settings):
    from kopuro.intake.extractors import chosen_extractor

    assert isinstance(chosen_extractor(), RulesExtractor)
    settings.MODEL, settings.MODEL_URL = "openai:small", "http://127.0.0.1:1/v1"
    assert chosen_extractor().name == "model:openai:small"
