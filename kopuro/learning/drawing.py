"""Pictures of judgement: hits against false alarms, calibration, a forest of differences. Each with its table."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from kopuro.core.drawing.picture import LegendEntry, Picture, Table
from kopuro.core.drawing.svg import drawing, element, text, titled
from kopuro.learning.rules.bias import TraitEffect
from kopuro.learning.rules.calibration import CalibrationResult
from kopuro.learning.rules.detection_result import DetectionResult
from kopuro.learning.rules.results import Estimate

SIDE = 240.0
EDGE = 40.0
SIZE = SIDE + 2 * EDGE
STEPS = np.linspace(0.01, 0.99, 50)
D_PRIMES = (0.0, 1.0, 2.0)


def _x(share: float) -> float:
    return EDGE + SIDE * share


def _y(share: float) -> float:
    return EDGE + SIDE * (1 - share)


def _line(points: list[tuple[float, float]], class_: str) -> str:
    return element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points), class_=class_, fill="none")


def _frame(across: str, up: str) -> list[str]:
    """Axes from 0 to 100 %."""
    parts = [element("rect", x=EDGE, y=EDGE, width=SIDE, height=SIDE, class_="plane", fill="none")]
    for share in (0.0, 0.5, 1.0):
        parts.append(text(f"{share:.0%}", x=_x(share), y=_y(0) + 16, class_="note", text_anchor="middle"))
        parts.append(text(f"{share:.0%}", x=EDGE - 6, y=_y(share) + 4, class_="note", text_anchor="end"))
    parts.append(text(across, x=_x(0.5), y=SIZE - 4, class_="kind", text_anchor="middle"))
    parts.append(text(up, x=EDGE, y=EDGE - 12, class_="kind"))
    return parts


def draw_detection(before: DetectionResult | None, after: DetectionResult, words: dict[str, str]) -> Picture:
    """Both trainings' moments on the plane of hits and false alarms, with lines of equal d′ (Green & Swets 1966); an
    arrow leads from before to after. `words`: title, hits, alarms, before, after, better."""
    inside = _frame(words["alarms"], words["hits"])
    for d_prime in D_PRIMES:
        curve = [(_x(share), _y(float(ndtr(d_prime + ndtri(share))))) for share in STEPS]
        inside.append(_line(curve, "iso"))
        inside.append(text(f"d′ {d_prime:g}", x=_x(0.5) + 4, y=_y(float(ndtr(d_prime))) - 4, class_="note"))
    points = []
    for result, label, css in ((before, words["before"], "open"), (after, words["after"], "done")):
        if result is None:
            continue
        hit, alarm = float(result.pooled.hit_rate[0]), float(result.pooled.false_alarm_rate[0])
        points.append((label, hit, alarm, result))
        said = f"{label}: {words['hits']} {hit:.0%}, {words['alarms']} {alarm:.0%}"
        inside.append(element("g", titled(said), element("circle", cx=_x(alarm), cy=_y(hit), r=6.0, class_=css)))
        inside.append(text(label, x=_x(alarm) + 9, y=_y(hit) + 4, class_="title"))
    if len(points) == 2:
        (_, hit, alarm, _r), (_, hit2, alarm2, _r2) = points
        inside.append(element("line", x1=_x(alarm), y1=_y(hit), x2=_x(alarm2), y2=_y(hit2), class_="way"))
    rows = tuple((label, f"{hit:.0%}", f"{alarm:.0%}", _figure(r.bootstrap.d_prime), _figure(r.bootstrap.criterion)) for label, hit, alarm, r in points)
    table = Table(words["title"], (words["when"], words["hits"], words["alarms"], "d′", "c"), rows, numbers=(1, 2, 3, 4))
    description = "; ".join(f"{label}: {words['hits']} {hit:.0%}, {words['alarms']} {alarm:.0%}" for label, hit, alarm, _r in points)
    legend = (LegendEntry(element("line", x1=4.0, x2=24.0, y1=8.0, y2=8.0, class_="iso"), words["iso"]),)
    markup = drawing(words["title"], description, *inside, class_="plot", viewBox=f"0 0 {SIZE:g} {SIZE:g}")
    return Picture(words["title"], description, markup, table, legend)


def _figure(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


def draw_calibration(result: CalibrationResult, words: dict[str, str]) -> Picture:
    """How often right, by how sure; on the diagonal both agree. Bars are Wilson intervals."""
    inside = _frame(words["sure"], words["right"])
    inside.append(_line([(_x(0), _y(0)), (_x(1), _y(1))], "iso"))
    rows = []
    for one in result.bins:
        seen = one.observed
        if seen.value is None:
            continue
        low, high = seen.low if seen.low is not None else seen.value, seen.high if seen.high is not None else seen.value
        inside.append(element("line", x1=_x(one.forecast), x2=_x(one.forecast), y1=_y(low), y2=_y(high), class_="span"))
        said = f"{words['sure']} {one.forecast:.0%}: {words['right']} {seen.value:.0%} (n {one.n})"
        inside.append(element("g", titled(said), element("circle", cx=_x(one.forecast), cy=_y(seen.value), r=4.0, class_="done")))
        rows.append((f"{one.forecast:.0%}", f"{seen.value:.0%}", one.n))
    table = Table(words["title"], (words["sure"], words["right"], "n"), tuple(rows), numbers=(0, 1, 2))
    description = "; ".join(f"{sure} → {right}" for sure, right, _n in rows)
    markup = drawing(words["title"], description, *inside, class_="plot", viewBox=f"0 0 {SIZE:g} {SIZE:g}")
    return Picture(words["title"], description, markup, table)


ROW = 44.0
WIDE = 320.0


def draw_forest(effects: tuple[TraitEffect, ...], words: dict[str, str]) -> Picture:
    """Differences within matched pairs with their intervals, around zero; the bound that would matter is shaded."""
    reach = max((max(abs(one.amce.low or 0), abs(one.amce.high or 0), 0.15) for one in effects), default=0.2) * 1.1

    def x(value: float) -> float:
        return WIDE / 2 + value / reach * (WIDE / 2 - 8)

    height = ROW * len(effects) + 28
    inside = []
    bound = next((one.equivalence.bound for one in effects if one.equivalence), None)
    if bound is not None:
        inside.append(element("rect", x=x(-bound), width=x(bound) - x(-bound), y=0.0, height=height - 20, class_="bound"))
    inside.append(element("line", x1=x(0), x2=x(0), y1=0.0, y2=height - 20, class_="iso"))
    rows = []
    for place, one in enumerate(effects):
        y = ROW * place + 30
        value = one.amce.value
        label = f"{one.trait}: {one.level} / {one.baseline}"
        inside.append(text(label, x=4.0, y=y - 14, class_="title"))
        if value is not None:
            if one.amce.low is not None and one.amce.high is not None:
                inside.append(element("line", x1=x(one.amce.low), x2=x(one.amce.high), y1=y, y2=y, class_="span"))
            inside.append(element("g", titled(f"{label}: {value:+.0%}"), element("circle", cx=x(value), cy=y, r=5.0, class_="done")))
        rows.append((label, _percent(one.amce), one.n_seats))
    for value in (-reach / 1.1, 0.0, reach / 1.1):
        inside.append(text(f"{value:+.0%}" if value else "0", x=x(value), y=height - 4, class_="note", text_anchor="middle"))
    table = Table(words["title"], (words["trait"], words["difference"], words["seats"]), tuple(rows), numbers=(1, 2))
    description = "; ".join(f"{label}: {said}" for label, said, _n in rows)
    markup = drawing(words["title"], description, *inside, class_="plot forest", viewBox=f"0 0 {WIDE:g} {height:g}")
    return Picture(words["title"], description, markup, table)


def _percent(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:+.0%}"
    return f"{estimate.value:+.0%} ({estimate.low:+.0%} to {estimate.high:+.0%})"
