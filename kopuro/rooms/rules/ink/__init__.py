"""Stories in ink (inkle's narrative language), compiled to JSON: played through in every way, then made a scenario."""

from .draft import Drafted, draft
from .path import Passage, Story, Way, story_of

__all__ = ["Drafted", "Passage", "Story", "Way", "draft", "story_of"]
