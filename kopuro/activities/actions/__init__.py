"""Writes about series, activities and sessions."""

from kopuro.activities.actions.attached import (
    add_agenda_item,
    add_material,
    add_photo,
    add_session,
    describe_quotation,
    record_participations,
    remove_photo,
)
from kopuro.activities.actions.facts import (
    create_activity,
    decide_claim,
    mark_no_names,
    put_in_series,
    run_in,
    serve_indicator,
    settle_claim,
    state_facts,
)
from kopuro.activities.actions.folding import refresh
from kopuro.activities.actions.series import create_series, state_series_count

__all__ = [
    "add_agenda_item", "add_material", "add_photo", "add_session", "create_activity", "create_series", "decide_claim",
    "describe_quotation", "mark_no_names", "put_in_series", "record_participations", "refresh", "remove_photo",
    "run_in", "serve_indicator", "settle_claim", "state_facts", "state_series_count",
]  # fmt: skip
