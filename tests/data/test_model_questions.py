"""Operating models: before and after per model, group and area, against a comparison group, in real baht, and in plans."""

import pytest

from data.cohort import Condition
from data.disclosure.parameters import MEAN_FROM
from data.gate import HIDDEN
from data.viewer import PUBLIC
from tests.programmes import Programme, write_csv

OLD, NEW = 20251, 20261
# (county, in model, income before, income now, score before, score now); everybody is verified poor but g.
PEOPLE = {
    "a": ("A", "m1", 1000, 1600, 1, 2),
    "b": ("A", "m1", 2000, 2200, 2, 2),
    "c": ("A", "m2", 3000, 3400, 2, 3),
    "d": ("A", "", 1000, 1100, 1, 1),
    "e": ("A", "", 1000, 1300, 2, 3),
    "f": ("A", "", 2000, None, 3, None),
    "g": ("A", "", 9000, 9900, 4, 4),
    "h": ("B", "", 1000, 5000, 1, 4),
}


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("models"), problems=False)
    write_csv(
        programme.reference / "cpi.csv",
        [("year", "index", "source"), (2568, 100, "bureau"), (2026, 125, "bureau")],
    )
    households, capitals = [], []
    for name, (county, _, before, now, was, score) in PEOPLE.items():
        kind = "not_poor" if name == "g" else "verified_poor"
        households.append((name, OLD, county, "", before, kind))
        capitals.append((name, OLD, *[was] * 4))
        if now is not None:
            households.append((name, NEW, county, "A1" if name == "a" else "", now, kind))
            capitals.append((name, NEW, *[score] * 4))
    head = ("household_id", "survey_round", "county_code", "ward_code", "income_month_baht", "verification")
    programme.write("households.csv", head, *households)
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), *capitals)
    programme.write(
        "models.csv",
        ("model_id", "county_code", "name_en", "model_group", "value_chain", "start_date", "budget_baht"),
        ("m1", "A", "Goats", "Chain", "goat", "2025-03-01", 1000),
        ("m2", "A", "Rice bank", "Fund", "rice", "2026-01-01", 500),
        ("m3", "B", "Loom", "", "", "", 200),
    )
    programme.write(
        "participation.csv",
        ("model_id", "household_id", "joined_on", "income_before_month", "income_after_month", "measured_on"),
        ("m1", "a", "2025-06-01", 1000, 1500, "2026-06-01"),
        ("m1", "b", "2025-06-01", 2000, 2100, "2026-06-01"),
        ("m1", "d", "2025-06-01", 3000, "", ""),
        ("m2", "c", "2026-02-01", 3000, 3400, "2026-08-01"),
        ("m2", "a", "2024-02-01", 1200, 1300, "2026-08-01"),
    )
    programme.write(
        "proposals.csv",
        ("proposal_id", "county_code", "title_en", "model_id", "plan_year", "status", "budget_baht"),
        ("p1", "A", "Goats for all", "m1", 2027, "in_plan", 100),
        ("p2", "A", "More goats", "m1", 2027, "in_plan", 50),
        ("p3", "B", "Looms", "m3", 2028, "proposed", 70),
    )
    assert programme.load().rejected == 0
    return programme


def only(rows: list[dict], **wanted) -> dict:
    [found] = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return found


def test_models_one_by_one(programme):
    rows = programme.ask("model_list")
    assert [(row["code"], row["model_id"], row["name_en"], row["households"]) for row in rows] == [
        ("A", "m1", "Goats", 3),
        ("A", "m2", "Rice bank", 2),
        ("B", "m3", "Loom", 0),
    ]
    goats = only(rows, model_id="m1")
    # a +500 and b +100 were measured again, d was lost: 1 of 3. Mean and median 300.
    assert [goats[name] for name in ("n_entry", "n_households", "attrition", "mean_change", "median_change")] == [
        3, 2, pytest.approx(1 / 3), 300, 300,
    ]  # fmt: skip
    # Variance (200^2 + 200^2)/1 = 80,000; half = 12.7062 * sqrt(80,000/2) = 2541.24.
    assert (goats["low"], goats["high"]) == (pytest.approx(-2241.24, abs=0.01), pytest.approx(2841.24, abs=0.01))
    loom = only(rows, model_id="m3")
    assert [loom[name] for name in ("n_entry", "mean_change", "low", "attrition")] == [0, None, None, None]


