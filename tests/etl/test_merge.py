"""Loads on top of each other: by key, the last wins; a file seen before changes nothing; editing equals rebuilding."""

import random

import pytest

import etl.making
from data.errors import Problem
from tests.programmes import HOUSEHOLDS, ROUND, Programme, command, counts, plain, reasons

SCORES = ("household_id", "survey_round", "h1", "h2", "m1", "m2")
HELP = ("household_id", "kind", "date", "agency", "amount_baht")
OLD = 20251


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path)
    plain(programme)
    programme.load()
    return programme


@pytest.fixture(params=["edited", "rebuilt"])
def way(request, monkeypatch) -> str:
    """Both ways to a snapshot that builds on another, whatever the share of changed households and the size of the file."""
    monkeypatch.setattr(etl.making, "LARGEST_SHARE", 1.0 if request.param == "edited" else -1.0)
    monkeypatch.setattr(etl.making, "MOST_GROWTH", 100)
    return request.param


def changes(report, table: str) -> tuple[int, int, int]:
    """New, changed and unchanged keys of one table."""
    counted = report.changes[table]
    return counted.new, counted.changed, counted.unchanged


def correction(programme: Programme, *rows: tuple, header: tuple = HOUSEHOLDS):
    return programme.write("correction.csv", header, *rows)


def test_the_same_files_twice_change_nothing(programme):
    first = programme.manifest["id"]
    report = programme.load()
    assert (report.result, report.snapshot, report.files) == ("unchanged", first, [])
    assert report.skipped == ["capitals.csv", "households.csv", "problems.csv"]
    done = command(programme, "etl", "load", str(programme.exports))
    assert done.returncode == 0 and "loaded before" in done.stderr and "นำเข้าแล้ว" in done.stderr


def test_other_bytes_with_the_same_rows_change_nothing_either(programme):
    path = correction(programme, ("b", ROUND, "B", "", 2, "not_poor"), ("a", ROUND, "A", "A1", 3, "verified_poor"))
    report = programme.load(path)
    assert report.result == "unchanged" and changes(report, "households") == (0, 0, 2)


def test_a_corrected_row_replaces_the_one_with_its_key(programme, way):
    # b: size 2 -> 4; a: the same; c: new.
    path = correction(
        programme,
        ("b", ROUND, "B", "", 4, "not_poor"),
        ("a", ROUND, "A", "A1", 3, "verified_poor"),
        ("c", ROUND, "B", "B1", 1, "moved"),
    )
    report = programme.load(path)
    assert changes(report, "households") == (1, 1, 1)
    assert programme.manifest["how"] == way
    assert programme.sql("SELECT county_code, ward_code, size FROM household_profile ORDER BY size") == [
        ("B", "B1", 1), ("A", "A1", 3), ("B", None, 4),
    ]  # fmt: skip
    # The answers of b stay: they came in other files.
    assert programme.sql("SELECT overall FROM household_profile WHERE size = 4") == [(4.0,)]


def test_a_column_that_a_file_does_not_have_keeps_its_value_and_a_blank_empties_it(programme, way):
    programme.load(correction(programme, ("a", ROUND, "A", ""), header=HOUSEHOLDS[:4]))
    found = programme.sql("SELECT ward_code, size, verification FROM household_profile WHERE county_code = 'A'")
    assert found == [(None, 3, "verified_poor")]


def test_long_answers_replace_single_cells(programme, way):
    path = programme.write("long.csv", ("household_id", "survey_round", "indicator", "score"), ("a", ROUND, "h1", 4))
    assert changes(programme.load(path), "capitals") == (0, 1, 0)
    # a: human (3*4 + 1)/4 = 3.25, money (3 + 1)/2 = 2.
    found = programme.sql("SELECT capital_human, capital_money FROM household_profile WHERE county_code = 'A'")
    assert found == [(3.25, 2.0)]


def test_an_export_of_one_county_leaves_the_others_alone(programme, way):
    before = programme.sql("SELECT * FROM household_profile WHERE county_code = 'B'")
    programme.load(correction(programme, ("a", ROUND, "A", "A2", 9, "not_poor"), ("x", ROUND, "A", "A1", 1, "")))
    assert programme.sql("SELECT * FROM household_profile WHERE county_code = 'B'") == before


def test_a_household_that_moves_is_counted_where_it_went(programme, way):
    programme.load(correction(programme, ("a", ROUND, "B", "B1", 3, "verified_poor")))
    assert programme.sql("SELECT county_code, count(*) FROM household_profile GROUP BY 1") == [("B", 2)]


