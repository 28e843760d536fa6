"""Sampling errors of changes between rounds: by hand, and against loops over random households."""

import random
from collections import defaultdict
from math import sqrt

import pytest
from scipy.stats import t

from data.viewer import PUBLIC
from tests.data.plain import linearised_error
from tests.programmes import Programme

OLD, NEW = 20251, 20261
COLUMNS = ("household_id", "survey_round", "county_code", "weight", "size", "stratum", "psu")
KEYS = ("ill", "hungry", "leak")
NO_ERRORS = dict.fromkeys(f"{column}_{part}" for column in ("change", "panel_change") for part in ("se", "low", "high"))


def survey(folder, households: list[tuple], poor: dict[tuple, int], sampling: str = "survey") -> Programme:
    programme = Programme(folder, capitals=False, sampling=sampling)
    programme.write("households.csv", COLUMNS, *households)
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", *KEYS),
        *((*key, *[answer] * 3) for key, answer in poor.items()),
    )
    assert programme.load().rejected == 0
    return programme


def h_of(programme: Programme, **selection) -> dict:
    return next(row for row in programme.ask("change", by="nation", **selection) if row["measure"] == "H")


# One stratum, PSUs p and q. Before: a is poor, b (p) and c (q) are not, d (q) is poor. After: nobody but c.
BOTH = [(name, when, "A", 1, 1, "s", psu) for when in (OLD, NEW) for name, psu in zip("abcd", "ppqq", strict=True)]
POOR = {(name, OLD): int(name in "ad") for name in "abcd"} | {(name, NEW): int(name == "c") for name in "abcd"}


def test_errors_of_a_change_by_hand(tmp_path):
    row = h_of(survey(tmp_path, BOTH, POOR))
    assert (row["before"], row["after"], row["change"], row["panel_change"]) == (1 / 2, 1 / 4, -1 / 4, -1 / 4)
    # Before: z per PSU = (1 - 1/2 x 2)/4 = 0 in p and in q: no error. After: (0 - 1/4 x 2)/4 = -1/8 and 1/8;
    # two PSUs: variance 2/1 x 2 x 1/64 = 1/16, error 1/4. Independent rounds: sqrt(0 + 1/16).
    # Paired: what p and q moved, less the mean: -1/8 - 0 and 1/8 - 0, the same here.
    assert (row["change_se"], row["panel_change_se"]) == pytest.approx((1 / 4, 1 / 4))
    # t with 1 + 1 degrees of freedom is 4.302653, with 1 it is 12.706205.
    assert (row["change_low"], row["change_high"]) == pytest.approx((-1 / 4 - 4.302653 / 4, -1 / 4 + 4.302653 / 4))
    assert (row["panel_change_low"], row["panel_change_high"]) == pytest.approx((-3.4265512, 2.9265512))


def test_households_that_all_move_alike_have_a_paired_error_of_zero(tmp_path):
    # Everybody poor becomes not poor and the other way round would differ; here all four are poor, then none is.
    row = h_of(survey(tmp_path, BOTH, {key: int(key[1] == OLD) for key in POOR}))
    assert (row["change"], row["change_se"], row["panel_change_se"]) == (-1, 0, 0)


def test_a_full_count_has_no_error_and_the_public_sees_no_more(tmp_path):
    programme = survey(tmp_path, BOTH, POOR, sampling="census")
    row = h_of(programme)
    assert {name: row[name] for name in NO_ERRORS} == NO_ERRORS
    assert programme.ask("change", PUBLIC)[0]["change_se"] is not row["change"]


@pytest.mark.parametrize("psus", [True, False])
def test_errors_are_those_of_plain_loops(tmp_path, psus):
    choose = random.Random(5)
    households, poor = [], {}
    for number in range(120):
        # Some are in one round only, some move between counties, some change their size or do not answer.
        stratum, psu = choose.choice(["s1", "s2", "s3"]), f"p{choose.randint(1, 4)}"
        for when in choose.choice([(OLD,), (NEW,), (OLD, NEW), (OLD, NEW)]):
            place = (stratum, psu) if psus else (stratum, "")
            county = choose.choice("AAAB")
            households.append((f"h{number}", when, county, choose.choice([1, 2.5]), choose.randint(1, 5), *place))
            if choose.random() < 0.9:
                poor[f"h{number}", when] = choose.randint(0, 1)
    programme = survey(tmp_path, households, poor)
    found = {row["code"]: row for row in programme.ask("change") if row["measure"] == "H"}

    designs = {when: defaultdict(set) for when in (OLD, NEW)}
    people = {when: {} for when in (OLD, NEW)}
    for name, when, county, weight, size, stratum, psu in households:
        designs[when][stratum].add(psu or name)
        if (name, when) in poor:
            people[when][name] = (county, stratum, psu or name, weight * size, poor[name, when])
    freedom = {when: sum(map(len, design.values())) - len(design) for when, design in designs.items()}
    for code, row in found.items():
        errors = []
        for when in (OLD, NEW):
            inside = [p for p in people[when].values() if p[0] == code]
            errors.append(linearised_error([(p[1], p[2], p[3] * p[4], p[3]) for p in inside], designs[when]))
        error = sqrt(errors[0] ** 2 + errors[1] ** 2)
        assert row["change_se"] == pytest.approx(error)
        half = t.ppf(0.975, freedom[OLD] + freedom[NEW]) * error
        assert (row["change_low"], row["change_high"]) == pytest.approx((row["change"] - half, row["change"] + half))

        pairs = [(p, people[OLD][name]) for name, p in people[NEW].items() if p[0] == code and name in people[OLD]]
        whole = [sum(pair[side][3] for pair in pairs) for side in (0, 1)]
        rates = [sum(pair[side][3] * pair[side][4] for pair in pairs) / whole[side] for side in (0, 1)]
        assert rates[0] - rates[1] == pytest.approx(row["panel_change"])
        totals = defaultdict(float)
        for pair in pairs:
            shares = [pair[side][3] * (pair[side][4] - rates[side]) / whole[side] for side in (0, 1)]
            totals[pair[0][1], pair[0][2]] += shares[0] - shares[1]
        variance = 0.0
        for stratum, units in designs[NEW].items():
            inside = [totals[stratum, unit] for unit in units]
            mean = sum(inside) / len(inside)
            variance += len(inside) / (len(inside) - 1) * sum((value - mean) ** 2 for value in inside)
        assert row["panel_change_se"] == pytest.approx(sqrt(variance))
        half = t.ppf(0.975, freedom[NEW]) * sqrt(variance)
        assert row["panel_change_high"] == pytest.approx(row["panel_change"] + half)
