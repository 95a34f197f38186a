"""Input to clean values: the library's forms, and the acts of staff seats."""
