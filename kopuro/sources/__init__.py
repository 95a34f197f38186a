"""Documents, passages and claims: where every stated fact comes from, and what to do when two sources differ."""
