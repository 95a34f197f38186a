"""Builds the demo programme: documents through the real intake, the rest through the same actions that pages call."""
