"""Poverty against a second, plain implementation: random households with every corner case, every parameter."""

import random
from collections import defaultdict
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import Problem
from data.library import Library
from data.queries import ask
from data.queries.deprivation import Deprivation
from data.reference import load_reference
from data.selection import Selection
from data.settings import Settings
from data.weights import own_text, weighting
from tests.data import plain
from tests.programmes import ADMIN, ROUND, Programme

KEYS = ("ill", "hungry", "leak")
DIMENSIONS = {"health": ("ill", "hungry"), "home": ("leak",)}
WARDS = {"A1": "A", "A2": "A", "B1": "B"}
OWN = "ill:1/18,hungry:5/18,leak:2/3"
# What these stand for where others are blank needs whole numbers of more than 64 bits.
FINE = "ill:0.123457,hungry:0.376543,leak:1/2"


def random_household(number: int, choose: random.Random) -> dict:
    ward = choose.choice([*WARDS, ""])
    return {
        "household_id": f"x{number}",
        "county_code": WARDS.get(ward) or choose.choice("AB"),
        "ward_code": ward,
        "weight": choose.choice(["0", "0.5", "1", "2.25"]),
        "size": choose.randint(0, 5),
        "stratum": choose.choice(["s1", "s1", "s2", "s3" if number == 7 else "s2"]),
        "psu": f"p{choose.randint(1, 9)}" if number != 7 else "alone",
        "verification": choose.choice(["verified_poor", "newly_found", "not_poor", "not_found", "moved", ""]),
        **{key: choose.choice([1, 1, 0, 0, "na", None]) for key in KEYS},
    }


@pytest.fixture(scope="module", params=[1, 2])
def world(request, tmp_path_factory) -> tuple[Programme, list[dict]]:
    choose = random.Random(request.param)
    households = [random_household(number, choose) for number in range(400)]
    programme = Programme(tmp_path_factory.mktemp("world"), capitals=False, sampling="survey")
    columns = ("household_id", "county_code", "ward_code", "weight", "size", "stratum", "psu", "verification")
    programme.write(
        "households.csv", ("survey_round", *columns), *((ROUND, *(h[name] for name in columns)) for h in households)
    )
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", *KEYS),
        *((h["household_id"], ROUND, *(h[key] for key in KEYS)) for h in households),
    )
    assert programme.load().rejected == 0
    return programme, [h for h in households if h["verification"] not in ("not_found", "moved")]


def areas(household: dict, by: str) -> str:
    return {"nation": "N", "county": household["county_code"], "ward": household["ward_code"] or "unknown"}[by]


parameters = st.fixed_dictionaries(
    {
        "k": st.sampled_from(
            [
                Fraction(1, 18),
                Fraction(1, 6),
                Fraction(1, 3),
                Fraction(33, 100),
                Fraction(1, 2),
                Fraction(2, 3),
                Fraction(1),
            ]
        )
        | st.fractions(Fraction(1, 50), 1, max_denominator=60)
        | st.sampled_from([Fraction("0.3333333333333333"), Fraction("0.6666666666666667"), Fraction("0.16666666666")]),
        "unit": st.sampled_from(["persons", "households"]),
        "missing": st.sampled_from(["drop", "zero", "reweight"]),
        "weights": st.sampled_from(["", "dimensions", "indicators", OWN, FINE]),
        "off": st.sampled_from([(), ("ill",), ("leak",), ("hungry", "ill")]),
        "by": st.sampled_from(["nation", "county", "ward"]),
    }
)
ours = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def exact_weights(programme: Programme, chosen: dict) -> dict[str, Fraction]:
    found = weighting(load_reference(programme.reference), chosen["weights"], chosen["off"])
    return {key: Fraction(units, found.whole) for key, units in found.units.items()}


@ours
@given(chosen=parameters)
def test_poverty_is_what_the_loops_say(world, chosen):
    programme, households = world
    weights = exact_weights(programme, chosen)
    groups = defaultdict(list)
    for household in households:
        groups[areas(household, chosen["by"])].append(household)
    found = {row["code"]: row for row in programme.ask("poverty", **chosen)}
    assert set(found) == set(groups)
    for code, members in groups.items():
        expected = plain.poverty(members, weights, DIMENSIONS, chosen["k"], chosen["unit"], chosen["missing"])
        for name, value in expected.items():
            assert found[code][name] == (None if value is None else pytest.approx(float(value), abs=1e-12)), (
                code,
                name,
            )


@ours
@given(chosen=parameters)
def test_errors_are_those_of_the_linearised_ratio(world, chosen):
    programme, households = world
    weights = exact_weights(programme, chosen)
    design = defaultdict(set)
    domains = defaultdict(list)
    for household in households:
        design[household["stratum"]].add(household["psu"])
        score = plain.scores(household, weights, DIMENSIONS, chosen["missing"])
        if score is not None:
            poor = score > 0 and score >= chosen["k"]
            x = float(plain.people(household, chosen["unit"]))
            domains[areas(household, chosen["by"])].append(
                (household["stratum"], household["psu"], x, x * poor, float(score) * x * poor)
            )
    for row in programme.ask("poverty", **chosen):
        domain = domains[row["code"]]
        for name, y, x in (("H", 3, 2), ("A", 4, 3), ("M0", 4, 2)):
            expected = plain.linearised_error([(d[0], d[1], d[y], d[x]) for d in domain], design)
            got = row[f"{name}_se"]
            assert (got is None) == (expected is None) == (row[name] is None), (row["code"], name)
            assert expected is None or got == pytest.approx(expected, abs=1e-8)