def test_real_baht_are_in_prices_of_the_newest_year(programme):
    goats = only(programme.ask("model_list"), model_id="m1")
    # 1000 of 2025 are 1250 of 2026: a 1500 - 1250 = 250; b 2100 - 2500 = -400; mean -75.
    assert (goats["n_real"], goats["real_change"]) == (2, -75)
    # m2: c stays inside 2026 (+400); a joined in 2024, which the index does not have.
    rice = only(programme.ask("model_list"), model_id="m2")
    assert (rice["n_households"], rice["n_real"], rice["real_change"], rice["real_low"]) == (2, 1, 400, None)
    assert (goats["budget_baht"], goats["budget_real_baht"], rice["budget_real_baht"]) == (1000, 1250, 500)
    a, b = programme.ask("models")
    # The loom of B has a budget and no year.
    assert (a["budget_baht"], a["budget_real_baht"], b["budget_baht"], b["budget_real_baht"]) == (1500, 1750, 200, None)


def test_without_an_index_there_are_no_real_baht(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"))
    programme.write("models.csv", ("model_id", "county_code", "start_date", "budget_baht"), ("m", "A", "2025-01-01", 5))
    head = ("model_id", "household_id", "joined_on", "income_before_month", "income_after_month", "measured_on")
    programme.write("participation.csv", head, ("m", "a", "2025-01-01", 1, 2, "2026-01-01"))
    programme.load()
    [row] = programme.ask("model_income")
    assert (row["mean_change"], row["n_real"], row["real_change"]) == (1, 0, None)
    assert programme.ask("models")[0]["budget_real_baht"] is None


def test_groups_and_areas(programme):
    rows = programme.ask("model_groups")
    assert [(r["code"], r["model_group"], r["models"], r["households"], r["budget_baht"]) for r in rows] == [
        ("A", "Chain", 1, 3, 1000),
        ("A", "Fund", 1, 2, 500),
        ("B", "", 1, 0, 200),
    ]
    # Fund: c +400 and a +100.
    assert (only(rows, model_group="Fund")["mean_change"], only(rows, model_group="Chain")["mean_change"]) == (250, 300)
    [whole] = programme.ask("model_groups", by="nation", place="A")[:1]
    assert (whole["code"], whole["model_group"]) == ("N", "Chain")
    # All of A: +500 +100 +400 +100.
    assert programme.ask("model_income", place="A")[0]["mean_change"] == 275


def test_a_cohort_and_a_small_place_choose_models_by_their_households(programme):
    rows = programme.ask("model_list", cohort=(Condition("income_month_baht", "3000"),))
    assert [(row["model_id"], row["households"], row["budget_baht"]) for row in rows] == [("m2", 1, None)]
    rows = programme.ask("model_list", place="A1")
    assert [(row["model_id"], row["households"]) for row in rows] == [("m1", 1), ("m2", 1)]
    assert programme.ask("models", place="A1")[0]["models"] == 2
    assert [row["model_group"] for row in programme.ask("model_groups", place="A1")] == ["Chain", "Fund"]


def test_capitals_of_households_in_models(programme):
    rows = programme.ask("model_capitals")
    every = only(rows, model_group="*", capital="overall")
    # a 1 -> 2, b 2 -> 2, c 2 -> 3, and d (lost by the model, not by the survey) 1 -> 1: mean +0.5.
    assert [every[name] for name in ("n_entry", "n_households", "attrition")] == [4, 4, 0]
    assert [every[name] for name in ("mean_before", "mean_after", "mean_change")] == [1.5, 2, 0.5]
    # Variance of 1 0 1 0 is 1/3; t of 3 is 3.182446: half = 3.182446 * sqrt(1/12) = 0.918693.
    assert (every["low"], every["high"]) == (pytest.approx(-0.418693, abs=1e-5), pytest.approx(1.418693, abs=1e-5))
    fund = only(rows, model_group="Fund", capital="human")
    assert (fund["n_households"], fund["mean_change"]) == (2, 1)
    assert programme.ask("model_capitals", round=OLD) == []


def test_difference_in_differences_with_the_verified_poor_of_the_same_area(programme):
    rows = programme.ask("model_comparison")
    assert {row["code"] for row in rows} == {"A"}, "nobody of Beta is in a model"
    income = only(rows, measure="income_month_baht")
    # In models a +600, b +200, c +400, d +100: mean 325. Not: e +300 (f was lost, g is not poor, h is of Beta).
    assert [income[name] for name in ("n_model", "n_comparison", "n_households")] == [4, 1, 1]
    assert (income["model_change"], income["comparison_change"], income["difference"]) == (325, 300, 25)
    assert (income["se"], income["low"], income["high"]) == (None, None, None)


def test_a_chosen_comparison_group_and_its_interval(programme):
    against = (Condition("income_month_baht", "1000", "9000"),)
    income = only(programme.ask("model_comparison", against=against), measure="income_month_baht")
    # Of no model in A with 1000 to 9000 before: e +300, g +900 (f lost): mean 600; 325 - 600 = -275.
    assert (income["n_comparison"], income["comparison_change"], income["difference"]) == (2, 600, -275)
    # Variances: 600 200 400 100 about 325: (75625 + 15625 + 5625 + 50625)/3 = 49166.67; 300 900: 180000.
    # V = 49166.67/4 + 180000/2 = 102291.67; Welch: V^2 / (12291.67^2/3 + 90000^2/1) = 1.2838; its t is 7.662.
    assert income["se"] == pytest.approx(102291.6667**0.5)
    assert income["high"] - income["difference"] == pytest.approx(7.662 * 102291.6667**0.5, rel=1e-3)
    fewer = only(
        programme.ask("model_comparison", cohort=(Condition("income_month_baht", "2000"),)), measure="income_month_baht"
    )
    assert (fewer["n_model"], fewer["model_change"]) == (2, 300)
    assert programme.ask("model_comparison", round=OLD) == []


def test_proposals_to_plans(programme):
    found = [tuple(row.values()) for row in programme.ask("proposals")]
    assert found == [("A", 2027, "in_plan", 2, 150), ("B", 2028, "proposed", 1, 70)]
    [one] = programme.ask("proposal_list", place="B")
    assert (one["proposal_id"], one["title_en"], one["model_id"], one["budget_baht"]) == ("p3", "Looms", "m3", 70)
    assert programme.ask("proposals", by="ward") == [] and programme.ask("proposal_list", place="A1") == []


@pytest.fixture(scope="module")
def crowd(tmp_path_factory) -> Programme:
    """Fifty households in a model, six in another, forty in none; two rounds."""
    programme = Programme(tmp_path_factory.mktemp("gated"), problems=False)
    programme.settings.protect_menu = True
    names = [f"h{i}" for i in range(96)]
    head = ("household_id", "survey_round", "county_code", "income_month_baht", "verification")
    rows = [
        (n, r, "A", 1000 + 10 * i + 500 * (r == NEW), "verified_poor") for r in (OLD, NEW) for i, n in enumerate(names)
    ]
    programme.write("households.csv", head, *rows)
    scores = [(n, r, *[1 + (i % 3)] * 4) for r in (OLD, NEW) for i, n in enumerate(names)]
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), *scores)
    programme.write(
        "models.csv", ("model_id", "county_code", "name_en", "model_group", "budget_baht"),
        ("large", "A", "Large", "G", 100), ("small", "A", "Small", "S", 100), ("third", "B", "Third", "G", 5),
    )  # fmt: skip
    people = [("large", n, 1000, 1234) for n in names[:50]] + [("small", n, 1000, 4321) for n in names[50:56]]
    programme.write(
        "participation.csv", ("model_id", "household_id", "income_before_month", "income_after_month"), *people
    )
    assert programme.load().rejected == 0
    return programme