def test_answers_may_follow_their_households(programme, way):
    programme.load(correction(programme, ("c", ROUND, "A", "", 1, "verified_poor")))
    path = programme.write("more.csv", SCORES, ("c", ROUND, 1, 1, 1, 1), ("stranger", ROUND, 1, 1, 1, 1))
    report = programme.load(path)
    assert counts(report, "more.csv") == (2, 1, 1, 0)
    assert reasons(report, "more.csv") == [(3, "", "unknown_household")]
    # County A has two verified poor: c (overall 1) and a (1.875): places 0 and 1 of 2 -> fifths 1 and 1 + 5//2 = 3.
    found = programme.sql("SELECT overall, quintile FROM household_profile WHERE county_code = 'A' ORDER BY 1")
    assert found == [(1.0, 1), (1.875, 3)]


def test_a_file_whose_rows_were_refused_may_come_again_and_adds_but_never_changes(programme):
    early = programme.write("early.csv", SCORES, ("a", ROUND, 4, 4, 4, 4), ("late", ROUND, 1, 1, 1, 1))
    assert changes(programme.load(early), "capitals") == (0, 1, 0)
    fixed = programme.write("fixed.csv", SCORES, ("a", ROUND, 1, 1, 1, 1))
    programme.load(fixed)
    programme.load(correction(programme, ("late", ROUND, "B", "", 1, "")))
    report = programme.load(early)
    # a keeps the later correction; late is there now, and its reject is gone.
    assert changes(report, "capitals") == (1, 0, 1)
    assert programme.sql("SELECT overall FROM household_profile ORDER BY overall") == [(1,), (1,), (4,)]
    assert programme.sql("SELECT count(*) FROM rejects") == [(0,)]
    assert programme.load(early).result == "unchanged"


def test_again_lets_an_old_file_win(programme):
    programme.load(correction(programme, ("b", ROUND, "B", "", 9, "not_poor")))
    report = programme.load(programme.exports / "households.csv", again=True)
    assert changes(report, "households") == (0, 1, 1)
    assert programme.sql("SELECT size FROM household_profile ORDER BY 1") == [(2,), (3,)]


def test_help_episodes_are_kept_as_often_as_a_file_names_them(programme, way):
    twice = ("a", "health", "2026-01-01", "", 100)
    path = programme.write("help.csv", HELP, twice, twice, ("b", "other", "2026-01-01", "x", ""))
    assert changes(programme.load(path), "assistance") == (3, 0, 0)
    # Named twice again: nothing new. Three times: one more.
    again = programme.write("again.csv", HELP, twice, twice)
    assert programme.load(again).result == "unchanged"
    more = programme.write("more.csv", HELP, twice, twice, twice, ("b", "other", "2026-02-01", "x", ""))
    assert changes(programme.load(more), "assistance") == (2, 0, 2)
    assert programme.sql("SELECT kind, count(*) FROM assistance_profile GROUP BY 1 ORDER BY 1") == [
        ("health", 3), ("other", 2),
    ]  # fmt: skip


def test_a_referral_that_changes_hands_leaves_the_first_household(programme, way):
    header = ("referral_id", "household_id", "stage", "event_date")
    programme.load(programme.write("r1.csv", header, ("r", "a", "helped", "2026-03-01")))
    programme.load(programme.write("r2.csv", header, ("r", "b", "helped", "2026-03-01")))
    found = programme.sql("SELECT county_code, referral_stage FROM household_profile ORDER BY 1")
    assert found == [("A", None), ("B", "helped")]
    assert programme.sql("SELECT county_code FROM referral_profile") == [("B",)]


def test_data_of_another_kind_are_never_mixed(programme):
    demo = programme.exports / "demo"
    demo.mkdir()
    (demo / "demo.toml").write_text("demo = true\n")
    path = demo / "households.csv"
    path.write_text("household_id,survey_round,county_code\nz,20261,A\n")
    with pytest.raises(Problem, match="another kind") as caught:
        programme.load(path)
    assert "--fresh" in caught.value.todo.en
    with pytest.raises(Problem, match="cannot be loaded together"):
        programme.load(path, programme.exports / "households.csv")
    toml = programme.reference / "reference.toml"
    toml.write_text(toml.read_text().replace("1/2", "1/3"))
    with pytest.raises(Problem, match="another kind"):
        programme.load(correction(programme, ("c", ROUND, "A", "", 1, "")))


