"""Targets of a reference against where the programme stands; tables of a reference that are wrong say where."""

import pytest

from data.cohort import Condition
from data.errors import Problem
from data.gate import HIDDEN
from data.reference import load_reference
from data.settings import ROOT
from data.viewer import PUBLIC, Viewer
from tests.programmes import ROUND, Programme, write_csv

HEAD = ("code", "measure", "year", "value", "base_value", "base_year", "source")
TARGETS = [
    HEAD,
    ("A", "capital_overall", 2570, 3, 1, 2567, "plan"),
    ("A", "exclusion_error", 2027, 0.5, 0.5, "", ""),
    ("B", "capital_overall", 2027, 3, "", "", ""),
    ("N", "verified_poor_households", 2027, 100, 20, 2024, ""),
]


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Programme:
    programme = Programme(tmp_path_factory.mktemp("targets"), problems=False)
    programme.settings.protect_menu = True
    write_csv(programme.reference / "targets.csv", TARGETS)
    head = ("household_id", "survey_round", "county_code", "verification", "tpmap_listed")
    rows = [(f"h{i}", ROUND, "A", "verified_poor", int(i < 10)) for i in range(40)]
    rows += [(f"b{i}", ROUND, "B", "not_poor", 1) for i in range(15)]
    programme.write("households.csv", head, *rows)
    scores = [(f"h{i}", ROUND, *[2] * 4) for i in range(40)]
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), *scores)
    assert programme.load().rejected == 0
    return programme


def test_how_far_each_target_is(programme):
    overall, missed, empty = programme.ask("targets")
    # From 1 to 3, now 2: half the way. พ.ศ. 2570 is 2027.
    assert [overall[name] for name in ("code", "target_year", "base_year", "value", "progress", "reached")] == [
        "A", 2027, 2024, 2, 0.5, False,
    ]  # fmt: skip
    # 30 of 40 poor households are on no list; no way from 0.5 to 0.5.
    assert (missed["value"], missed["progress"], missed["reached"]) == (0.75, None, False)
    assert (empty["code"], empty["value"], empty["progress"], empty["reached"]) == ("B", None, None, None)
    [nation] = programme.ask("targets", by="nation")
    # 40 households where 100 or fewer are the target: from 20 it is a quarter of the way, and met.
    assert (nation["value"], nation["progress"], nation["reached"]) == (40, 0.25, True)


def test_place_and_rights_narrow_targets(programme):
    assert {row["code"] for row in programme.ask("targets", place="A")} == {"A"}
    assert {row["code"] for row in programme.ask("targets", viewer=Viewer("operator", frozenset({"B"})))} <= {"B"}


def test_the_public_sees_a_target_as_it_sees_the_measure(programme):
    rows = {(row["code"], row["measure"]): row for row in programme.ask("targets", viewer=PUBLIC)}
    [shown] = [
        row for row in programme.ask("capitals", viewer=PUBLIC) if (row["code"], row["capital"]) == ("A", "overall")
    ]
    assert rows["A", "capital_overall"]["value"] == shown["mean"] == 2
    assert rows["A", "exclusion_error"]["target"] == 0.5
    exact = {row["code"]: row for row in programme.ask("verification", viewer=PUBLIC)}
    assert (rows["A", "exclusion_error"]["value"] is HIDDEN) == (exact["A"]["exclusion_error"] is HIDDEN)
    one = programme.ask("targets", viewer=PUBLIC, cohort=(Condition("size", "1"),))
    assert one == list(rows.values()), "targets are of areas: a cohort does not apply"


def test_the_thai_reference_sets_no_targets_and_gives_no_prices():
    thai = load_reference(ROOT / "data" / "reference")
    assert thai.targets == () and thai.prices.index == {} and thai.prices.year is None


def broken(folder, name: str, rows: list[tuple]) -> Problem:
    programme = Programme(folder)
    write_csv(programme.reference / name, rows)
    programme.write("households.csv", ("household_id", "survey_round", "county_code"), ("a", 1, "A"))
    programme.write("capitals.csv", ("household_id", "survey_round", "h1"), ("a", 1, 1))
    with pytest.raises(Problem) as caught:
        programme.load()
    return caught.value


@pytest.mark.parametrize(
    ("name", "rows", "got"),
    [
        ("targets.csv", [HEAD, ("Z", "coverage", 2027, 1, "", "", "")], "Z"),
        ("targets.csv", [HEAD, ("A", "happiness", 2027, 1, "", "", "")], "happiness"),
        ("targets.csv", [HEAD, ("A", "coverage", "soon", 1, "", "", "")], "soon"),
        ("targets.csv", [HEAD, ("A", "coverage", 2027, "much", "", "", "")], "much"),
        ("targets.csv", [HEAD, *[("A", "coverage", 2027, 1, "", "", "")] * 2], "coverage"),
        ("cpi.csv", [("year", "index", "source"), (2026, 0, "")], "2026"),
        ("cpi.csv", [("year", "index", "source"), (2026, 100, ""), (2569, 101, "")], "2569"),
        ("cpi.csv", [("year", "index"), (2026, 100)], "index"),
    ],
)
def test_a_wrong_table_stops_the_load_and_says_where(tmp_path, name, rows, got):
    problem = broken(tmp_path, name, rows)
    assert name in problem.where and got in problem.got
