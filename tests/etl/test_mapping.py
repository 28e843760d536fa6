"""Exports with other headers: the shipped mapping of the wide provincial export, saved ones, and proposals."""

import csv
import io
import json
import tomllib
from functools import cache

import openpyxl
import pytest

from data.errors import Problem
from data.reference import load_reference
from data.settings import ROOT, Settings
from etl.load import load
from etl.mending import refused_rows, write_mendable
from tests.programmes import ROUND, Programme, command, counts, reasons

THAI = ROOT / "data" / "reference"
# The headers of a wide provincial export in its order (domain.md), the 37 indicators under their Thai names.
BEFORE = (
    "รหัสบ้าน,จังหวัด,อำเภอ,ตำบล,ตำบล,หมู่ที่,บ้านเลขที่,ชื่อ-สกุล หัวหน้าครัวเรือน,เลขประจำตัวประชาชน,เบอร์โทร,หมายเหตุ,ละติจูด,"
    "ลองจิจูด,ปีที่สำรวจ,ครั้งที่สำรวจ,วันที่สำรวจ,จำนวนสมาชิก,สำรวจแล้วพบว่าไม่จนจริง"
).split(",")
IDENTITIES = {"บ้านเลขที่", "ชื่อ-สกุล หัวหน้าครัวเรือน", "เลขประจำตัวประชาชน", "เบอร์โทร", "หมายเหตุ", "ละติจูด", "ลองจิจูด"}


@cache
def header() -> list[str]:
    return [*BEFORE, *(item.name.th for item in load_reference(THAI).capital_items), "Ch 1  7"]


def line(number: int, given: dict[str, str] | None = None) -> list[str]:
    cells = {
        "รหัสบ้าน": f"940101000{number:02}", "จังหวัด": "94", "อำเภอ": "9401", "ตำบล": "940101", "หมู่ที่": "5",
        "บ้านเลขที่": "25-ก.พ.", "ชื่อ-สกุล หัวหน้าครัวเรือน": "นายสมชาย ใจดี", "เลขประจำตัวประชาชน": "1.23E+12",
        "เบอร์โทร": "812345678", "หมายเหตุ": "ป่วยติดเตียง", "ละติจูด": "6.866", "ลองจิจูด": "101.25",
        "ปีที่สำรวจ": "2568", "ครั้งที่สำรวจ": "1", "วันที่สำรวจ": "31/1/2568", "จำนวนสมาชิก": "๓",
        "สำรวจแล้วพบว่าไม่จนจริง": "",
    } | (given or {})  # fmt: skip
    filled = [cells.get(name, "2") for name in header()]
    filled[4], filled[-1] = "สะบารัง", ""
    return filled


def encoded(rows: list[list[str]], encoding: str = "cp874") -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(reference=THAI, build=tmp_path / "build", key_file=tmp_path / "key", mappings=tmp_path / "mappings")


