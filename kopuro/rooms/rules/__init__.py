"""What a room does, on plain values: scenarios, runs, conditions. No Django, no clock, no settings."""