@ours
@given(chosen=parameters)
def test_contributions_are_what_the_loops_say(world, chosen):
    programme, households = world
    weights = exact_weights(programme, chosen)
    groups = defaultdict(list)
    for household in households:
        groups[areas(household, chosen["by"])].append(household)
    arguments = (weights, DIMENSIONS, chosen["k"], chosen["unit"], chosen["missing"])
    expected = {code: plain.contributions(members, *arguments) for code, members in groups.items()}
    for row in programme.ask("contributions", **chosen):
        found = (row["uncensored"], row["censored"], row["contribution_pct"])
        for got, value in zip(found, expected[row["code"]][row["indicator"]], strict=True):
            assert got == (None if value is None else pytest.approx(float(value), abs=1e-9)), row


@ours
@given(chosen=parameters)
def test_contributions_add_up_and_censored_never_exceeds_uncensored(world, chosen):
    programme, _ = world
    index = {row["code"]: row for row in programme.ask("poverty", **chosen)}
    rows = defaultdict(list)
    for row in programme.ask("contributions", **chosen):
        rows[row["code"]].append(row)
        if row["censored"] is not None:
            assert row["censored"] <= row["uncensored"] + 1e-12
    for code, found in rows.items():
        shares = [row["contribution_pct"] for row in found]
        if index[code]["M0"]:
            assert sum(shares) == pytest.approx(100)
        else:
            assert set(shares) == {None}


@ours
@given(chosen=parameters)
def test_the_nation_is_the_sum_of_its_counties(world, chosen):
    programme, _ = world
    [nation] = programme.ask("poverty", **chosen | {"by": "nation"})
    counties = programme.ask("poverty", **chosen | {"by": "county"})
    unit = "poor_persons" if chosen["unit"] == "persons" else "poor_households"
    assert nation[unit] == pytest.approx(sum(row[unit] for row in counties))
    assert nation["n_households"] == sum(row["n_households"] for row in counties)
    if chosen["unit"] == "persons" and nation["n_persons"]:
        # H and M0 are those of the counties by their shares of the people of the sample.
        for name in ("H", "M0"):
            shared = sum(row["n_persons"] / nation["n_persons"] * (row[name] or 0) for row in counties)
            assert nation[name] == pytest.approx(shared)


def test_headcount_falls_and_intensity_rises_with_the_cut_off(world):
    programme, _ = world
    for missing in ("drop", "zero", "reweight"):
        found = [
            programme.ask("poverty", by="nation", k=Fraction(step, 30), missing=missing)[0] for step in range(1, 31)
        ]
        headcounts = [row["H"] for row in found]
        intensities = [row["A"] for row in found if row["A"] is not None]
        assert headcounts == sorted(headcounts, reverse=True) and headcounts[0] > headcounts[-1]
        assert intensities == sorted(intensities)


def test_intervals_hold_their_estimate_and_stay_inside_0_and_1(world):
    programme, _ = world
    for row in programme.ask("poverty", by="ward"):
        for name in ("H", "A", "M0"):
            assert 0 <= row[f"{name}_low"] <= row[name] <= row[f"{name}_high"] <= 1
            assert row[f"{name}_low"] < row[f"{name}_high"]


def test_a_full_count_has_no_error(tmp_path):
    programme = Programme(tmp_path, capitals=False)
    programme.write(
        "households.csv", ("household_id", "survey_round", "county_code", "size"), ("a", 1, "A", 1), ("b", 1, "A", 1)
    )
    programme.write("problems.csv", ("household_id", "survey_round", *KEYS), ("a", 1, 1, 1, 1), ("b", 1, 0, 0, 0))
    programme.load()
    [row] = programme.ask("poverty")
    assert row["H"] == 1 / 2 and {row[name] for name in row if name.endswith(("_se", "_low", "_high"))} == {None}


def test_the_error_is_zero_where_every_psu_agrees_and_none_where_nothing_is_defined(tmp_path):
    programme = Programme(tmp_path, capitals=False, sampling="survey")
    programme.write(
        "households.csv",
        ("household_id", "survey_round", "county_code", "size"),
        *((name, 1, county, 1) for name, county in ("aA", "bA", "cB", "dB")),
    )
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", *KEYS),
        ("a", 1, 1, 1, 1),
        ("b", 1, 1, 1, 1),
        ("c", 1, 0, 0, 0),
        ("d", 1, "", 0, 0),
    )
    programme.load()
    a, b = programme.ask("poverty")
    assert (a["H"], a["H_se"], a["H_low"], a["H_high"], a["A_se"]) == (1, 0, 1, 1, 0)
    assert (b["H"], b["H_se"], b["A"], b["A_se"]) == (0, 0, None, None)


