"""A refusal told to a person: a code for the documentation, a sentence that helps, a detail for the log alone."""

from __future__ import annotations


class Problem(Exception):
    """Raised wherever something is refused.

    `code` is a short dotted word documented in docs/problems.md; `sentence` says what happened and what to do and is
    shown to the person; `detail` goes to the log only; `status` is the HTTP status a page answers with.
    """

    def __init__(self, code: str, sentence: str, *, detail: str = "", status: int = 400) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.detail = detail
        self.status = status

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"
