"""Broken files by the thousand: never a traceback, never a hang, every row accounted for, every planted fault found.

KAEJON_TEST_FUZZ multiplies the number of files for a long run; 1 keeps the suite short.
"""

import csv
import io
import os
import random
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import Problem
from data.reference import Reference, load_reference
from etl.arrivals import arrivals
from etl.contracts import contracts
from etl.placing import check_areas
from etl.reasons import REASONS
from etl.report import account
from etl.staging import one_per_file, stage
from tests.programmes import HOUSEHOLDS, ROUND, Programme, counts, reasons

TIMES = int(os.environ.get("KAEJON_TEST_FUZZ", "1"))
CONNECTION = duckdb.connect()
PADS = (b"i" * 64, b"o" * 64)
HEADER = ("household_id", "survey_round", "county_code", "ward_code", "survey_date", "size", "debt_baht", "tpmap_listed", "verification", "main_occupation")  # fmt: skip


@pytest.fixture(scope="module")
def reference(tmp_path_factory) -> Reference:
    return load_reference(Programme(tmp_path_factory.mktemp("fuzz"), capitals=False, problems=False).reference)


def good_rows(count: int) -> list[tuple]:
    return [
        (f"a{i}", ROUND, "A", "A1", "31/1/2569", 3, "12,500", "ใช่", "not_poor", "ทำนา, ทำสวน") for i in range(count)
    ]


def as_bytes(rows: list[tuple], delimiter: str = ",", encoding: str = "utf-8", line_end: str = "\n") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows([HEADER, *rows])
    return out.getvalue().encode(encoding)


def accounted(path: Path, reference: Reference) -> tuple[int, int, int, int] | None:
    """Stage a file and return its accounting, which `account` holds against its lines; None where it is no table."""
    try:
        arrived, _ = arrivals([path], contracts(reference), path.parent / "none")
    except Problem as problem:
        assert problem.what and problem.where and problem.expected and problem.todo
        return None
    staged = [entry for i, (_, plan) in enumerate(arrived) for entry in stage(CONNECTION, f"file_{i}", plan, PADS)]
    for entry in staged:
        check_areas(CONNECTION, entry, reference)
    (report,) = [account(CONNECTION, entry, "") for entry in one_per_file(staged)]
    assert all(reject.reason in REASONS for reject in report.rejects)
    assert len({reject.line for reject in report.rejects}) == report.rejected
    return report.rows_read, report.accepted, report.rejected, report.blank


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Break good bytes in one to four places."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        till = min(len(data), at + chance.choice([1, 1, 2, 5, 40]))
        piece = chance.choice(
            [b'"', b'""', b",", b";", b"\t", b"\n", b"\r\n", b"\r", b"\n\n", b"\0", b"\xff", b"\xa1", b"\xe0\xb8", b"'", b" ", b"",
             "ก".encode(), "๑".encode(), "\u200b".encode(), b"\xef\xbb\xbf", b"1.23E+12", b"43861", b"=1+1", b"x" * 300]
        )  # fmt: skip
        data = data[:at] + piece + data[chance.choice([at, till]) :]
    return data


@pytest.mark.parametrize("seed", range(8))
def test_mutated_files_are_always_accounted_for(tmp_path, reference, seed):
    chance = random.Random(seed)
    path = tmp_path / "x.csv"
    for _ in range(50 * TIMES):
        form = {
            "delimiter": chance.choice(",;\t"),
            "encoding": chance.choice(["utf-8", "utf-8-sig", "cp874", "utf-16"]),
            "line_end": chance.choice(["\n", "\r\n"]),
        }
        path.write_bytes(mutated(as_bytes(good_rows(chance.randint(1, 8)), **form), chance))
        found = accounted(path, reference)
        assert found is None or found[0] == sum(found[1:])


@settings(max_examples=80 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_behind_a_header_are_accounted_for(tmp_path, reference, data):
    path = tmp_path / "x.csv"
    path.write_bytes(",".join(HEADER).encode() + b"\n" + data)
    found = accounted(path, reference)
    assert found is None or found[0] == sum(found[1:])


@settings(max_examples=80 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[st.text(max_size=12)] * len(HEADER)), max_size=6))
def test_any_cells_are_accounted_for(tmp_path, reference, rows):
    path = tmp_path / "x.csv"
    path.write_bytes(as_bytes(rows, encoding="utf-8-sig").replace(b"\ud800", b""))
    found = accounted(path, reference)
    assert found is None or found[0] == sum(found[1:])


@settings(max_examples=40 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 7),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "cp874", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_one_open_quote_costs_one_row_in_any_form(tmp_path, reference, broken, delimiter, encoding, line_end):
    lines = as_bytes(good_rows(8), delimiter, "utf-8", line_end).decode().split(line_end)
    lines[broken + 1] = lines[broken + 1].replace("A1", '"A1', 1)
    path = tmp_path / "x.csv"
    path.write_bytes(line_end.join(lines).encode(encoding))
    assert accounted(path, reference) == (8, 7, 1, 0)


# Ten faults: (column, cell) planted in a good file, and what must be said of each.
FAULTS = {
    "household_id": ("1.23E+12", "damaged_id"),
    "survey_round": ("สอง", "not_number"),
    "county_code": ("ไม่ใช่จังหวัด", "unknown_area"),
    "ward_code": ("Z9", "unknown_area"),
    "survey_date": ("43,861", "serial_date"),
    "size": ("2.5", "not_whole"),
    "debt_baht": ("12,50,0", "not_number"),
    "tpmap_listed": ("อาจจะ", "not_flag"),
    "verification": ("รวย", "not_choice"),
    "main_occupation": ("x" * 201, "too_long"),
}


@pytest.mark.parametrize("seed", range(5))
def test_ten_injected_faults_are_attributed_to_file_row_and_column(tmp_path, seed):
    programme = Programme(tmp_path, capitals=False, problems=False)
    chance = random.Random(seed)
    rows = [list(row) for row in good_rows(200)]
    places = chance.sample(range(200), len(FAULTS))
    for place, (column, (cell, _)) in zip(places, FAULTS.items(), strict=True):
        rows[place][HEADER.index(column)] = cell
    (programme.exports / "broken.csv").write_bytes(as_bytes(rows, chance.choice(",;\t"), "cp874", "\r\n"))
    programme.write("sound.csv", HOUSEHOLDS[:3], *((f"s{i}", ROUND, "B") for i in range(50)))
    report = programme.load()
    # The header is line 1, so row 0 is line 2.
    expected = {
        (place + 2, column, reason) for place, (column, (_, reason)) in zip(places, FAULTS.items(), strict=True)
    }
    assert set(reasons(report, "broken.csv")) == expected
    assert counts(report, "broken.csv") == (200, 190, 10, 0)
    assert counts(report, "sound.csv") == (50, 50, 0, 0)
