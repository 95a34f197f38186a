"""Writes about series, activities and sessions."""

from kopuro.activities.actions.attached import (
    add_agenda_item,
    add_material,
    add_photo,
    add_session,
    change_agenda_item,
    change_material,
    change_photo,
    change_session,
    describe_quotation,
    remove_agenda_item,
    remove_material,
    remove_photo,
    remove_session,
)
from kopuro.activities.actions.attendance import attendees_of, record_participations
from kopuro.activities.actions.documents import describe_document
from kopuro.activities.actions.facts import (
    answer_requests,
    create_activity,
    decide_claim,
    link_earlier,
    mark_no_names,
    put_in_series,
    run_by,
    run_in,
    serve_indicator,
    settle_claim,
    state_facts,
)
from kopuro.activities.actions.folding import refresh
from kopuro.activities.actions.series import change_series, create_series, state_series_count

__all__ = [
    "add_agenda_item", "add_material", "add_photo", "add_session", "answer_requests", "attendees_of", "change_agenda_item", "change_material",
    "change_photo", "change_series", "change_session", "create_activity", "create_series", "decide_claim", "describe_document",
    "describe_quotation", "link_earlier", "mark_no_names", "put_in_series", "record_participations", "refresh",
    "remove_agenda_item", "remove_material", "remove_photo", "remove_session", "run_by", "run_in", "serve_indicator",
    "settle_claim", "state_facts", "state_series_count",
]  # fmt: skip
