"""The chain of recommendations as a drawn path: activity, recommendation, response, action, activity, uptake.

Drawn twice, across for a wide place and down for a phone; the style sheet shows the one that fits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kopuro.core.drawing.graph import Placed, place
from kopuro.core.drawing.picture import Cell, LegendEntry, Picture, Table
from kopuro.core.drawing.svg import drawing, element, link, number, text, titled, wrap
from kopuro.core.drawing.words import ENGLISH, Words

ChainState = Literal["", "done", "open", "waiting", "refused"]

# Width of a column by their number, so that six still fit beside the margin of a page.
COLUMN = {2: 172.0, 3: 172.0, 4: 172.0, 5: 160.0, 6: 140.0}
LINE = 16.0
WIDEST = 6
DOWN_WIDTH = 320.0
LANE = 20.0
MOST = 200


@dataclass(frozen=True)
class ChainNode:
    """One link. `kind` is its word for the reader ("Recommendation"); `after` names the nodes it follows.

    `state`: done, open, waiting (needs a person now), refused; empty where a state makes no sense.
    """

    key: str
    kind: str
    title: str
    after: tuple[str, ...] = ()
    state: ChainState = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Chain:
    title: str
    nodes: Sequence[ChainNode]


def draw_chain(chain: Chain, words: Words = ENGLISH) -> Picture:
    """More than 200 nodes are not drawn: they stand in the table, and the description says how many."""
    nodes = {node.key: node for node in chain.nodes}
    drawn = dict(list(nodes.items())[:MOST])
    placed = place({key: node.after for key, node in drawn.items()})
    description = " → ".join(f"{node.kind}: {node.title}" for key in placed.order[:30] for node in [nodes[key]])
    if len(nodes) > len(drawn):
        description += f" … (+{words.number(len(nodes) - len(drawn))})"
    columns = 1 + max(placed.step.values(), default=0)
    markup = down(chain.title, description, drawn, placed, words)
    if 2 <= columns <= WIDEST:
        markup = across(chain.title, description, drawn, placed, columns, words) + markup
    return Picture(chain.title, description, markup, table_of(chain, placed, nodes, words), legend_of(chain, words))


def across(
    title: str, description: str, nodes: Mapping[str, ChainNode], placed: Placed, columns: int, words: Words
) -> str:
    """Steps from the start of the line onwards, one column each; branches on rows below."""
    column = COLUMN[columns]
    blocks = {key: lines_of(node, column - 16, words) for key, node in nodes.items()}
    heights: dict[int, float] = {}
    for key in placed.order:
        heights[placed.row[key]] = max(heights.get(placed.row[key], 0.0), 30 + LINE * len(blocks[key]) + 16)
    tops = {row: sum(heights[other] for other in heights if other < row) for row in heights}
    width = columns * column

    def x_of(key: str) -> float:
        x = placed.step[key] * column + 9
        return width - x if words.mirrored else x

    def y_of(key: str) -> float:
        return tops[placed.row[key]] + 12

    inside = []
    turn = -1 if words.mirrored else 1
    for parent, child in placed.edges:
        x1, y1, x2, y2 = x_of(parent), y_of(parent), x_of(child), y_of(child)
        main = placed.main_parent[child] == parent
        if y1 == y2:
            way = f"M{number(x1)} {number(y1)}H{number(x2)}"
        else:
            # Down (or up) in the gap before the child's column, clear of the words under the parent.
            bend, slope = x2 - turn * 18, 10 if y2 > y1 else -10
            way = (
                f"M{number(x1)} {number(y1)}H{number(bend - turn * 10)}Q{number(bend)} {number(y1)} {number(bend)} "
                f"{number(y1 + slope)}V{number(y2 - slope)}"
                f"Q{number(bend)} {number(y2)} {number(bend + turn * 10)} {number(y2)}H{number(x2)}"
            )
        inside.append(element("path", d=way, class_="path" if main else "path path-side"))
    for key in placed.order:
        at = x_of(key) + (9 if words.mirrored else -9)
        inside.append(node_shape(nodes[key], x_of(key), y_of(key), at, y_of(key) + 28, blocks[key], words))
    height = sum(heights.values())
    return drawing(
        title,
        description,
        *inside,
        class_=f"chain chain-across chain-{columns}",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
    )


def down(title: str, description: str, nodes: Mapping[str, ChainNode], placed: Placed, words: Words) -> str:
    """One node under the other along a line at the side, branches in lanes beside it; for a phone."""
    lanes = min(4, 1 + max(placed.lane.values(), default=0))
    indent = 10 + lanes * LANE
    blocks = {key: lines_of(node, DOWN_WIDTH - indent, words) for key, node in nodes.items()}
    tops: dict[str, float] = {}
    height = 6.0
    for key in placed.order:
        tops[key] = height + 8
        height += LINE * len(blocks[key]) + 20

    def x_of(key: str) -> float:
        x = 9 + min(placed.lane[key], 3) * LANE
        return DOWN_WIDTH - x if words.mirrored else x

    inside = []
    for parent, child in placed.edges:
        x1, y1, x2, y2 = x_of(parent), tops[parent], x_of(child), tops[child]
        main = placed.main_parent[child] == parent
        lower = max(y1, y2)
        if x1 == x2:
            way = f"M{number(x1)} {number(y1)}V{number(y2)}"
        else:
            # A branch leaves its parent's line just above the branch; a second parent joins just above the child.
            way = (
                f"M{number(x1)} {number(y1)}V{number(max(y1, lower - 22))}"
                f"C{number(x1)} {number(lower - 6)} {number(x2)} {number(lower - 16)} {number(x2)} {number(y2)}"
            )
        inside.append(element("path", d=way, class_="path" if main else "path path-side"))
    start = DOWN_WIDTH - indent if words.mirrored else indent
    for key in placed.order:
        inside.append(node_shape(nodes[key], x_of(key), tops[key], start, tops[key] + 5, blocks[key], words))
    return drawing(
        title,
        description,
        *inside,
        class_="chain chain-down",
        viewBox=f"0 0 {number(DOWN_WIDTH)} {number(height)}",
    )


def lines_of(node: ChainNode, width: float, words: Words) -> list[tuple[str, str]]:
    """Lines of words with their class: the kind (and state), the title, the note."""
    state = state_word(node.state, words)
    head = f"{node.kind}, {state}" if node.state in ("waiting", "refused") else node.kind
    css = "kind kind-waiting" if node.state == "waiting" else "kind"
    lines = [(css, line) for line in wrap(head, width, 12, 2)]
    lines += [("title", line) for line in wrap(node.title, width, 14, 4)]
    lines += [("note", line) for line in wrap(node.note, width, 12, 2)]
    return lines


def node_shape(
    node: ChainNode, x: float, y: float, at: float, below: float, lines: list[tuple[str, str]], words: Words
) -> str:
    said = ": ".join(filter(None, (node.kind, node.title)))
    said = ", ".join(filter(None, (said, state_word(node.state, words), node.note)))
    shapes = [titled(said), dot(node.state, x, y)]
    shapes += [text(line, class_=css, x=at, y=below + LINE * place) for place, (css, line) in enumerate(lines)]
    return link(node.url, *shapes, class_="node", aria_label=said if node.url else None)


def dot(state: str, x: float, y: float) -> str:
    if state == "waiting":
        return element("path", class_="dot dot-waiting", d=f"M{number(x)} {number(y - 9)}l9 9-9 9-9-9Z")
    if state == "refused":
        cross = f"M{number(x - 4)} {number(y - 4)}l8 8m0-8l-8 8"
        return element("circle", class_="dot", cx=x, cy=y, r=8.0) + element("path", class_="cross", d=cross)
    return element("circle", class_=f"dot dot-{state or 'plain'}", cx=x, cy=y, r=8.0)


def state_word(state: str, words: Words) -> str:
    return {"done": words.done, "open": words.open, "waiting": words.waiting, "refused": words.refused}.get(state, "")


def table_of(chain: Chain, placed: Placed, nodes: Mapping[str, ChainNode], words: Words) -> Table:
    order = [nodes[key] for key in placed.order] + [node for key, node in nodes.items() if key not in placed.step]
    rows = []
    for node in order:
        before = "; ".join(nodes[key].title for key in node.after if key in nodes)
        rows.append((Cell(node.title, url=node.url), node.kind, state_word(node.state, words), before, node.note))
    columns = (words.what, words.kind, words.state, words.after)
    if not any(node.note for node in order):
        return Table(chain.title, columns, tuple(row[:4] for row in rows))
    return Table(chain.title, (*columns, words.note), tuple(rows))


def legend_of(chain: Chain, words: Words) -> tuple[LegendEntry, ...]:
    states = [state for state in ("done", "open", "waiting", "refused") if any(n.state == state for n in chain.nodes)]
    return tuple(
        LegendEntry(element("g", dot(state, 17.5, 8.75), transform="scale(.8)"), state_word(state, words))
        for state in states
    )
