"""Claims, passages and topics in words."""

from __future__ import annotations

from django import template

from kopuro.activities.queries import phrase_of
from kopuro.programme.terms import TOPICS
from kopuro.sources.models import Claim, Passage

register = template.Library()


@register.filter
def claim_words(claim: Claim) -> str:
    return phrase_of(claim)


@register.filter
def passage_text(passage: Passage) -> str:
    return passage.document.text[passage.start : passage.end]


@register.filter
def topic(code: str) -> str:
    return str(TOPICS.get(code, code))
