"""The parts of the demo generator: sharing out, calibration, small numbers, the same bytes, other programmes."""

import csv
import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.errors import Problem
from data.reference import load_reference
from data.settings import ROOT
from etl.demo import write_demo
from etl.demo.capitals import calibrated, capital_values
from etl.demo.targets import capped_shares, largest_remainder

REFERENCE = load_reference(ROOT / "data" / "reference")
FILES = ("households", "capitals", "problems", "referrals", "assistance", "models", "participation", "proposals")


def fingerprints(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def test_largest_remainder():
    """10 over 5, 3, 2.5: exact 4.76, 2.86, 2.38; floors 4, 2, 2 leave two for the remainders .86 and .76."""
    assert largest_remainder(10, np.array([5, 3, 2.5])).tolist() == [5, 3, 2]
    assert largest_remainder(3, np.zeros(2)).tolist() == [0, 0]


def test_capped_shares_go_to_the_others():
    """12 over 4, 1, 1 is 8, 2, 2; the first may have 6, its other 2 go to the others by halves."""
    assert capped_shares(12, np.array([4, 1, 1]), np.array([6, 9, 9])).tolist() == [6, 3, 3]
    assert capped_shares(12, np.array([4, 1, 1]), np.array([1, 2, 3])).tolist() == [1, 2, 3]


def test_a_capital_needs_half_of_its_weight():
    """Weights 1, 1, 2: (3 + 2·2) / 3 = 7/3 of three answered quarters; one quarter is too little; a half is enough."""
    scores = np.array([[3, 0, 2], [3, 0, 0], [0, 0, 4]])
    weights = np.array([1, 1, 2]) * (scores > 0)
    values = capital_values(scores, weights, full=4)
    assert values[0] == pytest.approx(7 / 3) and np.isnan(values[1]) and values[2] == 4


@pytest.mark.parametrize("target", [1.01, 1.92, 3.5])
def test_calibration_meets_the_mean_with_missing_answers(target):
    rng = np.random.default_rng(3)
    latent, weights = rng.standard_normal((400, 5)), np.array([3, 2, 3, 1, 1]) * (rng.random((400, 5)) > 0.1)
    scores = calibrated(latent, weights, full=10, spacing=1.4, target=target)
    assert np.nanmean(capital_values(scores, weights, full=10)) == pytest.approx(target, abs=0.003)
    assert scores.min() >= 1 and scores.max() <= 4


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path):
    for name, seed in (("one", 4), ("same", 4), ("other", 5)):
        write_demo(tmp_path / name, 300, rounds=2, seed=seed, reference=REFERENCE)
    first, same, other = (fingerprints(tmp_path / name) for name in ("one", "same", "other"))
    assert first == same and set(first) == {*(f"{name}.csv" for name in FILES), "demo.toml"}
    assert all(first[name] != other[name] for name in first)


@pytest.mark.parametrize("households", [1, 5, 19, 40, 300])
def test_small_numbers_work(tmp_path, households):
    written = write_demo(tmp_path, households, rounds=2, seed=1, reference=REFERENCE)
    rows = {}
    for name in FILES:
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    assert written == {f"{name}.csv": len(found) for name, found in rows.items()}
    assert len(rows["capitals"]) == len(rows["problems"]) == 2 * households
    per_model = [row["model_id"] for row in rows["participation"]]
    assert all(per_model.count(row["model_id"]) >= 3 for row in rows["models"])


@pytest.mark.parametrize("rounds", [1, 5])
def test_rounds_end_with_2026(tmp_path, rounds):
    write_demo(tmp_path, 50, rounds=rounds, seed=1, reference=REFERENCE)
    with (tmp_path / "capitals.csv").open(encoding="utf-8", newline="") as file:
        found = {int(row["survey_round"]) for row in csv.DictReader(file)}
    assert found == {year * 10 + 1 for year in range(2027 - rounds, 2027)}


def test_progress_ends_with_all(tmp_path):
    heard: list[float] = []
    write_demo(tmp_path, 100, rounds=1, seed=1, reference=REFERENCE, progress=heard.append)
    assert heard == sorted(heard) and heard[-1] == 1


@pytest.mark.parametrize("missing", ["capitals", "dimensions", "published"])
def test_another_programme_is_refused_and_nothing_is_written(tmp_path, missing):
    with pytest.raises(Problem, match="only for the Thai reference"):
        write_demo(tmp_path / "out", 100, reference=replace(REFERENCE, **{missing: ()}))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "numbers", [{"households": 0}, {"households": 10, "rounds": 0}, {"households": 10, "seed": -1}]
)
def test_numbers_out_of_range_are_refused(tmp_path, numbers):
    with pytest.raises(Problem, match="out of range"):
        write_demo(tmp_path, reference=REFERENCE, **numbers)
