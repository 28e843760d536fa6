"""A load on screen: a few rows in, every row accounted for, and what the snapshot holds worked out by hand."""

import hashlib
import hmac
import json

import pytest

from data.errors import Problem
from tests.programmes import HOUSEHOLDS, ROUND, Programme, command, counts, plain


@pytest.fixture
def programme(tmp_path) -> Programme:
    return Programme(tmp_path)


def test_every_file_is_accounted_for(programme):
    plain(programme)
    report = programme.load()
    assert {entry.file: counts(report, entry.file) for entry in report.files} == {
        "capitals.csv": (2, 2, 0, 0),
        "households.csv": (2, 2, 0, 0),
        "problems.csv": (2, 2, 0, 0),
    }
    assert programme.manifest["id"] == report.snapshot
    assert [entry["rows_read"] for entry in programme.manifest["files"]] == [2, 2, 2]


def test_the_profile_holds_what_the_formulas_give(programme):
    plain(programme)
    programme.load()
    rows = programme.sql(
        "SELECT nation_code, county_code, ward_code, capital_human, capital_money, overall, level, quintile,"
        " deprived_ill, deprived_leak, deprivation_units FROM household_profile ORDER BY county_code"
    )
    # a: human (3*2 + 1*1)/4 = 1.75, money (3+1)/2 = 2, overall 1.875 -> level 2; alone among the verified poor -> fifth 1.
    # Deprived in ill only: 1/6 of 6 units = 1; `na` counts as not deprived.
    assert rows[0] == ("N", "A", "A1", 1.75, 2.0, 1.875, 2, 1, 1, 0, 1)
    # b: all 4 -> level 4; not poor, so no fifth; a blank answer leaves the score undefined.
    assert rows[1] == ("N", "B", None, 4.0, 4.0, 4.0, 4, None, 0, None, None)


def test_a_capital_needs_half_of_its_weight(programme):
    programme.write("households.csv", HOUSEHOLDS[:3], *((name, ROUND, "A") for name in "abc"))
    programme.write(
        "capitals.csv",
        ("household_id", "survey_round", "h1", "h2", "m1", "m2"),
        ("a", ROUND, 2, "", 3, ""),
        ("b", ROUND, "", 2, 3, 3),
        ("c", ROUND, "", "", "", ""),
    )
    programme.load()
    rows = dict(
        (row[0], row[1:])
        for row in programme.sql("SELECT score_h1, capital_human, capital_money, overall FROM household_profile")
    )
    # a answers 3/4 of human and exactly half of money: both are the mean of what is answered; overall (2+3)/2.
    assert rows[2] == (2.0, 3.0, 2.5)
    # b answers 1/4 of human: missing, and so is the overall score. c answers nothing; both have no h1.
    others = programme.sql(
        "SELECT capital_human, capital_money, overall FROM household_profile WHERE score_h1 IS NULL ORDER BY 2 NULLS LAST"
    )
    assert others == [(None, 3.0, None), (None, None, None)]


@pytest.mark.parametrize(
    ("scores", "overall", "level"),
    [
        ((1, 1, 1, 1), 1.0, 1),
        ((2, 1, 2, 1), 1.625, 1),
        ((2, 1, 2, 1.5), 1.75, 2),
        ((2.25, 2.25, 2.75, 2.75), 2.5, 3),
        ((2.249, 2.249, 2.75, 2.75), 2.4995, 2),
        ((3.25, 3.25, 3, 3.5), 3.25, 4),
    ],
)
def test_levels_begin_exactly_at_their_bounds(programme, scores, overall, level):
    programme.write("households.csv", HOUSEHOLDS[:3], ("a", ROUND, "A"))
    programme.write("capitals.csv", ("household_id", "survey_round", "h1", "h2", "m1", "m2"), ("a", ROUND, *scores))
    programme.load()
    # human = (3 h1 + h2)/4, money = (m1 + m2)/2, overall = their plain mean.
    assert programme.sql("SELECT overall, level FROM household_profile") == [(overall, level)]


