"""The figures of this packet, as figures.csv has them. Run in its folder: python code/figures.py (needs pandas)."""

import sys

import pandas

parameters = pandas.read_csv("parameters.csv", dtype=str, index_col="name")["value"]
weights = pandas.read_csv("weights.csv", index_col="indicator")["units"]
home, whole = parameters["home_column"], int(parameters["whole_units"])
poor_from = int(parameters["poor_from_units"])

# Codes are text; a blank cell was not answered.
codes = {"row_key": str, home: str, "verification": str, "size": str}
rows = pandas.read_csv("microdata.csv", dtype=codes, low_memory=False)
rows["persons_weighted"] = rows["weight"] * rows["persons"]
surveyed = rows[~rows["verification"].isin(["not_found", "moved"])].copy()
# A household with a blank among the indicators that count is not in the sample.
answers = [f"deprived_{indicator}" for indicator in weights.index]
surveyed["units"] = (surveyed[answers] * weights.to_numpy()).sum(axis=1, skipna=False) if answers else float("nan")
surveyed["poor"] = (surveyed["units"] >= poor_from) & (surveyed["units"] > 0)


def mean(group, column):
    """Return the households that have a score, and their weighted mean."""
    known = group[group[column].notna()]
    total = known["weight"].sum()
    return len(known), (known["weight"] * known[column]).sum() / total if total else None


def poverty(group, people, ending):
    """Return H, A and M0 counted in households ("weight") or in persons."""
    sample = group[group["units"].notna() & group[people].notna()]
    poor = sample[sample["poor"]]
    everybody, some, score = sample[people].sum(), poor[people].sum(), (poor[people] * poor["units"]).sum() / whole
    yield "H" + ending, len(sample), some / everybody if everybody else None
    yield "A" + ending, len(sample), score / some if some else None
    yield "M0" + ending, len(sample), score / everybody if everybody else None


def figures(every, group):
    """Yield (figure, n, value) of one place."""
    yield "households", len(every), every["weight"].sum()
    sized = every["persons_weighted"].notna()
    yield "persons", sized.sum(), every["persons_weighted"].sum() if sized.any() else None
    for column in rows.columns:
        if column.startswith("capital_") or column == "overall":
            yield column, *mean(group, column)
    if len(weights):
        yield from poverty(group, "weight", "_households")
        yield from poverty(group, "persons_weighted", "_persons")


places = ["all", *sorted(rows[home].unique())]
table = [
    (place, *line)
    for place in places
    for line in figures(
        rows if place == "all" else rows[rows[home] == place],
        surveyed if place == "all" else surveyed[surveyed[home] == place],
    )
]
pandas.DataFrame(table, columns=["place", "figure", "n", "value"]).to_csv(sys.stdout, index=False)
