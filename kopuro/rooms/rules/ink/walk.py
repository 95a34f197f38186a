"""Plays a compiled story through every choice, with the ink runtime `bink`. Runs in the child process that opens foreign
files (`core.formats.read_apart`): what loops for ever or asks for too much is ended there."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

from bink.story import Story as Runtime

from kopuro.core.formats.shape import Found, Limits
from kopuro.core.problems import Problem

from .path import Choice, Passage, Story, Way

MOST_PASSAGES = 300
MOST_LINES = 400  # between two choices
MOST_LETTERS = 300_000
FORMATS = range(18, 23)
# Instructions of the compiled form that a room can't repeat, and what is told of them.
DRAWN = {"rnd": "RANDOM", "srnd": "SEED_RANDOM", "seq": "shuffle", "lrnd": "LIST_RANDOM"}
COUNTED = {"turn": "TURNS", "turns": "TURNS_SINCE", "readc": "READ_COUNT"}


def play(data: bytes, limits: Limits) -> Found:
    """The story as JSON in the text of a `Found`. Raises `Problem` `room.ink` for what is no compiled story."""
    return Found(json.dumps(_Player(*_opened(data)).story().plain()))


def _opened(data: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode("utf-8-sig")
        tree = json.loads(text)
    except (UnicodeDecodeError, ValueError) as error:
        raise refused("This is no compiled story. In Inky choose “Export to JSON…” and bring that file.") from error
    if not isinstance(tree, dict) or not isinstance(tree.get("root"), list) or "inkVersion" not in tree:
        raise refused("This is JSON, but no story of ink. In Inky choose “Export to JSON…” and bring that file.")
    if tree["inkVersion"] not in FORMATS:
        raise refused("The story is in a format of ink that is not known here. Compile it with a newer Inky.")
    return text, tree


def refused(sentence: str, detail: str = "") -> Problem:
    return Problem("room.ink", sentence, detail=detail[:500], status=422)


class _Elsewhere(Exception):
    """A way that leads elsewhere than when it was first taken, by chance or by counts of visits."""


class _Player:
    def __init__(self, text: str, tree: dict[str, Any]) -> None:
        self.told: list[str] = list(_told(tree))
        try:
            self.runtime = Runtime(text)
            self.runtime.set_allow_external_function_fallbacks(True)
        except (RuntimeError, ValueError) as error:
            raise refused("The story can't be played; its file is damaged. Compile it again.", str(error)) from error
        self.passages: list[Passage] = []
        self.known: dict[str, int] = {}
        self.ways: dict[tuple[int, int | None], int] = {}
        self.played: set[int] = set()
        self.letters = 0
        self.full = False

    def story(self) -> Story:
        """Breadth first: passages near the beginning come first, and a story that is too large loses its far end."""
        try:
            tags = tuple(self.runtime.get_global_tags())
        except RuntimeError as error:
            raise refused("The story can't be played. Compile it again.", str(error)) from error
        begin = self.runtime.save_state()
        waiting: deque[tuple[str, tuple[int, int | None] | None, int | None]] = deque([(begin, None, None)])
        while waiting and not self.full:
            state, came, choice = waiting.popleft()
            self.runtime.load_state(state)
            try:
                last = self._run(came, choice)
            except _Elsewhere:
                continue
            if last is None or last in self.played:
                continue
            self.played.add(last)
            after = self.runtime.save_state()
            for number in range(len(self.passages[last].choices)):
                waiting.append((after, (last, number), number))
        if self.full:
            self.tell(f"The story is larger than a room: only its first {len(self.passages)} passages were read.")
        if not self.passages:
            raise refused("Nothing is told in this story.")
        ways = tuple(Way(source, choice, target) for (source, choice), target in self.ways.items())
        return Story(tags, tuple(self.passages), ways, tuple(self.told))

    def tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)

    def _run(self, came: tuple[int, int | None] | None, choice: int | None) -> int | None:
        """Plays from a choice to the next ones; the passage under which those stand, None at an end."""
        label = ""
        if choice is not None and came is not None:
            label = self.passages[came[0]].choices[choice].text
            self.runtime.choose_choice_index(choice)
        here, before, count = "", came, 0
        lines: list[str] = []
        tags: list[str] = []
        state: dict[str, Any] = {}
        while True:
            try:
                if not self.runtime.can_continue():
                    break
                pointer = self.runtime.get_current_path()
                line = self.runtime.cont().strip()
                said = list(self.runtime.get_current_tags())
                state = json.loads(self.runtime.save_state())
            except RuntimeError as error:
                self.tell(f"“{here or 'the beginning'}”: the story breaks there ({str(error)[:120]}).")
                return None
            count += 1
            self.letters += len(line)
            if count > MOST_LINES or self.letters > MOST_LETTERS:
                self.tell(f"“{here}”: it goes on without a choice for too long; the rest was not read.")
                self.full = self.letters > MOST_LETTERS
                break
            place = _place(_previous(state)) or _place(pointer) or here
            if place != here and lines:
                before = self._passage(before, Passage(here, tuple(lines), tuple(tags)), state)
                lines, tags = [], []
            here = place
            tags += said
            if line and line != label:
                lines.append(line)
            label = "" if line else label
        return self._stop(before, here, lines, tags, state)

    def _stop(
        self, before: Any, here: str, lines: list[str], tags: list[str], state: dict[str, Any]
    ) -> int | None:  # fmt: skip
        """The choices, under the lines where both stand at one place, else at their own."""
        choices = self.runtime.get_current_choices()
        offered = tuple(
            Choice(choices[number].strip(), tuple(choices.get_tags(number))) for number in range(len(choices))
        )
        state = state or json.loads(self.runtime.save_state())
        if not offered:
            if lines:
                self._passage(before, Passage(here, tuple(lines), tuple(tags)), state)
            return None
        where = _place(_current(state)[0].get("originalChoicePath", ""))
        if lines and where != here:
            before = self._passage(before, Passage(here, tuple(lines), tuple(tags)), state)
            lines, tags = [], []
        found = self._passage(before, Passage(where, tuple(lines), tuple(tags), offered), state)
        return found[0] if found else None

    def _passage(
        self, before: tuple[int, int | None] | None, passage: Passage, state: dict[str, Any]
    ) -> tuple[int, int | None] | None:
        """Keeps a passage once for each state of the story's variables, and the way that led to it. What comes back is
        where the next way begins. Raises `_Elsewhere`."""
        key = json.dumps([passage.place, passage.lines, [one.text for one in passage.choices], state["variablesState"]])
        if before is not None and self.ways.get(before, self.known.get(key)) != self.known.get(key):
            self.tell(f"“{self.passages[before[0]].place}”: it goes on in more than one way; the first was taken.")
            raise _Elsewhere
        if key not in self.known:
            if len(self.passages) >= MOST_PASSAGES:
                self.full = True
                return before
            self.known[key] = len(self.passages)
            self.passages.append(passage)
        number = self.known[key]
        if before is not None:
            self.ways[before] = number
        return number, None


def _previous(state: dict[str, Any]) -> str:
    """The path of what was told last."""
    flow = state["flows"][state["currentFlowName"]]
    threads = flow["callstack"]["threads"]
    return str(threads[-1].get("previousContentObject", "")) if threads else ""


def _current(state: dict[str, Any]) -> list[dict[str, Any]]:
    return list(state["flows"][state["currentFlowName"]]["currentChoices"])


def _place(path: str) -> str:
    """Knot, stitch and labels of a path, without what the compiler counts and names itself."""
    parts = path.split(".")
    return ".".join(
        part
        for number, part in enumerate(parts)
        if not part.isdigit() and not part.startswith("$") and (number < 2 or part not in ("b", "s"))
    )


def _told(tree: dict[str, Any]) -> list[str]:
    """What the story uses that stays behind, one sentence each."""
    drawn: set[str] = set()
    counted: set[str] = set()
    outside: set[str] = set()
    variables: set[str] = set()
    waiting: list[Any] = [tree["root"]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            if isinstance(node.get("x()"), str):
                outside.add(node["x()"])
            if isinstance(node.get("VAR="), str):
                variables.add(node["VAR="])
            waiting += node.values()
        elif isinstance(node, str):
            drawn |= {DRAWN[node]} if node in DRAWN else set()
            counted |= {COUNTED[node]} if node in COUNTED else set()
    found = []
    if variables:
        found.append(f"Variables ({_named(variables)}) were followed; each way that they make is an inject of its own.")
    if drawn:
        found.append(f"Chance ({_named(drawn)}): what was drawn while reading stands in the draft, always the same.")
    if counted:
        found.append(f"Counts of visits ({_named(counted)}): what depends on them stands as it was first met.")
    if outside:
        found.append(f"Functions of another program ({_named(outside)}) were not called.")
    return found


def _named(names: set[str]) -> str:
    return ", ".join(sorted(names)[:12])
