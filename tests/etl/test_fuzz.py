"""Broken files by the thousand (some 2,800 in `make test`): never a traceback, never a hang, every row accounted for.

KAEJON_TEST_FUZZ multiplies the number of files for a long run; 1 keeps the suite short.
"""

import csv
import hashlib
import io
import os
import random
import uuid
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
from tests.soaking import tell

TIMES = int(os.environ.get("KAEJON_TEST_FUZZ", "1"))
# Files of a few lines: a second thread would cost more than it does.
CONNECTION = duckdb.connect(config={"threads": 1})
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


def accepted_ids() -> set[str]:
    """The hashes of the rows that the last file had accepted."""
    return {
        row[0] for row in CONNECTION.execute("SELECT household_id::VARCHAR FROM file_0 WHERE bad IS NULL").fetchall()
    }


def stored(household_id: str) -> str:
    """The hash of an id under the pads of these tests."""
    digest = hashlib.sha256(PADS[1] + hashlib.sha256(PADS[0] + household_id.encode()).digest()).hexdigest()[:32]
    return str(uuid.UUID(digest))


INSIDE_A_LINE = [b'"', b'""', b",", b";", b"\t", b"\0", b"\xff", b"\xa1", b"\xe0\xb8", b"'", b" ", b"", "ก".encode(), "๑".encode(),
                 "\u200b".encode(), b"1.23E+12", b"43861", b"=1+1", b"x" * 300]  # fmt: skip
ANYWHERE = [*INSIDE_A_LINE, b"\n", b"\r\n", b"\r", b"\n\n", b"\xef\xbb\xbf"]


def mutated(data: bytes, chance: random.Random, pieces: list[bytes], most: int = 4) -> bytes:
    """Break good bytes in one to `most` places."""
    for _ in range(chance.randint(1, most)):
        at = chance.randrange(len(data) + 1)
        till = min(len(data), at + chance.choice([1, 1, 2, 5, 40]))
        data = data[:at] + chance.choice(pieces) + data[chance.choice([at, till]) :]
    return data


@pytest.mark.parametrize("seed", range(8))
def test_mutated_files_are_always_accounted_for(tmp_path, reference, seed):
    chance = random.Random(seed)
    path = tmp_path / "x.csv"
    for _ in range(150 * TIMES):
        form = {
            "delimiter": chance.choice(",;\t"),
            "encoding": chance.choice(["utf-8", "utf-8-sig", "cp874", "utf-16"]),
            "line_end": chance.choice(["\n", "\r\n"]),
        }
        path.write_bytes(mutated(as_bytes(good_rows(chance.randint(1, 8)), **form), chance, ANYWHERE))
        found = accounted(path, reference)
        assert found is None or found[0] == sum(found[1:])
    tell(f"{150 * TIMES} mutated files: every row accounted for")


@pytest.mark.parametrize("seed", range(8))
def test_a_line_that_is_broken_costs_no_other_row(tmp_path, reference, seed):
    chance = random.Random(seed)
    path = tmp_path / "x.csv"
    for _ in range(125 * TIMES):
        encoding, line_end = chance.choice(["utf-8", "utf-8-sig", "cp874"]), chance.choice(["\n", "\r\n"])
        lines = as_bytes(good_rows(8), chance.choice(",;\t"), encoding, line_end).split(line_end.encode())
        broken = chance.randrange(8)
        lines[broken + 1] = mutated(lines[broken + 1], chance, INSIDE_A_LINE, 2)
        path.write_bytes(line_end.encode().join(lines))
        read, accepted, rejected, blank = accounted(path, reference)
        assert (read, accepted + rejected + blank) == (8, 8)
        whole = {stored(f"a{row}") for row in range(8) if row != broken}
        assert whole <= accepted_ids(), path.read_bytes()
    tell(f"{125 * TIMES} files with a broken line: no other row lost")


@settings(max_examples=250 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
def test_any_bytes_behind_a_header_are_accounted_for(tmp_path, reference, data):
    path = tmp_path / "x.csv"
    path.write_bytes(",".join(HEADER).encode() + b"\n" + data)
    found = accounted(path, reference)
    assert found is None or found[0] == sum(found[1:])


@settings(max_examples=250 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[st.text(max_size=12)] * len(HEADER)), max_size=6))
def test_any_cells_are_accounted_for(tmp_path, reference, rows):
    path = tmp_path / "x.csv"
    path.write_bytes(as_bytes(rows, encoding="utf-8-sig").replace(rb"\ud800", b""))
    found = accounted(path, reference)
    assert found is None or found[0] == sum(found[1:])


@settings(max_examples=100 * TIMES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# More cells of every kind that cannot be, with the reason that must be said.
MORE_FAULTS = [
    *FAULTS.items(),
    *((column, (cell, reason)) for column, cells in {
        "household_id": [("", "blank_required"), ("kj_12", "damaged_id"), ("9" * 65, "too_long"), ("9.4e+10", "damaged_id")],
        "survey_round": [("", "blank_required"), ("2.5", "not_whole"), ("0", "out_of_range"), ("2E+4x", "not_number")],
        "county_code": [("", "blank_required"), ("A1", "unknown_area"), ("-", "blank_required")],
        "ward_code": [("A", "unknown_area"), ("99", "unknown_area")],
        "survey_date": [("1/2/69", "two_digit_year"), ("25-ก.พ.", "no_year"), ("30/2/2569", "not_date"), ("1/1/1850", "out_of_range")],
        "size": [("", "blank_required"), ("-1", "out_of_range"), ("201", "out_of_range"), ("สาม", "not_number")],
        "debt_baht": [("-5", "out_of_range"), ("1.2E+13", "damaged_number"), ("0812345678", "identity"), ("มาก", "not_number")],
        "tpmap_listed": [("2", "not_flag")],
        "verification": [("poorish", "not_choice")],
    }.items() for cell, reason in cells),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_thousands_of_planted_faults_are_each_said_with_their_own_reason(tmp_path, reference, seed):
    chance = random.Random(seed)
    rows, expected = [list(row) for row in good_rows(2000)], set()
    for place, row in enumerate(rows):
        if chance.random() < 0.5:
            column, (cell, reason) = chance.choice(MORE_FAULTS)
            row[HEADER.index(column)] = cell
            expected.add((place + 2, column, reason))
    path = tmp_path / "x.csv"
    path.write_bytes(as_bytes(rows, chance.choice(",;\t"), chance.choice(["utf-8", "cp874", "utf-16"]), "\r\n"))
    [(_, plan)], _ = arrivals([path], contracts(reference), tmp_path / "none")
    [entry] = stage(CONNECTION, "file_0", plan, PADS)
    check_areas(CONNECTION, entry, reference)
    found = {(reject.line, reject.column, reject.reason) for reject in account(CONNECTION, entry, "").rejects}
    assert found == expected and len(expected) > 900
    assert {reason for _, _, reason in expected} == {reason for _, (_, reason) in MORE_FAULTS}
