"""Documents and spreadsheets in: read by rules with a sentence behind every value, reviewed by a person, merged."""
