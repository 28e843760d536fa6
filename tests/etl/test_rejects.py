"""Which rows a load turns away, on which line and why; everything else stays."""

import pytest

from tests.programmes import HOUSEHOLDS, ROUND, Programme, counts, plain, reasons


@pytest.fixture
def programme(tmp_path) -> Programme:
    return Programme(tmp_path)


def test_long_rows_are_refused_one_by_one(programme):
    plain(programme)
    programme.write(
        "capitals.csv",
        ("household_id", "survey_round", "indicator", "score"),
        ("a", ROUND, "h1", 2),
        ("a", ROUND, "h1", 3),
        ("a", ROUND, "nonsense", 3),
        ("a", ROUND, "h2", ""),
        ("stranger", ROUND, "h1", 3),
        ("b", ROUND, "m1", 5),
    )
    report = programme.load()
    assert counts(report, "capitals.csv") == (6, 1, 5, 0)
    assert reasons(report, "capitals.csv") == [
        (3, "", "duplicate_key"),
        (4, "indicator", "not_choice"),
        (5, "score", "blank_required"),
        (6, "", "unknown_household"),
        (7, "score", "out_of_range"),
    ]
    assert programme.sql("SELECT score_h1 FROM household_profile ORDER BY county_code") == [(2,), (None,)]


BAD_CELLS = {
    "survey_round": [("", "blank_required"), ("x", "not_number"), ("2026.5", "not_whole"), ("0", "out_of_range")],
    "county_code": [("", "blank_required"), ("Z", "unknown_area"), ("A1", "unknown_area")],
    "ward_code": [("Z9", "unknown_area")],
    "size": [("", "blank_required"), ("-1", "out_of_range"), ("2.5", "not_whole"), ("สาม", "not_number"), ("nan", "not_number")],
    "weight": [("", "blank_required"), ("-0.1", "out_of_range"), ("inf", "not_number")],
    "survey_date": [("2026-02-30", "not_date"), ("43861", "serial_date"), ("1/2/69", "two_digit_year")],
    "head_age": [("131", "out_of_range")],
    "tpmap_listed": [("maybe", "not_flag")],
    "verification": [("rich", "not_choice")],
    "household_id": [("", "blank_required"), ("1.23E+12", "damaged_id"), ("x" * 65, "too_long")],
    "stratum": [("y" * 201, "too_long")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "reason"), [(column, *case) for column, cases in BAD_CELLS.items() for case in cases]
)
def test_a_bad_cell_turns_its_row_away(tmp_path, column, value, reason):
    programme = Programme(tmp_path, capitals=False, problems=False)
    header = (
        "household_id",
        "survey_round",
        "county_code",
        "ward_code",
        "size",
        "weight",
        "survey_date",
        "head_age",
        "tpmap_listed",
        "verification",
        "stratum",
    )
    good = dict(zip(header, ("a", ROUND, "A", "A1", 3, 1, "2026-01-31", 40, 1, "not_poor", "s"), strict=True))
    bad = good | {"household_id": "b", column: value}
    report = programme.load(programme.write("households.csv", header, tuple(good.values()), tuple(bad.values())))
    assert counts(report, "households.csv") == (2, 1, 1, 0)
    assert reasons(report, "households.csv") == [(3, column, reason)]
    assert programme.sql("SELECT line, column_name, reason FROM rejects") == [(3, column, reason)]


def test_ids_are_masked_in_rejects(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", HOUSEHOLDS[:3], ("a", ROUND, "A"), ("1.23E+12", ROUND, "A"))
    programme.load()
    assert programme.sql("SELECT value FROM rejects") == [("•••",)]


def test_rows_of_the_wrong_length_blank_rows_and_quoted_line_breaks_keep_their_lines(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    path = programme.exports / "households.csv"
    path.write_text(
        "household_id,survey_round,county_code,village_code\n"
        'a,20261,A,"two\nlines"\n'
        "\n"
        "b,20261,A\n"
        ",,,\n"
        "c,20261,Z,v\n"
        "d,20261,A,v,spare\n"
        "e,20261,B,v\n"
        "\n",
        encoding="utf-8",
    )
    report = programme.load(path)
    # a, b, c, d, e and three blank rows (an empty line, commas alone, the last empty line).
    assert counts(report, "households.csv") == (8, 2, 3, 3)
    assert reasons(report, "households.csv") == [
        (5, "", "wrong_field_count"),
        (7, "county_code", "unknown_area"),
        (8, "", "wrong_field_count"),
    ]


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_byte_order_marks_and_line_ends_change_nothing(tmp_path, start, line_end):
    programme = Programme(tmp_path, capitals=False, problems=False)
    text = start + line_end.join(("household_id,survey_round,county_code", "a,20261,A", "b,20261,Z", "", "c,20261"))
    (programme.exports / "households.csv").write_bytes(text.encode("utf-8"))
    report = programme.load()
    assert counts(report, "households.csv") == (4, 1, 2, 1)
    assert [line for line, *_ in reasons(report, "households.csv")] == [3, 5]


def test_a_key_twice_turns_the_later_row_away_over_files_too(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("one.csv", HOUSEHOLDS[:3], ("a", ROUND, "A"), ("a", ROUND, "B"), ("a", 20251, "A"))
    programme.write("two.csv", HOUSEHOLDS[:3], ("a", ROUND, "B"), ("b", ROUND, "B"))
    report = programme.load()
    assert (counts(report, "one.csv"), counts(report, "two.csv")) == ((3, 2, 1, 0), (2, 1, 1, 0))
    assert reasons(report, "two.csv") == [(2, "", "duplicate_key")]
    assert programme.sql("SELECT survey_round, county_code FROM household_profile ORDER BY 1, 2") == [
        (20251, "A"),
        (ROUND, "A"),
        (ROUND, "B"),
    ]


def test_answers_without_their_household_are_turned_away(programme):
    plain(programme)
    programme.write(
        "capitals.csv", ("household_id", "survey_round", "h1"), ("a", ROUND, 2), ("a", 20251, 2), ("stranger", ROUND, 2)
    )
    report = programme.load()
    assert reasons(report, "capitals.csv") == [(3, "", "unknown_household"), (4, "", "unknown_household")]


def test_an_area_outside_the_one_above_it_is_turned_away(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.write("households.csv", HOUSEHOLDS[:4], ("a", ROUND, "A", "B1"), ("b", ROUND, "A", ""))
    assert reasons(programme.load(), "households.csv") == [(2, "", "area_mismatch")]
