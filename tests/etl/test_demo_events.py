"""Referrals, help, models and proposals of the demo data, read from the CSV files alone."""

import csv
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from data.reference import load_reference
from data.settings import ROOT
from etl.demo import write_demo

REFERENCE = load_reference(ROOT / "data" / "reference")
STAGES = ("identified", "verified", "referred", "accepted", "in_progress", "helped")
SIDE_EXITS = ("returned", "not_eligible", "moved_or_died", "duplicate")
LAST_DAY = date(2026, 10, 31)
KINDS = {"health": "health", "education": "education", "living": "living", "access": "gov", "other": "other"}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    out = tmp_path_factory.mktemp("demo")
    write_demo(out, 20_000, rounds=2, seed=5, reference=REFERENCE)
    return {path.stem: rows(path) for path in out.glob("*.csv") if path.stem not in ("capitals", "problems")}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(measure: str, period: str) -> dict[str, float]:
    return {row.code: row.value for row in REFERENCE.published if (row.measure, row.period) == (measure, period)}


def test_events_name_only_households_and_models_that_exist(files):
    households = {row["household_id"] for row in files["households"]}
    models = {row["model_id"] for row in files["models"]}
    for name in ("referrals", "assistance", "participation"):
        assert {row["household_id"] for row in files[name]} <= households
    for name in ("participation", "proposals"):
        assert {row["model_id"] for row in files[name]} <= models


def test_the_share_of_referred_households_is_the_published_one(files):
    """20,000 × 15,696 / 306,388 = 1,024.6."""
    assert len({row["household_id"] for row in files["referrals"]}) == 1025
    assert 1025 < len({row["referral_id"] for row in files["referrals"]}) < 1300


def test_a_referral_goes_through_the_stages_in_order_and_leaves_once(files):
    by_referral: dict[str, list[dict[str, str]]] = {}
    for row in files["referrals"]:
        by_referral.setdefault(row["referral_id"], []).append(row)
    for events in by_referral.values():
        days = [date.fromisoformat(row["event_date"]) for row in events]
        assert all(before <= after for before, after in pairwise(days)) and days[-1] <= LAST_DAY
        stages = [row["stage"] for row in events]
        way = [stage for stage in stages if stage in STAGES]
        assert way == list(STAGES[: len(way)])
        assert stages[: len(way)] == way and len(stages) - len(way) <= 1
        assert len({(row["household_id"], row["need"], row["agency"]) for row in events}) == 1


def test_there_are_open_cases_side_exits_and_help(files):
    count = Counter(row["stage"] for row in files["referrals"])
    assert set(count) == {*STAGES, *SIDE_EXITS}
    assert count["identified"] > count["accepted"] > count["helped"] > 0.25 * count["identified"]
    assert sum(count[name] for name in SIDE_EXITS) < 0.3 * count["identified"]
    for row in files["referrals"]:
        assert bool(row["reason"]) == (row["stage"] in SIDE_EXITS)
        assert bool(row["amount_baht"]) == (row["stage"] == "helped")


def test_help_has_the_published_totals_and_kinds(files):
    """20,000 / 306,388 of 79,919 households, 247,240 episodes and 169.3 million baht."""
    episodes = files["assistance"]
    assert len(episodes) == 16_139
    assert len({row["household_id"] for row in episodes}) == pytest.approx(5217, abs=5)
    baht = sum(int(row["amount_baht"] or 0) for row in episodes)
    assert baht == pytest.approx(169_300_000 * 20_000 / 306_388, rel=0.01)
    count = Counter((row["household_id"][1:3], row["kind"]) for row in episodes)
    for kind, name in KINDS.items():
        for code, real in published(f"assistance_episodes_{name}", "2026").items():
            # Largest remainders over 169,064 published episodes.
            assert abs(count[code, kind] - 16_139 * real / 169_064) < 1


def test_no_two_episodes_of_a_household_and_kind_fall_on_one_day(files):
    keys = [(row["household_id"], row["kind"], row["date"]) for row in files["assistance"]]
    assert len(keys) == len(set(keys))
    assert min(key[2] for key in keys) >= "2020-01-01" and max(key[2] for key in keys) <= LAST_DAY.isoformat()


def test_all_588_models_are_there_with_their_budgets_and_years(files):
    assert len(files["models"]) == len({row["model_id"] for row in files["models"]}) == 588
    budgets, years = Counter(), Counter()
    for row in files["models"]:
        budgets[row["province_code"]] += int(row["budget_baht"])
        years[row["start_date"][:4]] += 1
    assert dict(budgets) == published("model_budget", "2020-2026")
    assert years == {"2020": 1, "2021": 6, "2022": 11, "2023": 68, "2024": 140, "2025": 214, "2026": 148}
    groups = {"local_content", "pro_poor_value_chain", "social_safety_net", "area_based_industries"}
    assert {row["model_group"] for row in files["models"]} == groups


def test_participants_are_measured_again_or_blank(files):
    starts = {row["model_id"]: row["start_date"] for row in files["models"]}
    keys = [(row["model_id"], row["household_id"]) for row in files["participation"]]
    assert len(keys) == len(set(keys))
    assert min(Counter(model for model, _ in keys).values()) >= 3
    for row in files["participation"]:
        assert starts[row["model_id"]] <= row["joined_on"] <= LAST_DAY.isoformat()
        assert bool(row["income_after_month"]) == bool(row["measured_on"])
        assert not row["measured_on"] or row["joined_on"] < row["measured_on"] <= LAST_DAY.isoformat()


def test_income_gains_are_modest_and_fall_back_to_the_mean(files):
    pairs = [
        (int(row["income_before_month"]), int(row["income_after_month"]))
        for row in files["participation"]
        if row["income_after_month"]
    ]
    before, after = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    assert 1.05 < after / before < 1.25
    gains = [after / before - 1 for before, after in sorted(pairs)]
    third = len(gains) // 3
    assert sum(gains[:third]) > sum(gains[-third:])


def test_every_province_has_two_to_four_proposals(files):
    count = Counter(row["province_code"] for row in files["proposals"])
    assert set(count) == {area.code for area in REFERENCE.home_areas}
    assert set(count.values()) <= {2, 3, 4}
