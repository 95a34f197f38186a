"""A run as a pure state machine: `decide(state, play, command)` gives drafts or a refusal, `apply(state, event)` folds."""

from .apply import apply, fold
from .commands import Command
from .decide import decide
from .due import due
from .events import Draft, Event
from .play import Play
from .state import RunState
from .view import view
from .writing import numbered

__all__ = ["Command", "Draft", "Event", "Play", "RunState", "apply", "decide", "due", "fold", "numbered", "view"]
