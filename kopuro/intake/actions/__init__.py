"""Writes of intake: a document is filed and read; its cards are reviewed."""

from kopuro.intake.actions.filing import file_document, remember_mapping
from kopuro.intake.actions.review import (
    accept_card,
    accept_partner,
    add_claim,
    correct_claim,
    finish,
    merge_card,
    reject_card,
    reject_claim,
    split_card,
    undo,
)
from kopuro.intake.actions.uploading import change_columns, take_in

__all__ = [
    "accept_card",
    "accept_partner",
    "add_claim",
    "change_columns",
    "correct_claim",
    "file_document",
    "finish",
    "merge_card",
    "reject_card",
    "reject_claim",
    "remember_mapping",
    "split_card",
    "take_in",
    "undo",
]  # fmt: skip
