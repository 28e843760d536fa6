"""Every number of the disclosure gate, in one place: *Methods* prints them, the tests hold them.

Sources: metrics.md, *Disclosure control*; Hundepool et al. 2012, *Statistical Disclosure Control*, chapters 4 and 5
(cell suppression, linked and hierarchical tables; cell-key noise); Fraser and Wooton 2005 for the record keys.
"""

# Unweighted households. Cells below are hidden, and the interval that can be worked out of a hidden cell reaches the
# threshold and at least WIDTH households above the true count.
THRESHOLD = 10
SENSITIVE_THRESHOLD = 20
WIDTH = 5

# Free questions: households that a mean or median needs, and the steps it is rounded to.
MEAN_FROM = 30
SCORE_STEP = 0.05
BAHT_STEP = 100

# Cell-key noise on counts: whole numbers from -NOISE_MOST to NOISE_MOST, mean 0, variance NOISE_VARIANCE.
NOISE_MOST = 5
NOISE_VARIANCE = 2.5
KEY_BITS = 32

# A release keeps an area as it was until this many of its households changed.
REFRESH_FROM = 10
