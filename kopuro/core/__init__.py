"""The ground: what every part needs and no part owns (problems, actor, audit, ids, clock, pages, drawings)."""