def test_fifths_are_taken_inside_the_home_area_and_ties_share_the_lower(programme):
    scores = {"a": 1, "b": 2, "c": 2, "d": 3, "e": 4, "f": 1, "g": 4}
    programme.write(
        "households.csv",
        HOUSEHOLDS,
        *((name, ROUND, "B" if name in "fg" else "A", "", 1, "verified_poor") for name in scores),
    )
    programme.write(
        "capitals.csv",
        ("household_id", "survey_round", "h1", "h2", "m1", "m2"),
        *((name, ROUND, *[score] * 4) for name, score in scores.items()),
    )
    programme.load()
    found = programme.sql("SELECT county_code, overall, quintile FROM household_profile ORDER BY 1, 2")
    # County A has five: places 0,1,1,3,4 of 5 -> fifths 1,2,2,4,5. County B has two: places 0,1 of 2 -> 1 and 1 + 5//2 = 3.
    assert found == [("A", 1, 1), ("A", 2, 2), ("A", 2, 2), ("A", 3, 4), ("A", 4, 5), ("B", 1, 1), ("B", 4, 3)]


def test_ids_become_keyed_hashes(programme):
    plain(programme)
    programme.load()
    key = bytes.fromhex(programme.settings.key_file.read_text())
    assert programme.settings.key_file.stat().st_mode & 0o777 == 0o600
    expected = {hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:32] for name in ("a", "b")}
    assert {str(row[0]).replace("-", "") for row in programme.sql("SELECT household_id FROM household")} == expected


def test_a_stored_id_is_accepted_as_it_is(programme):
    plain(programme)
    programme.load()
    before = programme.sql("SELECT household_id FROM household ORDER BY 1")
    stored = ["kj_" + str(row[0]).replace("-", "") for row in before]
    programme.write("households.csv", HOUSEHOLDS[:3], *((name, ROUND, "A") for name in stored))
    programme.write("capitals.csv", ("household_id", "survey_round", "h1"), *((name, ROUND, 2) for name in stored))
    programme.write("problems.csv", ("household_id", "survey_round", "ill"), *((name, ROUND, 1) for name in stored))
    programme.load()
    assert programme.sql("SELECT household_id FROM household ORDER BY 1") == before


def test_long_and_wide_give_the_same_snapshot(tmp_path):
    profiles = []
    for shape in ("wide", "long"):
        (tmp_path / shape).mkdir()
        programme = Programme(tmp_path / shape)
        plain(programme)
        if shape == "long":
            programme.write(
                "capitals.csv",
                ("household_id", "survey_round", "indicator", "score"),
                *(("a", ROUND, key, score) for key, score in zip(("h1", "h2", "m1", "m2"), (2, 1, 3, 1), strict=True)),
                *(("b", ROUND, key, 4) for key in ("h1", "h2", "m1", "m2")),
            )
            programme.write(
                "problems.csv",
                ("household_id", "survey_round", "indicator", "score"),
                ("a", ROUND, "ill", 1),
                ("a", ROUND, "hungry", 0),
                ("a", ROUND, "leak", "na"),
                ("b", ROUND, "ill", 0),
                ("b", ROUND, "hungry", 0),
            )
        report = programme.load()
        assert report.rejected == 0
        profiles.append(programme.sql("SELECT * EXCLUDE (household_key) FROM household_profile ORDER BY county_code"))
    assert profiles[0] == profiles[1]


