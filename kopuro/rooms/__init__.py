"""Live simulation rooms: fictional scenarios, runs, seats, the event log, decisions, ratings, after-action review."""
