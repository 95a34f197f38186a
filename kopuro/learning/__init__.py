"""Learning: what people could do before and after, and how sure we are.

Tests with their items, gain, judgement measures (sensitivity, criterion, calibration), agreement between raters, bias
in matched vignettes. The calculations stand in `rules` on plain values, so that an evaluator can use them from the
command line without the rest of the product. Figures of a person belong to that person.
"""
