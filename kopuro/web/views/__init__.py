"""Pages that put the parts together."""
