"""Every number of the disclosure gate, in one place: *Methods* prints them, the tests hold them.

Sources: Hundepool et al. 2012, *Statistical Disclosure Control*, chapters 4 and 5
(cell suppression, linked and hierarchical tables; cell-key noise); Fraser and Wooton 2005 for the record keys.
"""

# Unweighted households. Cells below are hidden, and the interval that can be worked out of a hidden cell reaches the
# threshold and at least WIDTH households above the true count.
THRESHOLD = 10
SENSITIVE_THRESHOLD = 20
WIDTH = 5
# What settings can set the threshold of a role to at least. Health and disability never take less than their own.
FLOORS = {"public": THRESHOLD, "policymaker": 5, "researcher": 5}

# Free questions: households that a mean or median needs, and the steps it is rounded to.
MEAN_FROM = 30
SCORE_STEP = 0.05
BAHT_STEP = 100

# Cell-key noise on counts, in two parts with mean 0: (most, variance). One part depends on the households of the cell
# alone, so that asking the same cell in other words does not average it away; the other also on everybody the question
# is about, so that a cell that stays the same when one household leaves does not stand still and tell that it did.
CELL_NOISE = (3, 1.25)
QUESTION_NOISE = (2, 1.25)
KEY_BITS = 24

# Research packets: households that share every telling column, and households that a packet needs at all.
PACKET_K = 5
SMALLEST_PACKET = 50
# What capital scores of a packet are rounded to.
PACKET_SCORE_STEP = 0.25

# A release keeps an area as it was until this many of its households changed.
REFRESH_FROM = 10


def sensitive_threshold(threshold: int) -> int:
    """Return the threshold of health and disability where that of everything else is `threshold`."""
    return max(SENSITIVE_THRESHOLD, 2 * threshold)
