"""What is shown and handed on: indicator actuals, 5W, timeline, maps, gaps and overlaps, exports."""