def test_a_lost_key_does_not_count_households_twice(programme):
    programme.settings.key_file.unlink()
    with pytest.raises(Problem, match="counted twice") as caught:
        programme.load(correction(programme, ("a", ROUND, "A", "", 1, "")))
    assert "rekey" in caught.value.todo.en


def test_other_demo_data_replace_the_demo_data(tmp_path):
    programme = Programme(tmp_path)
    plain(programme)
    (programme.exports / "demo.toml").write_text("demo = true\nseed = 1\n")
    first = programme.load().snapshot
    assert programme.load().snapshot == first
    (programme.exports / "demo.toml").write_text("demo = true\nseed = 2\n")
    report = programme.load()
    assert report.snapshot != first and changes(report, "households") == (2, 0, 0)


class Survey:
    """Random rows of every file, and what is left of them when later parts win by key."""

    def __init__(self, seed: int):
        self.dice = random.Random(seed)
        self.rows: dict[str, dict] = {}

    def part(self, programme: Programme, folder: str) -> list:
        dice, names = self.dice, [f"h{number}" for number in range(30)]
        chosen = dice.sample(names, 12)
        poor = ("verified_poor", "newly_found", "not_poor")
        tables = {
            "households": [(n, r, *dice.choice([("A", "A1"), ("A", ""), ("B", "B1")]), dice.randint(1, 9), dice.choice(poor))
                           for n in chosen for r in (OLD, ROUND)],
            "capitals": [(n, r, *(dice.choice((1, 2, 3, 4, "")) for _ in range(4))) for n in chosen for r in (OLD, ROUND)],
            "problems": [(n, ROUND, *(dice.choice((0, 1, "na", "")) for _ in range(3))) for n in chosen],
            "referrals": [(f"r{n}", n, dice.choice(("identified", "helped")), f"2026-01-{dice.randint(1, 28):02}", dice.choice("xy"))
                          for n in chosen],
            "assistance": sorted({(n, dice.choice("uv"), f"2026-02-0{dice.randint(1, 3)}") for n in chosen}),
            "participation": [(dice.choice(("m1", "m2")), n, dice.choice("st")) for n in chosen],
            "models": [(name, dice.choice("AB"), dice.randint(1, 99)) for name in ("m1", "m2")],
        }  # fmt: skip
        (programme.exports / folder).mkdir()
        keys = {"models": 1, "assistance": 3, "referrals": 4}
        for table, rows in tables.items():
            kept = self.rows.setdefault(table, {})
            for row in rows:
                kept[(row[0], *row[2:4]) if table == "referrals" else row[: keys.get(table, 2)]] = row
        return [programme.write(f"{folder}/{table}.csv", HEADERS[table], *rows) for table, rows in tables.items()]


HEADERS = {
    "households": HOUSEHOLDS,
    "capitals": SCORES,
    "problems": ("household_id", "survey_round", "ill", "hungry", "leak"),
    "referrals": ("referral_id", "household_id", "stage", "event_date", "need"),
    "assistance": HELP[:3],
    "participation": ("model_id", "household_id", "status"),
    "models": ("model_id", "county_code", "budget_baht"),
}
PROFILES = ("household_profile", "referrals", "referral_profile", "assistance_profile", "participation_profile")


def everything(programme: Programme) -> dict[str, list]:
    """Every row of the snapshot, households by their hash instead of their number."""
    found = {
        table: programme.sql(
            f"SELECT COLUMNS(* EXCLUDE (household_key)) FROM (FROM {table} JOIN household USING (household_key)) ORDER BY ALL"
        )
        for table in PROFILES
    }
    return found | {table: programme.sql(f"FROM {table} ORDER BY ALL") for table in ("model_profile", "proposals")}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_loads_one_after_the_other_equal_one_load_of_what_is_left(tmp_path, way, seed):
    (tmp_path / "parts").mkdir()
    (tmp_path / "whole").mkdir()
    parts, whole = Programme(tmp_path / "parts"), Programme(tmp_path / "whole")
    whole.settings.key_file = parts.settings.key_file
    survey = Survey(seed)
    for number in range(4):
        assert parts.load(*survey.part(parts, f"part{number}")).rejected == 0
        assert parts.manifest["how"] == (way if number else "fresh")
    for table, rows in survey.rows.items():
        whole.write(f"{table}.csv", HEADERS[table], *rows.values())
    assert whole.load().rejected == 0
    assert everything(parts) == everything(whole)
