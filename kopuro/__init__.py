"""Kopuro runs a prevention capacity-building programme end to end and measures what it changed.

The packages, in the order in which they may import each other (each only those above it):

core        problems, audit, ids, clock, pages, drawings, base templates: the ground
sources     documents, passages, claims: where every stated fact comes from
people      persons, organisations, accounts, roles, consent: the only place of names and contacts
programme   programmes, partners, results framework, memberships
engagement  ladder per country and agency, meetings and missions, requests, initiatives of others
activities  series, activity, session, places, counts, quotations, participation
rooms       live simulation training rooms
learning    measured judgement and learning
followup    recommendations, responses, actions, uptake
reporting   indicator actuals, 5W, timeline, maps, exports
intake      documents and spreadsheets in: read, reviewed, merged
web         urls, home, navigation, search, error pages, serving, the command: the roof
"""

PACKAGES = (
    "core",
    "sources",
    "people",
    "programme",
    "engagement",
    "activities",
    "rooms",
    "learning",
    "followup",
    "reporting",
    "intake",
    "web",
)
