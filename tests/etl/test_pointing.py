"""Coordinates are kept as the lowest area they surely fall in, where a boundary layer is there; never as coordinates."""

import json

import pytest
import shapely

from data.reference import load_reference
from etl.boundaries import write_boundaries
from etl.pointing import BORDER
from tests.programmes import ROUND, Programme, counts, reasons

HEADER = ("household_id", "survey_round", "county_code", "ward_code", "ละติจูด", "ลองจิจูด")
CREDIT = {"source": "test", "licence": "", "note": ""}


def draw(programme: Programme) -> None:
    """Wards A1, A2 and B1 side by side from 100, 101 and 102 east, each one degree wide, from 10 to 11 north."""
    squares = {code: shapely.box(west, 10, west + 1, 11) for code, west in (("A1", 100), ("A2", 101), ("B1", 102))}
    write_boundaries(programme.build, "ward", squares, load_reference(programme.reference), CREDIT)


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, capitals=False, problems=False)
    draw(programme)
    return programme


def wards(programme: Programme) -> list:
    return [ward for (ward,) in programme.sql("SELECT ward_code FROM household_profile ORDER BY income_month_baht")]


def loaded(programme: Programme, *rows: tuple, header: tuple = HEADER, **how):
    """Load rows; their order is kept in the income."""
    numbered = [(*row, place) for place, row in enumerate(rows)]
    return programme.load(programme.write("points.csv", (*header, "income_month_baht"), *numbered), **how)


def test_a_row_without_its_ward_gets_it_from_its_coordinates(programme):
    report = loaded(
        programme,
        ("in A1", ROUND, "A", "", "10.51234", "100.51234"),
        ("in A2", ROUND, "A", "-", "๑๐.๕", "101.5"),
        ("says A1", ROUND, "A", "A1", "10.51234", "101.51234"),
        ("at the border", ROUND, "A", "", "10.51234", str(101 - BORDER / 2)),
        ("beside the border", ROUND, "A", "", "10.512345", str(101 - BORDER * 1.5)),
        # 100.9 may be anything from 100.85 to 100.95; 101 anything from 100.5 to 101.5.
        ("one decimal", ROUND, "A", "", "10.5", "100.9"),
        ("no decimal", ROUND, "A", "", "10.5", "101"),
        ("another county", ROUND, "B", "", "10.51234", "100.51234"),
        ("nowhere", ROUND, "A", "", "51.5", "0.1"),
        ("words", ROUND, "A", "", "north", "east"),
        ("nothing", ROUND, "A", "", "", ""),
    )
    assert counts(report, "points.csv") == (11, 11, 0, 0)
    assert wards(programme) == ["A1", "A2", "A1", None, "A1", "A1", None, None, None, None, None]
    [note] = [note for note in report.notes if note.got == "coordinates"]
    assert note.what.en.startswith("4 rows") and "4" in note.what.th
    assert {note.got for note in report.notes} >= {"ละติจูด", "ลองจิจูด"}, "the columns are named as dropped"


def test_a_file_without_the_column_gets_it_too_and_loses_nothing_that_was_known(programme):
    header = ("household_id", "survey_round", "county_code", "lat", "lon")
    loaded(
        programme, ("a", ROUND, "A", "10.51234", "100.51234"), ("b", ROUND, "A", "10.51234", "101.51234"), header=header
    )
    assert wards(programme) == ["A1", "A2"]
    loaded(programme, ("a", ROUND, "A", "", ""), ("b", ROUND, "A", "10.51234", "100.51234"), header=header)
    assert wards(programme) == ["A1", "A1"]


def test_without_a_layer_coordinates_are_dropped_and_said(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    report = loaded(programme, ("a", ROUND, "A", "", "10.51234", "100.51234"))
    assert wards(programme) == [None]
    assert {note.got for note in report.notes} == {"ละติจูด", "ลองจิจูด"}


def test_coordinates_are_found_nowhere(programme):
    # A good row, one with a bad county and one with a bad round: rejects keep what can be mended, no coordinates.
    report = loaded(
        programme,
        ("a", ROUND, "A", "", "10.517771", "100.517772"),
        ("b", ROUND, "Z", "", "10.517773", "100.517774"),
        ("c", "x", "A", "Z9", "10.57", "100.57"),
    )
    assert [reason for *_, reason in reasons(report, "points.csv")] == ["unknown_area", "not_number"]
    written = b"".join(path.read_bytes() for path in programme.build.rglob("*") if path.is_file())
    kept = repr(programme.sql("FROM rejects") + programme.sql("FROM household_profile"))
    assert not any(mark in written or mark.decode() in kept for mark in (b"51777", b"10.57", b"100.57"))


def test_an_unknown_ward_is_refused_whatever_the_coordinates_say(programme):
    report = loaded(programme, ("a", ROUND, "A", "Z9", "10.51234", "100.51234"), ("b", ROUND, "A", "A2", "", ""))
    assert reasons(report, "points.csv") == [(2, "ward_code", "unknown_area")]


def test_a_simplified_layer_has_wider_borders(programme):
    facts = programme.build / "boundaries" / "ward.json"
    facts.write_text(json.dumps(json.loads(facts.read_text()) | {"tolerance": 0.1}))
    # 2 x 0.1 degrees: 100.15 is too near to the border at 100, 100.25 is not.
    loaded(programme, ("a", ROUND, "A", "", "10.51234", "100.15123"), ("b", ROUND, "A", "", "10.51234", "100.25123"))
    assert wards(programme) == [None, "A1"]
