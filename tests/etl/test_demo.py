"""Demo data as a stranger would check them: from the CSV files and the reference folder alone."""

import csv
import re
import tomllib
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import string

from data.reference import load_reference
from data.settings import ROOT
from etl.demo import write_demo

REFERENCE = load_reference(ROOT / "data" / "reference")
HOUSEHOLDS, ROUNDS = 20_000, (20241, 20251, 20261)
# The pilot means of households, as published: they stand in for provinces without a score.
PILOT = {"human": 2.45, "physical": 2.22, "financial": 1.92, "natural": 1.80, "social": 1.66}
COLUMNS = {
    "households": "household_id survey_round province_code district_code subdistrict_code village_code survey_year "
    "survey_date weight size head_sex head_age head_education main_occupation income_month_baht debt_baht land_rai "
    "children elderly disabled working_members tpmap_listed welfare_card verification source_list",
    "capitals": "household_id survey_round " + " ".join(item.key for item in REFERENCE.capital_items),
    "problems": "household_id survey_round " + " ".join(item.key for item in REFERENCE.problem_items),
    "referrals": "referral_id household_id stage event_date need agency agency_level amount_baht reason",
    "assistance": "household_id kind date agency amount_baht",
    "models": "model_id province_code name_th name_en model_group value_chain start_date budget_baht",
    "participation": "model_id household_id joined_on status income_before_month income_after_month measured_on",
    "proposals": "proposal_id province_code title_th title_en model_id plan_year status budget_baht",
}
NUMBERS = "size head_age children elderly disabled working_members amount_baht budget_baht income_before_month "
NUMBERS += "income_after_month income_month_baht tpmap_listed survey_round"


def read(folder: Path, name: str) -> dict[str, np.ndarray]:
    """Return the columns of a file: text as it stands, numbers as floats, blank numbers NaN."""
    numbers = set(NUMBERS.split()) | ({*COLUMNS["capitals"].split()} - {"household_id"})
    types = dict.fromkeys(set(COLUMNS[name].split()) - numbers, string())
    table = arrow_csv.read_csv(folder / f"{name}.csv", convert_options=arrow_csv.ConvertOptions(column_types=types))
    return {key: table[key].to_numpy().astype(float if key in numbers else object) for key in table.column_names}


def capital_scores(capitals: dict[str, np.ndarray]) -> np.ndarray:
    """Rows × capitals: the weighted mean of what was answered, NaN where less than half of the weight was."""
    columns = []
    for group in REFERENCE.capitals:
        scores = np.stack([capitals[item.key] for item in group.items], axis=1)
        weights = np.array([float(item.weight) for item in group.items]) * ~np.isnan(scores)
        answered = weights.sum(axis=1)
        value = (weights * np.nan_to_num(scores)).sum(axis=1) / np.where(answered > 0, answered, 1)
        columns.append(np.where(answered >= 0.5 - 1e-9, value, np.nan))
    return np.stack(columns, axis=1)


def published(measure: str, period: str) -> dict[str, float]:
    rows = [row for row in REFERENCE.published if (row.measure, row.period) == (measure, period)]
    return {row.code: row.value for row in rows if row.value is not None}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    write_demo(out, HOUSEHOLDS, rounds=3, seed=1, reference=REFERENCE)
    return out


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, dict[str, np.ndarray]]:
    return {name: read(folder, name) for name in COLUMNS}


@pytest.fixture(scope="module")
def surveyed(tables) -> dict[str, np.ndarray]:
    """Surveyed households with their scores; capitals.csv and problems.csv stand in the same order."""
    homes = tables["households"]
    there = np.isin(homes["verification"], ["verified_poor", "newly_found", "not_poor"])
    rows = {name: values[there] for name, values in homes.items()}
    for name in ("capitals", "problems"):
        assert (rows["household_id"] == tables[name]["household_id"]).all()
        assert (rows["survey_round"] == tables[name]["survey_round"].astype(float)).all()
    scores = capital_scores(tables["capitals"])
    return rows | {"scores": scores, "overall": scores.mean(axis=1), "poor": rows["verification"] != "not_poor"}


