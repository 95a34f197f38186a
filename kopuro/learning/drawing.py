"""Pictures of learning: gain, items, hits against false alarms, calibration, differences within pairs, agreement. Each
comes with its table and words; none shows a single person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from statistics import NormalDist

from kopuro.core.drawing.picture import LegendEntry, Picture, Table
from kopuro.core.drawing.svg import drawing, element, text, titled, wrap
from kopuro.learning.rules.parts import ItemCard, Mark, Moment

NORMAL = NormalDist()
WIDE = 320.0
SIDE = 232.0
START, TOP = 44.0, 34.0
SQUARE_HIGH = TOP + SIDE + 44
EDGE = 12.0
ROW = 46.0
LINE = 15.0
STEPS = [share / 100 for share in (1, 2, *range(4, 97, 4), 98, 99)]
D_PRIMES = (0.0, 1.0, 2.0)
CRITERIA = (-0.5, 0.0, 0.5)
SIGNS = {"before": "open", "after": "done", "call-back": "later"}
Words = Mapping[str, str]


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def points(value: float) -> str:
    """A difference of shares in points, with its sign."""
    return "0" if abs(value) < 0.005 else f"{100 * value:+.0f}".replace("-", "−")


def plain(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def interval(mark: Mark, say: Callable[[float], str], to: str) -> str:
    if mark.low is None or mark.high is None:
        return say(mark.value)
    return f"{say(mark.value)} ({say(mark.low)} {to} {say(mark.high)})"


# The square: shares against shares ------------------------------------------------------------------------------------


def _x(share: float) -> float:
    return START + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)


def _curve(places: Sequence[tuple[float, float]], class_: str) -> str:
    return element("polyline", points=" ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in places), class_=class_)


def _frame(across: str, up: str) -> list[str]:
    """Axes from 0 to 100 %, with their names."""
    parts = [element("rect", x=START, y=TOP, width=SIDE, height=SIDE, class_="plane")]
    for share in (0.0, 0.5, 1.0):
        parts.append(text(percent(share), x=_x(share), y=_y(0) + 16, class_="note", text_anchor="middle"))
        parts.append(text(percent(share), x=START - 6, y=_y(share) + 4, class_="note", text_anchor="end"))
    parts.append(text(across, x=_x(0.5), y=_y(0) + 36, class_="axis", text_anchor="middle"))
    parts.append(text(up, x=START - 38, y=TOP - 16, class_="axis"))
    return parts


def _sign(kind: str, x: float, y: float) -> str:
    if kind == "later":
        return element("path", d=f"M{x:.1f} {y - 7:.1f} l7 7 l-7 7 l-7 -7 z", class_="later")
    return element("circle", cx=x, cy=y, r=6.0, class_=kind)


def _square(title: str, description: str, *inside: str) -> str:
    return drawing(title, description, *inside, class_="plot", viewBox=f"0 0 {WIDE:g} {SQUARE_HIGH:g}")


def draw_detection(moments: Sequence[Moment], words: Words) -> Picture:
    """Each occasion on the plane of hits and false alarms, an arrow from one to the next; lines of equal sensitivity
    and of equal criterion (Macmillan & Creelman 2005)."""
    inside = _frame(words["alarms"], words["hits"])
    for d_prime in D_PRIMES:
        inside.append(_curve([(share, NORMAL.cdf(d_prime + NORMAL.inv_cdf(share))) for share in STEPS], "iso"))
        # Far from where trained people stand, so that no sign lies on it.
        share = NORMAL.cdf(-d_prime / 2 + 1.1)
        inside.append(text(f"d′ {d_prime:g}", x=_x(share) + 2, y=_y(NORMAL.cdf(d_prime / 2 + 1.1)) + 15, class_="note"))
    for criterion in CRITERIA:
        inside.append(_curve([(share, NORMAL.cdf(-2 * criterion - NORMAL.inv_cdf(share))) for share in STEPS], "iso-c"))
    # One training names its occasions in the picture; several are numbered, each with an arrow of its own.
    trainings = list(dict.fromkeys(one.training for one in moments))
    numbers = {name: str(place) for place, name in enumerate(trainings, start=1)} if len(trainings) > 1 else {}
    for first, then in pairwise(moments):
        if first.training == then.training:
            inside.append(_arrow(first, then))
    for place, one in enumerate(moments):
        when = words.get(one.when, one.when)
        said = f"{_whose(one)}{when}: {words['hits']} {percent(one.hits)}, {words['alarms']} {percent(one.alarms)}"
        inside.append(element("g", titled(said), _sign(SIGNS.get(one.when, "done"), _x(one.alarms), _y(one.hits))))
        # The first is named below its sign and later ones above, so that near signs don't write over each other.
        down = 22 if place == 0 and len(moments) > 1 and not numbers else -12
        name = numbers.get(one.training, when) if not numbers or SIGNS.get(one.when) != "open" else ""
        if name:
            inside.append(text(name, x=_x(one.alarms), y=_y(one.hits) + down, class_="name", text_anchor="middle"))
    sentences = [
        f"{_whose(one)}{words.get(one.when, one.when)}: {words['hits']} {percent(one.hits)}, {words['alarms']} {percent(one.alarms)}, d′ {one.d_prime}, c {one.criterion}"
        for one in moments
    ]
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (words.get(one.when, one.when), percent(one.hits), percent(one.alarms), one.d_prime, one.criterion, one.n)
        for one in moments
    )
    columns: tuple[str, ...] = (words["when"], words["hits"], words["alarms"], "d′", "c", words["people"])
    figures = (1, 2, 5)
    if numbers:
        rows = tuple((one.training, *row) for one, row in zip(moments, rows, strict=True))
        columns, figures = (words["training"], *columns), (2, 3, 6)
    legend = (
        *(LegendEntry(_sign(SIGNS[when], 14.0, 7.0), words[when]) for when in ("before", "after") if numbers),
        *(LegendEntry(text(number, x=10.0, y=12.0, class_="name"), name) for name, number in numbers.items()),
        LegendEntry(element("line", x1=2.0, x2=26.0, y1=7.0, y2=7.0, class_="iso"), words["same_d"]),
        LegendEntry(element("line", x1=2.0, x2=26.0, y1=7.0, y2=7.0, class_="iso-c"), words["same_c"]),
    )
    description = ". ".join(sentences)
    return Picture(
        words["title"],
        description,
        _square(words["title"], description, *inside),
        Table(words["title"], columns, rows, figures),
        legend,
    )


def _whose(one: Moment) -> str:
    return f"{one.training}, " if one.training else ""


def _arrow(first: Moment, then: Moment) -> str:
    """A line with a head that stops at the rim of the next sign."""
    x1, y1, x2, y2 = _x(first.alarms), _y(first.hits), _x(then.alarms), _y(then.hits)
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length < 20:
        return ""
    along, across = (x2 - x1) / length, (y2 - y1) / length
    ex, ey = x2 - along * 9, y2 - across * 9
    head = [(ex, ey)] + [
        (ex - along * 8 + side * across * 4.5, ey - across * 8 - side * along * 4.5) for side in (1, -1)
    ]
    tip = " ".join(f"{x:.1f},{y:.1f}" for x, y in head)
    line = element("line", x1=x1 + along * 7, y1=y1 + across * 7, x2=ex - along * 6, y2=ey - across * 6, class_="way")
    return line + element("polygon", points=tip, class_="head")


def draw_calibration(marks: Sequence[Mark], words: Words) -> Picture:
    """How often right, by how sure; on the diagonal both agree. Lines are Wilson intervals."""
    inside = _frame(words["sure"], words["right"])
    inside.append(_curve([(0, 0), (1, 1)], "iso"))
    inside.append(text(words["on_line"], x=_x(0.03), y=_y(0.94), class_="note"))
    for one in marks:
        at = one.at or 0.0
        if one.low is not None and one.high is not None:
            inside.append(element("line", x1=_x(at), x2=_x(at), y1=_y(one.low), y2=_y(one.high), class_="span"))
        said = f"{words['sure']} {percent(at)}: {words['right']} {interval(one, percent, words['to'])}, n {one.n}"
        inside.append(element("g", titled(said), element("circle", cx=_x(at), cy=_y(one.value), r=4.5, class_="done")))
    rows = tuple((percent(one.at or 0.0), interval(one, percent, words["to"]), one.n) for one in marks)
    table = Table(words["title"], (words["sure"], words["right"], words["judgements"]), rows, (0, 2))
    description = "; ".join(f"{words['sure']} {row[0]}: {words['right']} {row[1]}" for row in rows)
    return Picture(words["title"], description, _square(words["title"], description, *inside), table)


# Rows under each other: a value with its interval each ---------------------------------------------------------------


def _rows(
    marks: Sequence[Mark], words: Words, *, low: float, high: float, ticks: Sequence[float], say: Callable[[float], str],
    lines: Sequence[float] = (), band: float | None = None, signs: Mapping[str, str] = {},
) -> Picture:  # fmt: skip
    """A row for each mark: its label above, its interval as a line, its value as a sign. `lines` are limits to read
    it against, `band` shades −band to band."""

    def x(value: float) -> float:
        return EDGE + 8 + (min(max(value, low), high) - low) / (high - low) * (WIDE - 2 * EDGE - 16)

    inside: list[str] = []
    y, placed = 0.0, []
    for one in marks:
        label = wrap(words.get(one.label, one.label), WIDE - 2 * EDGE, 13, 2)
        inside += [text(line, x=EDGE, y=y + 14 + LINE * place, class_="name") for place, line in enumerate(label)]
        y += LINE * (len(label) - 1)
        placed.append(y + 31)
        y += ROW
    behind = [element("line", x1=x(value), x2=x(value), y1=0.0, y2=y, class_="iso") for value in lines]
    if band is not None:
        behind.insert(0, element("rect", x=x(-band), width=x(band) - x(-band), y=0.0, height=y, class_="band"))
    behind.append(element("line", x1=x(low), x2=x(high), y1=y, y2=y, class_="plane"))
    for one, level in zip(marks, placed, strict=True):
        if one.low is not None and one.high is not None:
            inside.append(element("line", x1=x(one.low), x2=x(one.high), y1=level, y2=level, class_="span"))
        said = f"{words.get(one.label, one.label)}: {interval(one, say, words['to'])}"
        inside.append(element("g", titled(said), _sign(signs.get(one.label, "done"), x(one.value), level)))
    inside += [text(say(value), x=x(value), y=y + 16, class_="note", text_anchor="middle") for value in ticks]
    inside.append(text(words["axis"], x=WIDE / 2, y=y + 36, class_="axis", text_anchor="middle"))
    rows = tuple((words.get(one.label, one.label), interval(one, say, words["to"]), one.n) for one in marks)
    table = Table(words["title"], (words["what"], words["axis"], words["people"]), rows, (2,))
    description = "; ".join(f"{row[0]}: {row[1]}" for row in rows)
    markup = drawing(words["title"], description, *behind, *inside, class_="plot", viewBox=f"0 0 {WIDE:g} {y + 44:g}")
    return Picture(words["title"], description, markup, table)


def draw_gain(marks: Sequence[Mark], top: float, words: Words) -> Picture:
    """Mean scores before and after with their intervals, on the whole scale of the test."""
    return _rows(
        marks, words, low=0.0, high=top, ticks=(0.0, top / 2, top), say=lambda value: f"{value:.3g}", signs=SIGNS
    )


def draw_differences(marks: Sequence[Mark], words: Words) -> Picture:
    """A forest of differences within matched pairs; the band holds those too small to matter."""
    reach = max([0.2, *(abs(end) for one in marks for end in (one.low, one.high, one.value) if end is not None)])
    band = next((one.at for one in marks if one.at is not None), None)
    return _rows(marks, words, low=-reach, high=reach, ticks=(-reach, 0.0, reach), say=points, lines=(0.0,), band=band)


def draw_agreement(marks: Sequence[Mark], words: Words) -> Picture:
    """α per indicator against the limits of Krippendorff (2004)."""
    low = min(0.0, *(one.low if one.low is not None else one.value for one in marks))
    ticks = (0.0, 0.667, 1.0) if low == 0 else (low, 0.0, 0.667, 1.0)
    return _rows(marks, words, low=low, high=1.0, ticks=ticks, say=plain, lines=(0.667, 0.8))


def draw_items(cards: Sequence[ItemCard], words: Words) -> Picture:
    """Share of right answers to each item, before and after."""

    def x(share: float) -> float:
        return EDGE + 8 + share * (WIDE - 2 * EDGE - 16)

    inside: list[str] = []
    y = 0.0
    for card in cards:
        inside.append(text(wrap(card.name, WIDE - 2 * EDGE, 13, 1)[0], x=EDGE, y=y + 14, class_="name"))
        inside.append(element("line", x1=x(0), x2=x(1), y1=y + 27, y2=y + 27, class_="plane"))
        if card.before is not None and card.after is not None:
            inside.append(element("line", x1=x(card.before), x2=x(card.after), y1=y + 27, y2=y + 27, class_="way"))
        for when, share in (("before", card.before), ("after", card.after)):
            if share is not None:
                said = f"{card.name}, {words[when]}: {percent(share)}"
                inside.append(element("g", titled(said), _sign(SIGNS[when], x(share), y + 27)))
        y += 40
    inside += [
        text(percent(share), x=x(share), y=y + 14, class_="note", text_anchor="middle") for share in (0.0, 0.5, 1.0)
    ]
    rows = tuple(
        (
            card.name,
            _share(card.before),
            _share(card.after),
            _two(card.discrimination),
            _two(card.rest),
            words.get(card.verdict, ""),
        )
        for card in cards
    )
    columns = (words["item"], words["before"], words["after"], words["discrimination"], words["rest"], words["read"])
    table = Table(words["title"], columns, rows, (1, 2, 3, 4))
    description = "; ".join(f"{row[0]}: {row[1] or '–'} → {row[2] or '–'}" for row in rows)
    legend = tuple(LegendEntry(_sign(SIGNS[when], 14.0, 7.0), words[when]) for when in ("before", "after"))
    markup = drawing(words["title"], description, *inside, class_="plot", viewBox=f"0 0 {WIDE:g} {y + 22:g}")
    return Picture(words["title"], description, markup, table, legend)


def _share(share: float | None) -> str | None:
    return None if share is None else percent(share)


def _two(value: float | None) -> str | None:
    return None if value is None else plain(value)
