"""Drawings made on the server: plain values in, SVG with words and a table out; no Django, no clock, no inline style."""