def latest(surveyed: dict[str, np.ndarray]) -> np.ndarray:
    return surveyed["survey_round"] == ROUNDS[-1]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_file_of_the_contract_has_its_columns_and_rows(folder, tables, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS[name].split()
    assert len(next(iter(tables[name].values()))) > 0


def test_the_folder_says_that_it_is_demo_data(folder):
    settings = tomllib.loads((folder / "demo.toml").read_text(encoding="utf-8"))
    assert settings == {"demo": True, "households": 20_000, "rounds": 3, "seed": 1}


def test_every_round_surveys_n_households_and_keeps_94_in_100(surveyed):
    """0.94 × 20,000 = 18,800 stay; a province rounds its 6 % by half a household at most, 20 provinces by ten."""
    ids = [set(surveyed["household_id"][surveyed["survey_round"] == number]) for number in ROUNDS]
    assert [len(found) for found in ids] == [20_000] * 3
    for before, after in pairwise(ids):
        assert abs(len(before & after) - 18_800) <= 10


def test_a_household_keeps_its_place_and_its_standing(surveyed):
    first, last = (surveyed["survey_round"] == number for number in (ROUNDS[1], ROUNDS[2]))
    _, a, b = np.intersect1d(surveyed["household_id"][first], surveyed["household_id"][last], return_indices=True)
    assert (surveyed["subdistrict_code"][first][a] == surveyed["subdistrict_code"][last][b]).all()
    both = np.stack([surveyed["overall"][first][a], surveyed["overall"][last][b]])
    assert np.corrcoef(both[:, ~np.isnan(both).any(axis=0)])[0, 1] > 0.7


@pytest.mark.parametrize("number", ROUNDS)
@pytest.mark.parametrize("who", ["all surveyed", "verified poor", "verified poor on a list"])
def test_capital_means_are_the_published_ones(surveyed, number, who):
    """Province mean over households of each capital; 0.05 is the promise."""
    chosen = {"all surveyed": surveyed["poor"] | True, "verified poor": surveyed["poor"]}
    rows = chosen.get(who, surveyed["verification"] == "verified_poor") & (surveyed["survey_round"] == number)
    for at, group in enumerate(REFERENCE.capitals):
        scores = published(f"{group.key}_capital_score", "2026")
        for area in REFERENCE.home_areas:
            mean = np.nanmean(surveyed["scores"][rows & (surveyed["province_code"] == area.code), at])
            assert mean == pytest.approx(scores.get(area.code, PILOT[group.key]), abs=0.05), (area.code, group.key)


def test_levels_are_near_those_of_the_real_data(surveyed):
    overall = surveyed["overall"][latest(surveyed)]
    overall = overall[~np.isnan(overall)]
    shares = 100 * np.histogram(overall, [1, 1.75, 2.5, 3.25, 4.01])[0] / len(overall)
    assert shares == pytest.approx([9, 88, 3, 0], abs=1.5)


def test_spread_of_capitals_is_near_the_published(surveyed):
    spread = np.nanstd(surveyed["scores"][latest(surveyed)], axis=0)
    assert spread == pytest.approx([0.29, 0.31, 0.66, 0.28, 0.49], rel=0.2)


def test_scores_are_whole_and_one_or_two_in_a_hundred_are_missing(tables):
    scores = np.stack([tables["capitals"][item.key] for item in REFERENCE.capital_items])
    assert set(np.unique(scores[~np.isnan(scores)])) == {1, 2, 3, 4}
    assert 0.01 < np.isnan(scores).mean() < 0.02
    undefined = np.isnan(capital_scores(tables["capitals"])).any(axis=1).mean()
    assert 0.002 < undefined < 0.03


def test_provinces_have_their_published_proportions(surveyed):
    households, members = (published(f"surveyed_{what}", "2020-2026") for what in ("households", "members"))
    poor = published("verified_poor_households", "2020-2026")
    for code, real in households.items():
        rows = latest(surveyed) & (surveyed["province_code"] == code)
        # Largest remainders: less than one household from the exact share, 20,000 × real / 306,388.
        assert abs(rows.sum() - 20_000 * real / 306_388) < 1
        assert surveyed["size"][rows].mean() == pytest.approx(members[code] / real, abs=0.01)
        assert surveyed["poor"][rows].mean() == pytest.approx(poor[code] / real, abs=0.005)


def test_codes_are_real_and_lie_inside_each_other(tables):
    homes = tables["households"]
    for level in ("province", "district", "subdistrict"):
        assert {REFERENCE.areas[code].level for code in set(homes[f"{level}_code"])} == {level}
    pairs = set(zip(homes["subdistrict_code"], homes["district_code"], homes["province_code"], strict=True))
    assert all(sub[:4] == district and district[:2] == province for sub, district, province in pairs)


def test_tpmap_misses_most_of_the_poor_and_lists_some_who_are_not(surveyed):
    inclusion = []
    for area in REFERENCE.home_areas:
        rows = latest(surveyed) & (surveyed["province_code"] == area.code)
        listed, poor = surveyed["tpmap_listed"][rows] == 1, surveyed["poor"][rows]
        assert 0.58 < (~listed & poor).sum() / poor.sum() < 0.77
        inclusion.append((listed & ~poor).sum() / listed.sum())
    assert max(inclusion) < 0.30
    assert sum(error > 0.05 for error in inclusion) >= 6


def test_the_newly_found_are_verified_poor_and_on_no_list(surveyed):
    newly = surveyed["verification"] == "newly_found"
    assert not surveyed["tpmap_listed"][newly].any()
    assert set(surveyed["welfare_card"][newly]) == {"0"} and set(surveyed["source_list"][newly]) == {"survey"}
    for area in REFERENCE.home_areas:
        poor = surveyed["poor"] & (surveyed["province_code"] == area.code)
        assert 0.07 < newly[poor].mean() < 0.21


def test_households_visited_in_vain_come_on_top_and_answer_nothing(tables):
    homes = tables["households"]
    vain = np.isin(homes["verification"], ["not_found", "moved"])
    for number in ROUNDS:
        rows = vain & (homes["survey_round"] == number)
        assert 0.02 < rows.sum() / homes["tpmap_listed"][homes["survey_round"] == number].sum() < 0.06
    assert (homes["tpmap_listed"][vain] == 1).all()
    assert np.isnan(homes["income_month_baht"][vain]).all()
    assert (homes["size"] >= 1).all()


def deprived(tables) -> dict[str, np.ndarray]:
    return {item.key: tables["problems"][item.key] for item in REFERENCE.problem_items}


def test_problems_do_not_apply_where_nobody_is_concerned(tables, surveyed):
    flags = deprived(tables)
    about = {"children": ("birth_weight", "preschool_care", "compulsory_education", "upper_secondary")}
    about |= {"elderly": ("older_age_income", "elderly_care"), "disabled": ("disability_care",)}
    for member, keys in about.items():
        for key in keys:
            assert (flags[key][surveyed[member] == 0] == "na").all()
    assert {value for values in flags.values() for value in set(values)} == {"0", "1", "na", ""}
    blank = np.mean([(values == "").mean() for values in flags.values()])
    assert 0.005 < blank < 0.015


def test_deprivation_goes_with_the_weak_capital_of_its_dimension(tables, surveyed):
    flags, names = deprived(tables), [group.key for group in REFERENCE.capitals]
    pairs = {"health": "human", "living": "physical", "education": "human", "income": "financial", "access": "human"}
    for group in REFERENCE.dimensions:
        counted = sum((flags[item.key] == "1").astype(int) for item in group.items)
        capital = surveyed["scores"][:, names.index(pairs[group.key])]
        known = ~np.isnan(capital)
        assert np.corrcoef(counted[known], capital[known])[0, 1] < -0.12, group.key


def test_headcounts_differ_and_income_leads(tables):
    shares = {key: (values == "1").mean() for key, values in deprived(tables).items()}
    ordered = sorted(shares, key=shares.get)
    assert ordered[0] == "birth_weight"
    assert ordered[-2:] == ["working_age_income", "household_income"]
    assert shares["household_income"] < 0.75


def test_a_quarter_to_under_a_half_of_persons_are_poor_at_one_fifth(tables, surveyed):
    """H over persons, households with a blank left out; fractions over 60, so that a fifth is exactly 12."""
    flags = np.stack(list(deprived(tables).values()), axis=1)
    weights = np.array([int(item.weight * 60) for item in REFERENCE.problem_items])
    assert weights.sum() == 60 and Fraction(REFERENCE.default_k) * 60 == 12
    poor, kept = (flags == "1") @ weights >= 12, (flags != "").all(axis=1)
    found = []
    for area in REFERENCE.home_areas:
        rows = kept & latest(surveyed) & (surveyed["province_code"] == area.code)
        found.append((surveyed["size"] * poor)[rows].sum() / surveyed["size"][rows].sum())
    assert min(found) > 0.25 and max(found) < 0.45
    assert max(found) - min(found) > 0.08


def test_nothing_looks_like_a_real_person(folder, tables):
    assert all(re.fullmatch(r"D\d\d-\d{6}", name) for name in set(tables["households"]["household_id"]))
    for path in folder.glob("*.csv"):
        assert not re.search(rb"\d{9}", path.read_bytes()), path.name
