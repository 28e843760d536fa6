"""Files of every kind, encoding and delimiter give the same rows; what is broken in one line costs that line only."""

import csv
import gzip
import io
import zipfile

import openpyxl
import pytest

from data.errors import Problem
from etl.reading import sources
from etl.scan import scan, unique_names
from tests.programmes import ROUND, Programme, counts, reasons

HEADER = ("household_id", "survey_round", "county_code", "village_code", "main_occupation")
ROWS = [("a1", ROUND, "A", "1", "ทำนา"), ("b1", ROUND, "B", "2", "รับจ้าง, ค้าขาย"), ("c1", ROUND, "Z", "3", "ทำสวน")]


@pytest.fixture
def programme(tmp_path) -> Programme:
    return Programme(tmp_path, capitals=False, problems=False)


def text(delimiter: str = ",", line_end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows([HEADER, *ROWS])
    return out.getvalue()


ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8-BOM",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp874": "Windows-874",
    "tis-620": "Windows-874",
}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_and_delimiters_change_nothing(programme, encoding, delimiter):
    path = programme.exports / "x.csv"
    path.write_bytes(text(delimiter).encode(encoding))
    report = programme.load()
    assert counts(report, "x.csv") == (3, 2, 1, 0)
    assert reasons(report, "x.csv") == [(4, "county_code", "unknown_area")]
    found = programme.sql("SELECT main_occupation FROM household_profile ORDER BY village_code")
    assert found == [("ทำนา",), ("รับจ้าง, ค้าขาย",)]
    (source,) = sources(path)
    assert (source.encoding, source.delimiter) == (ENCODINGS[encoding], delimiter)
    told = [note.got for note in report.notes]
    assert told == ([ENCODINGS[encoding]] if ENCODINGS[encoding] in ("UTF-16", "Windows-874") else [])


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "mixed"])
def test_line_ends_become_one_kind(programme, line_end):
    lines = text().split("\n")
    ends = ["\n", "\r\n", "\n", "\r\n", ""] if line_end == "mixed" else [line_end] * 4 + [""]
    (programme.exports / "x.csv").write_bytes("".join(map("".join, zip(lines, ends, strict=True))).encode())
    report = programme.load()
    assert counts(report, "x.csv") == (3, 2, 1, 0)
    assert reasons(report, "x.csv") == [(4, "county_code", "unknown_area")]


def packed(programme: Programme, kind: str) -> str:
    """Write the three rows as a container and return the name its table is reported by."""
    folder = programme.exports
    match kind:
        case "gz":
            (folder / "x.csv.gz").write_bytes(gzip.compress(text().encode("cp874")))
            return "x.csv.gz"
        case "zip":
            with zipfile.ZipFile(folder / "x.zip", "w") as archive:
                archive.writestr("inner/households.csv", text(";"))
                archive.writestr("readme.md", "no table")
            return "x.zip:inner_households.csv"
        case "xlsx":
            book = openpyxl.Workbook()
            book.active.title = "บันทึก"
            book.active.append(["nothing", "of", "ours"])
            sheet = book.create_sheet("ครัวเรือน")
            for row in [HEADER, *ROWS]:
                sheet.append(row)
            book.save(folder / "x.xlsx")
            return "x.xlsx:ครัวเรือน"


@pytest.mark.parametrize("kind", ["gz", "zip", "xlsx"])
def test_containers_are_read_in_memory(programme, kind):
    name = packed(programme, kind)
    report = programme.load()
    assert counts(report, name) == (3, 2, 1, 0)
    assert reasons(report, name) == [(4, "county_code", "unknown_area")]
    assert [entry.file for entry in report.files] == [name]


DAMAGED = {"x.csv.gz": b"\x1f\x8b\x08 cut off", "x.zip": b"PK\x03\x04 cut off", "x.xlsx": b"PK\x03\x04 cut off", "x.csv": b" \n\n"}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_container_is_a_message(programme, name):
    (programme.exports / name).write_bytes(DAMAGED[name])
    with pytest.raises(Problem) as caught:
        programme.load()
    assert caught.value.where and caught.value.expected and caught.value.todo


