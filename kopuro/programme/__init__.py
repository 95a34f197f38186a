"""The funded undertaking: programme, partners, countries, results framework, and who is a member with which role."""
