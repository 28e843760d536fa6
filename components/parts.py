"""The parts of the selection that outputs listen to: each is a store called by what it leaves out.

A callback that takes `Input(part("metric"), "data")` is asked again when anything but the measure changes. A page names
the parts of its callbacks in `frame` and `skeleton`.
"""

Part = dict[str, str]


def part(*left_out: str) -> Part:
    """Return the id of the store that holds the selection without these fields."""
    return {"without": " ".join(sorted(left_out))}


# How a map is drawn changes no other number.
DRAWING = ("classes", "breaks")
# What does not move with the measure and the picked place; what does not move with the place; with the measure.
SCOPE, MEASURE, PLACED = part("metric", "place", *DRAWING), part("place"), part("metric", *DRAWING)
# Whom referrals reach does not move with the period in which they entered.
REACH = part("entered", "metric", *DRAWING)
# What models are does not move with the round or the group they are compared with; their capitals not with the group.
MODELS, CAPITALS = part("against", "base", "metric", *DRAWING), part("against", "metric", *DRAWING)

# Of the poverty lab: what the numbers of one place, ranks over k, combinations, the map, everything, the meaning of "any
# indicator" and the lists of places depend on.
HERE, OVER_K = part("by", "metric", *DRAWING), part("k", "metric", *DRAWING)
COMBINED = part("by", "k", "metric", "missing", "unit", *DRAWING)
EVERYWHERE, ALL_OF_IT = part(), part(*DRAWING)
WEIGHED = part("by", "k", "metric", "missing", "place", "round", "unit", *DRAWING)
WHERE = part("by", "k", "metric", "missing", "off", "round", "unit", "weights", *DRAWING)
LAB = (HERE, PLACED, OVER_K, COMBINED, EVERYWHERE, ALL_OF_IT, WEIGHED, WHERE)

# Of the capitals page: its places, round and unit; only what is counted in persons or households moves with the unit.
BESIDE = part("by", "k", "metric", "missing", "off", "weights", *DRAWING)
COUNTED = part("by", "k", "metric", "missing", "off", "unit", "weights", *DRAWING)
