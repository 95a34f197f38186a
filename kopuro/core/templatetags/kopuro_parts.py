"""Tags and filters a page is composed with. The living examples are on /style/, the words in docs/ui.md."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.context import RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.dates import MONTHS_3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from kopuro.core.drawing.bars import Multiples, draw_multiples
from kopuro.core.drawing.chain import Chain, draw_chain
from kopuro.core.drawing.ladder import Ladder, draw_ladder
from kopuro.core.drawing.picture import Cell, Picture, Table
from kopuro.core.drawing.tilemap import TileMap, draw_tilemap
from kopuro.core.drawing.timeline import Timeline, draw_timeline
from kopuro.core.drawing.words import Words
from kopuro.core.phrases import basis_phrase, count_phrase, date_phrase, figure_phrase, month_day_phrase

register = template.Library()


# Doors ----------------------------------------------------------------------------------------------------------------


def open_door(text: Any, href: str = "", label: str = "") -> SafeString:
    """`text` as a link to its story; plain text where there is no story; soft words where there is no value."""
    if text in (None, ""):
        text = format_html('<span class="unstated">{}</span>', _("not stated"))
    if not href:
        return format_html('<span class="value">{}</span>', text)
    return format_html(
        '<a class="door" href="{}" data-door>{}<span class="visually-hidden"> ({})</span></a>',
        href,
        text,
        label or _("where this comes from"),
    )


@register.simple_tag
def door(value: Any, href: str = "", label: str = "") -> SafeString:
    """{% door 250 href=url label="who was counted" %}: a value that opens its story; numbers in the reader's way."""
    return open_door(value if isinstance(value, SafeString) else figure_phrase(value), href, label)


@register.inclusion_tag("core/parts/figure.html")
def figure(
    value: Any,
    label: str,
    href: str = "",
    note: str = "",
    unit: str = "",
    why: str = "",
    alert: bool = False,
    qualifier: str = "",
) -> dict[str, Any]:
    """One large number with its words, inside `<dl class="figures">`; `alert` when a person is needed now.

    `qualifier` (about, at_least, at_most) stands before the number in small type.
    """
    said: Any = value
    if qualifier and isinstance(value, int | float):
        before, number, after = count_phrase(value, qualifier).partition(figure_phrase(value))
        small = '<span class="figure-qualifier">{}</span>'
        parts = ((small if part.strip() else "{}", part) for part in (before, after))
        before, after = (format_html(form, part) for form, part in parts)
        said = format_html("{}{}{}", before, number, after)
    return {"said": said, "label": label, "href": href, "note": note, "unit": unit, "why": why, "alert": alert}


def field_of(thing: Any, *names: str) -> Any:
    """The first of these attributes (or keys) the thing has with a value."""
    for name in names:
        value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
        if value not in (None, ""):
            return value
    return ""


@register.simple_tag
def date_claim(
    thing: Any = None,
    href: str = "",
    start: Any = None,
    end: Any = None,
    precision: str = "",
    basis: str = "",
    month_day: Any = None,
    written: str = "",
) -> SafeString:
    """A date or a range with its precision, and how it came about when it is not simply stated.

    Give `start`, `end`, `precision` (day, month, year), `basis` (stated, completed, inferred, unknown), `month_day`
    (("02-21", "02-23") of an unknown year) and `written` (the source's words), or a thing with such attributes.
    """
    if thing is not None:
        start = start or field_of(thing, "start", "start_date")
        end = end or field_of(thing, "end", "end_date")
        precision = precision or field_of(thing, "precision", "date_precision")
        basis = basis or field_of(thing, "basis", "date_basis")
        month_day = month_day or field_of(thing, "month_day")
        written = written or field_of(thing, "written", "date_written")
    said = date_phrase(start, end, precision)
    notes = [basis_phrase(basis)] if said else []
    if not said and month_day:
        days = month_day.split("/") if isinstance(month_day, str) else list(month_day)
        said = month_day_phrase(*days[:2])
        notes = [_("year not stated")] if said else []
    if not said and written:
        said, notes = written, [_("as written")]
    note = ", ".join(filter(None, notes))
    shown = open_door(said, href, _("where this date comes from"))
    return format_html('{} <span class="basis">({})</span>', shown, note) if note else shown


@register.simple_tag
def count_claim(number: Any, qualifier: str = "", unit: str = "", href: str = "", label: str = "") -> SafeString:
    """{% count_claim 35 "about" unit="people" href=url %}: the qualifier is part of the number."""
    if number is not None and not isinstance(number, int | float):
        thing, number = number, field_of(number, "number", "value")
        qualifier = qualifier or field_of(thing, "qualifier")
        unit = unit or field_of(thing, "unit_label", "unit")
        number = number if isinstance(number, int | float) else None
    return open_door(count_phrase(number, qualifier, str(unit)), href, label)


# Tables, lists and states ---------------------------------------------------------------------------------------------


@register.simple_tag
def cell(value: Any) -> SafeString:
    """A table cell: a link, a door, a number in the reader's way, or a dash read as "none"."""
    if isinstance(value, Cell):
        if value.door:
            return open_door(figure_phrase(value.text), value.door)
        inner = cell(value.text)
        return format_html('<a href="{}">{}</a>', value.url, inner) if value.url else inner
    if value in (None, ""):
        return format_html('<span aria-hidden="true">–</span><span class="visually-hidden">{}</span>', _("none"))
    return format_html("{}", figure_phrase(value))