def test_households_as_psus_give_the_binomial_error(tmp_path):
    programme = Programme(tmp_path, capitals=False, sampling="survey")
    programme.write(
        "households.csv", ("household_id", "survey_round", "county_code"), *((f"h{i}", 1, "A") for i in range(10))
    )
    programme.write(
        "problems.csv", ("household_id", "survey_round", *KEYS), *((f"h{i}", 1, *[int(i < 3)] * 3) for i in range(10))
    )
    programme.load()
    [row] = programme.ask("poverty")
    # H = 0.3; V = n/(n-1) * sum((y - 0.3)^2)/n^2 = 10/9 * (3*0.49 + 7*0.09)/100 = 0.3*0.7/9.
    assert row["H_se"] == pytest.approx((0.21 / 9) ** 0.5)


@pytest.mark.parametrize("text", ["ill:1/3", "ill:2/3,leak:2/3", "ill:1,nonsense:0", "ill:x,leak:1"])
def test_weights_that_do_not_add_up_are_refused_with_their_sum(tmp_path, text):
    reference = load_reference(Programme(tmp_path).reference)
    with pytest.raises(Problem) as caught:
        weighting(reference, text)
    assert "add up" in caught.value.expected or "indicators" in caught.value.expected


def test_what_is_switched_off_gives_its_weight_inside_its_dimension(tmp_path):
    reference = load_reference(Programme(tmp_path).reference)
    # ill 1/6 and hungry 1/3 share the half of health; leak has the other half.
    assert weighting(reference, "", ["ill"]).used == {"hungry": 1, "leak": 1}
    assert weighting(reference, "", ["leak"]).used == {"ill": 1, "hungry": 2}
    assert weighting(reference, "indicators").used == {"ill": 1, "hungry": 1, "leak": 1}
    assert weighting(reference, "dimensions").used == {"ill": 1, "hungry": 1, "leak": 2}
    with pytest.raises(Problem, match="No indicator is left"):
        weighting(reference, "", ["ill", "hungry", "leak"])


def test_a_switched_off_indicator_neither_scores_nor_drops_anybody(tmp_path):
    programme = Programme(tmp_path, capitals=False)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"), ("b", 1, "A"))
    programme.write("problems.csv", ("household_id", "survey_round", *KEYS), ("a", 1, "", 1, 1), ("b", 1, 1, 0, 0))
    programme.load()
    assert programme.ask("poverty")[0]["n_households"] == 1
    [row] = programme.ask("poverty", off=("ill",))
    assert (row["n_households"], row["H"], row["A"]) == (2, 1 / 2, 1)


def test_weights_too_fine_to_be_re_weighted_exactly_are_refused():
    # Seventeen weights of six decimals: the sums that may stand below a fraction have no common multiple of 126 bits.
    reference = load_reference(Settings().reference)
    keys = [item.key for item in reference.problem_items]
    parts = [Fraction(58_823 + 2 * place, 1_000_000) for place in range(len(keys) - 1)]
    text = own_text(dict(zip(keys, [*parts, 1 - sum(parts)], strict=True)))

    def score(missing: str) -> str:
        return Deprivation(
            SimpleNamespace(selection=Selection(weights=text, missing=missing), reference=reference)
        ).score

    with pytest.raises(Problem, match="too fine"):
        score("reweight")
    # Nothing is divided where blanks are dropped or count as nothing.
    assert "//" not in score("drop") + score("zero")


def test_a_stratum_with_one_psu_is_said_and_its_error_is_no_silent_zero(tmp_path):
    # Stratum s has PSUs p and q, stratum t only u. Poor at k = 1/2: a and c of a, b (p), c (q), d (u): H = 1/2.
    programme = Programme(tmp_path, capitals=False, sampling="survey")
    head = ("household_id", "survey_round", "county_code", "size", "stratum", "psu")
    homes = (("a", "s", "p"), ("b", "s", "p"), ("c", "s", "q"), ("d", "t", "u"))
    programme.write("households.csv", head, *((name, ROUND, "A", 1, stratum, psu) for name, stratum, psu in homes))
    answers = ((name, ROUND, *[int(name in "ac")] * 3) for name, _, _ in homes)
    programme.write("problems.csv", ("household_id", "survey_round", "ill", "hungry", "leak"), *answers)
    programme.load()
    released = ask("poverty", Selection(), ADMIN, Library(programme.settings))
    # z: p (1 - 1/2 x 2)/4 = 0, q (1 - 1/2)/4 = 1/8, u -1/8. s: 2 x 2 x (1/16)^2 = 1/64; u around 0: 1/64.
    assert released.rows[0]["H_se"] == pytest.approx((2 / 64) ** 0.5)
    assert released.method["lone_strata"] == "1"
    assert "lone_strata" not in ask("verification", Selection(), ADMIN, Library(programme.settings)).method