def test_the_public_sees_models_and_budgets_and_counts_with_noise(crowd):
    big, small, third = crowd.ask("model_list", viewer=PUBLIC)
    assert (big["name_en"], big["budget_baht"], small["budget_baht"], third["budget_baht"]) == ("Large", 100, 100, 5)
    assert abs(big["households"] - 50) <= 5 and abs(big["n_entry"] - 50) <= 5
    # 234 to the hundred; six households are below any threshold.
    assert (big["mean_change"], big["median_change"]) == (200, 200)
    assert {small[name] for name in ("households", "n_entry", "n_households", "mean_change", "low", "real_change")} == {
        HIDDEN
    }
    assert third["households"] is HIDDEN, "that nobody is in it is not told"


@pytest.mark.parametrize("question", ["model_list", "model_groups", "model_capitals", "model_comparison"])
def test_columns_are_those_of_the_exact_rows_and_no_row_tells_of_a_cohort(crowd, question):
    exact = crowd.ask(question)
    loose = crowd.ask(question, viewer=PUBLIC)
    assert {tuple(row) for row in loose} == {tuple(row) for row in exact}
    few = crowd.ask(question, viewer=PUBLIC, cohort=(Condition("income_month_baht", "1000", "1020"),))
    assert [row["code"] for row in few] == [row["code"] for row in loose]
    numbers = [name for name in loose[0] if name.startswith(("n_", "mean", "difference", "model_change"))]
    told = {name for name in numbers for row in few if row[name] is not HIDDEN}
    # The cohort is of households in models; whom they are set against does not depend on it.
    assert told == ({"n_comparison"} if question == "model_comparison" else set())
    assert crowd.ask(question, viewer=PUBLIC, by="ward") == []