def test_a_file_is_known_by_its_headers_not_by_its_name(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("x.csv", HOUSEHOLDS[:3], ("a", ROUND, "A"))
    programme.write("y.csv", ("referral_id", "household_id", "stage", "event_date"), ("r", "a", "helped", "2026-03-01"))
    assert {entry.file: entry.table for entry in programme.load().files} == {
        "x.csv": "households",
        "y.csv": "referrals",
    }


def test_without_indicators_in_the_reference_their_files_are_not_needed(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", HOUSEHOLDS[:3], ("a", ROUND, "A"))
    programme.load()
    assert (programme.ask("capitals"), programme.ask("poverty")) == ([], [])


def test_a_column_nobody_knows_is_left_out_and_its_nearest_name_told(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", (*HOUSEHOLDS[:3], "head_agee"), ("a", ROUND, "A", 50))
    [note] = programme.load().notes
    assert (note.got, note.expected) == ("head_agee", "head_age")


def broken(programme: Programme, case: str) -> None:
    """Spoil good exports in one way."""
    path = programme.exports / "households.csv"
    match case:
        case "no households":
            path.unlink()
        case "no capitals":
            (programme.exports / "capitals.csv").unlink()
        case "missing column":
            path.write_text(path.read_text().replace("county_code", "countycode"))
        case "empty file":
            path.write_text("")
        case "only rejects":
            path.write_text("household_id,survey_round,county_code\na,20261,Z\n")
        case "open quote in the header":
            path.write_text('"household_id,survey_round,county_code\na,20261,A\nb,20261,A\n')
        case "both shapes":
            programme.write("long.csv", ("household_id", "survey_round", "indicator", "score"), ("a", ROUND, "h1", 2))


CASES = {
    "no households": "household_id, survey_round, county_code",
    "no capitals": "household_id, survey_round",
    "missing column": "county_code (near: countycode)",
    "empty file": "a header and rows",
    "only rejects": "at least one good row",
    "open quote in the header": "household_id, survey_round, county_code",
    "both shapes": "one of the two",
}


@pytest.mark.parametrize("case", CASES)
def test_a_failed_load_says_what_to_do_and_leaves_the_last_snapshot(programme, case):
    plain(programme)
    good = programme.load().snapshot
    broken(programme, case)
    with pytest.raises(Problem) as caught:
        programme.load(fresh=True)
    problem = caught.value
    assert CASES[case] in problem.expected and problem.where and problem.got and problem.todo
    assert (programme.build / "current").read_text().strip() == good
    left = sorted(path.name for path in (programme.build / "snapshots").iterdir())
    assert left == sorted([f"{good}.duckdb", f"{good}.json", f"{good}.reference"]), (
        "a failed load leaves nothing behind"
    )


def test_old_snapshots_go_and_ids_sort_in_time(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", HOUSEHOLDS[:3], ("a", ROUND, "A"))
    made = [programme.load(fresh=True).snapshot for _ in range(4)]
    assert made == sorted(made)
    kept = sorted(path.stem for path in (programme.build / "snapshots").glob("*.json"))
    assert kept == made[-programme.settings.keep_snapshots :]


def test_the_command_prints_one_object_and_ends_with_0_1_or_3(programme):
    plain(programme)
    done = command(programme, "etl", "load", str(programme.exports), "--json")
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert set(printed) == {"snapshot", "seconds", "result", "load", "files", "skipped", "changes"}
    households = next(entry for entry in printed["files"] if entry["file"] == "households.csv")
    assert {name: households[name] for name in ("rows_read", "accepted", "rejected", "blank")} == {
        "rows_read": 2,
        "accepted": 2,
        "rejected": 0,
        "blank": 0,
    }

    programme.write("households.csv", HOUSEHOLDS[:3], ("a", ROUND, "A"), ("b", ROUND, "B"), ("c", ROUND, "Z"))
    assert command(programme, "etl", "load", str(programme.exports)).returncode == 3

    failed = command(programme, "etl", "load", str(programme.exports / "missing.csv"), "--json")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "missing.csv" in failed.stderr and "what to do" in failed.stderr and "วิธีแก้" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_demo_folder_marks_its_snapshot(programme):
    plain(programme)
    assert programme.load() and programme.manifest["demo"] is False
    (programme.exports / "demo.toml").write_text("demo = true\n")
    assert programme.load(fresh=True) and programme.manifest["demo"] is True
