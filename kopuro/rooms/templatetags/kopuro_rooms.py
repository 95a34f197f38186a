"""What templates of rooms need: the head of an act's form, exercise times, states as tags."""

from __future__ import annotations

import uuid
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kopuro.core.templatetags.kopuro_parts import tag
from kopuro.rooms.queries.library import is_reviewed
from kopuro.rooms.rules.scenario.text import written_seconds
from kopuro.rooms.terms import STATUS_KINDS, RunStatus

register = template.Library()
LEVELS = {"error": "alert", "warning": "open", "notice": ""}


@register.simple_tag
def once() -> str:
    """A fresh key, so that a form sent twice has one effect."""
    return str(uuid.uuid4())


@register.simple_tag(takes_context=True)
def act(context: template.Context, kind: str, css: str = "", keep: bool = False) -> SafeString:
    """Opens the form of one act of a staff seat; the template writes its fields, a button and `</form>`.

    `keep`: a region that is drawn anew leaves what was typed here alone, and the form empties after it was sent."""
    drawn = context.get("control") or context.get("shown")
    saw = drawn["seq"] if isinstance(drawn, dict) else drawn.seq
    return format_html(
        '<form method="post" action="{}" class="act {}" data-act{}><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="as" value="{}"><input type="hidden" name="saw" value="{}"><input type="hidden" name="next" value="{}">'
        '<input type="hidden" name="once" value="{}"><input type="hidden" name="kind" value="{}">',
        reverse("run-do", args=[context["run"].key]),
        css,
        SafeString(" data-keep") if keep else "",
        get_token(context["request"]),
        context["seat"].seat,
        saw,
        context["request"].path,
        uuid.uuid4(),
        kind,
    )


@register.filter
def clockface(ms: Any) -> str:
    """Milliseconds as `7:05` or `1:02:05`; a dash where there is no time."""
    if ms is None:
        return "–"
    seconds = max(0, int(ms)) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


@register.filter
def length_of_time(seconds: int) -> str:
    """Seconds as authors write them: `45s`, `1h10m`."""
    return written_seconds(int(seconds))


@register.filter
def bare(number: Any) -> str:
    """A number as scripts read it, whatever the reader's language."""
    return format(number, "g") if isinstance(number, float) else str(number)


@register.filter
def seconds(ms: Any) -> int:
    return int(ms) // 1000


@register.simple_tag
def status_tag(status: str, label: str) -> SafeString:
    return tag(label, STATUS_KINDS.get(status, ""))


@register.simple_tag
def room_status(run: Any) -> SafeString:
    return tag(RunStatus(run.status).label, STATUS_KINDS.get(run.status, ""))


@register.simple_tag
def review_tag(version: Any) -> SafeString:
    if not version.is_published:
        return SafeString("")
    return tag(_("reviewed"), "done") if is_reviewed(version) else tag(_("not reviewed"), "open")


@register.simple_tag
def finding_tag(level: str) -> SafeString:
    words = {"error": _("error"), "warning": _("warning"), "notice": _("notice")}
    return tag(words[level], LEVELS[level])


@register.filter
def test_name(code: str) -> str:
    """The four tests of a decision in words."""
    names = {
        "legal": _("Legal basis"),
        "necessary": _("Necessity"),
        "proportionate": _("Proportionality"),
        "equal": _("Non-discrimination"),
    }
    return names.get(code, code)


@register.filter
def shares(judged: Any) -> list[Any]:
    """Hits, false alarms, not known, as the key: in this order everywhere."""
    return [judged.hits, judged.alarms, judged.not_known, judged.agreed]
