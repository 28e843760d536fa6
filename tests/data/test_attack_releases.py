"""The first attacker over two successive releases: has both menus, and knows in which wards nothing changed."""

import csv
import random
from collections import Counter

import pytest

from data.disclosure.parameters import THRESHOLD
from data.disclosure.patterns import Family
from data.library import Library
from data.viewer import PUBLIC, Viewer
from etl.release import release
from tests.attack import Attacker
from tests.crowd import ROUNDS, crowd
from tests.menu_attack import Menu, found_out, hears_all
from tests.programmes import Programme

QUESTIONS = ("verification", "overlap", "poverty")
HEAD = ("household_id", "survey_round", "county_code", "ward_code", "verification")
TRUTH = Viewer("operator")


class Released(Library):
    """A library that shows everybody what is released, so that the truth behind a release can be asked."""

    def opened(self, viewer=None):
        return super().opened(PUBLIC)


def correct(programme: Programme, seed: int) -> None:
    """Correct the verification of many households of one ward, and of single ones elsewhere."""
    with (programme.exports / "households.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["survey_round"] == str(ROUNDS[-1]) and row["ward_code"]]
    chance = random.Random(seed)
    wards = Counter(row["ward_code"] for row in rows)
    largest = max(sorted(wards), key=wards.get)
    inside = [row for row in rows if row["ward_code"] == largest]
    chosen = chance.sample(inside, len(inside) // 2)
    chosen += chance.sample([row for row in rows if row["ward_code"] != largest], 4)
    kinds = ("not_poor", "newly_found", "moved")
    programme.write(
        "corrections.csv",
        HEAD,
        *((*(row[name] for name in HEAD[:-1]), chance.choice(kinds)) for row in chosen),
    )
    programme.load(programme.exports / "corrections.csv")


def attacked(folder, seed: int, viewer: Viewer = PUBLIC, threshold: int = THRESHOLD) -> list[str]:
    """Return what both releases together tell a viewer of hidden counts of either; whoever signs in has seen the public's, too."""
    programme = crowd(folder, seed)
    programme.settings.threshold_policymaker = threshold
    programme.load()
    attacker, found = Attacker(), []
    heard = []
    for mark in ("#1", "#2"):
        if mark == "#2":
            correct(programme, seed)
        assert release(programme.settings).fresh
        library = Released(programme.settings)
        truths = Menu(library, TRUTH).truths(QUESTIONS)
        areas = {area for area, _ in truths}
        public = hears_all(attacker, Menu(library, PUBLIC), QUESTIONS, areas, mark)
        own = hears_all(attacker, Menu(library, viewer), QUESTIONS, areas, mark)
        assert (own.keys() < public.keys()) is (threshold < THRESHOLD), "a lower threshold shows more"
        heard.append((own, truths))
    same(attacker, heard[0][1], heard[1][1])
    for mark, (secrets, truths) in zip(("#1", "#2"), heard, strict=True):
        found += found_out(attacker, secrets, truths, mark, threshold)
    return found


def same(attacker: Attacker, before: dict, after: dict) -> None:
    """The attacker knows the wards in which nothing changed, and that nothing did."""
    wards = {area for area, _ in before if area[-1].isdigit() or area.startswith("unknown@A")}
    names = {name for _, name in attacker.index}
    for ward in wards:
        if all(before.get((ward, name)) == after.get((ward, name)) for name in names):
            for name in names:
                terms = {attacker.unknown(f"{ward}#1", name): 1.0, attacker.unknown(f"{ward}#2", name): -1.0}
                attacker.equal.append((terms, 0.0))


@pytest.mark.parametrize("seed", [3, 4])
def test_two_releases_tell_no_more_than_one(tmp_path, seed):
    assert attacked(tmp_path, seed) == []


def test_two_releases_tell_a_policymaker_nothing_below_the_lower_threshold(tmp_path):
    assert attacked(tmp_path, 3, Viewer("policymaker"), 5) == []


def test_without_the_memory_of_the_release_before_they_do(tmp_path, monkeypatch):
    made = Family.__init__
    monkeypatch.setattr(Family, "__init__", lambda self, tree, partitions, *memory: made(self, tree, partitions))
    assert attacked(tmp_path, 3) != []
