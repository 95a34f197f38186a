"""Claims, passages and topics in words; dates and numbers of activities as doors."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from kopuro.activities.models import Activity
from kopuro.activities.queries import phrase_of
from kopuro.core.templatetags.kopuro_parts import count_claim, date_claim
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


@register.simple_tag
def when(activity: Activity) -> SafeString:
    """{% when activity %}: its dates, a door to their story."""
    return date_claim(activity, href=reverse("value-story", args=[activity.key, "dates"]))


@register.simple_tag
def people_of(activity: Activity) -> SafeString:
    """{% people_of activity %}: its number of people, a door to its story; soft words where no source says one."""
    if activity.people is None:
        return count_claim(None)
    why = reverse("value-story", args=[activity.key, f"participants.{activity.people_stage}"])
    return count_claim(activity.people, activity.people_qualifier, href=why)
