"""Writes of the rooms: the library of scenarios, runs, seats."""

from .keeping import forget_due
from .library import bring_in, change_draft, close_panel, edit_file, new_draft, publish, rate_for_panel, sign
from .lists import begin_draft, take_list, take_story
from .runs import forget, lead, name_run, prepare, readmit, take_screen, take_seat, take_staff_seat

__all__ = [
    "begin_draft",
    "bring_in",
    "change_draft",
    "close_panel",
    "edit_file",
    "forget",
    "forget_due",
    "lead",
    "name_run",
    "new_draft",
    "prepare",
    "publish",
    "rate_for_panel",
    "readmit",
    "sign",
    "take_list",
    "take_screen",
    "take_seat",
    "take_staff_seat",
    "take_story",
]