def sql(settings: Settings, query: str) -> list[tuple]:
    import duckdb

    snapshot = (settings.build / "current").read_text().strip()
    with duckdb.connect(str(settings.build / "snapshots" / f"{snapshot}.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


ROWS = [
    line(1),
    line(2, {"สำรวจแล้วพบว่าไม่จนจริง": "ไม่ใช่ (จน)"}),
    line(3, {"วันที่สำรวจ": "43861"}),
    line(4, {"จำนวนสมาชิก": "สาม"}),
    line(5, {"จังหวัด": "จ.ปัตตานี", "อำเภอ": "เมือง"}),
    line(6, {"รหัสบ้าน": "9.4E+10"}),
    line(7, {"หนี้สิน": "5"}),
    line(1),
    [""] * len(BEFORE) + [""] * 38,
]


def test_the_wide_provincial_export_loads_with_no_name_given(tmp_path, settings):
    path = tmp_path / "export.csv"
    path.write_bytes(encoded([header(), *ROWS]))
    report = load([path], settings)
    # Nine lines: 1, 2 and 5 are good; 3, 4, 6, 7 and the second 1 are not; the last is blank. Each counts once.
    assert counts(report, "export.csv") == (9, 3, 5, 1)
    assert [entry.table for entry in report.files] == ["households, capitals"]
    assert reasons(report, "export.csv") == [
        (4, "วันที่สำรวจ", "serial_date"),
        (5, "จำนวนสมาชิก", "not_number"),
        (7, "รหัสบ้าน", "damaged_id"),
        (8, "หนี้สิน", "out_of_range"),
        (9, "", "duplicate_key"),
    ]
    found = sql(
        settings,
        "SELECT survey_round, survey_year, subdistrict_code, verification, size, overall, survey_date::VARCHAR FROM household_profile",
    )
    # B.E. 2568 = C.E. 2025, round 1 of the year: 20251. All 37 scores are 2, so every mean is 2.
    assert sorted(found, key=str) == [
        (20251, 2025, "940101", "not_poor", 3, 2.0, "2025-01-31"),
        *[(20251, 2025, "940101", "verified_poor", 3, 2.0, "2025-01-31")] * 2,
    ]
    told = {note.got for note in report.notes}
    assert told == IDENTITIES | {"Windows-874", "pppconnext"}
    assert any("damaged by a spreadsheet" in note.what.en for note in report.notes if note.got == "บ้านเลขที่")


def test_rejected_rows_are_mended_in_a_spreadsheet_and_loaded_again(tmp_path, settings):
    path = tmp_path / "export.csv"
    path.write_bytes(encoded([header(), *ROWS]))
    load([path], settings)
    mended = tmp_path / "mend.csv"
    assert write_mendable(refused_rows(settings.build), mended) == [mended]
    with mended.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert not IDENTITIES & set(rows[0]) and rows[0]["รหัสบ้าน"].startswith("kj_")
    # The damaged id keeps only its line: no cell of it is there.
    assert {row["kj_line"] for row in rows if not row["รหัสบ้าน"]} == {"7"}
    assert {cell for row in rows if not row["รหัสบ้าน"] for name, cell in row.items() if name[:3] != "kj_"} == {""}
    rows[0]["วันที่สำรวจ"], rows[1]["จำนวนสมาชิก"], rows[3]["หนี้สิน"] = "31/1/2569", "4", "3"
    with mended.open("w", encoding="cp874", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows[:4])
    report = load([mended], settings)
    assert counts(report, "mend.csv") == (4, 3, 0, 1)
    assert sql(settings, "SELECT count(*), max(size), max(score_F4) FROM household_profile") == [(6, 4, 3)]


def test_provinces_drop_reorder_and_respell_columns(tmp_path, settings):
    names = [
        name.replace("รายจ่ายเฉลี่ยของครัวเรือน/ปี", "รายจ่ายเฉลี่ย ของครัวเรือนต่อปี").replace("วันที่สำรวจ", " วันที่ สำรวจ")
        for name in header()
    ]
    order = [place for place in range(len(names) - 1, -1, -1) if names[place] != "จำนวนสมาชิก"]
    path = tmp_path / "export.csv"
    path.write_bytes(encoded([[row[place] for place in order] for row in [names, line(1), line(2)]], "utf-8-sig"))
    report = load([path], settings)
    assert counts(report, "export.csv") == (2, 2, 0, 0)
    assert sql(settings, "SELECT DISTINCT subdistrict_code, size, overall FROM household_profile") == [
        ("940101", None, 2.0)
    ]


def test_a_workbook_feeds_its_tables_too(tmp_path, settings):
    book = openpyxl.Workbook()
    for row in [header(), line(1), line(2)]:
        book.active.append(row)
    book.save(tmp_path / "export.xlsx")
    report = load([tmp_path / "export.xlsx"], settings)
    assert [(entry.file, entry.accepted) for entry in report.files] == [("export.xlsx:Sheet", 2)]


MAPPING = """
name = "ours"
tables = ["households"]
[columns]
"HH" = "household_id"
"Where" = "county_code"
"When" = "survey_date"
"State" = "verification"
"Remarks" = ""
[values.verification]
"P" = "verified_poor"
"N" = "not_poor"
[dates]
survey_date = "month first"
[fixed]
survey_round = 20261
"""


@pytest.fixture
def programme(tmp_path) -> Programme:
    programme = Programme(tmp_path, capitals=False, problems=False)
    programme.settings.mappings = tmp_path / "mappings"
    programme.write(
        "x.csv",
        ("HH", "Where", "When", "State", "Remarks"),
        ("a1", "A", "2/1/2026", "p", "x"),
        ("b1", "B", "", "Q", ""),
    )
    return programme


@pytest.mark.parametrize("saved", [True, False])
def test_a_mapping_is_named_or_found_by_the_headers(programme, tmp_path, saved):
    path = tmp_path / ("mappings/ours.toml" if saved else "elsewhere.toml")
    path.parent.mkdir(exist_ok=True)
    path.write_text(MAPPING)
    report = load([programme.exports], programme.settings, mapping=None if saved else path)
    assert reasons(report, "x.csv") == [(3, "State", "not_choice")]
    found = programme.sql("SELECT survey_round, county_code, survey_date::VARCHAR, verification FROM household_profile")
    # Month first, as the mapping says: 1 February.
    assert found == [(ROUND, "A", "2026-02-01", "verified_poor")]


BAD = {
    "no toml": "x = ",
    "no columns": 'name = "x"',
    "unknown key": 'wrong = 1\n[columns]\n"a" = "b"',
    "columns of another kind": '[columns]\n"a" = 1',
    "half a round": '[columns]\n"a" = "b"\n[survey_round]\nyear = "y"',
    "no file has it": '[columns]\n"Nobody" = "household_id"',
}


@pytest.mark.parametrize("case", BAD)
def test_a_mapping_that_does_not_fit_is_a_message(programme, tmp_path, case):
    (tmp_path / "bad.toml").write_text(BAD[case])
    with pytest.raises(Problem) as caught:
        load([programme.exports], programme.settings, mapping=tmp_path / "bad.toml")
    assert "bad.toml" in caught.value.where and caught.value.expected and caught.value.todo


def test_one_plain_file_feeds_two_tables_where_no_other_brings_them(tmp_path):
    programme = Programme(tmp_path)
    programme.write(
        "all.csv",
        ("household_id", "survey_round", "county_code", "h1", "h2", "m1", "m2", "ill"),
        ("a1", ROUND, "A", 2, 2, 2, 2, 1),
        ("b1", ROUND, "B", 2, 2, 9, 2, 0),
    )
    report = programme.load()
    assert counts(report, "all.csv") == (2, 1, 1, 0)
    assert programme.sql("SELECT overall, deprived_ill FROM household_profile") == [(2.0, 1)]


def test_inspect_proposes_what_load_then_uses(tmp_path, settings):
    path = tmp_path / "export.csv"
    path.write_bytes(encoded([[name if name != "รหัสบ้าน" else "รหัสครัวเรือน" for name in header()], line(1), line(2)]))
    programme = Programme(tmp_path)
    programme.reference = THAI
    done = command(programme, "etl", "inspect", str(path))
    assert done.returncode == 0, done.stderr
    told = tomllib.loads(done.stdout)
    assert told["tables"] == ["households", "capitals"]
    assert told["survey_round"] == {"year": "ปีที่สำรวจ", "round": "ครั้งที่สำรวจ"}
    assert (told["columns"]["รหัสครัวเรือน"], told["columns"]["การออม"], told["columns"]["เบอร์โทร"]) == (
        "household_id",
        "F3",
        "",
    )
    (tmp_path / "proposed.toml").write_text(done.stdout, encoding="utf-8")
    report = load([path], settings, mapping=tmp_path / "proposed.toml")
    assert counts(report, "export.csv") == (2, 2, 0, 0)

    done = command(programme, "etl", "inspect", str(path), "--json")
    sure = {entry["header"]: entry["confidence"] for entry in json.loads(done.stdout)["columns"]}
    assert sure["จังหวัด"] > 0.9 and sure["Ch 1 7"] <= 0.5