@register.inclusion_tag("core/parts/table.html")
def table(table: Table, stack: bool = True, caption_hidden: bool = False) -> dict[str, Any]:
    """A `Table` with caption and headings; `stack` sets rows under each other on a narrow screen."""
    return {"table": table, "stack": stack, "caption_hidden": caption_hidden}


STATE_KINDS = {"accent", "done", "open", "alert", "off"}


@register.simple_tag
def tag(text: Any, kind: str = "", url: str = "") -> SafeString:
    """A short word in a frame. Kinds: accent, done, open, alert (needs a person now), off (struck out)."""
    if text in (None, ""):
        return mark_safe("")
    css = f"tag tag-{kind}" if kind in STATE_KINDS else "tag"
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', css, url, text)
    return format_html('<span class="{}">{}</span>', css, text)


@register.simple_tag
def tags(things: Any) -> SafeString:
    """Several tags as a list: words, or pairs (word, kind), or triples (word, kind, address)."""
    rows = [thing if isinstance(thing, tuple | list) else (thing,) for thing in things or () if thing]
    if not rows:
        return mark_safe("")
    return format_html('<ul class="tags">{}</ul>', format_html_join("", "<li>{}</li>", ((tag(*row),) for row in rows)))


@register.inclusion_tag("core/parts/pager.html", takes_context=True)
def pager(context: RequestContext, page: Page, name: str = "page") -> dict[str, Any]:
    """Previous and next of a Django `Page`; the other filters of the address stay."""
    query = context["request"].GET.copy() if "request" in context else None

    def address(number: int) -> str:
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


@register.simple_tag
def crumb(url: str, label: Any) -> SafeString:
    """One step of the way here, inside the block `breadcrumbs`."""
    return format_html('<li><a href="{}">{}</a></li>', url, label)


# Drawings -------------------------------------------------------------------------------------------------------------


def drawing_words() -> Words:
    """The words of drawings in the reader's language."""
    return Words(
        today=_("today"),
        months=tuple(str(MONTHS_3[month]).capitalize() for month in range(1, 13)),
        held=_("held"),
        ongoing=_("under way"),
        planned=_("planned"),
        cancelled=_("cancelled"),
        imprecise=_("day not known"),
        engagement_step=_("step of the engagement"),
        per_month=_("activities per month"),
        undated=_("without a date"),
        series=_("Line"),
        activity=_("Activity"),
        when=_("When"),
        state=_("State"),
        region=_("Region"),
        country=_("Country"),
        value=_("Value"),
        none=_("none"),
        too_few=_("too few"),
        step=_("Step"),
        after=_("After"),
        what=_("What"),
        kind=_("Kind"),
        note=_("Note"),
        period=_("Period"),
        actual=_("Reached"),
        target=_("Target"),
        indicator=_("Indicator"),
        stalled=_("stalled"),
        not_started=_("not started"),
        since=_("Since"),
        done=_("done"),
        open=_("open"),
        waiting=_("waits for a person"),
        refused=_("not accepted"),
        number=figure_phrase,
        mirrored=get_language_bidi(),
    )


def drawn(thing: Any) -> Picture:
    """A timeline, tile map, chain, ladder or small multiples as a picture; a picture stays what it is."""
    words = drawing_words()
    match thing:
        case Picture():
            return thing
        case Timeline():
            return draw_timeline(thing, words)
        case TileMap():
            return draw_tilemap(thing, words)
        case Chain():
            return draw_chain(thing, words)
        case Ladder():
            return draw_ladder(thing, words)
        case Multiples():
            return draw_multiples(thing, words)
    raise TypeError(f"{{% draw %}} can't draw {type(thing).__name__}")


@register.inclusion_tag("core/parts/drawing.html")
def draw(thing: Any, caption: str = "") -> dict[str, Any]:
    """{% draw timeline %}: the drawing with its legend, a caption, and the same as a table to open."""
    picture = drawn(thing)
    # All text in the markup was escaped by kopuro.core.drawing.svg, as a test with hostile words shows.
    legend = [{"sign": mark_safe(entry.sign), "label": entry.label} for entry in picture.legend]  # noqa: S308
    return {"picture": picture, "markup": mark_safe(picture.markup), "legend": legend, "caption": caption}  # noqa: S308


# Pages ----------------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> SafeString:
    """Prints a block a second time, so that a page writes its title once for the window and for the heading."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context) if block else mark_safe("")


# Forms ----------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("core/parts/field.html")
def field(field: BoundField, quiet: bool = False) -> dict[str, Any]:
    """A form field with label, help and errors tied to it; a single box has its label behind it."""
    widget = field.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    described = " ".join(
        part
        for part in (
            f"{field.auto_id}_helptext" if field.help_text else "",
            f"{field.auto_id}_error" if field.errors else "",
        )
        if part
    )
    return {
        "field": field,
        "group": group,
        "box": isinstance(widget, CheckboxInput),
        "quiet": quiet,
        "described": described,
    }


@register.inclusion_tag("core/parts/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """All fields of a form, its general errors first; put it into `<form class="form">` with a button after it."""
    return {"form": form}
