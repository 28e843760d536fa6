"""A change taken apart: by hand over two loads, and as an identity on random households."""

import random

import pytest

from data.viewer import PUBLIC
from tests.programmes import Programme

OLD, NEW = 20251, 20261
HEAD = ("household_id", "survey_round", "county_code", "size")
SCORES = ("household_id", "survey_round", "h1", "h2", "m1", "m2")


def row(programme: Programme, measure: str, **selection) -> dict:
    return next(found for found in programme.ask("decomposition", **selection) if found["measure"] == measure)


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    """a b c in the first round, a b d in the second; a second load corrects a's first score from 2 to 1."""
    programme = Programme(tmp_path_factory.mktemp("parts"), problems=False)
    people = [(name, OLD, "A", 1) for name in "abc"] + [(name, NEW, "A", 1) for name in "abd"]
    programme.write("households.csv", HEAD, *people)
    before, after = {"a": 2, "b": 2, "c": 4}, {"a": 2, "b": 3, "d": 4}
    answers = [(name, OLD, *[score] * 4) for name, score in before.items()]
    answers += [(name, NEW, *[score] * 4) for name, score in after.items()]
    programme.write("capitals.csv", SCORES, *answers)
    assert programme.load().rejected == 0
    return programme


def test_parts_of_a_change_and_what_a_correction_did(programme):
    # Before 8/3, the same households 2 -> 2.5, after 3.
    found = row(programme, "overall")
    assert (found["before"], found["after"]) == (pytest.approx(8 / 3), 3)
    assert [found[name] for name in ("left", "real", "joined")] == [pytest.approx(2 - 8 / 3), 0.5, 0.5]
    assert (found["n_households"], found["n_left"], found["n_joined"]) == (2, 1, 1)
    assert (found["shown_before"], found["corrections"]) == (None, None), "there is no earlier snapshot"
    programme.load(programme.write("correction.csv", SCORES, ("a", OLD, *[1] * 4)))
    found = row(programme, "overall")
    # Now 7/3 before where 8/3 was shown; the same households 1.5 -> 2.5.
    assert found["shown_before"] == pytest.approx(8 / 3)
    assert [found[name] for name in ("corrections", "left", "real", "joined")] == [
        pytest.approx(part) for part in (-1 / 3, 1.5 - 7 / 3, 1, 0.5)
    ]
    parts = sum(found[name] for name in ("shown_before", "corrections", "left", "real", "joined"))
    assert parts == pytest.approx(found["after"])


def test_the_public_hears_nothing_of_earlier_snapshots(programme):
    for found in programme.ask("decomposition", viewer=PUBLIC):
        assert not isinstance(found["shown_before"], float) and not isinstance(found["corrections"], float)


def test_without_an_earlier_round_there_is_nothing_to_take_apart(programme):
    assert programme.ask("decomposition", round=OLD) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_parts_add_up_and_panel_leavers_and_joiners_are_everybody(tmp_path, seed):
    chance = random.Random(seed)
    programme = Programme(tmp_path)
    people, answers, flags = [], [], []
    for number in range(60):
        for survey_round in (OLD, NEW):
            if chance.random() < 0.7:
                people.append((f"h{number}", survey_round, chance.choice("AB"), chance.randint(1, 5)))
                answers.append((f"h{number}", survey_round, *(chance.randint(1, 4) for _ in range(4))))
                flags.append((f"h{number}", survey_round, *(chance.choice((0, 1, "na")) for _ in range(3))))
    programme.write("households.csv", HEAD, *people)
    programme.write("capitals.csv", SCORES, *answers)
    programme.write("problems.csv", ("household_id", "survey_round", "ill", "hungry", "leak"), *flags)
    programme.load()
    rows = programme.ask("decomposition", by="nation")
    assert {found["measure"] for found in rows} == {"capital_human", "capital_money", "overall", "H", "M0"}
    for found in rows:
        assert found["left"] + found["real"] + found["joined"] == pytest.approx(found["change"])
        assert found["n_households"] + found["n_left"] == sum(person[1] == OLD for person in people)
        assert found["n_households"] + found["n_joined"] == sum(person[1] == NEW for person in people)
