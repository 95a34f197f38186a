"""Reads across the record: actuals, 5W, timeline, map, gaps and overlaps."""