def test_comparison_and_capitals_need_thirty_households(crowd):
    income = only(crowd.ask("model_comparison", viewer=PUBLIC), code="A", measure="income_month_baht")
    # Everybody gained 500.
    assert (income["model_change"], income["comparison_change"], income["difference"]) == (500, 500, 0)
    assert abs(income["n_comparison"] - 40) <= 5 and MEAN_FROM == 30
    small = only(crowd.ask("model_capitals", viewer=PUBLIC), code="A", model_group="S", capital="overall")
    assert small["mean_change"] is HIDDEN and small["n_households"] is HIDDEN
    big = only(crowd.ask("model_capitals", viewer=PUBLIC), code="A", model_group="G", capital="overall")
    assert big["mean_change"] == 0 and abs(big["n_households"] - 50) <= 5


def test_proposals_are_public(crowd):
    assert crowd.ask("proposals", viewer=PUBLIC) == []


def test_a_household_in_two_models_is_one_for_the_gate(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.settings.protect_menu = True
    # Six households of A and sixteen of B are each in two models of one group: 12 and 32 measurements.
    homes = {**{f"a{i}": "A" for i in range(6)}, **{f"b{i}": "B" for i in range(16)}}
    programme.write(
        "households.csv",
        ("household_id", "survey_round", "county_code", "size"),
        *((k, NEW, c, 2) for k, c in homes.items()),
    )
    models = [(f"{county}{n}", county, "G") for county in "AB" for n in (1, 2)]
    programme.write("models.csv", ("model_id", "county_code", "model_group"), *models)
    programme.write(
        "participation.csv",
        ("model_id", "household_id", "income_before_month", "income_after_month"),
        *((f"{county}{n}", key, 1000, 1500) for key, county in homes.items() for n in (1, 2)),
    )
    assert programme.load().rejected == 0
    exact = {row["code"]: (row["n_entry"], row["n_households"]) for row in programme.ask("model_income")}
    assert exact == {"A": (6, 6), "B": (16, 16)}
    everybody = (Condition("size", "1", "9"),)
    for question, cohort in (("model_income", ()), ("model_income", everybody), ("model_groups", ())):
        a, b = programme.ask(question, PUBLIC, cohort=cohort)
        assert (a["n_entry"], a["n_households"], a["mean_change"]) == (HIDDEN, HIDDEN, HIDDEN), (question, cohort)
        if question == "model_groups" or cohort:
            assert abs(b["n_households"] - 16) <= 5 and b["mean_change"] is HIDDEN, "a mean needs thirty households"
