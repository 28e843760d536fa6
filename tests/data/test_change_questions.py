"""Change between two rounds and before and after a model, on households counted by hand."""

import pytest

from tests.programmes import Programme

OLD, NEW = 20251, 20261
HOUSEHOLDS = [("household_id", "survey_round", "county_code", "size")]
HOUSEHOLDS += [(name, OLD, "A", 2) for name in "abc"] + [
    ("a", NEW, "A", 2),
    ("b", NEW, "A", 4),
    ("d", NEW, "A", 1),
    ("e", NEW, "B", 1),
]
# One score for every indicator: human, money and overall are that score.
SCORES = {("a", OLD): 1, ("b", OLD): 2, ("c", OLD): 3, ("a", NEW): 2, ("b", NEW): 2, ("d", NEW): 4, ("e", NEW): 4}
POOR = {("a", OLD): 1, ("b", OLD): 0, ("c", OLD): 1, ("a", NEW): 0, ("b", NEW): 1, ("d", NEW): 0, ("e", NEW): 0}


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("change"))
    programme.write("households.csv", *HOUSEHOLDS)
    programme.write(
        "capitals.csv",
        ("household_id", "survey_round", "h1", "h2", "m1", "m2"),
        *((*key, *[score] * 4) for key, score in SCORES.items()),
    )
    programme.write(
        "problems.csv",
        ("household_id", "survey_round", "ill", "hungry", "leak"),
        *((*key, poor, poor, poor) for key, poor in POOR.items()),
    )
    programme.write("models.csv", ("model_id", "county_code"), ("m", "A"))
    people = [
        ("m", "a", 1000, 1500),
        ("m", "b", 2000, 1800),
        ("m", "c", 3000, ""),
        ("m", "d", 1000, 1600),
        ("m", "e", "", 900),
    ]
    programme.write(
        "participation.csv", ("model_id", "household_id", "income_before_month", "income_after_month"), *people
    )
    assert programme.load().rejected == 0
    return programme


def row(programme: Programme, measure: str, **selection) -> dict:
    return next(row for row in programme.ask("change", **selection) if (row["code"], row["measure"]) == ("A", measure))


def test_cross_section_and_panel_are_two_numbers(programme):
    found = row(programme, "overall")
    # Before a b c: (1+2+3)/3 = 2; after a b d: (2+2+4)/3. The same households a b: 1.5 -> 2.
    assert (found["n_before"], found["n_after"], found["n_households"]) == (3, 3, 2)
    assert (found["before"], found["after"], found["change"]) == (2, pytest.approx(8 / 3), pytest.approx(2 / 3))
    assert (found["panel_before"], found["panel_after"], found["panel_change"]) == (1.5, 2, 0.5)


def test_poverty_counts_persons_of_each_round(programme):
    found = row(programme, "H")
    # Before: a and c of three households of two: 4/6. After: b with 4 of 2 + 4 + 1 = 7. Panel: a 2 of 4 -> b 4 of 6.
    assert (found["before"], found["after"]) == (pytest.approx(4 / 6), pytest.approx(4 / 7))
    assert (found["panel_before"], found["panel_after"]) == (1 / 2, pytest.approx(4 / 6))
    assert row(programme, "H", unit="households")["panel_change"] == 0


def test_an_area_without_a_past_has_no_change(programme):
    found = next(row for row in programme.ask("change") if (row["code"], row["measure"]) == ("B", "overall"))
    assert (found["n_before"], found["before"], found["change"], found["panel_change"], found["n_households"]) == (
        0,
        None,
        None,
        None,
        0,
    )


def test_without_an_earlier_round_there_is_no_change(programme):
    assert programme.ask("change", round=OLD) == [] and programme.ask("transitions", round=OLD) == []


def test_transitions_add_up_to_the_panel(programme):
    found = {
        (row["level_before"], row["level_after"]): (row["households"], row["share"])
        for row in programme.ask("transitions", place="A")
    }
    # a: overall 1 -> 2, level 1 -> 2; b stays in level 2 (score 2).
    assert sum(n for n, _ in found.values()) == 2
    assert (found[1, 2], found[2, 2], found[1, 1], found[4, 4]) == ((1, 1), (1, 1), (0, 0), (0, None))
    assert len(found) == 16


def test_income_before_and_after_on_the_same_households(programme):
    [found] = programme.ask("model_income", place="A")
    # a +500, b -200, d +600 were measured twice; c was lost: attrition 1 of 4. Mean 300, median 500.
    assert [found[name] for name in ("n_entry", "n_households", "attrition", "mean_change", "median_change")] == [
        4,
        3,
        1 / 4,
        300,
        500,
    ]
    assert (found["mean_before"], found["mean_after"]) == (pytest.approx(4000 / 3), pytest.approx(4900 / 3))
    # Variance (200^2 + 500^2 + 300^2)/2 = 190,000; t of two degrees of freedom at 97.5 % is 4.302653.
    half = 4.302653 * (190_000 / 3) ** 0.5
    assert (found["low"], found["high"]) == (pytest.approx(300 - half, abs=0.01), pytest.approx(300 + half, abs=0.01))


def test_weak_points_and_the_gap(programme):
    found = {row["indicator"]: row for row in programme.ask("weak_points", place="A", round=OLD)}
    # Every indicator scores 1, 2, 3: mean 2, one of three below 2. Equal gaps: parts of the gap are the weights.
    assert (found["h1"]["mean"], found["h1"]["weak_share"]) == (2, pytest.approx(1 / 3))
    assert (found["h1"]["gap_pct"], found["h2"]["gap_pct"], found["m1"]["gap_pct"]) == (
        pytest.approx(75),
        pytest.approx(25),
        pytest.approx(50),
    )
