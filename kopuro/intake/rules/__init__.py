"""Small readers, one for each kind of fact, each with a table of words per language; pure functions on text."""
