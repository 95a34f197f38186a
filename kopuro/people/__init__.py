"""Persons, organisations, accounts, roles and consent: the only place that holds names and contacts of people."""