PLAIN = "household_id,survey_round,county_code,village_code\n"
# name: (rows of the file, (rows read, accepted, rejected, blank), rejects)
QUOTES = {
    "a quote that never closes": ('a1,20261,A,1\nb1,20261,"B,1\nc1,20261,A,1\nd1,20261,B,1\n', (4, 3, 1, 0), [(3, "open_quote")]),
    "it swallows a quoted field": ('a1,20261,"A,1\nb1,20261,B,1\nc1,20261,A,"1,2"\n', (3, 2, 1, 0), [(2, "open_quote")]),
    "it would close at an inch mark": ('a1,20261,A,"1\nb1,20261,B,2\nc1,20261,A,3"\n', (3, 2, 1, 0), [(2, "open_quote")]),
    "two of them": ('a1,20261,A,"1\nb1,20261,B,2\nc1,20261,A,"3\nd1,20261,A,4\n', (4, 2, 2, 0), [(2, "open_quote"), (4, "open_quote")]),
    "the last line": ('a1,20261,A,1\nb1,20261,B,"2', (2, 1, 1, 0), [(3, "open_quote")]),
    "text behind a closing quote": ('a1,20261,A,"1"x\nb1,20261,B,2\n', (2, 1, 1, 0), [(2, "open_quote")]),
    "a mark inside a bare field": ('a1,20261,A,5" x\nb1,20261,B,2\n', (2, 2, 0, 0), []),
    "a blank before the quote": ('a1,20261,A, "1,2"\nb1,20261,B,2\n', (2, 2, 0, 0), []),
    "a quoted line break": ('a1,20261,A,"1\n2"\nb1,20261,Z,2\n', (2, 1, 1, 0), [(4, "unknown_area")]),
    "a quoted line break and an open quote": ('a1,20261,A,"1\n2"\nb1,20261,B,"2\nc1,20261,A,3\n', (3, 2, 1, 0), [(4, "open_quote")]),
}  # fmt: skip


@pytest.mark.parametrize("case", QUOTES)
def test_a_broken_quote_costs_its_own_record(programme, case):
    rows, expected, wrong = QUOTES[case]
    (programme.exports / "x.csv").write_text(PLAIN + rows)
    report = programme.load()
    assert counts(report, "x.csv") == expected
    assert [(line, reason) for line, _, reason in reasons(report, "x.csv")] == wrong


def test_a_line_that_is_no_text_costs_itself(programme):
    good = (PLAIN + "a1,20261,A,ก\nb1,20261,B,ข\nc1,20261,B,ค\n").encode()
    (programme.exports / "x.csv").write_bytes(good + b"d1,20261,A,\xe0\xb8\ne1,20261,A,\x00\n")
    report = programme.load()
    assert counts(report, "x.csv") == (5, 3, 2, 0)
    assert reasons(report, "x.csv") == [(5, "", "not_text"), (6, "", "not_text")]


def test_blank_lines_before_the_header_and_thousands_behind_the_rows(programme):
    (programme.exports / "x.csv").write_text("\n\n" + PLAIN + "a1,20261,A,1\n" + ",,,\n" * 3000 + "\n" * 2000)
    report = programme.load()
    assert counts(report, "x.csv") == (5001, 1, 0, 5000)


def test_headers_are_made_unique_in_file_order():
    names = ["a", "A ", "", "a", "ตำบล", "ตําบล", "Ch 1  7", "b\u200b"]
    assert unique_names(names) == ("a", "A (2)", "column 3", "a (3)", "ตำบล", "ตำบล (2)", "Ch 1 7", "b")


def test_a_column_that_stands_twice_is_read_once(programme):
    programme.write("x.csv", (*HEADER[:3], "county_code"), ("a1", ROUND, "A", "B"))
    report = programme.load()
    assert programme.sql("SELECT county_code FROM household_profile") == [("A",)]
    assert [note.got for note in report.notes] == ["county_code (2)"]


def test_lines_are_counted_behind_quoted_line_breaks(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text('a,b\n1,"x\ny"\n\n2,3\n')
    (found,) = scan(path)
    assert [found.line_of(record) for record in range(found.records)] == [2, 5]
    assert (found.records, found.empty_lines, found.fields(0)) == (2, 1, ["1", "x\ny"])


def test_spare_delimiters_at_the_end_of_lines_cost_nothing_beside_lines_that_are_too_short(tmp_path):
    programme = Programme(tmp_path, capitals=False, problems=False)
    lines = [
        "household_id,survey_round,county_code",
        "a,20261,A,",
        'b,20261,A,""',
        "c,20261,A,,,",
        "d,20261",
        "e,20261,A, ",
        "f,20261,A",
    ]
    (programme.exports / "x.csv").write_text("\n".join(lines))
    report = programme.load()
    # d is too short, and of e the fourth field holds a blank, which the header has no name for.
    assert reasons(report, "x.csv") == [(5, "", "wrong_field_count"), (6, "", "wrong_field_count")]
    assert counts(report, "x.csv") == (6, 4, 2, 0)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_one_line_that_is_no_text_does_not_decide_the_encoding(tmp_path, start):
    # The header is ASCII, so the first line that needs an encoding is the broken one; two whole ones follow it.
    rows = b"a,\xe0\xb8\n" + "b,ก\nc,ข\n".encode()
    (tmp_path / "x.csv").write_bytes(start + b"household_id,village_code\n" + rows)
    [found] = scan(tmp_path / "x.csv")
    assert found.source.encoding.startswith("UTF-8") and [entry.line for entry in found.broken] == [2]
    assert [found.fields(record) for record in range(2)] == [["b", "ก"], ["c", "ข"]]
