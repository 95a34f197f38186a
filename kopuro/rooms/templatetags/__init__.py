"""Tags of rooms."""
