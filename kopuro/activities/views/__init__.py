"""Pages of activities and series."""
