"""Measurement on plain arrays: every figure with its interval, its n and, where it could mislead, a note in words.

NumPy and SciPy throughout; statsmodels for mixed and cluster-robust models. Nothing here knows Django, a clock or a
setting. Missing answers are `nan` and are masked. Where a figure can't be had (all answers equal, an empty group, one
rater), its value is None and a note says why, or a Problem is raised: never a silent nan. Methods, definitions and
sources are in docs/measurement.md.
"""
